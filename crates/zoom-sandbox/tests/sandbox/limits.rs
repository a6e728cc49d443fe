//! Section D: limits per second, per day, and creates per host.

use jiff::SignedDuration;
use reqwest::Method;
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

#[tokio::test]
async fn rt_56_creates_and_updates_of_all_meetings_count_together_and_reads_do_not() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let mut path = String::new();
    for _ in 0..50 {
        path = format!("/v2/meetings/{}", world.make(&token, json!({})).await["id"]);
        assert_eq!(world.send(Method::PATCH, &path, &token, json!({ "agenda": "x" })).await.0, 204);
    }
    let response =
        world.call(Method::PATCH, &path, &token).json(&json!({ "agenda": "y" })).send().await.unwrap();
    assert_eq!(response.headers()["x-ratelimit-limit"], "100");
    assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
    let text = "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for \
                this particular user.";
    assert_eq!(answer(response).await, (429, json!({ "code": 429, "message": text })));
    assert_eq!(world.get(&path, &token).await.status(), 200);
    assert_eq!(world.call(Method::DELETE, &path, &token).send().await.unwrap().status(), 204);
}

#[tokio::test]
async fn each_plan_allows_so_many_calls_of_each_label_per_second() {
    for (table, light, medium) in
        [(LimitTable::Free, 4, 2), (LimitTable::Pro, 30, 20), (LimitTable::Business, 80, 60)]
    {
        let world = start_with(|b| b.enforce_limits(table)).await;
        let token = world.connect(MARA).await.access;
        for (path, category, limit) in
            [("/v2/users/me", "Light", light), ("/v2/users/me/meetings", "Medium", medium)]
        {
            for left in (0..limit).rev() {
                let response = world.get(path, &token).await;
                assert_eq!(response.status(), 200, "{table:?} {path}");
                let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
                assert_eq!(header("x-ratelimit-category"), category);
                assert_eq!(header("x-ratelimit-limit"), limit.to_string());
                assert_eq!(header("x-ratelimit-remaining"), left.to_string());
            }
            let refused = world.get(path, &token).await;
            assert_eq!(refused.headers()["x-ratelimit-type"], "QPS");
            let text = "You have reached the maximum per-second rate limit for this API. Try again later.";
            assert_eq!(answer(refused).await, (429, json!({ "code": 429, "message": text })));
        }
    }
}

#[tokio::test]
async fn limits_belong_to_the_account_whoever_calls() {
    let world = start_with(|b| b.enforce_limits(LimitTable::Free)).await;
    let mara = world.connect(MARA).await.access;
    let oskar = world.connect(OSKAR).await.access;
    for token in [&mara, &oskar, &mara, &oskar] {
        assert_eq!(world.get("/v2/users/me", token).await.status(), 200);
    }
    assert_eq!(world.get("/v2/users/me", &mara).await.status(), 429);
}
