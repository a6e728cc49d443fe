//! How long ids live, and what can be brought back: section C.15.

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{OSKAR, World, answer, monday, start};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Oskar is Licensed, so the clock alone ends none of his meetings.
async fn world_with(body: Value) -> (World, i64) {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let id = world.make(&token, body).await["id"].as_i64().unwrap();
    (world, id)
}

/// Status of reading the meeting at a time.
async fn status_at(world: &World, id: i64, at: Timestamp) -> u16 {
    world.sandbox.clock().set(at);
    let token = world.connect(OSKAR).await.access;
    world.get(&format!("/v2/meetings/{id}"), &token).await.status().as_u16()
}

#[tokio::test]
async fn a_scheduled_id_lives_thirty_days_past_its_date_and_a_restart_extends_it() {
    let (world, id) = world_with(json!({ "start_time": "2027-03-15T08:00:00Z" })).await;
    let last = monday() + DAY * 30 - SignedDuration::from_secs(1);
    assert_eq!(status_at(&world, id, last).await, 200);
    world.control().start_meeting(id);
    world.control().end_meeting(id);
    assert_eq!(status_at(&world, id, last + DAY * 29).await, 200, "used again at the last moment");
    assert_eq!(status_at(&world, id, last + DAY * 30).await, 404);
}

#[tokio::test]
async fn a_recurring_id_lives_a_year_past_its_last_use() {
    let (world, id) = world_with(json!({ "type": 3 })).await;
    let last = monday() + DAY * 365 - SignedDuration::from_secs(1);
    assert_eq!(status_at(&world, id, last).await, 200);
    world.control().start_meeting(id);
    world.control().end_meeting(id);
    assert_eq!(status_at(&world, id, last + DAY * 364).await, 200);
    assert_eq!(status_at(&world, id, last + DAY * 365).await, 404);
}

#[tokio::test]
async fn a_series_lives_a_year_past_its_last_occurrence() {
    let rule = json!({ "type": 1, "repeat_interval": 1, "end_times": 11 });
    let (world, id) =
        world_with(json!({ "type": 8, "start_time": "2027-03-15T08:00:00Z", "recurrence": rule })).await;
    assert_eq!(status_at(&world, id, monday() + DAY * 374).await, 200);
    assert_eq!(status_at(&world, id, monday() + DAY * 375).await, 404);
}

#[tokio::test]
async fn an_instant_id_ends_with_its_meeting() {
    let (world, id) = world_with(json!({ "type": 1 })).await;
    world.control().start_meeting(id);
    assert_eq!(status_at(&world, id, monday() + DAY * 2).await, 200, "while it goes on");
    world.control().end_meeting(id);
    assert_eq!(status_at(&world, id, monday() + DAY * 2).await, 404);
}

#[tokio::test]
async fn an_instant_meeting_nobody_starts_is_gone_after_a_day() {
    let (world, id) = world_with(json!({ "type": 1 })).await;
    assert_eq!(status_at(&world, id, monday() + DAY - SignedDuration::from_secs(1)).await, 200);
    assert_eq!(status_at(&world, id, monday() + DAY).await, 404);
}

#[tokio::test]
async fn a_used_personal_room_lives_a_year_past_its_last_use() {
    let world = start().await;
    let pmi = 4_731_902_268;
    assert_eq!(status_at(&world, pmi, monday()).await, 200);
    world.control().start_meeting(pmi);
    world.control().end_meeting(pmi);
    assert_eq!(status_at(&world, pmi, monday() + DAY * 364).await, 200);
    assert_eq!(status_at(&world, pmi, monday() + DAY * 365).await, 404);
}

#[tokio::test]
async fn a_deleted_meeting_can_be_recovered_for_a_week() {
    let (world, id) = world_with(json!({ "topic": "Kept" })).await;
    let path = format!("/v2/meetings/{id}");
    let recover = async |at: Timestamp| {
        world.sandbox.clock().set(at);
        let token = world.connect(OSKAR).await.access;
        world.send(Method::PUT, &format!("{path}/status"), &token, json!({ "action": "recover" })).await
    };
    let token = world.connect(OSKAR).await.access;
    assert_eq!(world.call(Method::DELETE, &path, &token).send().await.unwrap().status(), 204);
    assert_eq!(status_at(&world, id, monday()).await, 404);
    assert_eq!(recover(monday() + DAY * 7 - SignedDuration::from_secs(1)).await, (204, Value::Null));
    let token = world.connect(OSKAR).await.access;
    assert_eq!(answer(world.get(&path, &token).await).await.1["topic"], "Kept");

    let deleted = world.sandbox.clock().now();
    assert_eq!(world.call(Method::DELETE, &path, &token).send().await.unwrap().status(), 204);
    let (status, body) = recover(deleted + DAY * 7).await;
    assert_eq!((status, &body["code"]), (404, &json!(3001)));
}
