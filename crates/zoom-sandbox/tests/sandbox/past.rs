//! Meetings that took place: section C.13.

use jiff::SignedDuration;
use serde_json::{Value, json};
use zoom_sandbox::{ACCOUNT_ID, Plan, SeedMeeting};

use crate::client::{MARA, OSKAR, World, answer, json, monday, start};

/// A Licensed host's meeting of 30 minutes: the host the whole time, Jill twice.
async fn world_with_past() -> (World, String, Value) {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, json!({ "topic": "Review" })).await;
    let (control, id) = (world.control(), made["id"].as_i64().unwrap());
    control.start_meeting(id);
    control.join_meeting(id, "", OSKAR);
    let jill = control.join_meeting(id, "Jill", "jill@example.com").unwrap();
    control.advance(SignedDuration::from_mins(10));
    control.leave_meeting(id, &jill);
    control.advance(SignedDuration::from_mins(5));
    control.join_meeting(id, "Jill", "jill@example.com");
    control.advance(SignedDuration::from_mins(15));
    control.end_meeting(id);
    (world, token, made)
}

fn twice(uuid: &str) -> String {
    let once: String = url::form_urlencoded::byte_serialize(uuid.as_bytes()).collect();
    url::form_urlencoded::byte_serialize(once.as_bytes()).collect()
}

#[tokio::test]
async fn a_past_meeting_is_told_with_its_times_and_counts() {
    let (world, token, made) = world_with_past().await;
    let past = json(world.get(&format!("/v2/past_meetings/{}", made["id"]), &token).await).await;
    let expected = json!({
        "id": made["id"], "uuid": made["uuid"], "host_id": made["host_id"], "topic": "Review", "type": 2,
        "user_email": OSKAR, "user_name": "Oskar Lind", "start_time": "2027-03-15T08:00:00Z",
        "end_time": "2027-03-15T08:30:00Z", "duration": 30, "total_minutes": 55, "participants_count": 2, "dept": "",
        "source": "Local development app", "has_meeting_summary": false,
    });
    assert_eq!(past, expected);
}

#[tokio::test]
async fn a_meeting_made_on_zooms_own_pages_has_zoom_as_its_source() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let id = world.control().seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    world.control().start_meeting(id);
    world.control().end_meeting(id);
    let past = json(world.get(&format!("/v2/past_meetings/{id}"), &token).await).await;
    assert_eq!(past["source"], "Zoom");
    let read = json(world.get(&format!("/v2/meetings/{id}"), &token).await).await;
    assert_eq!(read["creation_source"], "web_portal");
}

#[tokio::test]
async fn whoever_came_back_has_several_rows_and_guests_have_no_id_and_no_email() {
    let (world, token, made) = world_with_past().await;
    let path = format!("/v2/past_meetings/{}/participants", made["id"]);
    let list = json(world.get(&path, &token).await).await;
    assert_eq!((&list["total_records"], &list["page_count"]), (&json!(3), &json!(1)));
    let rows = list["participants"].as_array().unwrap();
    let durations: Vec<&Value> = rows.iter().map(|row| &row["duration"]).collect();
    assert_eq!(durations, [30 * 60, 10 * 60, 15 * 60]);
    assert_eq!(
        (&rows[0]["user_email"], &rows[0]["id"], &rows[0]["internal_user"]),
        (&json!(OSKAR), &made["host_id"], &json!(true))
    );
    assert_eq!(
        (&rows[1]["user_email"], &rows[1]["id"], &rows[1]["internal_user"]),
        (&json!(""), &json!(""), &json!(false))
    );
    assert_eq!(
        (&rows[1]["join_time"], &rows[1]["leave_time"]),
        (&json!("2027-03-15T08:00:00Z"), &json!("2027-03-15T08:10:00Z"))
    );
}

#[tokio::test]
async fn participants_come_in_pages() {
    let (world, token, made) = world_with_past().await;
    let path = format!("/v2/past_meetings/{}/participants?page_size=2", made["id"]);
    let first = json(world.get(&path, &token).await).await;
    let next = first["next_page_token"].as_str().unwrap();
    let second = json(world.get(&format!("{path}&next_page_token={next}"), &token).await).await;
    assert_eq!(
        (first["participants"].as_array().unwrap().len(), second["participants"].as_array().unwrap().len()),
        (2, 1)
    );
    assert_eq!(second["next_page_token"], "");
}

