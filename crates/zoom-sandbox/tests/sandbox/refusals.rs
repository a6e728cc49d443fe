//! Each code and its words: the errors of sections C.2 and C.5 to C.9, and what a licence allows.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use zoom_sandbox::{AppChange, Fault, FaultKind, Seed, SeedMeeting};

use crate::client::{MARA, OSKAR, World, answer, json, start, start_with};

/// Beside Mara and Oskar: Boss lets Oskar schedule, Elsewhere is of another account, the others may not host.
async fn office() -> World {
    let seed: Seed = serde_json::from_value(json!({
        "blocked_domains": ["blocked.example"],
        "users": [
            { "email": "boss@halden.example", "plan": "licensed", "assistants": [OSKAR] },
            { "email": "boss@elsewhere.example", "plan": "licensed", "outside": true },
            { "email": "left@halden.example", "plan": "licensed", "status": "inactive" },
            { "email": "new@halden.example", "plan": "licensed", "status": "pending" },
            { "email": "none@halden.example", "plan": "none" },
            { "email": "unassigned@halden.example", "plan": "unassigned" },
        ],
        "meetings": [
            { "host": OSKAR, "topic": "Webinar", "webinar": true },
            { "host": "boss@elsewhere.example", "topic": "Theirs" },
        ],
    }))
    .unwrap();
    start_with(|builder| builder.seed(seed)).await
}

fn error(code: i64, message: &str) -> (u16, Value) {
    (400, json!({ "code": code, "message": message }))
}

#[tokio::test]
async fn rt_59_pending_inactive_and_unlicensed_users_may_not_host() {
    let world = office().await;
    let refused =
        error(3161, "Your user account is not allowed meeting hosting and scheduling capabilities.");
    for (email, kind) in
        [("new@halden.example", 2), ("none@halden.example", 99), ("unassigned@halden.example", 4)]
    {
        let token = world.connect(email).await.access;
        assert_eq!(answer(world.create(&token, &json!({})).await).await, refused, "{email}");
        for path in ["/v2/users/me/meetings", "/v2/users/me/upcoming_meetings", "/v2/meetings/81234567890"] {
            assert_eq!(answer(world.get(path, &token).await).await, refused, "{email} {path}");
        }
        assert_eq!(json(world.get("/v2/users/me", &token).await).await["type"], kind, "{email}");
    }
}

#[tokio::test]
async fn rt_59_an_invitation_that_was_not_accepted_in_time_has_its_own_code() {
    let world = office().await;
    let token = world.connect("new@halden.example").await.access;
    let user = json(world.get("/v2/users/me", &token).await).await;
    assert_eq!((&user["status"], &user["created_at"]), (&json!("pending"), &json!("2027-03-15T08:00:00Z")));
    world.sandbox.clock().advance(SignedDuration::from_hours(29 * 24));
    let token = world.connect("new@halden.example").await.access;
    let user = json(world.get("/v2/users/me", &token).await).await;
    assert_eq!(user["created_at"], "2027-04-13T08:00:00Z", "the time of the call");
    world.sandbox.clock().advance(SignedDuration::from_hours(24));
    let token = world.connect("new@halden.example").await.access;
    let over = error(1120, "A valid invitation to join the Zoom account was not found for this user.");
    for path in ["/v2/users/me", "/v2/users/me/settings"] {
        assert_eq!(answer(world.get(path, &token).await).await, over, "{path}");
    }
}

#[tokio::test]
async fn rt_59_a_user_of_another_account_is_told_by_code() {
    let world = office().await;
    let token = world.connect(OSKAR).await.access;
    let theirs = world.control().meetings("boss@elsewhere.example")[0].id;
    let path = format!("/v2/meetings/{theirs}");
    let refused = error(1010, "User not belong to this account");
    assert_eq!(answer(world.get(&path, &token).await).await, refused);
    assert_eq!(world.send(Method::PATCH, &path, &token, json!({ "topic": "x" })).await, refused);
    assert_eq!(world.send(Method::DELETE, &path, &token, json!({})).await, refused);
    world.control().start_meeting(theirs);
    world.control().end_meeting(theirs);
    assert_eq!(answer(world.get(&format!("/v2/past_meetings/{theirs}"), &token).await).await, refused);
    let body = json!({ "schedule_for": "boss@elsewhere.example" });
    let invalid = "The value that you entered for the schedule_for field is invalid. Enter a valid value and try again.";
    assert_eq!(answer(world.create(&token, &body).await).await, error(300, invalid));
}

