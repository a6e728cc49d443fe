//! Meetings over REST: sections C.5 to C.10 and C.15.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use zoom_sandbox::{ACCOUNT_ID, Plan, SeedMeeting};

use crate::client::{MARA, OSKAR, answer, json, monday, start};

#[tokio::test]
async fn a_created_meeting_can_be_read_listed_changed_and_deleted() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let body = json!({ "topic": "Kick-off 🚒", "agenda": "Plan", "start_time": "2027-03-16T09:00:00Z",
                       "duration": 40, "timezone": "Europe/Berlin", "password": "a@1-_*" });
    let made = world.make(&token, body).await;
    let id = made["id"].as_i64().unwrap();
    assert_eq!(id.to_string().len(), 11);
    assert_eq!(made["status"], "waiting");
    assert_eq!(made["password"], "a@1-_*");
    assert_eq!(made["settings"]["approval_type"], 2);

    let path = format!("/v2/meetings/{id}");
    let read = json(world.get(&path, &token).await).await;
    for field in ["uuid", "topic", "agenda", "start_time", "duration", "timezone", "join_url", "host_id"] {
        assert_eq!(read[field], made[field], "{field}");
    }
    let list = json(world.get("/v2/users/me/meetings", &token).await).await;
    assert_eq!((&list["total_records"], &list["meetings"][0]["id"]), (&json!(1), &json!(id)));
    assert_eq!(list["meetings"][0].get("password"), None);
    assert_eq!(list["meetings"][0].get("start_url"), None);

    let change = world.call(Method::PATCH, &path, &token).json(&json!({ "topic": "New" }));
    let changed = change.send().await.unwrap();
    assert_eq!((changed.status().as_u16(), changed.text().await.unwrap()), (204, String::new()));
    let read = json(world.get(&path, &token).await).await;
    assert_eq!((&read["topic"], &read["agenda"]), (&json!("New"), &json!("Plan")));

    let delete = || world.call(Method::DELETE, &path, &token).send();
    assert_eq!(delete().await.unwrap().status(), 204);
    let gone = json!({ "code": 3001, "message": format!("Meeting does not exist: {id}.") });
    assert_eq!(answer(delete().await.unwrap()).await, (404, gone.clone()));
    assert_eq!(answer(world.get(&path, &token).await).await, (404, gone));
}

#[tokio::test]
async fn a_passcode_can_be_left_out_only_behind_a_waiting_room() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let ask = |waiting_room: bool, default_password: bool| {
        let settings = json!({ "waiting_room": waiting_room });
        world.make(&token, json!({ "default_password": default_password, "settings": settings }))
    };
    let open = ask(true, false).await;
    assert_eq!(open.get("password"), None);
    assert!(open["join_url"].as_str().unwrap().ends_with(&format!("/j/{}", open["id"])));
    for (waiting_room, default_password) in [(true, true), (false, true), (false, false)] {
        let closed = ask(waiting_room, default_password).await;
        assert_eq!(closed["password"].as_str().unwrap().len(), 6, "{waiting_room} {default_password}");
        assert!(closed["join_url"].as_str().unwrap().contains("?pwd="));
    }
}

#[tokio::test]
async fn a_start_time_without_z_is_local_in_the_meetings_zone() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for (start, zone, expected) in [
        ("2027-03-16T09:00:00", "America/New_York", "2027-03-16T13:00:00Z"),
        ("2027-03-16T09:00:00", "Asia/Calcutta", "2027-03-16T03:30:00Z"),
        ("2027-03-16T09:00:00Z", "Asia/Calcutta", "2027-03-16T09:00:00Z"),
    ] {
        let made = world.make(&token, json!({ "start_time": start, "timezone": zone })).await;
        assert_eq!((&made["start_time"], &made["timezone"]), (&json!(expected), &json!(zone)));
    }
    // Mara's own zone is Berlin.
    let made = world.make(&token, json!({ "start_time": "2027-03-16T09:00:00" })).await;
    assert_eq!(
        (&made["start_time"], &made["timezone"]),
        (&json!("2027-03-16T08:00:00Z"), &json!("Europe/Berlin"))
    );
}

#[tokio::test]
async fn each_refused_field_is_named() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let cases = [
        ("topic", json!({ "topic": "x".repeat(201) })),
        ("topic", json!({ "topic": 5 })),
        ("agenda", json!({ "agenda": "x".repeat(2001) })),
        ("duration", json!({ "duration": 0 })),
        ("timezone", json!({ "timezone": "Mars/Olympus" })),
        ("start_time", json!({ "start_time": "2027-02-30T09:00:00Z" })),
        ("start_time", json!({ "start_time": "tomorrow" })),
        ("password", json!({ "password": "12345678901" })),
        ("password", json!({ "password": "with space" })),
        ("type", json!({ "type": 7 })),
        ("settings", json!({ "settings": [] })),
        ("settings.jbh_time", json!({ "settings": { "jbh_time": 3 } })),
        ("settings.audio", json!({ "settings": { "audio": "carrier pigeon" } })),
    ];
    for (field, body) in cases {
        let (status, answer) = answer(world.create(&token, &body).await).await;
        assert_eq!(
            (status, &answer["code"], &answer["message"]),
            (400, &json!(300), &json!("Validation Failed."))
        );
        assert_eq!(answer["errors"][0]["field"], field, "{answer}");
    }
    assert!(world.control().meetings(MARA).is_empty());
}

