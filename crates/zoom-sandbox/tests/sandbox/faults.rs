//! Faults as a client feels them.

use reqwest::Method;
use serde_json::json;
use zoom_sandbox::{Fault, FaultKind};

use crate::client::{MARA, answer, json, start};

const MEETINGS: &str = "/v2/users/*/meetings";

#[tokio::test]
async fn a_dropped_answer_leaves_the_work_done() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    world.control().add_fault(Fault::new(FaultKind::DropAfter).on("POST", MEETINGS).times(1));
    let post = world.call(Method::POST, "/v2/users/me/meetings", &token).json(&json!({ "topic": "Kept" }));
    post.send().await.unwrap_err();
    assert_eq!(world.control().meetings(MARA)[0].topic, "Kept");
    assert_eq!(world.control().request_count("POST", MEETINGS), 1);
    assert_eq!(world.create(&token, &json!({})).await.status(), 201, "the fault hits once");
}

#[tokio::test]
async fn a_dropped_call_does_no_work() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    world.control().add_fault(Fault::new(FaultKind::DropBefore).on("POST", MEETINGS).times(1));
    let post = world.call(Method::POST, "/v2/users/me/meetings", &token).json(&json!({}));
    post.send().await.unwrap_err();
    assert!(world.control().meetings(MARA).is_empty());
}

#[tokio::test]
async fn a_lost_refresh_answer_kills_the_connection() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    world.control().add_fault(Fault::new(FaultKind::DropAfter).on("POST", "/oauth/token").times(1));
    let lost = world.http.post(world.url("/oauth/token"));
    let form = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh.as_str())];
    lost.basic_auth(zoom_sandbox::CLIENT_ID, Some(zoom_sandbox::CLIENT_SECRET))
        .form(&form)
        .send()
        .await
        .unwrap_err();
    assert_eq!(world.refresh(&pair.refresh).await.status(), 400);
}

#[tokio::test]
async fn a_truncated_answer_breaks_off_in_its_body() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    world.control().add_fault(Fault::new(FaultKind::Truncate).on("GET", "/v2/*").times(1));
    let response = world.get("/v2/users/me", &token).await;
    assert_eq!(response.status(), 200);
    response.text().await.unwrap_err();
}

#[tokio::test]
async fn statuses_html_xml_and_errors_in_a_200_come_as_ordered() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let with = |kind: FaultKind| {
        world.control().add_fault(Fault::new(kind).on("GET", "/v2/*").times(1));
        world.get("/v2/users/me", &token)
    };
    assert_eq!(with(FaultKind::Status { status: 503 }).await.status(), 503);
    let html = with(FaultKind::Html { status: 502 }).await;
    assert_eq!(
        (html.status().as_u16(), &html.headers()["content-type"].to_str().unwrap()[..9]),
        (502, "text/html")
    );
    let xml = with(FaultKind::Xml).await.text().await.unwrap();
    assert!(xml.starts_with("<?xml"), "{xml}");
    let (status, body) =
        answer(with(FaultKind::OkWithError { code: 300, message: "No.".into() }).await).await;
    assert_eq!((status, body), (200, json!({ "code": 300, "message": "No." })));
    let (status, body) = answer(with(FaultKind::RefuseField { field: "timezone".into() }).await).await;
    assert_eq!((status, &body["code"], &body["errors"][0]["field"]), (400, &json!(300), &json!("timezone")));
    let fast = with(FaultKind::RateSecond).await;
    assert_eq!((fast.status().as_u16(), fast.headers()["x-ratelimit-type"].to_str().unwrap()), (429, "QPS"));
    let day = with(FaultKind::RateDay).await;
    assert_eq!(day.headers()["retry-after"], "2027-03-16T00:00:00Z");
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 200);
}

#[tokio::test]
async fn faults_are_set_listed_and_removed_over_http() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let url = world.url("/_sandbox/faults");
    let fault = json!({ "kind": "status", "status": 500, "route": "/v2/*" });
    let added = world.http.post(&url).json(&fault).send().await.unwrap();
    assert_eq!(answer(added).await, (201, json!({ "id": 1 })));
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 500);
    let listed = json(world.http.get(&url).send().await.unwrap()).await;
    assert_eq!(listed["faults"][0]["status"], 500);
    assert_eq!(world.http.delete(format!("{url}/1")).send().await.unwrap().status(), 204);
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 200);
    let unknown = world.http.post(&url).json(&json!({ "kind": "earthquake" })).send().await.unwrap();
    assert_eq!(unknown.status(), 400);
}
