//! What several tests here need.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use domain::ContactId;
use rapport::connections::access_token;
use secrecy::ExposeSecret;
use store::grants::{Grant, GrantState};
use testing::{Page, TestApp, TestUser};
use zoom_sandbox::{ACCOUNT_ID, CLIENT_ID, MARA_ID};

pub(crate) const SETTINGS: &str = "/settings/integrations";
pub(crate) const ACTIVITY: &str = "/settings/activity";
pub(crate) const MARA: &str = "mara@halden.example";

/// The stored grant of the Zoom user.
pub(crate) async fn grant_of(app: &TestApp, zoom_user: &str) -> Option<Grant> {
    store::grants::find(&app.app().store.begin_read().await, CLIENT_ID, zoom_user).await.unwrap()
}

/// The stored grant of Mara's Zoom user.
pub(crate) async fn grant(app: &TestApp) -> Grant {
    grant_of(app, MARA_ID).await.expect("Zoom is connected")
}

/// The stored access token, in clear.
pub(crate) fn token(app: &TestApp, grant: &Grant) -> String {
    access_token(app.app(), grant).unwrap().secret().expose_secret().to_owned()
}

pub(crate) fn needs_reconnect(grant: &Grant) -> bool {
    grant.state == GrantState::NeedsReconnect
}

/// How often Zoom's token endpoint was asked.
pub(crate) fn token_calls(app: &TestApp) -> usize {
    app.sandbox().request_count("POST", "/oauth/token")
}

/// Schedules a meeting for the day after tomorrow; where the person ends.
pub(crate) async fn schedule(person: &TestUser, contact: ContactId, topic: &str) -> Page {
    let fields = [("topic", topic), ("date", "2027-03-11"), ("start", "14:00")];
    person.post(&format!("/contacts/{contact}/meetings/new"), &fields).await
}

/// Mara's Zoom, with a meeting there that Ana was invited to.
pub(crate) async fn meeting() -> (TestApp, TestUser, ContactId) {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    mara.connect_zoom().await.assert_ok();
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs().await;
    (app, mara, ana)
}

/// The page of the one meeting of this topic.
pub(crate) async fn meeting_page(person: &TestUser, topic: &str) -> Page {
    let list = person.get("/meetings?view=agenda").await;
    let found =
        list.links().into_iter().find(|(name, href)| name.contains(topic) && href.starts_with("/meetings/"));
    let (_, href) = found.unwrap_or_else(|| panic!("no meeting is called {topic}: {:?}", list.links()));
    person.get(href.split(['?', '#']).next().unwrap()).await
}

/// Zoom's event that Mara removed the app at this moment.
pub(crate) fn removal(at: jiff::Timestamp) -> String {
    format!(
        r#"{{"event":"app_deauthorized","payload":{{"account_id":"{ACCOUNT_ID}","user_id":"{MARA_ID}","signature":"s","deauthorization_time":"{at}","client_id":"{CLIENT_ID}"}}}}"#,
    )
}
