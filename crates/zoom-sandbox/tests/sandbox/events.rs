//! Section E.6 and E.7: every event beside Zoom's documented examples, key by key and type by type.

use std::{collections::BTreeMap, fs};

use jiff::SignedDuration;
use serde_json::{Value, json};
use zoom_sandbox::{AppChange, Control, DeauthorizationForm, SeedMeeting, UserChange, UserStatus};

use crate::client::{MARA, OSKAR, World, start_with};

/// Nothing listens there; events are queued all the same.
const NOBODY: &str = "http://127.0.0.1:9/hook";

async fn connected() -> World {
    let world = start_with(|b| b.webhook_url(NOBODY)).await;
    world.connect(MARA).await;
    world
}

/// The one event of this name.
fn sent(control: &Control, event: &str) -> Value {
    let deliveries = control.deliveries();
    let found: Vec<_> = deliveries.iter().filter(|one| one.event == event).collect();
    assert_eq!(found.len(), 1, "{event}: {:?}", deliveries.iter().map(|one| &one.event).collect::<Vec<_>>());
    serde_json::from_str(&found[0].body).unwrap()
}

fn sample(event: &str) -> Value {
    let path = format!("{}/tests/sandbox/samples/webhooks/{event}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Paths of all values with their JSON type; of lists, the first element.
fn shape(value: &Value) -> BTreeMap<String, &'static str> {
    fn walk(value: &Value, path: &str, into: &mut BTreeMap<String, &'static str>) {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "text",
            Value::Array(list) => {
                if let Some(first) = list.first() {
                    walk(first, &format!("{path}[]"), into);
                }
                "list"
            }
            Value::Object(map) => {
                for (name, value) in map {
                    walk(value, &format!("{path}.{name}"), into);
                }
                "object"
            }
        };
        into.insert(path.trim_start_matches('.').to_owned(), kind);
    }
    let mut shape = BTreeMap::new();
    walk(value, "", &mut shape);
    shape
}

