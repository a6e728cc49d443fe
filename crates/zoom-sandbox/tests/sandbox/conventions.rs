//! What every call has in common: sections C.1, C.2 and J10.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use reqwest::Method;
use serde_json::json;

use crate::client::{OSKAR, answer, json, start};

/// Sends a request word for word and returns the whole answer: reqwest is too well behaved for some.
async fn raw(address: std::net::SocketAddr, request: String) -> String {
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    answer.await.unwrap()
}

#[tokio::test]
async fn a_slash_at_the_end_makes_no_difference() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let id = world.make(&token, json!({ "settings": { "approval_type": 0 } })).await["id"].as_i64().unwrap();
    for path in [
        "/users/me/".to_owned(),
        "/users/me/settings/".to_owned(),
        "/users/me/zak/".to_owned(),
        "/users/me/token/".to_owned(),
        "/users/email/?email=x".to_owned(),
        "/users/me/meetings/".to_owned(),
        "/users/me/upcoming_meetings/".to_owned(),
        format!("/meetings/{id}/"),
        format!("/meetings/{id}/invitation/"),
        format!("/meetings/{id}/registrants/"),
        format!("/past_meetings/{id}/instances/"),
    ] {
        assert_eq!(world.get(&format!("/v2{path}"), &token).await.status(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_body_may_come_in_chunks() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let head =
        "POST /v2/users/me/meetings HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept: */*\r\n";
    let body = "a\r\n{\"topic\":\"\r\n9\r\nIn parts\"\r\n1\r\n}\r\n0\r\n\r\n";
    let request = format!("{head}authorization: Bearer {token}\r\ntransfer-encoding: chunked\r\n\r\n{body}");
    let answer = raw(world.sandbox.address(), request).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(world.control().meetings(OSKAR)[0].topic, "In parts");
}

#[tokio::test]
async fn without_accept_every_error_is_xml_with_its_fields() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let head = "POST /v2/users/me/meetings HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";
    let body = "{\"settings\":{\"jbh_time\":3}}";
    let length = body.len();
    let request = format!("{head}authorization: Bearer {token}\r\ncontent-length: {length}\r\n\r\n{body}");
    let answer = raw(world.sandbox.address(), request).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("application/xml"), "{answer}");
    let expected = "<result><code>300</code><message>Validation Failed.</message><errors>\
                    <field>settings.jbh_time</field><message>Invalid parameter: jbh_time.</message></errors></result>";
    assert!(answer.ends_with(expected), "{answer}");
}

#[tokio::test]
async fn every_answer_has_a_tracking_id_of_its_own() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/v2/users/me", "/v2/meetings/1", "/v2/nothing", "/v2/users/me/meetings?type=x"] {
        let response = world.get(path, &token).await;
        let id = response.headers()["x-zm-trackingid"].to_str().unwrap().to_owned();
        assert!(id.starts_with("v=2.0;clid=us02;rid=WEB_"), "{id}");
        assert!(seen.insert(id), "{path}");
    }
    let gone = world.make(&token, json!({})).await["id"].clone();
    let deleted = world.call(Method::DELETE, &format!("/v2/meetings/{gone}"), &token).send().await.unwrap();
    assert!(deleted.headers().contains_key("x-zm-trackingid"), "also without a body");
}

#[tokio::test]
async fn times_are_utc_in_whole_seconds() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let rule = json!({ "type": 1, "end_date_time": "2027-03-20T00:00:00Z" });
    let body = json!({ "type": 8, "start_time": "2027-03-16T09:00:00.123Z", "recurrence": rule });
    let made = world.make(&token, body).await;
    let times = [
        (&made["start_time"], "2027-03-16T09:00:00Z"),
        (&made["created_at"], "2027-03-15T08:00:00Z"),
        (&made["occurrences"][0]["start_time"], "2027-03-16T09:00:00Z"),
        (&made["recurrence"]["end_date_time"], "2027-03-20T00:00:00Z"),
    ];
    for (time, expected) in times {
        assert_eq!(time, expected);
    }
    let user = json(world.get("/v2/users/me", &token).await).await;
    assert_eq!(user["created_at"], "2018-10-31T04:32:37Z");
}

#[tokio::test]
async fn a_page_token_belongs_to_its_list() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    for _ in 0..2 {
        world.make(&token, json!({})).await;
    }
    let page = json(world.get("/v2/users/me/meetings?page_size=1", &token).await).await;
    let next = page["next_page_token"].as_str().unwrap();
    let other = format!("/v2/users/me/meetings?type=upcoming&next_page_token={next}");
    let refused = json!({ "code": 300, "message": "The next page token is either invalid or has expired." });
    assert_eq!(answer(world.get(&other, &token).await).await, (400, refused));
}
