//! Section E: what is sent, how it is signed, and when it is tried again.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use zoom_sandbox::{AppChange, MARA_ID, OSKAR_ID, Outcome, SeedMeeting, WEBHOOK_SECRET};

use crate::client::{MARA, OSKAR, World, answer, start, start_with};
use crate::receiver::{Receiver, sign};

async fn listening() -> (World, Receiver) {
    let receiver = Receiver::start().await;
    let url = receiver.url.clone();
    (start_with(|b| b.webhook_url(&url)).await, receiver)
}

#[tokio::test]
async fn events_are_signed_over_their_exact_bytes() {
    let (world, receiver) = listening().await;
    let token = world.connect(MARA).await.access;
    world.create(&token, &json!({ "topic": "Fire 🚒 – é" })).await;
    world.control().deliver_pending().await;
    let (headers, body) = receiver.raw().remove(0);
    assert!(body.starts_with(r#"{"event":"meeting.created","payload":{"#), "{body}");
    assert!(body.contains(r"Fire \uD83D\uDE92 – é"), "{body}");
    let timestamp = headers["x-zm-request-timestamp"].to_str().unwrap();
    assert_eq!(timestamp, world.sandbox.clock().now().as_second().to_string());
    let expected = format!("v0={}", sign(WEBHOOK_SECRET, &format!("v0:{timestamp}:{body}")));
    assert_eq!(headers["x-zm-signature"].to_str().unwrap(), expected);
    assert_eq!(headers["content-type"], "application/json; charset=utf-8");
}

#[tokio::test]
async fn rt_65_a_meetings_life_is_told_in_order_with_zooms_id_types() {
    let (world, receiver) = listening().await;
    let token = world.connect(MARA).await.access;
    let made = answer(world.create(&token, &json!({ "topic": "Old" })).await).await.1;
    let id = made["id"].as_i64().unwrap();
    let path = format!("/v2/meetings/{id}");
    world.call(Method::PATCH, &path, &token).json(&json!({ "topic": "New" })).send().await.unwrap();
    let control = world.control();
    control.start_meeting(id);
    let guest = control.join_meeting(id, "Jill", "").unwrap();
    control.leave_meeting(id, &guest);
    control.end_meeting(id);
    world.call(Method::DELETE, &path, &token).send().await.unwrap();
    control.deliver_pending().await;

    let expected = [
        "meeting.created",
        "meeting.updated",
        "meeting.started",
        "meeting.participant_joined",
        "meeting.participant_left",
        "meeting.ended",
        "meeting.deleted",
    ];
    assert_eq!(receiver.events(), expected);
    let bodies = receiver.bodies();
    let object = |place: usize| bodies[place]["payload"]["object"].clone();
    assert_eq!(object(0)["id"], json!(id));
    assert_eq!(object(1), json!({ "id": id, "topic": "New" }));
    assert_eq!(bodies[1]["payload"]["old_object"], json!({ "id": id, "topic": "Old" }));
    assert_eq!(object(2)["id"], json!(id.to_string()));
    assert_eq!(object(3)["participant"]["user_name"], "Jill");
    assert_eq!(object(5)["uuid"], made["uuid"]);
    assert_eq!(object(6)["id"], json!(id));
    assert_eq!(bodies[0]["payload"]["operator"], MARA);
    assert!(bodies[0]["event_ts"].is_i64());
}

#[tokio::test]
async fn events_come_only_for_users_who_connected_the_app() {
    let (world, receiver) = listening().await;
    world.connect(MARA).await;
    world.control().seed_meeting(OSKAR, SeedMeeting::default());
    world.control().deliver_pending().await;
    assert!(receiver.events().is_empty());
}

#[tokio::test]
async fn revoking_and_uninstalling_both_send_app_deauthorized() {
    let (world, receiver) = listening().await;
    let token = world.connect(MARA).await.access;
    let revoke = world.http.post(world.url("/oauth/revoke"));
    let revoke = revoke.basic_auth(zoom_sandbox::CLIENT_ID, Some(zoom_sandbox::CLIENT_SECRET));
    revoke.form(&[("token", &token)]).send().await.unwrap();
    world.connect(OSKAR).await;
    let post = world.http.post(world.url(&format!("/_sandbox/users/{OSKAR}/deauthorize")));
    assert_eq!(post.send().await.unwrap().status(), 204);
    world.control().deliver_pending().await;
    assert_eq!(receiver.events(), ["app_deauthorized", "app_deauthorized"]);
    let bodies = receiver.bodies();
    assert_eq!(bodies[0]["payload"]["user_id"], MARA_ID);
    assert_eq!(bodies[1]["payload"]["user_id"], OSKAR_ID);
    assert_eq!(bodies[0].get("event_ts"), None, "the time is inside the payload");
    assert_eq!(bodies[0]["payload"]["deauthorization_time"], "2027-03-15T08:00:00.000Z");
    assert_eq!(bodies[0]["payload"].get("user_data_retention"), None);
    assert!(!world.control().deauthorize(MARA), "there is nothing left to remove");
}

#[tokio::test]
async fn rt_64_a_failing_address_is_tried_again_after_5_20_and_60_minutes() {
    let (world, receiver) = listening().await;
    world.connect(MARA).await;
    receiver.answer(503);
    let control = world.control();
    control.seed_meeting(MARA, SeedMeeting::default());
    control.deliver_pending().await;
    assert_eq!(receiver.events().len(), 1);
    for (minutes, attempts) in [(4, 1), (1, 2), (19, 2), (1, 3), (59, 3), (1, 4), (600, 4)] {
        control.advance(SignedDuration::from_mins(minutes));
        control.deliver_pending().await;
        assert_eq!(receiver.events().len(), attempts, "after {minutes} more minutes");
    }
    assert_eq!(control.deliveries()[0].state(), "failed");
}

#[tokio::test]
async fn answers_below_500_are_never_tried_again() {
    let (world, receiver) = listening().await;
    world.connect(MARA).await;
    let control = world.control();
    for status in [301, 400, 401, 404] {
        receiver.answer(status);
        control.seed_meeting(MARA, SeedMeeting::default());
        control.deliver_pending().await;
        let last = control.deliveries().pop().unwrap();
        assert_eq!((last.state(), last.next_attempt_at), ("failed", None), "{status}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_there_is_tried_again() {
    let receiver = "http://127.0.0.1:9/hook";
    let world = start_with(|b| b.webhook_url(receiver)).await;
    world.connect(MARA).await;
    world.control().seed_meeting(MARA, SeedMeeting::default());
    world.control().deliver_pending().await;
    assert_eq!(world.control().deliveries()[0].state(), "pending");
}

#[tokio::test]
async fn a_delivery_can_be_sent_again_by_hand() {
    let (world, receiver) = listening().await;
    world.connect(MARA).await;
    world.control().seed_meeting(MARA, SeedMeeting::default());
    world.control().deliver_pending().await;
    let post = world.http.post(world.url("/_sandbox/deliveries/1/redeliver"));
    assert_eq!(post.send().await.unwrap().status(), 204);
    assert_eq!(receiver.raw()[0].1, receiver.raw()[1].1);
}

#[tokio::test]
async fn a_new_address_is_saved_only_if_it_knows_the_secret() {
    let world = start().await;
    let receiver = Receiver::start().await;
    let put = || world.http.put(world.url("/_sandbox/app")).json(&json!({ "webhook_url": receiver.url }));
    receiver.forget_secret();
    let (status, body) = answer(put().send().await.unwrap()).await;
    assert_eq!(status, 400);
    assert!(body["error"].as_str().unwrap().contains("encryptedToken"), "{body}");
    assert_eq!(world.control().state()["app"]["webhook_url"], json!(null));
}

#[tokio::test]
async fn rt_60_an_address_is_validated_every_72_hours_and_disabled_after_six_failures() {
    let world = start().await;
    let receiver = Receiver::start().await;
    let control = world.control();
    control.change_app(AppChange { webhook_url: Some(receiver.url.clone()), ..AppChange::default() });
    control.validate_webhook().await.unwrap();
    assert!(receiver.raw()[0].1.starts_with(r#"{"payload":{"plainToken":""#), "{}", receiver.raw()[0].1);
    receiver.forget_secret();
    for failure in 1..=6 {
        assert_eq!(control.state()["app"]["webhook_enabled"], true, "before failure {failure}");
        control.advance(SignedDuration::from_hours(72));
        control.deliver_pending().await;
        assert_eq!(receiver.events().len(), failure + 1);
    }
    assert_eq!(control.state()["app"]["webhook_enabled"], false);
    let mails = control.mails();
    let told: Vec<_> = mails.iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
    let failing = "Your webhook endpoint is failing verification";
    assert_eq!(told, [(MARA, failing), (MARA, failing), (MARA, "Your webhook endpoint has been disabled")]);
    assert!(mails[0].text.contains("2 times") && mails[1].text.contains("4 times"), "{mails:?}");

    world.connect(MARA).await;
    control.seed_meeting(MARA, SeedMeeting::default());
    control.deliver_pending().await;
    assert_eq!(receiver.events().len(), 7, "a disabled address gets nothing");
    receiver.remember_secret();
    control.validate_webhook().await.unwrap();
    assert_eq!(control.state()["app"]["webhook_enabled"], true, "until it proves itself again");
}

#[tokio::test]
async fn rt_61_the_validation_is_signed_like_any_event() {
    let (world, receiver) = listening().await;
    world.control().validate_webhook().await.unwrap();
    let (headers, body) = receiver.raw().remove(0);
    let timestamp = headers["x-zm-request-timestamp"].to_str().unwrap();
    let expected = format!("v0={}", sign(WEBHOOK_SECRET, &format!("v0:{timestamp}:{body}")));
    assert_eq!(headers["x-zm-signature"].to_str().unwrap(), expected);
}

#[tokio::test]
async fn rt_62_an_app_cannot_have_an_empty_secret() {
    let world = start().await;
    for field in ["webhook_secret", "client_secret", "client_id"] {
        let put = world.http.put(world.url("/_sandbox/app")).json(&json!({ field: "" }));
        let (status, body) = answer(put.send().await.unwrap()).await;
        assert_eq!(status, 400);
        assert!(body["error"].as_str().unwrap().contains(field), "{body}");
    }
}

#[tokio::test]
async fn events_carry_every_header_zoom_sends() {
    let (world, receiver) = listening().await;
    let headers = json!({ "authorization": "a-legacy-verification-token", "x-own": "1" });
    let put = world.http.put(world.url("/_sandbox/app")).json(&json!({ "webhook_headers": headers }));
    let saved = answer(put.send().await.unwrap()).await;
    assert_eq!(saved.1["webhook_headers"], json!(["authorization", "x-own"]), "names, not values");
    world.connect(MARA).await;
    world.control().seed_meeting(MARA, SeedMeeting::default());
    world.control().deliver_pending().await;
    let (headers, _) = receiver.raw().remove(0);
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    assert_eq!(text("content-type"), "application/json; charset=utf-8");
    assert_eq!(text("user-agent"), "Zoom Marketplace/1.0a");
    assert_eq!(text("clientid"), zoom_sandbox::CLIENT_ID);
    assert_eq!(text("x-zm-request-id").len(), 32);
    assert!(text("x-zm-trackingid").starts_with("v=2.0;clid="), "{}", text("x-zm-trackingid"));
    let trace = text("traceparent");
    let parts: Vec<usize> = trace.split('-').map(str::len).collect();
    assert_eq!(parts, [2, 32, 16, 2], "{trace}");
    assert_eq!((text("authorization"), text("x-own")), ("a-legacy-verification-token".into(), "1".into()));
}

#[tokio::test]
async fn an_answer_that_takes_too_long_counts_as_none() {
    let receiver = Receiver::start().await;
    receiver.fall_silent();
    let url = receiver.url.clone();
    let patience = std::time::Duration::from_millis(20);
    let world = start_with(|b| b.webhook_url(&url).webhook_patience(patience)).await;
    world.connect(MARA).await;
    world.control().seed_meeting(MARA, SeedMeeting::default());
    world.control().deliver_pending().await;
    let delivery = world.control().deliveries().remove(0);
    assert_eq!(delivery.state(), "pending");
    assert_eq!(delivery.attempts[0].outcome, Outcome::Unreachable("no answer within 0.02 s".into()));
}
