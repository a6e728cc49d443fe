//! The audit log: what is written, who may read it, and whether it is whole.

use std::sync::Arc;

use axum::http::Method;
use domain::{SystemClock, SystemRandom, WorkspaceId};
use store::Store;
use store::audit_log::{self, Standing};
use store::feature_flags::{self, Feature, Reach};
use store::workspaces::{self, Workspace};
use test_database::TestDatabase;
use testing::{PASSWORD, Page, TestApp, TestUser};

use crate::support::{rapport, says};

const LOG: &str = "/settings/audit?days=all";

async fn rows(owner: &TestUser) -> Vec<String> {
    lines(owner.get(LOG).await.assert_ok())
}

/// Who, action, on what, from where.
fn lines(page: &Page) -> Vec<String> {
    let column = |css: &str| page.select(&format!(".audit tbody {css}"));
    let (who, action) = (column("td:nth-child(2) b"), column("td:nth-child(3)"));
    let (on, from) = (column("td:nth-child(4)"), column("td:nth-child(5)"));
    (0..who.len()).map(|n| format!("{} | {} | {} | {}", who[n], action[n], on[n], from[n])).collect()
}

async fn log_in(app: &TestApp, address: &str, password: &str) -> Page {
    let browser = app.visitor();
    browser.comes_from(address);
    browser.post("/login", &[("email", "oskar@halden.example"), ("password", password)]).await
}

async fn is_whole(app: &TestApp, user: &TestUser) -> bool {
    let standing =
        audit_log::verify(&app.app().store.begin_read().await, user.workspace, None).await.unwrap();
    matches!(standing, Standing::Whole { before: 0, .. })
}

#[tokio::test]
async fn coming_in_and_out_is_written_down_with_where_from() {
    let app = TestApp::start().await;
    let (mara, _oskar) = (app.user("mara").await, app.user("oskar").await);
    log_in(&app, "203.0.113.77", "not the password").await.assert_status(422);
    app.run_jobs().await;
    let browser = app.visitor();
    browser.post("/login", &[("email", "oskar@halden.example"), ("password", PASSWORD)]).await.assert_ok();
    browser.press("/settings/profile", "Log out").await.assert_ok();
    assert_eq!(
        rows(&mara).await,
        [
            "Oskar Berg | Logged out |  | 192.0.2.14",
            "Oskar Berg | Logged in | Password, stays logged in | 192.0.2.14",
            "Oskar Berg | Failed log in | Wrong password | 203.0.113.77",
        ]
    );
    // Whom nobody knows is in nobody's log.
    app.visitor()
        .post("/login", &[("email", "nobody@halden.example"), ("password", PASSWORD)])
        .await
        .assert_status(422);
    app.run_jobs().await;
    assert_eq!(rows(&mara).await.len(), 3);
    assert!(is_whole(&app, &mara).await);
}

#[tokio::test]
async fn only_a_trusted_proxy_says_where_somebody_comes_from() {
    let forwarded = [("x-forwarded-for", "203.0.113.77")];
    for (app, seen) in [
        (TestApp::start().await, "192.0.2.14"),
        (TestApp::builder().behind_proxy("192.0.2.0/24").start().await, "203.0.113.77"),
    ] {
        let mara = app.user("mara").await;
        let visitor = app.visitor();
        let csrf = visitor.get("/login").await.form("Log in").value("csrf").unwrap();
        let body = format!("csrf={csrf}&email=mara@halden.example&password=wrong");
        let kind = ("content-type", "application/x-www-form-urlencoded");
        visitor.request(Method::POST, "/login", &[kind, forwarded[0]], body).await.assert_status(422);
        app.run_jobs().await;
        assert_eq!(rows(&mara).await, [format!("Mara Lindqvist | Failed log in | Wrong password | {seen}")]);
    }
}

