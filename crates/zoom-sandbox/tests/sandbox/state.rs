//! The state file and the control plane over HTTP.

use std::net::SocketAddr;

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use zoom_sandbox::{Sandbox, SandboxClock, SandboxError, Seed, SeedMeeting};

use crate::client::{CALLBACK, MARA, OSKAR, World, answer, http, json, monday, start, start_with};

#[tokio::test]
async fn a_restart_finds_meetings_tokens_and_the_clock_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let first = start_with(|b| b.state_file(&file)).await;
    let pair = first.connect(MARA).await;
    let made = answer(first.create(&pair.access, &json!({ "topic": "Kept" })).await).await.1;
    first.sandbox.clock().advance(SignedDuration::from_mins(30));
    first.sandbox.shutdown().await.unwrap();

    let second = start_with(|b| b.state_file(&file)).await;
    assert_eq!(second.sandbox.clock().now(), monday() + SignedDuration::from_mins(30));
    let found = json(second.get(&format!("/v2/meetings/{}", made["id"]), &pair.access).await).await;
    assert_eq!((&found["topic"], &found["uuid"]), (&json!("Kept"), &made["uuid"]));
    assert!(found["join_url"].as_str().unwrap().starts_with(second.sandbox.url()));
    assert_eq!(second.refresh(&pair.refresh).await.status(), 200);
}

#[tokio::test]
async fn a_state_file_holds_no_token_in_clear() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let world = start_with(|b| b.state_file(&file)).await;
    let pair = world.connect(MARA).await;
    world.sandbox.shutdown().await.unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    assert!(!text.contains(&pair.access) && !text.contains(&pair.refresh));
}

#[tokio::test]
async fn a_damaged_state_file_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    std::fs::write(&file, "{ not json").unwrap();
    let problem = Sandbox::builder().state_file(&file).start().await.err().unwrap();
    let problem = problem.to_string();
    assert!(problem.contains("sandbox.json") && problem.contains("move it away to start anew"), "{problem}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{ not json");
}

#[tokio::test]
async fn two_sandboxes_do_not_share_a_state_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let first = start_with(|b| b.state_file(&file)).await;
    let problem = Sandbox::builder().state_file(&file).start().await.err().unwrap().to_string();
    assert!(problem.contains("sandbox.json: another sandbox is using it"), "{problem}");
    drop(first);
    start_with(|b| b.state_file(&file)).await;
}

#[tokio::test]
async fn a_state_file_of_version_0_1_0_still_loads() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    std::fs::write(&file, include_str!("samples/state-0.1.0.json")).unwrap();
    let that_evening = SandboxClock::Explicit("2026-11-24T20:45:00Z".parse().unwrap());
    let world = start_with(|b| b.state_file(&file).clock(that_evening)).await;
    let control = world.control();
    let of = |email: &str| -> Vec<(String, String)> {
        control.meetings(email).into_iter().map(|one| (one.topic, one.state)).collect()
    };
    assert_eq!(of(MARA), [("Kept 🚒".to_owned(), "waiting".to_owned())]);
    assert_eq!(of(OSKAR), [("Running".to_owned(), "started".to_owned())]);
    assert_eq!(control.meetings(OSKAR)[0].participants[0].name, "Jill");
    assert_eq!(control.deliveries().len(), 6);
    assert_eq!(world.get("/v2/users/me", "an-old-access-token").await.status(), 200);
    assert_eq!(world.refresh("an-old-refresh-token").await.status(), 200);
    control.advance(SignedDuration::from_hours(7 * 24));
    assert!(!control.recover_meeting(81_996_438_977), "the clock finds what was in the trash");
}

#[tokio::test]
async fn an_occupied_address_is_named() {
    let world = start().await;
    let address: SocketAddr = world.sandbox.address();
    let problem = Sandbox::builder().listen(address).start().await.err().unwrap();
    assert!(matches!(problem, SandboxError::Listen { .. }));
    assert!(problem.to_string().contains(&address.to_string()), "{problem}");
}

