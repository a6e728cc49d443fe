//! Registrants: who may register, how often, and who approves them.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use zoom_sandbox::ACCOUNT_ID;

use crate::client::{MARA, OSKAR, World, answer, json, start};

async fn world_with(settings: Value) -> (World, String, String) {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let body = json!({ "start_time": "2027-03-16T09:00:00Z", "settings": settings });
    let made = world.make(&token, body).await;
    (world, token, format!("/v2/meetings/{}/registrants", made["id"]))
}

fn jill() -> Value {
    json!({ "first_name": "Jill", "last_name": "Chill", "email": "jill@example.com" })
}

async fn emails(world: &World, token: &str, path: &str) -> Vec<String> {
    let list = json(world.get(path, token).await).await;
    list["registrants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["email"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_registrant_gets_a_join_link_of_their_own_and_is_listed() {
    let (world, token, path) = world_with(json!({ "approval_type": 0 })).await;
    let meeting = json(world.get(path.trim_end_matches("/registrants"), &token).await).await;
    assert!(meeting["registration_url"].as_str().unwrap().contains("/meeting/register/"));
    let (status, added) = world.send(Method::POST, &path, &token, jill()).await;
    assert_eq!((status, &added["id"], &added["topic"]), (201, &meeting["id"], &meeting["topic"]));
    let link = added["join_url"].as_str().unwrap();
    assert!(link.starts_with(meeting["join_url"].as_str().unwrap()) && link.contains("&tk="), "{link}");
    let list = json(world.get(&path, &token).await).await;
    assert_eq!((&list["total_records"], &list["page_size"]), (&json!(1), &json!(30)));
    let row = &list["registrants"][0];
    assert_eq!((&row["id"], &row["status"]), (&added["registrant_id"], &json!("approved")));
    assert_eq!((&row["first_name"], &row["join_url"]), (&json!("Jill"), &added["join_url"]));
    assert_eq!(row["create_time"], "2027-03-15T08:00:00Z");
}

#[tokio::test]
async fn with_manual_approval_a_registrant_waits_for_the_host() {
    let (world, token, path) = world_with(json!({ "approval_type": 1 })).await;
    let added = world.send(Method::POST, &path, &token, jill()).await.1;
    assert_eq!(added.get("join_url"), None, "no link before the approval");
    assert!(emails(&world, &token, &path).await.is_empty(), "approved ones are the default");
    assert_eq!(emails(&world, &token, &format!("{path}?status=pending")).await, ["jill@example.com"]);
    let status = format!("{path}/status");
    for (action, list) in
        [("approve", "approved"), ("deny", "denied"), ("approve", "approved"), ("cancel", "denied")]
    {
        let body = json!({ "action": action, "registrants": [{ "id": added["registrant_id"] }] });
        assert_eq!(world.send(Method::PUT, &status, &token, body).await, (204, Value::Null));
        let listed = emails(&world, &token, &format!("{path}?status={list}")).await;
        assert_eq!(listed, ["jill@example.com"], "{action}");
    }
    let wrong =
        world.send(Method::PUT, &status, &token, json!({ "action": "praise", "registrants": [] })).await;
    assert_eq!((wrong.0, &wrong.1["errors"][0]["field"]), (400, &json!("action")));
}

#[tokio::test]
async fn a_registrant_of_a_series_may_choose_dates() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let body = json!({
        "type": 8, "start_time": "2027-03-16T09:00:00Z", "recurrence": { "type": 1, "end_times": 3 },
        "settings": { "approval_type": 0, "registration_type": 3 },
    });
    let made = world.make(&token, body).await;
    let path = format!("/v2/meetings/{}/registrants", made["id"]);
    let second = made["occurrences"][1]["occurrence_id"].as_str().unwrap();
    let third = made["occurrences"][2]["occurrence_id"].as_str().unwrap();
    let chosen = format!("{path}?occurrence_ids={second}");
    let added = world.send(Method::POST, &chosen, &token, jill()).await.1;
    assert_eq!(added["occurrences"], json!([made["occurrences"][1]]));
    assert_eq!(emails(&world, &token, &format!("{path}?occurrence_id={second}")).await.len(), 1);
    assert_eq!(emails(&world, &token, &format!("{path}?occurrence_id={third}")).await.len(), 0);
    let unknown = world.send(Method::POST, &format!("{path}?occurrence_ids=1"), &token, jill()).await;
    assert_eq!((unknown.0, &unknown.1["message"]), (400, &json!("Invalid occurrence_id.")));
}

