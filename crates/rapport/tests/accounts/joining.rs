//! Joining a workspace by a link.

use jiff::SignedDuration;
use rapport::accounts::invite_by_operator;
use store::dump;
use testing::smtp::SmtpServer;
use testing::{Browser, Logs, Page, TestApp, TestUser};

const PIA: &str = "pia@halden.example";
const NEW: &str = "a sentence that nobody guesses";

async fn invite(who: &TestUser, email: &str, role: &str) {
    let form = who.get("/settings/people").await.form("Send invitation");
    who.send(form.set("email", email).set("role", role)).await.assert_ok();
}

/// The path of the link in the newest mail.
async fn link(app: &TestApp) -> String {
    app.run_jobs().await;
    let mails = app.mails().await;
    path_in(&mails.iter().rfind(|mail| mail.subject.starts_with("Join ")).unwrap().text)
}

fn path_in(text: &str) -> String {
    let link = text.split_whitespace().find(|word| word.contains("/join/")).unwrap();
    link[link.find("/join/").unwrap()..].to_owned()
}

async fn join(browser: &Browser, path: &str, name: &str) -> Page {
    let form = browser.get(path).await.form("Create account");
    browser.send(form.set("name", name).set("zone", "Europe/Lisbon").set("password", NEW)).await
}

async fn rows(app: &TestApp, table: &str) -> usize {
    dump::rows(&app.app().store.begin_read().await, table).await.unwrap().len()
}

#[tokio::test]
async fn whoever_is_invited_joins_by_the_link_with_the_role_that_was_given() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    invite(&mara, PIA, "read_only").await;
    let path = link(&app).await;
    let mail = app.mails().await.pop().unwrap();
    assert_eq!((mail.subject.as_str(), mail.to.contains(PIA)), ("Join Halden Studio on Rapport", true));
    assert!(mail.text.contains("Mara Lindqvist"), "{}", mail.text);
    mara.get("/settings/people").await.assert_text("Sent, works until");
    let pia = app.visitor();
    let page = pia.get(&path).await;
    page.assert_ok()
        .assert_heading("Join Halden Studio")
        .assert_text(PIA)
        .assert_text("Your role: Read only");
    let page = join(&pia, &path, "Pia Sand").await;
    page.assert_ok().assert_text("Pia Sand");
    assert_eq!(page.path, "/");
    pia.get("/settings/profile").await.assert_text("Lisbon");
    pia.fetch("/contacts/new").await.assert_status(403);
    app.visitor().post("/login", &[("email", PIA), ("password", NEW)]).await.assert_ok();
    let page = mara.get("/settings/people").await;
    page.assert_text("Pia Sand").assert_no_text("Invited by");
    mara.get("/settings/audit").await.assert_text("Joined").assert_text("pia@halden.example, Read only");
    for table in ["invited_people", "join_links", "join_emails"] {
        assert_eq!(rows(&app, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_link_works_once_for_seven_days_and_not_after_a_newer_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    invite(&mara, PIA, "member").await;
    let first = link(&app).await;
    app.advance(SignedDuration::from_hours(24 * 6));
    app.visitor().get(&first).await.assert_ok();
    app.advance(SignedDuration::from_hours(24));
    let page = app.visitor().get(&first).await;
    page.assert_status(404).assert_heading("This invitation does not work any more");
    mara.get("/settings/people").await.assert_text("The link has run out");
    mara.press("/settings/people", "Send again to pia@halden.example").await.assert_ok();
    let second = link(&app).await;
    app.visitor().get(&first).await.assert_status(404);
    join(&app.visitor(), &second, "Pia Sand").await.assert_ok();
    app.visitor().get(&second).await.assert_status(404);
}

#[tokio::test]
async fn of_two_who_use_one_invitation_at_once_one_joins() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    invite(&mara, PIA, "member").await;
    let path = link(&app).await;
    let (one, other) = (app.visitor(), app.visitor());
    let mut forms = Vec::new();
    for (browser, name) in [(&one, "First"), (&other, "Second")] {
        let form = browser.get(&path).await.form("Create account");
        forms.push(form.set("name", name).set("password", NEW));
    }
    let (late, early) = (forms.pop().unwrap(), forms.pop().unwrap());
    let (first, second) = tokio::join!(one.send_only(early), other.send_only(late));
    let mut found = [first.status, second.status];
    found.sort_unstable();
    assert_eq!(found, [303, 404]);
    assert_eq!(rows(&app, "users").await, 2);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_the_link_still_works() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    invite(&mara, PIA, "member").await;
    let path = link(&app).await;
    let pia = app.visitor();
    let form = pia.get(&path).await.form("Create account");
    let page = pia.send(form.set("name", "").set("password", "short")).await;
    page.assert_status(422).assert_notice("You have not joined yet.");
    assert!(page.field("Your name").error.is_some());
    assert_eq!(page.field("Password").error.as_deref(), Some("Use at least 12 characters."));
    join(&pia, &path, "Pia Sand").await.assert_ok();
}

#[tokio::test]
async fn whoever_has_an_account_by_now_is_told_so() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    invite(&mara, PIA, "member").await;
    let path = link(&app).await;
    let page = app.visitor();
    let form = page.get(&path).await.form("Create account").set("name", "Pia").set("password", NEW);
    app.outsider("pia").await;
    let told = page.send(form).await;
    told.assert_status(404).assert_heading("You have an account already");
}