#[tokio::test]
async fn texts_at_their_limits_are_accepted() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let body = json!({ "topic": "é".repeat(200), "agenda": "é".repeat(2000), "settings": { "unknown": 1 } });
    let made = world.make(&token, body).await;
    assert_eq!(made["settings"].get("unknown"), None);
    let listed = json(world.get("/v2/users/me/meetings", &token).await).await;
    assert_eq!(listed["meetings"][0]["agenda"].as_str().unwrap().chars().count(), 250);
}

#[tokio::test]
async fn a_body_that_is_not_an_object_is_refused() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for body in ["{", "[]", "null"] {
        let post = world.call(Method::POST, "/v2/users/me/meetings", &token).body(body);
        let expected = json!({ "code": 300, "message": "Request Body should be a valid JSON object." });
        assert_eq!(answer(post.send().await.unwrap()).await, (400, expected));
    }
}

#[tokio::test]
async fn paid_options_need_a_licence() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for settings in [
        json!({ "auto_recording": "cloud" }),
        json!({ "approval_type": 0 }),
        json!({ "alternative_hosts": OSKAR }),
    ] {
        let body = json!({ "settings": settings });
        let expected =
            json!({ "code": 200, "message": format!("Only available for paid account: {ACCOUNT_ID}") });
        assert_eq!(answer(world.create(&token, &body).await).await, (400, expected));
    }
    world.control().set_plan(MARA, Plan::Licensed);
    let made = world.make(&token, json!({ "settings": { "auto_recording": "cloud" } })).await;
    assert_eq!(made["settings"]["auto_recording"], "cloud");
}

#[tokio::test]
async fn alternative_hosts_are_licensed_users_of_the_account() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    for (hosts, named) in [
        ("stranger@elsewhere.example", "stranger@elsewhere.example"),
        (MARA, MARA),
        ("mara@halden.example;stranger@elsewhere.example", MARA),
    ] {
        let body = json!({ "settings": { "alternative_hosts": hosts } });
        let (status, answer) = answer(world.create(&token, &body).await).await;
        assert_eq!((status, &answer["code"]), (400, &json!(300)));
        assert!(answer["message"].as_str().unwrap().contains(&format!("assign {named} as")), "{answer}");
    }
    world.control().set_plan(MARA, Plan::Licensed);
    let made = world.make(&token, json!({ "settings": { "alternative_hosts": MARA } })).await;
    assert_eq!(made["settings"]["alternative_hosts"], MARA);
}

#[tokio::test]
async fn only_the_host_reaches_a_meeting() {
    let world = start().await;
    let mara = world.connect(MARA).await.access;
    let oskar = world.connect(OSKAR).await.access;
    let id = world.make(&mara, json!({})).await["id"].clone();
    let expected = json!({ "code": 3003, "message": "You are not the meeting host." });
    assert_eq!(answer(world.get(&format!("/v2/meetings/{id}"), &oskar).await).await, (400, expected));
    assert_eq!(json(world.get("/v2/users/me/meetings", &oskar).await).await["total_records"], 0);
}

#[tokio::test]
async fn malformed_ids_are_told_from_unknown_ones() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let malformed = json!({ "code": 300, "message": "Invalid meeting id." });
    assert_eq!(answer(world.get("/v2/meetings/abc", &token).await).await, (400, malformed));
    assert_eq!(world.get("/v2/meetings/81234567890", &token).await.status(), 404);
    assert_eq!(world.get("/v2/meetings/99999999999999999999", &token).await.status(), 400);
}

#[tokio::test]
async fn rt_66_a_meeting_is_found_by_its_uuid_encoded_twice() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let twice = |text: &str| {
        let once: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        url::form_urlencoded::byte_serialize(once.as_bytes()).collect::<String>()
    };
    // Enough meetings that some uuids hold a slash or a plus.
    for _ in 0..30 {
        let made = world.make(&token, json!({})).await;
        let found =
            world.get(&format!("/v2/meetings/{}", twice(made["uuid"].as_str().unwrap())), &token).await;
        assert_eq!(json(found).await["id"], made["id"]);
    }
}