#[tokio::test]
async fn nothing_is_told_about_a_single_participant() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let id = world.control().seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    world.control().start_meeting(id);
    // The same person twice is still one.
    world.control().join_meeting(id, "", OSKAR);
    world.control().join_meeting(id, "", OSKAR);
    world.control().end_meeting(id);
    let list = json(world.get(&format!("/v2/past_meetings/{id}/participants"), &token).await).await;
    assert_eq!((&list["participants"], &list["total_records"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn a_registrant_is_known_by_their_registration() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, json!({ "settings": { "approval_type": 0 } })).await;
    let id = made["id"].as_i64().unwrap();
    let jill = json!({ "first_name": "Jill", "email": "jill@example.com" });
    let path = format!("/v2/meetings/{id}/registrants");
    let registrant = world.send(reqwest::Method::POST, &path, &token, jill).await.1["registrant_id"].clone();
    world.control().start_meeting(id);
    world.control().join_meeting(id, "", OSKAR);
    world.control().join_meeting(id, "Jill", "jill@example.com");
    world.control().end_meeting(id);
    let list = json(world.get(&format!("/v2/past_meetings/{id}/participants"), &token).await).await;
    assert_eq!(list["participants"][1]["registrant_id"], registrant);
}

#[tokio::test]
async fn an_id_means_the_latest_instance_and_a_uuid_its_own() {
    let (world, token, made) = world_with_past().await;
    let id = made["id"].as_i64().unwrap();
    world.control().advance(SignedDuration::from_mins(60));
    let token_later = world.connect(OSKAR).await.access;
    drop(token);
    world.control().start_meeting(id);
    world.control().advance(SignedDuration::from_secs(61));
    world.control().end_meeting(id);
    let latest = json(world.get(&format!("/v2/past_meetings/{id}"), &token_later).await).await;
    assert_ne!(latest["uuid"], made["uuid"]);
    assert_eq!(latest["duration"], 2, "a begun minute counts");
    let first = twice(made["uuid"].as_str().unwrap());
    let first = json(world.get(&format!("/v2/past_meetings/{first}"), &token_later).await).await;
    assert_eq!((&first["uuid"], &first["duration"]), (&made["uuid"], &json!(30)));
    let instances = json(world.get(&format!("/v2/past_meetings/{id}/instances"), &token_later).await).await;
    let expected = json!({ "meetings": [
        { "uuid": made["uuid"], "start_time": "2027-03-15T08:00:00Z" },
        { "uuid": latest["uuid"], "start_time": "2027-03-15T09:30:00Z" },
    ] });
    assert_eq!(instances, expected);
}

#[tokio::test]
async fn rt_66_past_meetings_are_found_by_uuids_with_slashes_encoded_twice() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let id = world.control().seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    let mut seen = String::new();
    // Enough sessions that some uuids begin with a slash or hold a plus.
    for _ in 0..60 {
        world.control().start_meeting(id);
        world.control().end_meeting(id);
        let uuid = world.control().meetings(OSKAR)[0].uuid.clone();
        let found = json(world.get(&format!("/v2/past_meetings/{}", twice(&uuid)), &token).await).await;
        assert_eq!(found["uuid"], uuid);
        seen.push_str(&uuid);
    }
    assert!(seen.contains('/') && seen.contains('+'));
}

#[tokio::test]
async fn past_meetings_are_for_paid_accounts() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let id = world.control().seed_meeting(MARA, SeedMeeting::default()).unwrap().id;
    world.control().start_meeting(id);
    world.control().end_meeting(id);
    let paid = json!({ "code": 200, "message": format!("Only available for paid account: {ACCOUNT_ID}") });
    for path in [format!("/v2/past_meetings/{id}"), format!("/v2/past_meetings/{id}/participants")] {
        assert_eq!(answer(world.get(&path, &token).await).await, (400, paid.clone()), "{path}");
    }
    world.control().set_plan(MARA, Plan::Licensed);
    assert_eq!(world.get(&format!("/v2/past_meetings/{id}"), &token).await.status(), 200);
}

#[tokio::test]
async fn each_reason_to_tell_nothing_has_its_own_words() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let missing = |message: &str| (404, json!({ "code": 3001, "message": message }));
    let unknown = answer(world.get("/v2/past_meetings/81234567890", &token).await).await;
    assert_eq!(unknown, missing("This meeting is not available or ID is not valid."));
    let id = world.control().seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    let path = format!("/v2/past_meetings/{id}");
    assert_eq!(answer(world.get(&path, &token).await).await, missing("Meeting ID is invalid or not end."));
    world.control().start_meeting(id);
    assert_eq!(answer(world.get(&path, &token).await).await, missing("Meeting ID is invalid or not end."));
    world.control().end_meeting(id);
    assert_eq!(world.get(&path, &token).await.status(), 200);

    let theirs = world.control().seed_meeting(MARA, SeedMeeting::default()).unwrap().id;
    world.control().start_meeting(theirs);
    world.control().end_meeting(theirs);
    let refused = answer(world.get(&format!("/v2/past_meetings/{theirs}"), &token).await).await;
    assert_eq!(refused, (400, json!({ "code": 300, "message": "Cannot access meeting information." })));

    world.sandbox.clock().set(monday() + SignedDuration::from_hours(365 * 24));
    let token = world.connect(OSKAR).await.access;
    let old = json!({ "code": 12702, "message": "Can not access a meeting a year ago." });
    assert_eq!(answer(world.get(&path, &token).await).await, (400, old));
    let instances = json(world.get(&format!("{path}/instances"), &token).await).await;
    assert_eq!(instances["meetings"], json!([]));
}
