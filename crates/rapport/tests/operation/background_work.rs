//! Settings, Background work: what was given up, and running it again.

use domain::WorkspaceId;
use jobs::{Attempt, Job, JobError, Options, enqueue};
use rapport::app::App;
use serde::{Deserialize, Serialize};
use testing::TestApp;

const PAGE: &str = "/settings/jobs";

/// A mail as no program ever wrote it: reading it fails.
#[derive(Serialize, Deserialize)]
struct Broken {
    token: String,
}

impl Job for Broken {
    const KIND: &'static str = "send_email";
    type Context = App;

    async fn run(self, _: &App, _: Attempt) -> Result<(), JobError> {
        Ok(())
    }
}

async fn give_up(app: &TestApp, workspace: WorkspaceId) {
    let tx = app.app().store.begin_write().await.unwrap();
    let job = Broken { token: "hunter2".into() };
    enqueue(&tx, Some(workspace), &job, Options::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.run_jobs().await.dead, 1);
}

#[tokio::test]
async fn nothing_has_failed_at_first() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.get(PAGE).await;
    page.assert_ok().assert_heading("Background work").assert_text("Nothing has failed.");
    assert!(!page.has_button("Run all again"));
    assert!(mara.get("/settings/profile").await.has_link("Background work"));
}

#[tokio::test]
async fn what_was_given_up_is_shown_with_its_reason_and_without_its_contents() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    give_up(&app, mara.workspace).await;
    let page = mara.get(PAGE).await;
    page.assert_text("Send an email")
        .assert_text("Its payload cannot be read: missing field")
        .assert_text("after 1 attempt");
    assert!(!page.html().contains("hunter2"), "what the job was to do is nobody's business");
    app.leave_jobs();
}

#[tokio::test]
async fn run_again_gives_it_another_chance_and_pressing_twice_is_harmless() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    give_up(&app, mara.workspace).await;
    let page = mara.get(PAGE).await;
    let button =
        page.buttons().into_iter().find(|name| name.starts_with("Run again: Send an email")).unwrap();
    let form = page.form(&button);
    mara.send(form.clone()).await.assert_notice("It runs again").assert_text("Nothing has failed.");
    mara.send(form).await.assert_notice("It is not on the list any more");
    assert_eq!(app.waiting_jobs().await, 1);
    assert_eq!(app.run_jobs().await.dead, 1, "and it fails again");
    mara.get(PAGE).await.assert_text("Send an email");
    app.leave_jobs();
}

#[tokio::test]
async fn all_can_be_run_again_at_once() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for _ in 0..3 {
        give_up(&app, mara.workspace).await;
    }
    mara.press(PAGE, "Run all again").await.assert_notice("3 jobs run again");
    assert_eq!(app.waiting_jobs().await, 3);
    app.leave_jobs();
}

#[tokio::test]
async fn an_admin_sees_only_the_work_of_their_workspace() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    give_up(&app, mara.workspace).await;
    let button =
        mara.get(PAGE).await.buttons().into_iter().find(|name| name.starts_with("Run again")).unwrap();
    let theirs = mara.get(PAGE).await.form(&button).action;
    let freya = app.outsider("freya").await;
    let page = freya.get(PAGE).await;
    page.assert_ok().assert_text("Nothing has failed.");
    // Freya's own token, Mara's job.
    let mut form = freya.get("/settings/profile").await.form("Log out");
    form.action = theirs;
    freya.send(form).await.assert_notice("It is not on the list any more");
    assert_eq!(app.waiting_jobs().await, 0);
    app.leave_jobs();
}

#[tokio::test]
async fn only_admins_see_and_do_this() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    give_up(&app, mara.workspace).await;
    let oskar = app.user("oskar").await;
    oskar.get(PAGE).await.assert_status(403).assert_text("owners and admins");
    assert!(!oskar.get("/settings/profile").await.has_link("Background work"));
    let mut form = oskar.get("/settings/profile").await.form("Log out");
    "/settings/jobs/run-again".clone_into(&mut form.action);
    oskar.send(form).await.assert_status(403);
    app.visitor().get(PAGE).await.assert_heading("Log in");
    assert_eq!(app.waiting_jobs().await, 0);
    app.leave_jobs();
}

#[tokio::test]
async fn a_forged_form_runs_nothing_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    give_up(&app, mara.workspace).await;
    mara.post_raw("/settings/jobs/run-again", &[("csrf", "guessed")]).await.assert_status(403);
    assert_eq!(app.waiting_jobs().await, 0);
    app.leave_jobs();
}
