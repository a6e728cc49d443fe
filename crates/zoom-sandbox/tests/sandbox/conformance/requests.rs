//! What Zoom's description allows in a request is accepted, and comes back as it was sent.

use reqwest::Method;
use serde_json::{Value, json};
use zoom_sandbox::{Plan, Seed};

use super::{
    schema::{breaches, openapi},
    world::rich,
};
use crate::client::{MARA, OSKAR, World, json as body_of, start_with};

/// The body made of the examples beside each field of a request.
fn example(call: &str) -> Value {
    fn of(schema: &Value) -> Value {
        if let Some(example) = schema.get("example") {
            return example.clone();
        }
        match schema["properties"].as_object() {
            Some(fields) => fields.iter().map(|(name, field)| (name.clone(), of(field))).collect(),
            None => json!([of(&schema["items"])]),
        }
    }
    of(&openapi()[call]["request"])
}

/// Oskar's world: those whom the examples name exist, and let him schedule for them.
async fn world() -> (World, String) {
    let seed: Seed = serde_json::from_value(json!({
        "users": [
            { "email": "jchill@example.com", "plan": "licensed", "assistants": [OSKAR] },
            { "email": "thill@example.com", "plan": "licensed" },
        ],
    }))
    .unwrap();
    let world = start_with(|builder| builder.seed(seed)).await;
    let token = world.connect(OSKAR).await.access;
    (world, token)
}

#[tokio::test]
async fn a_meeting_with_every_documented_field_is_accepted_and_read_back_as_sent() {
    let (world, token) = world().await;
    let mut body = example("POST /users/{userId}/meetings");
    // The examples contradict themselves: a series has one end, and a date in 2022 is over here.
    body["recurrence"].as_object_mut().unwrap().remove("end_times");
    body["start_time"] = json!("2027-03-16T09:00:00Z");
    let made = world.create(&token, &body).await;
    assert_eq!(made.status(), 201);
    let id = body_of(made).await["id"].clone();
    let read = body_of(world.get(&format!("/v2/meetings/{id}"), &token).await).await;
    for field in ["agenda", "duration", "password", "start_time", "timezone", "topic", "type", "template_id"]
    {
        assert_eq!(read[field], body[field], "{field}");
    }
    for (field, sent) in body["settings"].as_object().unwrap() {
        // Answers add to each element: whether an invitee is a colleague, a guest's own link.
        let sent_within = |read: &Value| match (read.as_array(), sent.as_array()) {
            (Some(read), Some(sent)) if sent[0].is_object() => sent.iter().zip(read).all(|(sent, read)| {
                sent.as_object().unwrap().iter().all(|(name, value)| read[name] == *value)
            }),
            _ => read == sent,
        };
        assert!(sent_within(&read["settings"][field]), "{field}: {sent} became {}", read["settings"][field]);
    }
}

#[tokio::test]
async fn every_documented_field_of_an_update_is_accepted() {
    let (world, token) = world().await;
    let made = body_of(world.create(&token, &json!({ "start_time": "2027-03-16T09:00:00Z" })).await).await;
    let mut body = example("PATCH /meetings/{meetingId}");
    body["recurrence"].as_object_mut().unwrap().remove("end_times");
    let path = format!("/v2/meetings/{}", made["id"]);
    let patched = world.call(Method::PATCH, &path, &token).json(&body).send().await.unwrap();
    assert_eq!(patched.status(), 204, "{}", patched.text().await.unwrap());
}

#[tokio::test]
async fn every_documented_field_of_a_registration_and_of_invite_links_is_accepted() {
    let (world, token) = world().await;
    let made = body_of(world.create(&token, &json!({ "settings": { "approval_type": 1 } })).await).await;
    for (call, path) in [
        ("POST /meetings/{meetingId}/registrants", "registrants"),
        ("POST /meetings/{meetingId}/invite_links", "invite_links"),
    ] {
        let path = format!("/v2/meetings/{}/{path}", made["id"]);
        let answer = world.call(Method::POST, &path, &token).json(&example(call)).send().await.unwrap();
        assert_eq!(answer.status(), 201, "{call}: {}", answer.text().await.unwrap());
    }
    let path = format!("/v2/meetings/{}", made["id"]);
    assert_eq!(world.call(Method::DELETE, &path, &token).send().await.unwrap().status(), 204);
    let status = example("PUT /meetings/{meetingId}/status");
    let recovered = world.call(Method::PUT, &format!("{path}/status"), &token).json(&status).send().await;
    assert_eq!(recovered.unwrap().status(), 204);
}

#[tokio::test]
async fn every_documented_field_of_a_profile_is_accepted() {
    let (world, token) = world().await;
    let mut body = example("PATCH /users/{userId}");
    // Zoom refuses two kinds of licence at once; the sandbox knows the first.
    for field in ["zoom_one_type", "plan_united_type"] {
        body.as_object_mut().unwrap().remove(field);
    }
    let patched = world.call(Method::PATCH, "/v2/users/me", &token).json(&body).send().await.unwrap();
    assert_eq!(patched.status(), 204, "{}", patched.text().await.unwrap());
    let read = body_of(world.get("/v2/users/me", &token).await).await;
    for field in ["company", "dept", "job_title", "location", "pmi", "timezone", "manager"] {
        assert_eq!(read[field], body[field], "{field}");
    }
    assert_eq!(read["phone_numbers"][0]["number"], body["phone_numbers"][0]["number"]);
}

/// The bodies the other tests send are themselves what Zoom documents.
#[tokio::test]
async fn what_the_tests_send_fits_zooms_description_of_requests() {
    let schema = &openapi()["POST /users/{userId}/meetings"]["request"];
    let newer = |breach: &String| !breach.ends_with(": unknown");
    let wrong: Vec<String> = breaches(schema, &rich()).into_iter().filter(newer).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    // And Mara may be named as alternative host: she is in the account.
    let (world, _) = world().await;
    assert!(world.control().set_plan(MARA, Plan::Licensed));
}
