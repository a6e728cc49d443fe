//! The account of Zoom's reviewer.

use domain::EmailAddress;
use jiff::SignedDuration;
use rapport::marketplace::reviewer::{Reviewer, create, remove};
use store::dump;
use testing::TestApp;

const EMAIL: &str = "reviewer@halden.example";

async fn make(app: &TestApp) -> anyhow::Result<Reviewer> {
    let (email, life) = (EmailAddress::parse(EMAIL).unwrap(), SignedDuration::from_hours(24 * 30));
    create(&app.app().store, &*app.app().clock, &*app.app().random, email, life).await
}

/// Everything in the database that names this workspace or this address.
async fn traces(app: &TestApp, workspace: &str) -> Vec<String> {
    let db = app.app().store.begin_read().await;
    let mut found = Vec::new();
    for table in dump::tables(&db).await.unwrap() {
        for row in dump::rows(&db, &table).await.unwrap() {
            for (column, value) in row {
                let value = value.unwrap_or_default();
                if value.contains(workspace) || value.contains(EMAIL) {
                    found.push(format!("{table}.{column}"));
                }
            }
        }
    }
    found
}

async fn workspace(app: &TestApp) -> String {
    let db = app.app().store.begin_read().await;
    let user = store::users::find_by_email(&db, &EmailAddress::parse(EMAIL).unwrap()).await.unwrap().unwrap();
    user.workspace_id.to_string().replace('-', "")
}

#[tokio::test]
async fn the_reviewer_logs_in_works_with_zoom_and_sees_nobody_else() {
    let app = TestApp::start().await;
    app.user("mara").await;
    app.contact("Secret Customer").create().await;
    let made = make(&app).await.unwrap();
    let browser = app.visitor();
    let fields = [("email", EMAIL), ("password", made.password.as_str())];
    browser.post("/login", &fields).await.assert_ok();
    browser.get("/contacts").await.assert_text("Ana Ferreira").assert_no_text("Secret Customer");
    browser.get("/settings/jobs").await.assert_status(403);
    browser.get("/settings/integrations").await.assert_ok();
    assert!(make(&app).await.is_err(), "the address is taken");
    app.leave_jobs();
}

#[tokio::test]
async fn the_account_ends_by_itself_and_nothing_of_it_is_left() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let made = make(&app).await.unwrap();
    let id = workspace(&app).await;
    let browser = app.visitor();
    let fields = [("email", EMAIL), ("password", made.password.as_str())];
    browser.post("/login", &fields).await.assert_ok();
    assert!(!traces(&app, &id).await.is_empty());
    app.run_jobs_until_done().await;
    assert_eq!(app.now(), made.ends_at);
    assert_eq!(traces(&app, &id).await, Vec::<String>::new());
    browser.get("/contacts").await.assert_heading("Log in");
}

#[tokio::test]
async fn the_first_workspaces_log_says_when_the_account_was_made_and_that_it_ended() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.advance(SignedDuration::from_secs(1));
    make(&app).await.unwrap();
    app.run_jobs_until_done().await;
    let db = app.app().store.begin_read().await;
    let mut rows = dump::rows(&db, "audit_log").await.unwrap();
    rows.sort_by_key(|row| row["number"].clone());
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            assert_eq!(row["workspace_id"].as_deref(), Some(&*mara.workspace.to_string().replace('-', "")));
            format!("{}: {}", row["actor"].as_deref().unwrap(), row["words"].as_deref().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            format!("operator: Account {EMAIL} made, for 30 days"),
            format!("rapport: Account {EMAIL} deleted with its workspace"),
        ]
    );
}

#[tokio::test]
async fn removing_the_account_removes_its_meetings_in_zoom_and_leaves_others_alone() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    make(&app).await.unwrap();
    let id = workspace(&app).await;
    // The reviewer connects, and schedules a meeting.
    let reviewer = app.user("reviewer").await;
    reviewer.connect_zoom_as("oskar@halden.example").await.assert_ok();
    let contact = reviewer.get("/contacts").await.link("AF Ana Ferreira Head of Operations");
    let contact = contact.split(['?', '#']).next().unwrap();
    let fields = [("topic", "Review"), ("date", "2027-03-11"), ("start", "14:00")];
    reviewer.post(&format!("{contact}/meetings/new"), &fields).await.assert_ok();
    app.run_jobs().await;
    assert_eq!(app.sandbox().meetings("oskar@halden.example").len(), 1);

    let address = EmailAddress::parse(EMAIL).unwrap();
    let own = EmailAddress::parse(&mara.email).unwrap();
    let store = &app.app().store;
    assert!(remove(store, &*app.app().clock, &own).await.is_err(), "mara is no reviewer");
    remove(store, &*app.app().clock, &address).await.unwrap();
    reviewer.get("/contacts").await.assert_heading("Log in");
    app.run_jobs_until_done().await;
    assert_eq!(traces(&app, &id).await, Vec::<String>::new());
    assert!(app.sandbox().meetings("oskar@halden.example").is_empty());
    mara.get("/contacts").await.assert_ok();
}