#[tokio::test]
async fn a_withdrawn_invitation_leads_nowhere() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    invite(&mara, PIA, "member").await;
    let path = link(&app).await;
    mara.press("/settings/people", "Withdraw invitation of pia@halden.example").await.assert_ok();
    app.visitor().get(&path).await.assert_status(404);
    // A second press changes nothing and says so.
    assert_eq!(rows(&app, "invited_people").await, 0);
}

#[tokio::test]
async fn a_join_link_is_only_in_the_mail() {
    let server = SmtpServer::start().await;
    let logs = Logs::capture();
    let app = TestApp::builder().smtp(&server.url()).start().await;
    let mara = app.user("mara").await;
    invite(&mara, PIA, "member").await;
    app.run_jobs().await;
    let [mail] = &server.taken()[..] else { panic!("{:?}", server.taken()) };
    let path = path_in(&mail.data.replace("=\r\n", ""));
    let page = app.visitor().get(&path).await;
    page.assert_ok();
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
    let token = path.rsplit('/').next().unwrap();
    assert!(!app.database_holds(token));
    assert!(!logs.text().contains(token), "{}", logs.text());
}

#[tokio::test]
async fn an_invitation_that_stays_inside_is_seen_by_who_sent_it_only() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    app.database().run("UPDATE users SET role = 'admin' WHERE email = 'oskar@halden.example'").await;
    invite(&mara, PIA, "owner").await;
    app.run_jobs().await;
    mara.get("/mailbox").await.assert_text("Join Halden Studio on Rapport");
    oskar.get("/mailbox").await.assert_no_text("Join Halden Studio on Rapport");
}

#[tokio::test]
async fn the_command_line_invites_with_a_link_and_once_more_with_another() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let parts = app.app();
    let add = async |email: &str, workspace: Option<&str>| {
        let who = (email.parse().unwrap(), "Pia Sand".parse().unwrap(), "admin".parse().unwrap());
        invite_by_operator(&parts.store, &*parts.clock, &*parts.random, who, workspace).await
    };
    let error = add(PIA, Some("Nowhere")).await.unwrap_err();
    assert_eq!(error.to_string(), "no workspace is called Nowhere");
    let error = add("mara@halden.example", None).await.unwrap_err();
    assert_eq!(error.to_string(), "mara@halden.example has joined already.");
    let first = add(PIA, None).await.unwrap();
    let second = add(PIA, Some("Halden Studio")).await.unwrap();
    app.visitor().get(&format!("/join/{first}")).await.assert_status(404);
    let pia = app.visitor();
    let page = pia.get(&format!("/join/{second}")).await;
    assert_eq!(page.field("Your name").value, "Pia Sand");
    mara.get("/settings/people").await.assert_text("Invited by the command line");
    let form = page.form("Create account").set("password", NEW);
    pia.send(form).await.assert_ok();
    pia.get("/settings/audit").await.assert_text("Command line").assert_text("to Halden Studio");
}

#[tokio::test]
async fn the_mail_speaks_the_language_of_whoever_invites() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for (language, subject, button) in [
        ("en", "Join Halden Studio on Rapport", "Join:"),
        ("de", "Halden Studio auf Rapport beitreten", "Beitreten:"),
        ("fr", "Rejoindre Halden Studio sur Rapport", "Rejoindre:"),
        ("es", "Unirse a Halden Studio en Rapport", "Unirse:"),
        ("pt", "Entrar em Halden Studio no Rapport", "Entrar:"),
        ("sv", "Gå med i Halden Studio på Rapport", "Gå med:"),
    ] {
        let profile = mara.get("/settings/profile").await.form("Save changes").set("language", language);
        mara.send(profile).await.assert_ok();
        invite(&mara, &format!("{language}@halden.example"), "member").await;
        app.run_jobs().await;
        let mail =
            app.mails().await.into_iter().find(|mail| mail.to.contains(&format!("{language}@"))).unwrap();
        assert_eq!(mail.subject, subject);
        assert!(mail.text.contains(button) && mail.text.contains("/join/"), "{}", mail.text);
        assert!(!mail.text.contains('\u{2068}') && !mail.text.contains('{'), "{}", mail.text);
    }
}
