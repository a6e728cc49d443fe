//! Who may tell us something: only Zoom, only lately, only with the secret.
#![expect(clippy::unwrap_used, reason = "tests")]

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

/// A meeting event of Mara's account.
fn meeting_event(name: &str, uuid: &str, at: jiff::Timestamp) -> String {
    let at = at.as_millisecond();
    format!(
        r#"{{"event":"{name}","event_ts":{at},"payload":{{"account_id":"{ACCOUNT_ID}","object":{{"id":"85393847045","uuid":"{uuid}","host_id":"{MARA_ID}","topic":"Rollout"}}}}}}"#
    )
}

/// The lines of the activity log about events of meetings, newest first.
async fn lines(mara: &testing::TestUser) -> Vec<String> {
    mara.get(&format!("{ACTIVITY}?show=events")).await.rows("meeting.")
}

#[tokio::test]
async fn rt_63_an_event_that_arrives_late_does_not_turn_back_what_is_known() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_hours(1));
    let (now, earlier) = (app.now(), app.now() - SignedDuration::from_mins(20));
    for (name, uuid, at) in [
        ("meeting.ended", "one==", now),
        // Of the same instance, and over an hour late in the worst case.
        ("meeting.started", "one==", earlier),
        // The next instance began before the last one was reported to end (reference J6).
        ("meeting.started", "two==", earlier),
    ] {
        app.send_event(&meeting_event(name, uuid, at)).await.assert_ok();
        app.run_jobs().await;
        app.advance(SignedDuration::from_mins(1));
    }
    let lines = lines(&mara).await;
    let old: Vec<_> = lines.iter().map(|line| line.contains("older than what is known")).collect();
    assert_eq!(old, [false, true, false], "{lines:?}");
}

#[tokio::test]
async fn rt_64_the_same_event_again_is_applied_once_though_signed_anew() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let body = meeting_event("meeting.started", "one==", app.now());
    for _ in 0..3 {
        app.send_event(&body).await.assert_ok();
        app.run_jobs().await;
        app.advance(SignedDuration::from_mins(20));
    }
    assert_eq!(lines(&mara).await.len(), 1);
}

#[tokio::test]
async fn rt_64_handled_events_are_forgotten_long_after_nobody_can_repeat_them() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.run_schedules().await;
    let body = meeting_event("meeting.started", "one==", app.now());
    let signed_at = app.now();
    app.send_event(&body).await.assert_ok();
    app.run_jobs().await;
    app.advance(SignedDuration::from_hours(24 * 6));
    app.run_schedules().await;
    assert!(inbox_holds(&app, &body).await);
    app.advance(SignedDuration::from_hours(24 * 2));
    app.run_schedules().await;
    assert!(!inbox_holds(&app, &body).await);
    app.send_event_signed(&body, signed_at, WEBHOOK_SECRET).await.assert_status(401);
}

async fn inbox_holds(app: &TestApp, body: &str) -> bool {
    use sha2::{Digest, Sha256};
    let hash: [u8; 32] = Sha256::digest(body.as_bytes()).into();
    store::webhook_inbox::get(&app.app().store.begin_read().await, &hash).await.unwrap().is_some()
}

#[tokio::test]
async fn odd_but_signed_bodies_are_never_answered_as_a_failure_of_ours() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let deep =
        format!(r#"{{"event":"meeting.started","payload":{}1{}}}"#, "[".repeat(20_000), "]".repeat(20_000));
    let bodies = [
        "null".to_owned(),
        "[null]".to_owned(),
        "5".to_owned(),
        r#"{"event":null}"#.to_owned(),
        r#"{"event":"meeting.started"}"#.to_owned(),
        r#"{"event":"meeting.started","payload":null}"#.to_owned(),
        r#"{"event":"meeting.started","payload":{"object":[]}}"#.to_owned(),
        r#"{"event":"a\u0000b","event_ts":1e300,"payload":{"account_id":"x\u0000y"}}"#.to_owned(),
        r#"{"event":"meeting.started","event_ts":-9223372036854775808,"payload":{"account_id":"x\u0000","object":{"id":1,"host_id":"h\u0000"}}}"#.to_owned(),
        format!(r#"{{"event":"{}"}}"#, "x".repeat(100_000)),
        deep,
    ];
    for body in bodies {
        let answer = app.send_event(&body).await;
        assert!((200..500).contains(&answer.status), "{}: {}", answer.status, &body[..body.len().min(80)]);
        app.run_jobs().await;
    }
    mara.get(ACTIVITY).await.assert_ok();
}

#[tokio::test]
async fn what_is_too_long_or_unsigned_is_not_read() {
    let app = TestApp::start().await;
    let long = format!(r#"{{"event":"{}"}}"#, "x".repeat(200_000));
    app.send_event(&long).await.assert_status(413);
    app.send_event_raw(&long[..100_000], &[]).await.assert_status(401);
    let length = ("content-length", "4000000000");
    app.send_event_raw("{}", &[length, ("x-zm-signature", "v0=00")]).await.assert_status(413);
}

#[tokio::test]
async fn events_of_a_forgotten_account_change_nothing_and_leave_nothing() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.send_event(&meeting_event("meeting.started", "one==", app.now())).await.assert_ok();
    app.run_jobs().await;
    let page = mara.get("/settings/integrations/zoom/disconnect").await;
    mara.send(page.form("Disconnect Zoom")).await.assert_ok();
    app.run_jobs().await;
    app.send_event(&meeting_event("meeting.ended", "one==", app.now())).await.assert_ok();
    app.deliver_events().await;
    for gone in [MARA_ID, "85393847045", "one=="] {
        assert!(!app.database_holds(gone), "{gone} is still in the database");
    }
}

/// Only here does one writer hold up all others.
mod sqlite {
    use super::*;

    /// Zoom repeats what is answered with 5xx, waits three seconds, and must not be told 5xx about anything else.
    #[tokio::test]
    async fn rt_60_a_database_that_is_stuck_delays_no_answer_and_loses_no_event() {
        let app = TestApp::start().await;
        let mara = app.user("mara").await;
        mara.connect_zoom().await.assert_ok();
        let stuck = app.app().store.begin_write().await.unwrap();
        let challenge = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}"#;
        let body = meeting_event("meeting.started", "one==", app.now());
        let within = std::time::Duration::from_secs(3);
        let (answered, refused, kept) = tokio::join!(
            tokio::time::timeout(within, app.send_event(challenge)),
            tokio::time::timeout(within, app.send_event_signed(&body, app.now(), "guessed")),
            tokio::time::timeout(within, app.send_event(&body)),
        );
        answered.unwrap().assert_ok();
        refused.unwrap().assert_status(401);
        let kept = kept.unwrap();
        kept.assert_status(503);
        assert_eq!(kept.header("retry-after"), "60");
        drop(stuck);
        app.send_event(&body).await.assert_ok();
        app.run_jobs().await;
        assert_eq!(lines(&mara).await.len(), 1);
    }
}