#[tokio::test]
async fn the_life_of_a_connection_is_written_down_without_anything_of_zooms() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    oskar.connect_zoom().await.assert_ok();
    oskar.connect_zoom().await.assert_ok();
    oskar.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    app.deliver_events().await;
    oskar.connect_zoom().await.assert_ok();
    app.sandbox().deauthorize("oskar@halden.example");
    app.deliver_events().await;
    let found = rows(&mara).await;
    assert_eq!(
        found,
        [
            "Rapport | Deleted Zoom data | Zoom connection of Oskar Berg, 4 records | ",
            "Zoom | Removed the app | Zoom connection of Oskar Berg | ",
            "Oskar Berg | Connected Zoom |  | 192.0.2.14",
            "Rapport | Deleted Zoom data | Zoom connection of Oskar Berg, 3 records | ",
            "Oskar Berg | Disconnected Zoom |  | 192.0.2.14",
            "Oskar Berg | Connected Zoom | The same account once more | 192.0.2.14",
            "Oskar Berg | Connected Zoom |  | 192.0.2.14",
        ]
    );
    assert!(is_whole(&app, &mara).await);
}

#[tokio::test]
async fn what_goes_when_somebody_connects_another_account_is_written_down() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    oskar.connect_zoom().await.assert_ok();
    oskar.connect_zoom_as("mara@halden.example").await.assert_ok();
    app.deliver_events().await;
    assert_eq!(
        rows(&mara).await[..2],
        [
            "Oskar Berg | Connected Zoom | Another account than before | 192.0.2.14",
            "Rapport | Deleted Zoom data | Zoom connection of Oskar Berg, 3 records | ",
        ]
    );
    assert!(is_whole(&app, &mara).await);
}

#[tokio::test]
async fn changed_settings_are_written_down_and_filters_find_them() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    let form = mara.get("/settings/zoom-app").await.form_with(&["reach"]).set("reach", "off");
    mara.send(form).await.assert_ok();
    app.run_jobs().await;
    assert_eq!(
        rows(&mara).await,
        [
            "Mara Lindqvist | Changed availability | Zoom: off (before: on for everyone) | 192.0.2.14",
            "Mara Lindqvist | Changed calendar feed | New address | 192.0.2.14",
        ]
    );
    let settings = mara.get("/settings/audit?what=settings").await;
    assert_eq!(lines(&settings).len(), 1);
    let nothing = mara.get("/settings/audit?what=connections").await;
    nothing.assert_ok().assert_text("Nothing of that kind.");
    let nonsense = mara.get("/settings/audit?who=me&what=x&days=-1").await;
    assert_eq!(lines(&nonsense).len(), 2, "what cannot be read leaves nothing out");
}

#[tokio::test]
async fn the_log_is_for_owners_and_admins_and_of_their_own_workspace() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    log_in(&app, "192.0.2.20", "wrong").await.assert_status(422);
    app.run_jobs().await;
    oskar.get(LOG).await.assert_status(403);
    assert_eq!(rows(&mara).await.len(), 1);
    let nina = app.outsider("nina").await;
    assert_eq!(rows(&nina).await, Vec::<String>::new());
}

#[tokio::test]
async fn long_logs_have_pages() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    for _ in 0..30 {
        mara.press("/settings/calendar", "New address").await.assert_ok();
    }
    let first = mara.get("/settings/audit?what=access").await;
    first.assert_text("25 of 31");
    let second = mara.get(&first.link("Older")).await;
    second.assert_text("6 of 31");
    let back = mara.get(&second.link("Newer")).await;
    assert_eq!(lines(&back).len(), 25);
}

