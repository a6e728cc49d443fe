//! Section D: limits per second, per day, and creates per host.

use jiff::SignedDuration;
use serde_json::json;
use zoom_sandbox::LimitTable;

use crate::client::{MARA, OSKAR, answer, start, start_with};

#[tokio::test]
async fn rt_56_a_host_may_create_and_update_a_hundred_times_per_utc_day() {
    let world = start().await;
    let mara = world.connect(MARA).await.access;
    let oskar = world.connect(OSKAR).await.access;
    for _ in 0..100 {
        assert_eq!(world.create(&mara, &json!({})).await.status(), 201);
    }
    let response = world.create(&mara, &json!({})).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["x-ratelimit-type"], "Daily-limit");
    assert_eq!(response.headers()["retry-after"], "2027-03-16T00:00:00Z");
    assert_eq!(world.create(&oskar, &json!({})).await.status(), 201);
    world.sandbox.clock().advance(SignedDuration::from_hours(16));
    let mara = world.connect(MARA).await.access;
    assert_eq!(world.create(&mara, &json!({})).await.status(), 201);
}

#[tokio::test]
async fn the_free_table_refuses_the_fifth_light_call_in_one_second() {
    let world = start_with(|b| b.enforce_limits(LimitTable::Free)).await;
    let token = world.connect(MARA).await.access;
    for left in ["3", "2", "1", "0"] {
        let response = world.get("/v2/users/me", &token).await;
        assert_eq!(
            (response.status().as_u16(), response.headers()["x-ratelimit-remaining"].to_str().unwrap()),
            (200, left)
        );
    }
    let response = world.get("/v2/users/me", &token).await;
    let reset = (world.sandbox.clock().now().as_second() + 1).to_string();
    assert_eq!(response.headers()["x-ratelimit-reset"].to_str().unwrap(), reset);
    let (status, body) = answer(response).await;
    assert_eq!((status, &body["code"]), (429, &json!(429)));
    world.sandbox.clock().advance(SignedDuration::from_secs(1));
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 200);
}

#[tokio::test]
async fn limits_are_not_enforced_unless_asked_for() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for _ in 0..50 {
        assert_eq!(world.get("/v2/users/me", &token).await.status(), 200);
    }
}