#[tokio::test]
async fn an_address_is_free_again_after_shutdown() {
    let world = start().await;
    let address = world.sandbox.address();
    world.sandbox.shutdown().await.unwrap();
    Sandbox::builder().listen(address).start().await.unwrap();
}

#[tokio::test]
async fn the_clock_moves_over_http() {
    let world = start().await;
    let url = world.url("/_sandbox/clock");
    let post = |body: serde_json::Value| world.http.post(&url).json(&body).send();
    let moved = answer(post(json!({ "advance": "61m" })).await.unwrap()).await;
    assert_eq!(moved, (200, json!({ "kind": "explicit", "now": "2027-03-15T09:01:00Z" })));
    let set = answer(post(json!({ "set": "2027-04-01T00:00:00Z" })).await.unwrap()).await;
    assert_eq!(set.1["now"], "2027-04-01T00:00:00Z");
    assert_eq!(post(json!({ "advance": "soon" })).await.unwrap().status(), 400);
    assert_eq!(post(json!({})).await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_real_clock_can_be_advanced_and_keeps_running() {
    let sandbox = Sandbox::builder().clock(SandboxClock::Real).redirect_uri(CALLBACK).start().await.unwrap();
    let world = World { sandbox, http: http() };
    let token = world.connect(MARA).await.access;
    world.sandbox.clock().advance(SignedDuration::from_hours(1));
    assert_eq!(
        answer(world.get("/v2/users/me", &token).await).await.1["message"],
        "Access token is expired."
    );
}

#[tokio::test]
async fn the_request_log_has_paths_and_scopes_but_no_secrets() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    world.get("/v2/users/me?login_type=1", &token).await;
    let log = json(world.http.get(world.url("/_sandbox/requests")).send().await.unwrap()).await;
    let last = log["requests"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["path"], &last["scope"], &last["status"]),
        (&json!("/v2/users/me"), &json!("user:read:user"), &json!(200))
    );
    assert!(!log.to_string().contains(&token) && !log.to_string().contains("code="));
}