#[tokio::test]
async fn scheduling_for_somebody_needs_their_permission() {
    let world = office().await;
    let token = world.connect(OSKAR).await.access;
    let create = |body: Value| {
        let (world, token) = (&world, token.clone());
        async move { answer(world.create(&token, &body).await).await }
    };
    let refused = format!("You cannot schedule a meeting for {MARA}.");
    assert_eq!(create(json!({ "schedule_for": MARA })).await, error(3000, &refused));
    let instant = "Instant meetings do not support the schedule_for parameter; you cannot schedule an instant meeting \
                   for another user.";
    let body = json!({ "type": 1, "schedule_for": "boss@halden.example" });
    assert_eq!(create(body).await, error(3000, instant));
    let invalid = "The value that you entered for the schedule_for field is invalid. Enter a valid value and try again.";
    assert_eq!(create(json!({ "schedule_for": "nobody" })).await, error(300, invalid));

    world.connect("boss@halden.example").await;
    world.control().change_app(AppChange {
        webhook_url: Some("http://127.0.0.1:9/events".to_owned()),
        ..AppChange::default()
    });
    let (status, made) =
        create(json!({ "topic": "For the boss", "schedule_for": "boss@halden.example" })).await;
    let me = json(world.get("/v2/users/me", &token).await).await;
    assert_eq!((status, &made["host_email"]), (201, &json!("boss@halden.example")));
    assert_eq!(made["assistant_id"], me["id"]);
    let event: Value = serde_json::from_str(&world.control().deliveries()[0].body).unwrap();
    assert_eq!((&event["event"], &event["payload"]["operator"]), (&json!("meeting.created"), &json!(OSKAR)));
    let path = format!("/v2/meetings/{}", made["id"]);
    assert_eq!(world.send(Method::PATCH, &path, &token, json!({ "topic": "Changed" })).await.0, 204);
    assert_eq!(world.control().meetings("boss@halden.example")[0].topic, "Changed");
    let own = create(json!({ "schedule_for": OSKAR })).await;
    assert_eq!((own.0, own.1.get("assistant_id")), (201, None));
}

#[tokio::test]
async fn webinars_are_none_of_the_meetings_endpoints_business() {
    let world = office().await;
    let token = world.connect(OSKAR).await.access;
    assert!(world.control().meetings(OSKAR).is_empty(), "no row of the list");
    let webinar =
        world.control().seed_meeting(OSKAR, SeedMeeting { webinar: true, ..SeedMeeting::default() });
    let path = format!("/v2/meetings/{}", webinar.unwrap().id);
    let info = error(3000, "Cannot access webinar info.");
    assert_eq!(answer(world.get(&path, &token).await).await, info);
    let information = error(3000, "Cannot access meeting information.");
    assert_eq!(world.send(Method::PATCH, &path, &token, json!({ "topic": "x" })).await, information);
    assert_eq!(world.send(Method::DELETE, &path, &token, json!({})).await, information);
    let links = world.send(Method::POST, &format!("{path}/invite_links"), &token, json!({})).await;
    assert_eq!(links, error(3000, "Cannot access webinar information."));
    let registrants = answer(world.get(&format!("{path}/registrants"), &token).await).await;
    assert_eq!(registrants, error(3000, "Cannot access meeting info."));
}

#[tokio::test]
async fn prescheduling_is_for_types_2_and_3() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let text = "Prescheduling is only available for scheduled meetings (type 2) and recurring meetings with no fixed \
                time (type 3).";
    let body = json!({ "type": 1, "pre_schedule": true });
    assert_eq!(answer(world.create(&token, &body).await).await, error(3000, text));
    for kind in [2, 3] {
        assert_eq!(
            world.make(&token, json!({ "type": kind, "pre_schedule": true })).await["pre_schedule"],
            true
        );
    }
    let path = format!("/v2/meetings/{}", world.make(&token, json!({ "type": 1 })).await["id"]);
    assert_eq!(
        world.send(Method::PATCH, &path, &token, json!({ "pre_schedule": true })).await,
        error(3000, text)
    );
}

