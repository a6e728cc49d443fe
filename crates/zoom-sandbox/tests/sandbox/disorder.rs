//! Faults by chance, faults of events, and what is left of each.

use jiff::SignedDuration;
use serde_json::json;
use zoom_sandbox::{Fault, FaultKind, SeedMeeting, WEBHOOK_SECRET};

use crate::client::{MARA, World, answer, json, start, start_with};
use crate::receiver::{Receiver, sign};

async fn listening(seed: u64) -> (World, Receiver) {
    let receiver = Receiver::start().await;
    let url = receiver.url.clone();
    let world = start_with(|b| b.webhook_url(&url).random_seed(seed)).await;
    world.connect(MARA).await;
    (world, receiver)
}

#[tokio::test]
async fn rt_64_events_can_come_twice_with_the_same_bytes() {
    let (world, receiver) = listening(1).await;
    let control = world.control();
    control.add_fault(Fault::new(FaultKind::DuplicateEvent { copies: 1 }).on_event("meeting.*").times(1));
    control.seed_meeting(MARA, SeedMeeting::default());
    control.seed_meeting(MARA, SeedMeeting::default());
    control.deliver_pending().await;
    let bodies: Vec<String> = receiver.raw().into_iter().map(|(_, body)| body).collect();
    assert_eq!(bodies.len(), 3);
    assert_eq!(bodies.iter().filter(|body| **body == bodies[0]).count(), 2);
    for (headers, body) in receiver.raw() {
        let timestamp = headers["x-zm-request-timestamp"].to_str().unwrap();
        let expected = format!("v0={}", sign(WEBHOOK_SECRET, &format!("v0:{timestamp}:{body}")));
        assert_eq!(headers["x-zm-signature"].to_str().unwrap(), expected, "a copy is signed like any event");
    }
}

#[tokio::test]
async fn rt_63_events_can_come_late_and_out_of_order() {
    let (world, receiver) = listening(3).await;
    let control = world.control();
    control.add_fault(Fault::new(FaultKind::ShuffleEvents { seconds: 10 }));
    for number in 0..6 {
        control.seed_meeting(MARA, SeedMeeting { topic: number.to_string(), ..SeedMeeting::default() });
    }
    control.clear_faults();
    assert_eq!(control.deliver_pending().await, 0, "none is on time");
    control.run_for(SignedDuration::from_secs(10)).await;
    let topics = || -> Vec<String> {
        let bodies = receiver.bodies();
        bodies.iter().map(|body| body["payload"]["object"]["topic"].as_str().unwrap().to_owned()).collect()
    };
    let mut sorted = topics();
    sorted.sort();
    assert_eq!(sorted, ["0", "1", "2", "3", "4", "5"], "all arrived");
    assert_ne!(topics(), sorted, "in another order");

    control
        .add_fault(Fault::new(FaultKind::DelayEvent { seconds: 4000 }).on_event("meeting.created").times(1));
    control.seed_meeting(MARA, SeedMeeting { topic: "late".into(), ..SeedMeeting::default() });
    control.run_for(SignedDuration::from_secs(3999)).await;
    assert_eq!(topics().len(), 6);
    control.run_for(SignedDuration::from_secs(1)).await;
    assert_eq!(topics().last().unwrap(), "late");
}

#[tokio::test]
async fn an_event_can_be_lost_and_sent_by_hand() {
    let (world, receiver) = listening(1).await;
    let control = world.control();
    control.add_fault(Fault::new(FaultKind::LoseEvent).times(1));
    control.seed_meeting(MARA, SeedMeeting::default());
    control.run_for(SignedDuration::from_hours(3)).await;
    assert!(receiver.events().is_empty());
    assert_eq!(control.deliveries()[0].state(), "lost");
    control.redeliver(1);
    control.deliver_pending().await;
    assert_eq!(control.deliveries()[0].state(), "delivered");
}

#[tokio::test]
async fn time_that_passes_tries_again_at_each_moment() {
    let (world, receiver) = listening(1).await;
    receiver.answer(503);
    world.control().seed_meeting(MARA, SeedMeeting::default());
    let post = world.http.post(world.url("/_sandbox/clock")).json(&json!({ "advance": "3h" }));
    assert_eq!(json(post.send().await.unwrap()).await["now"], "2027-03-15T11:00:00Z");
    let delivery = world.control().deliveries().remove(0);
    let times: Vec<String> = delivery.attempts.iter().map(|one| one.at.to_string()).collect();
    assert_eq!(
        times,
        ["2027-03-15T08:00:00Z", "2027-03-15T08:05:00Z", "2027-03-15T08:25:00Z", "2027-03-15T09:25:00Z"]
    );
}

#[tokio::test]
async fn a_lost_refresh_answer_spares_other_calls_of_the_token_endpoint() {
    let world = start().await;
    world.control().add_fault(Fault::new(FaultKind::LostRefresh).times(1));
    let pair = world.connect(MARA).await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh.as_str())];
    let lost = world.http.post(world.url("/oauth/token")).form(&form);
    let lost = lost.basic_auth(zoom_sandbox::CLIENT_ID, Some(zoom_sandbox::CLIENT_SECRET));
    lost.send().await.unwrap_err();
    assert_eq!(answer(world.refresh(&pair.refresh).await).await.1["error"], "invalid_grant");
    assert!(world.control().faults().is_empty());
}

#[tokio::test]
async fn the_list_shows_what_is_left_of_a_fault() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let url = world.url("/_sandbox/faults");
    let fault = json!({ "kind": "status", "status": 503, "route": "/v2/*", "times": 3, "probability": 1.0 });
    assert_eq!(world.http.post(&url).json(&fault).send().await.unwrap().status(), 201);
    let left = async || json(world.http.get(&url).send().await.unwrap()).await["faults"].clone();
    for times in [2, 1] {
        world.get("/v2/users/me", &token).await;
        assert_eq!(left().await[0]["times"], times);
    }
    world.get("/v2/users/me", &token).await;
    assert_eq!(left().await, json!([]));
}

#[tokio::test]
async fn a_fault_that_could_never_happen_is_refused_with_the_reason() {
    let world = start().await;
    let url = world.url("/_sandbox/faults");
    for (fault, reason) in [
        (json!({ "kind": "earthquake" }), "earthquake"),
        (json!({ "kind": "drop_after", "rout": "/oauth/token" }), "rout"),
        (json!({ "kind": "status", "status": 9999 }), "status"),
        (json!({ "kind": "drop_before", "probability": 2 }), "probability"),
        (json!({ "kind": "drop_before", "times": 0 }), "times"),
        (json!({ "kind": "drop_before", "event": "meeting.*" }), "calls"),
        (json!({ "kind": "lose_event", "route": "/v2/*" }), "events"),
    ] {
        let (status, body) = answer(world.http.post(&url).json(&fault).send().await.unwrap()).await;
        assert_eq!(status, 400, "{fault}");
        assert!(body["error"].as_str().unwrap().contains(reason), "{fault}: {body}");
    }
    assert!(world.control().faults().is_empty());
}