#[tokio::test]
async fn registering_needs_a_name_and_an_email() {
    let (world, token, path) = world_with(json!({ "approval_type": 0 })).await;
    let (status, answer) = world.send(Method::POST, &path, &token, json!({ "email": "nobody" })).await;
    let expected = json!([
        { "field": "first_name", "message": "Missing field." },
        { "field": "email", "message": "Invalid parameter: email." },
    ]);
    assert_eq!((status, &answer["code"], &answer["errors"]), (400, &json!(300), &expected));
}

#[tokio::test]
async fn registration_is_for_licensed_hosts_of_meetings_that_ask_for_it() {
    let (world, token, path) = world_with(json!({ "approval_type": 2 })).await;
    let meeting = path.trim_start_matches("/v2/meetings/").trim_end_matches("/registrants").to_owned();
    let listed = answer(world.get(&path, &token).await).await;
    let not_asked = format!("This meeting has not set registration as required: {meeting}.");
    assert_eq!(listed, (400, json!({ "code": 300, "message": not_asked })));
    let added = world.send(Method::POST, &path, &token, jill()).await;
    assert_eq!(
        (added.0, &added.1["message"]),
        (404, &json!(format!("Registration has not been enabled for this meeting: {meeting}.")))
    );
    let read = json(world.get(path.trim_end_matches("/registrants"), &token).await).await;
    assert_eq!(read.get("registration_url"), None);

    let mara = world.connect(MARA).await.access;
    let made = world.make(&mara, json!({})).await;
    let path = format!("/v2/meetings/{}/registrants", made["id"]);
    let paid = json!({ "code": 200, "message": format!("Only available for paid account: {ACCOUNT_ID}") });
    assert_eq!(answer(world.get(&path, &mara).await).await, (400, paid.clone()));
    assert_eq!(world.send(Method::POST, &path, &mara, jill()).await, (400, paid));
}

#[tokio::test]
async fn an_address_registers_three_times_a_day_for_one_meeting_and_keeps_one_registration() {
    let (world, token, path) = world_with(json!({ "approval_type": 0 })).await;
    let first = world.send(Method::POST, &path, &token, jill()).await.1;
    for _ in 0..2 {
        let again = world.send(Method::POST, &path, &token, jill()).await;
        assert_eq!((again.0, &again.1["registrant_id"]), (201, &first["registrant_id"]));
    }
    let response = world.call(Method::POST, &path, &token).json(&jill()).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "2027-03-16T00:00:00Z");
    assert_eq!(response.headers()["x-ratelimit-limit"], "3");
    let message = json(response).await["message"].clone();
    assert!(message.as_str().unwrap().contains("daily rate limit of \"3\""), "{message}");
    let other = json!({ "first_name": "Ted", "email": "ted@example.com" });
    assert_eq!(world.send(Method::POST, &path, &token, other).await.0, 201);
    world.sandbox.clock().advance(SignedDuration::from_hours(16));
    let token = world.connect(OSKAR).await.access;
    assert_eq!(world.send(Method::POST, &path, &token, jill()).await.0, 201);
}

#[tokio::test]
async fn a_registration_is_judged_ten_times_a_day() {
    let (world, token, path) = world_with(json!({ "approval_type": 0 })).await;
    world.send(Method::POST, &path, &token, jill()).await;
    let judge = json!({ "action": "deny", "registrants": [{ "email": "jill@example.com" }] });
    let status = format!("{path}/status");
    for _ in 0..10 {
        assert_eq!(world.send(Method::PUT, &status, &token, judge.clone()).await.0, 204);
    }
    assert_eq!(world.send(Method::PUT, &status, &token, judge).await.0, 429);
}

