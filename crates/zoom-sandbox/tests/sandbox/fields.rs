//! Fields of a meeting: defaults, limits, and what reads back: sections C.5 to C.7, H.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{MARA, OSKAR, answer, json, start};

#[tokio::test]
async fn a_meeting_of_which_nothing_was_said_has_zooms_defaults() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = world.make(&token, json!({})).await;
    for (field, expected) in [
        ("topic", json!("Zoom Meeting")),
        ("type", json!(2)),
        ("duration", json!(60)),
        ("timezone", json!("Europe/Berlin")),
        ("agenda", json!("")),
        ("pre_schedule", json!(false)),
        ("start_time", json!("2027-03-15T08:00:00Z")),
        ("created_at", json!("2027-03-15T08:00:00Z")),
        ("host_email", json!(MARA)),
        ("creation_source", json!("open_api")),
    ] {
        assert_eq!(made[field], expected, "{field}");
    }
    for (field, expected) in [
        ("join_before_host", json!(false)),
        ("jbh_time", json!(0)),
        ("mute_upon_entry", json!(false)),
        ("watermark", json!(false)),
        ("use_pmi", json!(false)),
        ("approval_type", json!(2)),
        ("registration_type", json!(1)),
        ("audio", json!("both")),
        ("auto_recording", json!("none")),
        ("alternative_hosts", json!("")),
        ("alternative_hosts_email_notification", json!(true)),
        ("close_registration", json!(false)),
        ("email_notification", json!(true)),
        ("internal_meeting", json!(false)),
    ] {
        assert_eq!(made["settings"][field], expected, "{field}");
    }
}

#[tokio::test]
async fn passcodes_for_telephones_and_links_come_with_the_passcode() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = world.make(&token, json!({ "password": "aZ@-_*1" })).await;
    let encrypted = made["encrypted_password"].as_str().unwrap();
    assert!(encrypted.ends_with(".1"));
    assert!(made["join_url"].as_str().unwrap().ends_with(&format!("/j/{}?pwd={encrypted}", made["id"])));
    for field in ["h323_password", "pstn_password"] {
        let digits = made[field].as_str().unwrap();
        assert!(digits.len() == 7 && digits.chars().all(|c| c.is_ascii_digit()), "{digits}");
    }
    let path = format!("/v2/meetings/{}", made["id"]);
    world.send(Method::PATCH, &path, &token, json!({ "password": "123456" })).await;
    let read = json(world.get(&path, &token).await).await;
    assert_eq!((&read["password"], &read["pstn_password"]), (&json!("123456"), &json!("123456")));
    assert_ne!(read["join_url"], made["join_url"], "the link carries the passcode");
}

#[tokio::test]
async fn every_wrong_setting_is_named_by_its_path() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let cases = [
        (json!({ "host_video": "yes" }), "settings.host_video"),
        (json!({ "jbh_time": 20 }), "settings.jbh_time"),
        (json!({ "approval_type": 3 }), "settings.approval_type"),
        (json!({ "registration_type": 0 }), "settings.registration_type"),
        (json!({ "auto_recording": "tape" }), "settings.auto_recording"),
        (json!({ "encryption_type": "rot13" }), "settings.encryption_type"),
        (json!({ "calendar_type": 3 }), "settings.calendar_type"),
        (json!({ "audio_conference_info": "x".repeat(2049) }), "settings.audio_conference_info"),
        (json!({ "alternative_hosts": ["a@b"] }), "settings.alternative_hosts"),
        (
            json!({ "meeting_invitees": [{ "email": "a@b" }, { "email": "x" }] }),
            "settings.meeting_invitees[1].email",
        ),
        (json!({ "custom_keys": vec![json!({ "key": "k" }); 11] }), "settings.custom_keys"),
        (json!({ "custom_keys": [{ "key": "x".repeat(65) }] }), "settings.custom_keys[0].key"),
        (json!({ "custom_keys": [{ "value": "x".repeat(257) }] }), "settings.custom_keys[0].value"),
        (json!({ "breakout_room": { "rooms": [{ "name": 1 }] } }), "settings.breakout_room.rooms[0].name"),
        (json!({ "waiting_room_options": { "mode": "strict" } }), "settings.waiting_room_options.mode"),
        (
            json!({ "approved_or_denied_countries_or_regions": { "method": "maybe" } }),
            "settings.approved_or_denied_countries_or_regions.method",
        ),
        (json!({ "resources": [{ "permission_level": "owner" }] }), "settings.resources[0].permission_level"),
        (json!({ "who_will_receive_summary": 5 }), "settings.who_will_receive_summary"),
        (json!({ "who_can_ask_questions": 6 }), "settings.who_can_ask_questions"),
    ];
    for (settings, field) in cases {
        let (status, body) = answer(world.create(&token, &json!({ "settings": settings })).await).await;
        assert_eq!((status, &body["message"]), (400, &json!("Validation Failed.")), "{field}");
        assert_eq!(body["errors"][0]["field"], field, "{body}");
    }
}

#[tokio::test]
async fn all_wrong_fields_are_named_at_once() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let body = json!({
        "topic": "x".repeat(201), "duration": "long", "tracking_fields": [{ "value": "v" }], "settings": { "audio": 1 },
    });
    let (_, answer) = answer(world.create(&token, &body).await).await;
    let fields: Vec<&Value> =
        answer["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["topic", "duration", "tracking_fields[0].field", "settings.audio"]);
}