#[tokio::test]
async fn users_are_added_and_changed_over_http() {
    let world = start().await;
    let url = world.url("/_sandbox/users");
    let added = world.http.post(&url).json(&json!({ "email": "new@halden.example", "plan": "licensed" }));
    assert_eq!(answer(added.send().await.unwrap()).await.0, 201);
    let changed = world.http.patch(format!("{url}/new@halden.example")).json(&json!({ "plan": "basic" }));
    assert_eq!(changed.send().await.unwrap().status(), 204);
    let token = world.connect("new@halden.example").await.access;
    assert_eq!(json(world.get("/v2/users/me", &token).await).await["type"], 1);
    let unknown = world.http.patch(format!("{url}/nobody")).json(&json!({})).send().await.unwrap();
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn the_control_plane_explains_its_refusals_as_json() {
    let world = start().await;
    let call = |method: Method, path: &str, body: &'static str| {
        world.http.request(method, world.url(&format!("/_sandbox/{path}"))).body(body).send()
    };
    for (method, path, body, status, reason) in [
        (Method::GET, "nothing", "", 404, "/_sandbox/nothing"),
        (Method::GET, "reset", "", 405, "GET"),
        (Method::POST, "clock", "{ not json", 400, "not what is expected"),
        (Method::POST, "clock", r#"{"advance":"-1h"}"#, 400, "forward"),
        (Method::POST, "meetings/x/start", "", 404, "meeting"),
        (Method::POST, "users/nobody@halden.example/deauthorize", "", 404, "user"),
        (Method::POST, "users/mara@halden.example/deauthorize", "", 404, "not connected"),
        (Method::POST, "users/mara@halden.example/promote", "", 404, "action"),
        (Method::PATCH, "users/mara@halden.example", r#"{"licence":"paid"}"#, 400, "licence"),
        (Method::PATCH, "users/mara@halden.example", r#"{"email":"oskar@halden.example"}"#, 400, "email"),
        (Method::POST, "users", r#"{"email":"nobody"}"#, 400, "email"),
        (Method::PUT, "app", r#"{"redirects":[]}"#, 400, "redirects"),
        (Method::PUT, "app", r#"{"webhook_url":"ftp://x"}"#, 400, "ftp://x"),
        (Method::PUT, "app", r#"{"webhook_headers":{"a b":"c"}}"#, 400, "a b"),
        (Method::DELETE, "faults/7", "", 404, "fault"),
        (Method::POST, "deliveries/7/redeliver", "", 404, "delivery"),
    ] {
        let (got, answer) = answer(call(method.clone(), path, body).await.unwrap()).await;
        assert_eq!(got, status, "{method} {path}: {answer}");
        assert!(answer["error"].as_str().unwrap().contains(reason), "{method} {path}: {answer}");
    }
}

#[tokio::test]
async fn reset_forgets_everything_but_the_apps_configuration() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    world.create(&token, &json!({})).await;
    assert_eq!(world.http.post(world.url("/_sandbox/reset")).send().await.unwrap().status(), 204);
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 401);
    assert!(world.control().meetings(MARA).is_empty());
    assert_eq!(world.control().state()["app"]["redirect_uris"], json!([CALLBACK]));
}

#[tokio::test]
async fn a_meeting_runs_by_the_control_plane() {
    let world = start().await;
    let id = world.control().seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    let post = |action: &str, body: serde_json::Value| {
        world.http.post(world.url(&format!("/_sandbox/meetings/{id}/{action}"))).json(&body).send()
    };
    assert_eq!(post("join", json!({})).await.unwrap().status(), 400);
    assert_eq!(post("start", json!({})).await.unwrap().status(), 204);
    let joined = answer(post("join", json!({ "name": "Jill" })).await.unwrap()).await.1;
    assert_eq!(post("leave", joined.clone()).await.unwrap().status(), 204);
    assert_eq!(post("leave", joined).await.unwrap().status(), 400);
    assert_eq!(post("end", json!({})).await.unwrap().status(), 204);
}

#[tokio::test]
async fn a_seed_is_planted_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let seed: Seed = serde_json::from_value(json!({
        "users": [{ "email": "freya@halden.example", "plan": "licensed" }],
        "meetings": [{ "host": "freya@halden.example", "topic": "Seeded", "start_time": "2027-03-16T09:00:00Z" }],
    }))
    .unwrap();
    for _ in 0..2 {
        let world = start_with(|b| b.seed(seed.clone()).state_file(&file)).await;
        let meetings = world.control().meetings("freya@halden.example");
        assert_eq!(meetings.iter().map(|one| one.topic.as_str()).collect::<Vec<_>>(), ["Seeded"]);
        world.sandbox.shutdown().await.unwrap();
    }
}

#[tokio::test]
async fn a_seeded_random_source_repeats_itself() {
    let ids = async || {
        let world = start_with(|b| b.random_seed(7)).await;
        world.control().seed_meeting(MARA, SeedMeeting::default()).unwrap().id
    };
    assert_eq!(ids().await, ids().await);
}

#[tokio::test]
async fn two_hundred_sandboxes_run_side_by_side_and_know_nothing_of_each_other() {
    let mut worlds = Vec::new();
    for number in 0..200 {
        worlds.push(Sandbox::builder().start().await.unwrap());
        let seed = SeedMeeting { topic: number.to_string(), ..SeedMeeting::default() };
        worlds[number].control().seed_meeting(MARA, seed).unwrap();
    }
    let http = http();
    for (number, world) in worlds.iter().enumerate() {
        let state = json(http.get(format!("{}/_sandbox/state", world.url())).send().await.unwrap()).await;
        let topics: Vec<_> = state["meetings"].as_array().unwrap().iter().map(|one| &one["topic"]).collect();
        assert_eq!(topics, [&json!(number.to_string())]);
    }
}
