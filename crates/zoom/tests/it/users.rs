//! The connected user: what is asked, what is understood.

use std::time::Duration;

use secrecy::ExposeSecret;
use zoom::meetings::{Audio, AutoRecording};
use zoom::users::{PasscodeForRoom, SettingsOptions, UserUpdate};
use zoom::{AccessToken, Client, Error};

use crate::fake::{Fake, answer};

const SETTINGS: &str = include_str!("../fixtures/endpoints/users-userId-settings_GET.json");
const ZAK: &str = include_str!("../fixtures/endpoints/users-me-zak_GET.json");
const EMAIL: &str = include_str!("../fixtures/endpoints/users-email_GET.json");

fn client(fake: &Fake) -> Client<AccessToken> {
    fake.app.client(AccessToken::new("acc3ss".into()))
}

#[tokio::test]
async fn a_user_is_changed_by_what_was_set_and_no_more() {
    let fake = Fake::answering([answer(204, "")]).await;
    let update = UserUpdate { timezone: Some("Europe/Berlin".into()), ..UserUpdate::default() };
    client(&fake).users().update_me(&update).await.unwrap();
    let asked = &fake.asked()[0];
    assert_eq!(asked.line(), "PATCH /v2/users/me");
    assert_eq!(asked.json(), serde_json::json!({ "timezone": "Europe/Berlin" }));
}

#[tokio::test]
async fn zooms_sample_settings_are_understood() {
    let fake = Fake::answering([answer(200, SETTINGS)]).await;
    let settings = client(&fake).users().settings(&SettingsOptions::default()).await.unwrap();
    assert_eq!(fake.asked()[0].line(), "GET /v2/users/me/settings");
    assert_eq!(settings.feature.meeting_capacity, Some(500));
    assert_eq!(settings.feature.concurrent_meeting.as_deref(), Some("Basic"));
    let schedule = &settings.schedule_meeting;
    assert_eq!(schedule.audio_type, Some(Audio::Telephony));
    assert_eq!(schedule.require_password_for_pmi_meetings, Some(PasscodeForRoom::JoinBeforeHost));
    assert_eq!(schedule.meeting_password_requirement.as_ref().unwrap().length, Some(10));
    assert_eq!(settings.recording.auto_recording, Some(AutoRecording::Cloud));
    assert_eq!(settings.extra["email_notification"]["jbh_reminder"], true);
    let debug = format!("{settings:?}");
    assert!(!debug.contains("1213434") && !debug.contains("113332424"), "{debug}");
}

#[tokio::test]
async fn some_settings_can_be_asked_for_and_the_rest_are_absent() {
    let fake = Fake::answering([answer(200, r#"{"in_meeting":{"waiting_room":true}}"#)]).await;
    let options = SettingsOptions {
        only: vec!["waiting_room".into(), "auto_recording".into()],
        option: Some("meeting_security".into()),
    };
    let settings = client(&fake).users().settings(&options).await.unwrap();
    assert_eq!(
        fake.asked()[0].line(),
        "GET /v2/users/me/settings?option=meeting_security&custom_query_fields=waiting_room%2Cauto_recording"
    );
    assert_eq!(settings.in_meeting.waiting_room, Some(true));
    assert_eq!(settings.recording.auto_recording, None);
}

#[tokio::test]
async fn a_zak_is_a_secret() {
    let fake = Fake::answering([answer(200, ZAK), answer(200, ZAK), answer(200, r#"{"token":""}"#)]).await;
    let client = client(&fake);
    let zak = client.users().zak().await.unwrap();
    assert!(zak.expose_secret().starts_with("eyJ0eXAi") && !format!("{zak:?}").contains("eyJ0"));
    client.users().zak_living(Some(Duration::from_mins(10))).await.unwrap();
    let error = client.users().zak().await.unwrap_err();
    assert!(matches!(error, Error::Decode { path, .. } if path == "token"));
    let asked = fake.asked();
    assert_eq!(asked[0].line(), "GET /v2/users/me/zak");
    assert_eq!(asked[1].line(), "GET /v2/users/me/token?type=zak&ttl=600");
}

#[tokio::test]
async fn an_address_is_known_to_zoom_or_not() {
    let fake = Fake::answering([answer(200, EMAIL), answer(200, r#"{"existed_email":false}"#)]).await;
    let client = client(&fake);
    assert!(client.users().email_exists("jill+x@example.com").await.unwrap());
    assert!(!client.users().email_exists("nobody@example.com").await.unwrap());
    assert_eq!(fake.asked()[0].line(), "GET /v2/users/email?email=jill%2Bx%40example.com");
}