#[tokio::test]
async fn the_command_says_whole_or_names_the_first_broken_entry() {
    let database = TestDatabase::new().await;
    let store =
        Store::open(database.database(), Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap();
    store.migrate().await.unwrap();
    let tx = store.begin_write().await.unwrap();
    let id = WorkspaceId::new(&SystemClock, &SystemRandom);
    let workspace = Workspace { id, name: "Halden Studio".into(), created_at: tx.now() };
    workspaces::create(&tx, &workspace).await.unwrap();
    tx.commit().await.unwrap();
    let reviewer = "zoom-reviewer@rapport.example";
    let tx = store.begin_write().await.unwrap();
    feature_flags::set_reach(&tx, Feature::Zoom, Reach::Everyone).await.unwrap();
    tx.commit().await.unwrap();
    for arguments in [["marketplace", "reviewer", "create"], ["marketplace", "reviewer", "remove"]] {
        assert!(rapport(&database, &arguments).status.success(), "{}", says(&rapport(&database, &arguments)));
    }
    let whole = says(&rapport(&database, &["audit", "verify"]));
    assert!(whole.contains("Halden Studio: whole, 2 entries, newest 2:"), "{whole}");
    let noted = whole.split_once("newest ").unwrap().1.lines().next().unwrap().to_owned();
    assert!(rapport(&database, &["audit", "verify", "--noted", &noted]).status.success());
    let other = format!("2:{}", "00".repeat(32));
    assert!(says(&rapport(&database, &["audit", "verify", "--noted", &other])).contains("broken at entry 2"));

    database.run("UPDATE audit_log SET words = 'Nothing' WHERE number = 1").await;
    let broken = rapport(&database, &["audit", "verify"]);
    assert!(!broken.status.success());
    let words = says(&broken);
    assert!(
        words.contains("Halden Studio: broken at entry 1: it was changed after it was written"),
        "{words}"
    );
    assert!(!words.contains(reviewer), "the look says nothing of what stands there: {words}");

    for table in ["audit_log", "audit_chains"] {
        database.run(&format!("DELETE FROM {table}")).await;
    }
    assert!(rapport(&database, &["audit", "verify"]).status.success(), "as if it had never been written");
    let emptied = rapport(&database, &["audit", "verify", "--noted", &noted]);
    assert!(!emptied.status.success());
    assert!(says(&emptied).contains("Halden Studio: broken at entry 2: it is missing"), "{}", says(&emptied));
    database.run("INSERT INTO audit_chains SELECT id, 3, 2, NULL FROM workspaces").await;
    let moved = rapport(&database, &["audit", "verify", "--noted", &noted]);
    assert!(!moved.status.success(), "what cannot be compared is not called whole");
    assert!(says(&moved).contains("whole from entry 3 on, the noted one is older"), "{}", says(&moved));
}

#[tokio::test]
async fn entries_are_found_by_person_action_words_and_address() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.user("oskar").await;
    log_in(&app, "203.0.113.77", "not the password").await.assert_status(422);
    app.run_jobs().await;
    mara.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    let found = async |text: &str| {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        lines(mara.get(&format!("{LOG}&{query}")).await.assert_ok()).len()
    };
    for (text, count) in [
        ("oskar", 1),
        ("BERG", 1),
        ("failed log", 1),
        ("wrong pass", 1),
        ("203.0.113", 1),
        ("calendar feed", 1),
        ("", 2),
        ("nothing like it", 0),
        // These are letters, not patterns.
        ("%", 0),
        ("_", 0),
        ("!", 0),
        ("' OR 1=1 --", 0),
    ] {
        assert_eq!(found(text).await, count, "{text}");
    }
    mara.get(&format!("{LOG}&q=nothing+like+it")).await.assert_text("Nothing of that kind");
}

#[tokio::test]
async fn what_is_shown_is_exported_whole_and_that_is_written_down() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.user("oskar").await;
    mara.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    for _ in 1..30 {
        mara.press("/settings/calendar", "New address").await.assert_ok();
    }
    log_in(&app, "203.0.113.77", "not the password").await.assert_status(422);
    app.run_jobs().await;
    let page = mara.get(&format!("{LOG}&what=access&q=calendar")).await;
    let file = mara.send(page.form("Export CSV")).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit-log.csv\"");
    assert_eq!(file.header("cache-control"), "no-store");
    let text = file.html();
    let rows: Vec<_> = text.lines().collect();
    assert_eq!(rows[0], "Number,Time (UTC),Who,Action,On,From");
    assert_eq!(rows.len(), 31, "more than a page, and nothing else: {text}");
    assert!(rows[1].contains(",Mara Lindqvist,Changed calendar feed,") && rows[1].ends_with(",192.0.2.14"));
    let written = rows_of(&mara, "exported").await;
    assert!(written[0].contains("Exported the audit log | 30 lines"), "{written:?}");
}

async fn rows_of(owner: &TestUser, text: &str) -> Vec<String> {
    lines(owner.get(&format!("{LOG}&q={text}")).await.assert_ok())
}