#[tokio::test]
async fn a_running_meeting_can_be_ended_but_not_changed_or_deleted() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let id = world.make(&token, json!({})).await["id"].as_i64().unwrap();
    world.control().start_meeting(id);
    let path = format!("/v2/meetings/{id}");
    assert_eq!(json(world.get(&path, &token).await).await["status"], "started");
    let delete = || world.call(Method::DELETE, &path, &token).send();
    assert_eq!(answer(delete().await.unwrap()).await.1["code"], 3002);
    let change =
        world.call(Method::PATCH, &path, &token).json(&json!({ "topic": "x" })).send().await.unwrap();
    assert_eq!(answer(change).await.1["code"], 3000);
    let end = world.call(Method::PUT, &format!("{path}/status"), &token).json(&json!({ "action": "end" }));
    assert_eq!(end.send().await.unwrap().status(), 204);
    assert_eq!(delete().await.unwrap().status(), 204);
    let recover =
        world.call(Method::PUT, &format!("{path}/status"), &token).json(&json!({ "action": "recover" }));
    assert_eq!(recover.send().await.unwrap().status(), 204);
    assert_eq!(world.get(&path, &token).await.status(), 200);
}

#[tokio::test]
async fn each_session_has_its_own_uuid() {
    let world = start().await;
    let id = world.control().seed_meeting(MARA, SeedMeeting::default()).unwrap().id;
    let uuid = || world.control().meetings(MARA)[0].uuid.clone();
    let first = uuid();
    world.control().start_meeting(id);
    assert_eq!(uuid(), first);
    world.control().end_meeting(id);
    world.control().start_meeting(id);
    assert_ne!(uuid(), first);
}

#[tokio::test]
async fn a_basic_hosts_meeting_ends_after_forty_minutes() {
    let world = start().await;
    let control = world.control();
    let basic = control.seed_meeting(MARA, SeedMeeting::default()).unwrap().id;
    let paid = control.seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    control.start_meeting(basic);
    control.start_meeting(paid);
    control.advance(SignedDuration::from_mins(39));
    assert_eq!(control.meetings(MARA)[0].state, "started");
    control.advance(SignedDuration::from_mins(1));
    assert_eq!(control.meetings(MARA)[0].state, "finished");
    assert_eq!(control.meetings(OSKAR)[0].state, "started");
}

#[tokio::test]
async fn an_id_expires_thirty_days_after_its_date() {
    let world = start().await;
    let control = world.control();
    control.seed_meeting(MARA, SeedMeeting { start_time: Some(monday()), ..SeedMeeting::default() });
    control.advance(SignedDuration::from_hours(30 * 24 - 1));
    assert_eq!(control.meetings(MARA).len(), 1);
    control.advance(SignedDuration::from_hours(1));
    assert!(control.meetings(MARA).is_empty());
}

#[tokio::test]
async fn pages_follow_their_token_until_it_is_empty() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for hour in 0..7 {
        let start_time = Some(monday() + SignedDuration::from_hours(hour));
        world.control().seed_meeting(MARA, SeedMeeting { start_time, ..SeedMeeting::default() });
    }
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = json(
            world.get(&format!("/v2/users/me/meetings?page_size=3&next_page_token={next}"), &token).await,
        );
        let page = page.await;
        assert_eq!(page["total_records"], 7);
        seen.extend(page["meetings"].as_array().unwrap().iter().map(|one| one["id"].clone()));
        page["next_page_token"].as_str().unwrap().clone_into(&mut next);
        if next.is_empty() {
            break;
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 7);
}

#[tokio::test]
async fn a_page_token_dies_after_fifteen_minutes_and_cannot_be_made_up() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for _ in 0..2 {
        world.control().seed_meeting(MARA, SeedMeeting::default());
    }
    let page = json(world.get("/v2/users/me/meetings?page_size=1", &token).await).await;
    let path = format!(
        "/v2/users/me/meetings?page_size=1&next_page_token={}",
        page["next_page_token"].as_str().unwrap()
    );
    assert_eq!(world.get(&path, &token).await.status(), 200);
    world.sandbox.clock().advance(SignedDuration::from_mins(15));
    let refused = json!({ "code": 300, "message": "The next page token is either invalid or has expired." });
    assert_eq!(answer(world.get(&path, &token).await).await, (400, refused));
    assert_eq!(world.get("/v2/users/me/meetings?next_page_token=abc", &token).await.status(), 400);
}

#[tokio::test]
async fn lists_know_live_upcoming_and_previous_meetings() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let control = world.control();
    let at = |hours: i64| SeedMeeting {
        topic: hours.to_string(),
        start_time: Some(monday() + SignedDuration::from_hours(hours)),
        duration: 30,
        ..SeedMeeting::default()
    };
    control.seed_meeting(OSKAR, at(-5));
    let live = control.seed_meeting(OSKAR, at(0)).unwrap().id;
    control.seed_meeting(OSKAR, at(5));
    control.start_meeting(live);
    for (kind, expected) in [
        ("scheduled", vec!["-5", "0", "5"]),
        ("live", vec!["0"]),
        ("upcoming", vec!["0", "5"]),
        ("previous_meetings", vec!["-5"]),
    ] {
        let list = json(world.get(&format!("/v2/users/me/meetings?type={kind}"), &token).await).await;
        let topics: Vec<&str> =
            list["meetings"].as_array().unwrap().iter().map(|one| one["topic"].as_str().unwrap()).collect();
        assert_eq!(topics, expected, "{kind}");
    }
}
