//! Zoom gives the app new secrets: nobody reconnects, and no event is lost.

use jiff::SignedDuration;
use testing::{TestApp, TestUser};
use zoom_sandbox::{AppChange, MeetingChange};

use crate::zoom_app::{enter, put_in_use};

const ZOOM_APP: &str = "/settings/zoom-app";
const MARA: &str = "mara@halden.example";

/// Mara's Zoom is connected with credentials that were entered in Settings, and she has a meeting there.
async fn in_use() -> (TestApp, TestUser, i64) {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "development", "dev").await.assert_ok();
    put_in_use(&app, &mara, "development", "dev").await.assert_ok();
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let fields = [("topic", "Rollout"), ("date", "2027-03-11"), ("start", "14:00")];
    mara.post(&format!("/contacts/{ana}/meetings/new"), &fields).await.assert_ok();
    app.run_jobs().await;
    let id = app.sandbox().meetings(MARA).pop().unwrap().id;
    (app, mara, id)
}

fn zoom_signs_with(app: &TestApp, secret: &str) {
    let webhook_secret = Some(secret.to_owned());
    app.sandbox().change_app(AppChange { webhook_secret, ..AppChange::default() });
}

async fn renamed_in_zoom(app: &TestApp, id: i64, topic: &str) {
    let change = MeetingChange { topic: Some(topic.to_owned()), ..MeetingChange::default() };
    assert!(app.sandbox().change_meeting(id, change));
    app.deliver_events().await;
}

async fn shows(mara: &TestUser, topic: &str) -> bool {
    mara.get("/meetings?view=agenda").await.text().contains(topic)
}

#[tokio::test]
async fn a_webhook_secret_is_replaced_and_no_event_is_lost() {
    let (app, mara, id) = in_use().await;
    // It is announced, Zoom makes the new one, and signs with it at once.
    let page = mara.press(ZOOM_APP, "Announce a new development webhook secret").await;
    page.assert_notice("Ready for a new webhook secret")
        .assert_text("A new webhook secret is expected until");
    zoom_signs_with(&app, "another-hook");
    renamed_in_zoom(&app, id, "While nobody knew it").await;
    assert!(!shows(&mara, "While nobody knew it").await);

    // It is entered, and Zoom sends again.
    let form = mara.get(ZOOM_APP).await.form("Save development credentials");
    mara.send(form.set("webhook_secret", "another-hook")).await.assert_ok();
    app.advance(SignedDuration::from_mins(6));
    app.deliver_events().await;
    assert!(shows(&mara, "While nobody knew it").await);
    renamed_in_zoom(&app, id, "With the new one").await;
    assert!(shows(&mara, "With the new one").await);

    // Entered once more, it does not push out the one before, which is taken for a day, and not longer.
    let form = mara.get(ZOOM_APP).await.form("Save development credentials");
    mara.send(form.set("webhook_secret", "another-hook")).await.assert_ok();
    zoom_signs_with(&app, "dev-hook");
    app.advance(SignedDuration::from_hours(23));
    renamed_in_zoom(&app, id, "Signed before").await;
    assert!(shows(&mara, "Signed before").await);
    app.advance(SignedDuration::from_hours(2));
    renamed_in_zoom(&app, id, "Much too late").await;
    assert!(!shows(&mara, "Much too late").await);
    for secret in ["dev-hook", "another-hook"] {
        assert!(!app.database_holds(secret), "{secret} is sealed");
    }
}

#[tokio::test]
async fn what_nobody_announced_is_refused_and_an_announcement_ends_after_an_hour() {
    let (app, mara, id) = in_use().await;
    zoom_signs_with(&app, "strangers-hook");
    renamed_in_zoom(&app, id, "By a stranger").await;
    mara.press(ZOOM_APP, "Announce a new development webhook secret").await.assert_ok();
    app.advance(SignedDuration::from_mins(61));
    renamed_in_zoom(&app, id, "By a stranger later").await;
    let form = mara.get(ZOOM_APP).await.form("Save development credentials");
    mara.send(form.set("webhook_secret", "strangers-hook")).await.assert_ok();
    app.advance(SignedDuration::from_hours(3));
    app.deliver_events().await;
    assert!(!shows(&mara, "By a stranger").await, "Zoom does not repeat what was refused");
}

#[tokio::test]
async fn a_client_secret_that_zoom_does_not_know_is_not_taken_for_the_app_in_use() {
    let (app, mara, _) = in_use().await;
    let wrong =
        mara.get(ZOOM_APP).await.form("Save development credentials").set("client_secret", "mistyped");
    mara.send(wrong).await.assert_status(422).assert_text("Zoom does not know this secret");
    // The one that works is kept.
    app.advance(SignedDuration::from_hours(2));
    mara.press("/settings/integrations", "Check connection")
        .await
        .assert_notice("Zoom answered, the connection works");

    let client_secret = Some("fresh-secret".to_owned());
    app.sandbox().change_app(AppChange { client_secret, ..AppChange::default() });
    let right =
        mara.get(ZOOM_APP).await.form("Save development credentials").set("client_secret", "fresh-secret");
    mara.send(right).await.assert_ok();
    app.advance(SignedDuration::from_hours(2));
    mara.press("/settings/integrations", "Check connection")
        .await
        .assert_notice("Zoom answered, the connection works");
}

#[tokio::test]
async fn a_slip_while_a_new_secret_is_expected_loses_no_event_either() {
    let (app, mara, id) = in_use().await;
    mara.press(ZOOM_APP, "Announce a new development webhook secret").await.assert_ok();
    zoom_signs_with(&app, "another-hook");
    let save = async |secret: &str| {
        let form = mara.get(ZOOM_APP).await.form("Save development credentials");
        mara.send(form.set("webhook_secret", secret)).await.assert_ok();
    };
    save("mistyped-hook").await;
    renamed_in_zoom(&app, id, "After the slip").await;
    assert!(!shows(&mara, "After the slip").await);
    save("another-hook").await;
    app.advance(SignedDuration::from_mins(6));
    app.deliver_events().await;
    assert!(shows(&mara, "After the slip").await, "Zoom was asked to send it again");
    zoom_signs_with(&app, "dev-hook");
    renamed_in_zoom(&app, id, "Signed before all that").await;
    assert!(shows(&mara, "Signed before all that").await);
}