#[tokio::test]
async fn people_of_blocked_domains_are_not_invited() {
    let world = office().await;
    let token = world.connect(OSKAR).await.access;
    for settings in [
        json!({ "meeting_invitees": [{ "email": "ted@blocked.example" }] }),
        json!({ "alternative_hosts": "boss@halden.example;ted@Blocked.example" }),
    ] {
        let (status, body) = answer(world.create(&token, &json!({ "settings": settings })).await).await;
        assert_eq!((status, &body["code"]), (400, &json!(3000)));
        let message = body["message"].as_str().unwrap();
        assert!(
            message.starts_with("Users in 'blocked.example' have been blocked from joining"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn rt_33_the_personal_room_cannot_be_deleted() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let refused = error(3018, "Not allowed to delete PMI.");
    assert_eq!(world.send(Method::DELETE, "/v2/meetings/3542471135", &token, json!({})).await, refused);
}

#[tokio::test]
async fn rt_33_what_is_gone_is_gone_for_every_call() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let id = world.make(&token, json!({})).await["id"].clone();
    let path = format!("/v2/meetings/{id}");
    assert_eq!(world.send(Method::DELETE, &path, &token, json!({})).await.0, 204);
    let gone = (404, json!({ "code": 3001, "message": format!("Meeting does not exist: {id}.") }));
    let end = json!({ "action": "end" });
    for (method, path, body) in [
        (Method::DELETE, path.clone(), json!({})),
        (Method::GET, path.clone(), json!({})),
        (Method::PATCH, path.clone(), json!({ "topic": "x" })),
        (Method::PUT, format!("{path}/status"), end),
        (Method::GET, format!("{path}/invitation"), json!({})),
        (Method::POST, format!("{path}/invite_links"), json!({})),
        (Method::GET, format!("{path}/registrants"), json!({})),
    ] {
        assert_eq!(world.send(method.clone(), &path, &token, body).await, gone, "{method} {path}");
    }
}

#[tokio::test]
async fn an_instance_that_has_ended_cannot_be_deleted() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, json!({})).await;
    let id = made["id"].as_i64().unwrap();
    for _ in 0..2 {
        world.control().start_meeting(id);
        world.control().end_meeting(id);
    }
    let once: String =
        url::form_urlencoded::byte_serialize(made["uuid"].as_str().unwrap().as_bytes()).collect();
    let twice: String = url::form_urlencoded::byte_serialize(once.as_bytes()).collect();
    let refused = error(3007, "Sorry, you cannot delete this meeting since it has ended.");
    assert_eq!(
        world.send(Method::DELETE, &format!("/v2/meetings/{twice}"), &token, json!({})).await,
        refused
    );
    assert_eq!(world.send(Method::DELETE, &format!("/v2/meetings/{id}"), &token, json!({})).await.0, 204);
}

#[tokio::test]
async fn a_status_needs_an_action_zoom_knows() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let path = format!("/v2/meetings/{}/status", world.make(&token, json!({})).await["id"]);
    let missing = json!([{ "field": "action", "message": "Missing field." }]);
    assert_eq!(world.send(Method::PUT, &path, &token, json!({})).await.1["errors"], missing);
    let wrong = json!([{ "field": "action", "message": "Invalid parameter: action." }]);
    assert_eq!(world.send(Method::PUT, &path, &token, json!({ "action": "pause" })).await.1["errors"], wrong);
}

#[tokio::test]
async fn rt_29_a_success_without_a_body_has_status_204_and_nothing_else() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let path = format!("/v2/meetings/{}", world.make(&token, json!({})).await["id"]);
    for (method, path, body) in [
        (Method::PATCH, path.clone(), json!({ "topic": "x" })),
        (Method::PUT, format!("{path}/status"), json!({ "action": "end" })),
        (Method::PATCH, "/v2/users/me".to_owned(), json!({ "dept": "Sales" })),
        (Method::DELETE, path.clone(), json!({})),
    ] {
        let response = world.call(method.clone(), &path, &token).json(&body).send().await.unwrap();
        assert_eq!(response.status(), 204, "{method} {path}");
        assert!(response.headers().get("content-type").is_none());
        assert_eq!(response.text().await.unwrap(), "", "{method} {path}");
    }
}

#[tokio::test]
async fn rt_16_ids_have_eleven_digits_or_ten_and_uuids_any_base64() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, json!({})).await;
    assert!(made["id"].as_i64().unwrap() > i64::from(i32::MAX), "never 32 bits");
    assert_eq!(made["id"].to_string().len(), 11);
    let me = json(world.get("/v2/users/me", &token).await).await;
    assert_eq!(me["pmi"].to_string().len(), 10);
    assert_eq!((me["id"].as_str().unwrap().len(), me["account_id"].as_str().unwrap().len()), (22, 22));
    assert!(made["uuid"].as_str().unwrap().ends_with("=="));
}

#[tokio::test]
async fn rt_36_trouble_never_looks_like_a_meeting_that_is_gone() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let path = format!("/v2/meetings/{}", world.make(&token, json!({})).await["id"]);
    for kind in [
        FaultKind::Status { status: 404 },
        FaultKind::Status { status: 503 },
        FaultKind::RateSecond,
        FaultKind::Html { status: 502 },
        FaultKind::Xml,
    ] {
        world.control().add_fault(Fault::new(kind.clone()).times(1));
        let response = world.get(&path, &token).await;
        assert_ne!(response.status(), 200, "{kind:?}");
        assert!(!response.text().await.unwrap().contains("3001"), "{kind:?}");
        assert_eq!(world.get(&path, &token).await.status(), 200, "{kind:?}: it is still there");
    }
}