#[tokio::test]
async fn start_times_are_utc_with_z_or_local_without_and_nothing_else() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for (start, zone, expected) in [
        ("2027-03-16T09:00:00Z", "UTC", "2027-03-16T09:00:00Z"),
        ("2027-03-16T09:00:00.250Z", "UTC", "2027-03-16T09:00:00Z"),
        ("2027-03-16T09:00:00", "UTC", "2027-03-16T09:00:00Z"),
        // Summer time skips this hour in Berlin; Zoom moves it forward.
        ("2027-03-28T02:30:00", "Europe/Berlin", "2027-03-28T01:30:00Z"),
        ("2027-07-16T09:00:00", "Europe/Berlin", "2027-07-16T07:00:00Z"),
    ] {
        let made = world.make(&token, json!({ "start_time": start, "timezone": zone })).await;
        assert_eq!(made["start_time"], expected, "{start}");
    }
    for start in [
        "2027-03-16",
        "2027-03-16 09:00:00",
        "2027-03-16T09:00Z",
        "2027-03-16T09:00:00+01:00",
        "2027-03-16T09:00:00-01:00",
        "2027-13-16T09:00:00Z",
        "2027-03-16T25:00:00Z",
        "1789999999",
        "tomorrow",
    ] {
        let (status, body) = answer(world.create(&token, &json!({ "start_time": start })).await).await;
        assert_eq!((status, &body["errors"][0]["field"]), (400, &json!("start_time")), "{start}");
    }
}

#[tokio::test]
async fn every_zone_of_zooms_list_is_known() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let zones: Vec<String> = serde_json::from_str(include_str!("../fixtures/timezones.json")).unwrap();
    assert_eq!(zones.len(), 136);
    let path = format!("/v2/meetings/{}", world.make(&token, json!({})).await["id"]);
    for (number, zone) in zones.iter().enumerate() {
        // A host may change 100 times a day.
        if number % 90 == 89 {
            world.sandbox.clock().advance(jiff::SignedDuration::from_hours(24));
        }
        let token = world.connect(MARA).await.access;
        let changed = world.send(Method::PATCH, &path, &token, json!({ "timezone": zone })).await;
        assert_eq!(changed, (204, Value::Null), "{zone}");
        assert_eq!(json(world.get(&path, &token).await).await["timezone"], *zone);
    }
}

#[tokio::test]
async fn behind_a_waiting_room_nobody_joins_before_the_host() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let both = json!({ "settings": { "waiting_room": true, "join_before_host": true } });
    let made = world.make(&token, both).await;
    assert_eq!(made["settings"]["waiting_room"], true);
    assert_eq!(made["settings"]["join_before_host"], false);
}

#[tokio::test]
async fn a_meeting_may_take_place_in_the_personal_room() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let me = json(world.get("/v2/users/me", &token).await).await;
    let made = world.make(&token, json!({ "settings": { "use_pmi": true } })).await;
    assert_eq!(made["pmi"], json!(me["pmi"].to_string()), "the PMI as text");
    assert_ne!(made["id"], me["pmi"]);
    assert_eq!(made["join_url"], me["personal_meeting_url"]);
    let room = json(world.get(&format!("/v2/meetings/{}", me["pmi"]), &token).await).await;
    assert_eq!((&room["type"], &room["id"], &room["password"]), (&json!(4), &me["pmi"], &made["password"]));
    let list = json(world.get("/v2/users/me/meetings", &token).await).await;
    assert_eq!(
        (&list["total_records"], &list["meetings"][0]["pmi"]),
        (&json!(1), &made["pmi"]),
        "the room is no row"
    );
}

#[tokio::test]
async fn an_update_leaves_alone_what_it_does_not_mention() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let body = json!({
        "topic": "Old", "agenda": "Plan", "start_time": "2027-03-16T09:00:00Z", "password": "secret1",
        "settings": { "mute_upon_entry": true, "contact_name": "Jill" },
    });
    let made = world.make(&token, body).await;
    let path = format!("/v2/meetings/{}", made["id"]);
    let change = json!({ "topic": "New", "settings": { "contact_name": "Ted" }, "unknown": { "a": 1 } });
    assert_eq!(world.send(Method::PATCH, &path, &token, change).await, (204, Value::Null));
    let read = json(world.get(&path, &token).await).await;
    let mut expected = made.clone();
    expected["topic"] = json!("New");
    expected["settings"]["contact_name"] = json!("Ted");
    expected["start_url"] = read["start_url"].clone();
    assert_eq!(read, expected);
}

#[tokio::test]
async fn a_start_in_the_past_is_accepted_on_create_and_ignored_on_update() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, json!({ "start_time": "2027-03-10T09:00:00Z" })).await;
    assert_eq!(made["start_time"], "2027-03-10T09:00:00Z");
    let path = format!("/v2/meetings/{}", made["id"]);
    let change = json!({ "start_time": "2027-03-11T09:00:00Z", "topic": "New" });
    assert_eq!(world.send(Method::PATCH, &path, &token, change).await.0, 204);
    let read = json(world.get(&path, &token).await).await;
    assert_eq!((&read["start_time"], &read["topic"]), (&made["start_time"], &json!("New")));
}

#[tokio::test]
async fn an_update_cannot_make_a_planned_meeting_instant_or_plan_the_personal_room() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = world.make(&token, json!({ "start_time": "2027-03-16T09:00:00Z" })).await;
    for (id, change, kind) in [
        (&made["id"], json!({ "type": 1 }), 2),
        (&json!(3_542_471_135_i64), json!({ "type": 2, "start_time": "2027-03-16T09:00:00Z" }), 4),
    ] {
        let path = format!("/v2/meetings/{id}");
        let before = json(world.get(&path, &token).await).await;
        assert_eq!(world.send(Method::PATCH, &path, &token, change).await.0, 204);
        let after = json(world.get(&path, &token).await).await;
        assert_eq!((&after["type"], after.get("start_time")), (&json!(kind), before.get("start_time")));
    }
}