#[tokio::test]
async fn a_full_meeting_takes_nobody_more() {
    let (world, token, path) = world_with(json!({ "approval_type": 0 })).await;
    for number in 0..100 {
        let one = json!({ "first_name": "Guest", "email": format!("guest{number}@example.com") });
        assert_eq!(world.send(Method::POST, &path, &token, one).await.0, 201);
    }
    let full = json!({ "code": 3043, "message": "Meeting has reached maximum attendee capacity." });
    assert_eq!(world.send(Method::POST, &path, &token, jill()).await, (400, full));
    let page = json(world.get(&format!("{path}?page_size=40&page_number=3"), &token).await).await;
    assert_eq!((page["registrants"].as_array().unwrap().len(), &page["next_page_token"]), (20, &json!("")));
}

#[tokio::test]
async fn registering_is_published() {
    let (world, token, path) = world_with(json!({ "approval_type": 1 })).await;
    let hook = zoom_sandbox::AppChange {
        webhook_url: Some("http://127.0.0.1:9/events".to_owned()),
        ..zoom_sandbox::AppChange::default()
    };
    world.control().change_app(hook);
    let added = world.send(Method::POST, &path, &token, jill()).await.1;
    let body = json!({ "action": "approve", "registrants": [{ "id": added["registrant_id"] }] });
    world.send(Method::PUT, &format!("{path}/status"), &token, body).await;
    let events: Vec<String> = world.control().deliveries().into_iter().map(|one| one.event).collect();
    assert_eq!(events, ["meeting.registration_created", "meeting.registration_approved"]);
}

#[tokio::test]
async fn people_register_on_the_page_the_meeting_names() {
    let (world, token, path) = world_with(json!({ "approval_type": 0 })).await;
    let meeting = json(world.get(path.trim_end_matches("/registrants"), &token).await).await;
    let url = meeting["registration_url"].as_str().unwrap();
    let page = world.page(url.strip_prefix(world.sandbox.url()).unwrap()).await;
    assert!(page.contains("Register for Zoom Meeting"), "{page}");
    let send = async |fields: &[(&str, &str)]| {
        let response = world.http.post(url).form(fields).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let (status, page) = send(&[("first_name", "Jill"), ("email", "nobody")]).await;
    assert!(status == 400 && page.contains("Write your first name and your email address."), "{page}");
    assert!(page.contains("value=\"Jill\""), "what was typed stays");
    let (status, page) = send(&[("first_name", "Jill"), ("email", "jill@example.com")]).await;
    assert!(status == 200 && page.contains("is registered") && page.contains("tk="), "{page}");
    assert_eq!(emails(&world, &token, &path).await, ["jill@example.com"]);
    let unknown = world.http.get(world.url("/meeting/register/nothing")).send().await.unwrap();
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn a_registrants_link_is_theirs_only_while_they_are_approved() {
    let (world, token, path) = world_with(json!({ "approval_type": 0 })).await;
    let added = world.send(Method::POST, &path, &token, jill()).await.1;
    let link = added["join_url"].as_str().unwrap();
    let id = added["id"].as_i64().unwrap();
    world.control().start_meeting(id);
    world.control().join_meeting(id, "", OSKAR);
    let page = world.http.get(link).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("value=\"Jill Chill\""), "{page}");
    let query = url::Url::parse(link).unwrap();
    let field = |name: &str| query.query_pairs().find(|(known, _)| known == name).unwrap().1.into_owned();
    let form = [("name", "Jill".to_owned()), ("pwd", field("pwd")), ("tk", field("tk"))];
    let join = world.http.post(world.url(&format!("/j/{id}"))).form(&form).send().await.unwrap();
    assert_eq!(join.status(), 200);
    world.control().end_meeting(id);
    let past = json(world.get(&format!("/v2/past_meetings/{id}/participants"), &token).await).await;
    assert_eq!(past["participants"][1]["registrant_id"], added["registrant_id"]);
    let deny = json!({ "action": "deny", "registrants": [{ "id": added["registrant_id"] }] });
    assert_eq!(world.send(Method::PUT, &format!("{path}/status"), &token, deny).await.0, 204);
    assert_eq!(world.http.get(link).send().await.unwrap().status(), 403);
}
