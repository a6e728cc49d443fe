//! Who may tell us something: only Zoom, only lately, only with the secret.

use jiff::SignedDuration;
use testing::TestApp;
use zoom_sandbox::{ACCOUNT_ID, CLIENT_ID, MARA_ID, WEBHOOK_SECRET};

use crate::support::{ACTIVITY, MARA, grant_of};

/// Zoom's event that Mara removed the app at 11:00, Stockholm time.
fn event() -> String {
    format!(
        r#"{{"event":"app_deauthorized","payload":{{"account_id":"{ACCOUNT_ID}","user_id":"{MARA_ID}","signature":"s","deauthorization_time":"2027-03-09T10:00:00.000Z","client_id":"{CLIENT_ID}"}}}}"#,
    )
}

#[tokio::test]
async fn an_unsigned_old_or_tampered_event_is_refused_and_shown() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_hours(1));
    let body = event();
    let now = app.now().as_second().to_string();
    let (stamp, signed) = ("x-zm-request-timestamp", "x-zm-signature");

    app.send_event_raw(&body, &[]).await.assert_status(401);
    app.send_event_raw(&body, &[(stamp, &now)]).await.assert_status(401);
    app.send_event_raw(&body, &[(stamp, &now), (signed, "v0=00")]).await.assert_status(401);
    app.send_event_raw(&body, &[(stamp, "soon"), (signed, "v0=00")]).await.assert_status(401);
    app.send_event_signed(&body, app.now(), "guessed").await.assert_status(401);
    app.send_event_signed(&body, app.now(), "").await.assert_status(401);
    let past = app.now() - SignedDuration::from_hours(3);
    app.send_event_signed(&body, past, WEBHOOK_SECRET).await.assert_status(401);
    let future = app.now() + SignedDuration::from_mins(20);
    app.send_event_signed(&body, future, WEBHOOK_SECRET).await.assert_status(401);

    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_some(), "nothing was applied");
    mara.get(ACTIVITY).await.assert_text("Event refused");
    mara.get(&format!("{ACTIVITY}?show=events")).await.assert_text("Event refused");
}

#[tokio::test]
async fn one_changed_byte_breaks_the_signature() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_hours(1));
    let body = event();
    let at = app.now().as_second().to_string();
    let signature = {
        use hmac::{KeyInit, Mac};
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes()).unwrap();
        mac.update(format!("v0:{at}:{body}").as_bytes());
        format!("v0={}", hex::encode(mac.finalize().into_bytes()))
    };
    let headers = [("x-zm-request-timestamp", at.as_str()), ("x-zm-signature", signature.as_str())];
    let tampered = body.replace(MARA_ID, zoom_sandbox::OSKAR_ID);
    app.send_event_raw(&tampered, &headers).await.assert_status(401);
    app.send_event_raw(&format!("{body}\n"), &headers).await.assert_status(401);
    app.send_event_raw(&body, &headers).await.assert_ok();
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_none());
}

#[tokio::test]
async fn rt_62_without_a_secret_nothing_is_accepted() {
    let app = TestApp::builder().without_webhook_secret().start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_hours(1));
    let body = event();
    app.send_event(&body).await.assert_status(401);
    app.send_event_signed(&body, app.now(), "").await.assert_status(401);
    let challenge = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}"#;
    app.send_event_signed(challenge, app.now(), "").await.assert_status(401);
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_some());
}

#[tokio::test]
async fn rt_61_the_challenge_is_answered_when_it_is_signed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.sandbox().validate_webhook().await.unwrap();
    mara.get(ACTIVITY).await.assert_text("Webhook address validated");

    let challenge = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}"#;
    app.send_event_raw(challenge, &[]).await.assert_status(401).assert_no_text("encryptedToken");
    let answer = app.send_event(challenge).await;
    answer.assert_ok();
    assert!(answer.header("content-type").starts_with("application/json"));
    assert!(answer.html().contains(r#""plainToken":"abc""#), "{}", answer.html());
}

#[tokio::test]
async fn what_is_signed_but_no_event_is_a_bad_request() {
    let app = TestApp::start().await;
    for body in ["", "[]", "{}", "not json", r#"{"event":5}"#] {
        app.send_event(body).await.assert_status(400);
    }
}

#[tokio::test]
async fn an_event_that_rapport_does_not_know_is_kept_and_noted() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.send_event(r#"{"event":"meeting.levitated","event_ts":1804582800000,"payload":{"account_id":"a"}}"#)
        .await
        .assert_ok();
    app.run_jobs().await;
    mara.get(ACTIVITY).await.assert_text("meeting.levitated");
    assert!(!app.database_holds(r#""payload""#), "the contents are not kept");
}

#[tokio::test]
async fn a_flood_of_refused_events_fills_no_log() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for _ in 0..30 {
        app.send_event_raw("{}", &[]).await.assert_status(401);
    }
    assert_eq!(mara.get(ACTIVITY).await.rows("Event refused").len(), 1);
}

#[tokio::test]
async fn people_who_may_see_only_their_own_lines_see_no_refused_events() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    app.send_event_raw("{}", &[]).await.assert_status(401);
    let page = oskar.get(ACTIVITY).await;
    page.assert_ok().assert_no_text("Event refused").assert_no_text("Token issued").assert_no_text(MARA);
}