/// Every key of ours is in Zoom's example with the same type, and every key of the example is in ours, unless it is
/// `absent` here: optional in Zoom's description, and without a reason to be there.
fn assert_like(ours: &Value, example: &Value, absent: &[&str]) {
    let (ours, example) = (shape(ours), shape(example));
    let mut breaches = Vec::new();
    for (path, kind) in &ours {
        match example.get(path) {
            Some(expected) if expected == kind => {}
            Some(expected) => breaches.push(format!("{path} is a {kind}, Zoom sends a {expected}")),
            None => breaches.push(format!("{path} is not in Zoom's example")),
        }
    }
    let is_absent =
        |path: &str| absent.iter().any(|one| path == *one || path.starts_with(&format!("{one}[")));
    for path in example.keys().filter(|path| !ours.contains_key(*path) && !is_absent(path)) {
        breaches.push(format!("{path} is missing"));
    }
    for path in absent.iter().filter(|path| ours.contains_key(**path)) {
        breaches.push(format!("{path} is there after all"));
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[tokio::test]
async fn meeting_created_is_like_zooms_example() {
    let world = connected().await;
    let token = world.connect(MARA).await.access;
    let settings = json!({ "meeting_invitees": [{ "email": "ana@kestrel.example" }], "jbh_time": 10 });
    let body = json!({ "start_time": "2027-03-16T09:00:00Z", "settings": settings });
    assert_eq!(world.create(&token, &body).await.status(), 201);
    let absent = ["payload.object.pmi", "payload.object.occurrences", "payload.object.recurrence"];
    let recurrence =
        ["type", "repeat_interval", "end_times"].map(|name| format!("payload.object.recurrence.{name}"));
    let absent: Vec<&str> = absent.into_iter().chain(recurrence.iter().map(String::as_str)).collect();
    let ours = sent(&world.control(), "meeting.created");
    assert_like(&without_occurrences(ours), &without_occurrences(sample("meeting.created")), &absent);
}

/// Only recurring meetings with a fixed time have occurrences.
fn without_occurrences(mut event: Value) -> Value {
    event["payload"]["object"].as_object_mut().unwrap().remove("occurrences");
    event
}

#[tokio::test]
async fn meeting_updated_is_like_zooms_example() {
    let world = connected().await;
    let token = world.connect(MARA).await.access;
    let made: Value = world
        .create(&token, &json!({ "topic": "Old", "settings": { "audio": "telephony" } }))
        .await
        .json()
        .await
        .unwrap();
    let path = format!("/v2/meetings/{}", made["id"]);
    let change = json!({ "topic": "New", "settings": { "audio": "voip" } });
    let answer = world.call(reqwest::Method::PATCH, &path, &token).json(&change).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let ours = sent(&world.control(), "meeting.updated");
    assert_like(&ours, &sample("meeting.updated"), &[]);
    assert_eq!(ours["payload"]["old_object"]["settings"], json!({ "audio": "telephony" }));
}

#[tokio::test]
async fn the_ways_a_meeting_goes_and_comes_back_are_like_zooms_examples() {
    let world = connected().await;
    let control = world.control();
    let seed = SeedMeeting { start_time: Some(control.now()), ..SeedMeeting::default() };
    let id = control.seed_meeting(MARA, seed).unwrap().id;
    assert!(control.delete_meeting(id));
    assert!(control.recover_meeting(id));
    assert!(control.delete_meeting(id));
    assert!(control.purge_meeting(id));
    assert!(!control.recover_meeting(id), "what is purged stays gone");
    for event in ["meeting.recovered", "meeting.permanently_deleted"] {
        let ours = sent(&control, event);
        assert_like(&without_occurrences(ours), &without_occurrences(sample(event)), &[]);
    }
    let deleted = control.deliveries().into_iter().find(|one| one.event == "meeting.deleted").unwrap();
    let mut deleted: Value = serde_json::from_str(&deleted.body).unwrap();
    // The example is about an instant meeting, which has no start time.
    deleted["payload"]["object"].as_object_mut().unwrap().remove("start_time").unwrap();
    assert_like(&deleted, &sample("meeting.deleted"), &[]);
}

#[tokio::test]
async fn a_session_and_its_people_are_like_zooms_examples() {
    let world = connected().await;
    let control = world.control();
    let id = control.seed_meeting(MARA, SeedMeeting::default()).unwrap().id;
    control.start_meeting(id);
    let oskar = control.join_meeting(id, "", OSKAR).unwrap();
    control.leave_meeting(id, &oskar);
    control.end_meeting(id);
    let mut started = sample("meeting.started");
    // The example is older than the change to text; the genuine delivery of the reference has text.
    started["payload"]["object"]["id"] = json!("1234567890");
    assert_like(&sent(&control, "meeting.started"), &started, &[]);
    assert_like(&sent(&control, "meeting.ended"), &sample("meeting.ended"), &[]);
    let optional = ["registrant_id", "customer_key", "phone_number"]
        .map(|name| format!("payload.object.participant.{name}"));
    let optional: Vec<&str> = optional.iter().map(String::as_str).collect();
    for event in ["meeting.participant_joined", "meeting.participant_left"] {
        assert_like(&sent(&control, event), &sample(event), &optional);
    }
}

#[tokio::test]
async fn waiting_room_events_have_the_time_of_their_step() {
    let world = connected().await;
    let token = world.connect(MARA).await.access;
    let body = json!({ "topic": "Private", "settings": { "waiting_room": true } });
    let made: Value = world.create(&token, &body).await.json().await.unwrap();
    let (control, id) = (world.control(), made["id"].as_i64().unwrap());
    control.start_meeting(id);
    let jill = control.join_meeting(id, "Jill", "").unwrap();
    control.advance(SignedDuration::from_mins(1));
    assert!(control.admit(id, &jill));
    assert!(!control.admit(id, &jill), "who is in does not wait");
    let mut example = sample("meeting.participant_joined");
    let participant = example["payload"]["object"]["participant"].as_object_mut().unwrap();
    participant.remove("join_time");
    participant.insert("date_time".to_owned(), json!(""));
    let optional = ["registrant_id", "customer_key", "phone_number", "participant_user_id"]
        .map(|name| format!("payload.object.participant.{name}"));
    let optional: Vec<&str> = optional.iter().map(String::as_str).collect();
    let at = |event: &str| sent(&control, event)["payload"]["object"]["participant"]["date_time"].clone();
    for event in ["participant_joined_waiting_room", "participant_admitted", "participant_left_waiting_room"]
    {
        assert_like(&sent(&control, &format!("meeting.{event}")), &example, &optional);
    }
    assert_eq!(at("meeting.participant_joined_waiting_room"), "2027-03-15T08:00:00Z");
    assert_eq!(at("meeting.participant_admitted"), "2027-03-15T08:01:00Z");
    let joined = sent(&control, "meeting.participant_joined");
    assert_eq!(joined["payload"]["object"]["participant"]["join_time"], "2027-03-15T08:01:00Z");
}

#[tokio::test]
async fn what_an_admin_does_to_users_is_like_zooms_examples() {
    let world = connected().await;
    let control = world.control();
    world.connect(OSKAR).await;
    let change = UserChange { email: Some("oskar.lind@halden.example".into()), ..UserChange::default() };
    assert!(control.change_user(OSKAR, change));
    let updated = sent(&control, "user.updated");
    assert_like(&updated, &sample("user.updated"), &[]);
    assert_eq!(updated["payload"]["old_object"]["email"], OSKAR);
    assert_eq!(updated["payload"]["operator"], MARA, "the owner of the account did it");

    let oskar = "oskar.lind@halden.example";
    assert!(control.set_user_status(oskar, UserStatus::Inactive));
    assert_like(&sent(&control, "user.deactivated"), &sample("user.deactivated"), &[]);
    assert!(control.set_user_status(oskar, UserStatus::Active));
    assert_like(&sent(&control, "user.activated"), &sample("user.deactivated"), &[]);
    assert!(control.disassociate_user(oskar));
    assert_like(&sent(&control, "user.disassociated"), &sample("user.disassociated"), &[]);
    assert!(control.delete_user(MARA));
    assert_like(&sent(&control, "user.deleted"), &sample("user.deleted"), &[]);
}

#[tokio::test]
async fn changed_settings_are_told_and_answered() {
    let world = connected().await;
    let token = world.connect(MARA).await.access;
    let change = json!({ "settings": { "in_meeting": { "waiting_room": true } } });
    let patch = world.http.patch(world.url(&format!("/_sandbox/users/{MARA}"))).json(&change);
    assert_eq!(patch.send().await.unwrap().status(), 204);
    let event = sent(&world.control(), "user.settings_updated");
    assert_eq!(event["payload"]["object"]["settings"], json!({ "in_meeting": { "waiting_room": true } }));
    let keys: Vec<_> = event["payload"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["account_id", "object", "old_object", "operator", "operator_id", "time_stamp"]);
    let settings: Value = world.get("/v2/users/me/settings", &token).await.json().await.unwrap();
    assert_eq!(settings["in_meeting"]["waiting_room"], true);
    assert_eq!(settings["in_meeting"]["chat"], true, "the others are as they were");
}

#[tokio::test]
async fn app_deauthorized_has_each_form_it_was_seen_in() {
    for (form, is_inside, is_outside) in [
        (DeauthorizationForm::Current, Some("number"), None),
        (DeauthorizationForm::TextTime, Some("text"), None),
        (DeauthorizationForm::TopLevel, None, Some("number")),
        (DeauthorizationForm::Old, None, None),
    ] {
        let world = connected().await;
        let control = world.control();
        control.change_app(AppChange { deauthorization_form: Some(form), ..AppChange::default() });
        control.deauthorize(MARA);
        let ours = sent(&control, "app_deauthorized");
        let mut shape = shape(&ours);
        assert_eq!(shape.remove("payload.event_ts"), is_inside, "{form:?}");
        assert_eq!(shape.remove("event_ts"), is_outside, "{form:?}");
        let retention = (form == DeauthorizationForm::Old).then_some("text");
        assert_eq!(shape.remove("payload.user_data_retention"), retention, "{form:?}");
        let mut example = self::shape(&sample("app_deauthorized"));
        example.remove("payload.event_ts");
        assert_eq!(shape, example, "{form:?}");
        if form == DeauthorizationForm::TextTime {
            assert_eq!(ours["payload"]["event_ts"], "2027-03-15 08:00:00");
        }
    }
}

#[tokio::test]
async fn a_request_for_approval_is_told_as_zoom_describes_it() {
    let world = start_with(|b| b.webhook_url(NOBODY).approval(zoom_sandbox::Approval::Required)).await;
    let query = world.authorize("&state=s1").split_once('?').unwrap().1.to_owned();
    let form = [("query", query.as_str()), ("user", OSKAR), ("decision", "request")];
    let answer = world.http.post(world.url("/oauth/authorize")).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let shape = shape(&sent(&world.control(), "app.authorization_request_created"));
    // From Zoom's description of the event.
    for (path, kind) in [
        ("event", "text"),
        ("event_ts", "number"),
        ("payload.app_name", "text"),
        ("payload.app_type", "text"),
        ("payload.app_status", "text"),
        ("payload.app_description", "text"),
        ("payload.app_scopes", "list"),
        ("payload.app_scopes[]", "text"),
        ("payload.install_requirements.user_role", "text"),
        ("payload.requester_name", "text"),
        ("payload.requester_department", "text"),
        ("payload.requester_user_groups", "list"),
        ("payload.request_reason", "text"),
    ] {
        assert_eq!(shape.get(path), Some(&kind), "{path}");
    }
}

#[tokio::test]
async fn a_profile_changed_through_the_api_is_told_as_the_users_own_doing() {
    let world = connected().await;
    world.connect(MARA).await;
    let token = world.connect(OSKAR).await.access;
    let change = json!({ "first_name": "Oscar", "dept": "Sales" });
    let answer =
        world.call(reqwest::Method::PATCH, "/v2/users/me", &token).json(&change).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let payload = sent(&world.control(), "user.updated")["payload"].clone();
    assert_eq!(payload["operator"], OSKAR);
    let told = |object: &Value, field: &str| object[field].as_str().unwrap_or_default().to_owned();
    assert_eq!(told(&payload["object"], "dept"), "Sales");
    assert_eq!(told(&payload["object"], "display_name"), "Oscar Lind");
    assert_eq!(told(&payload["old_object"], "first_name"), "Oskar");
}
