//! Lists of meetings, and what comes up within a day: sections C.10, C.11.

use jiff::SignedDuration;
use serde_json::{Value, json};
use zoom_sandbox::SeedMeeting;

use crate::client::{MARA, OSKAR, World, answer, json, monday, start};

fn at(hours: i64) -> SeedMeeting {
    SeedMeeting {
        topic: hours.to_string(),
        start_time: Some(monday() + SignedDuration::from_hours(hours)),
        duration: 30,
        ..SeedMeeting::default()
    }
}

async fn topics(world: &World, token: &str, path: &str) -> Vec<String> {
    let list = json(world.get(path, token).await).await;
    list["meetings"].as_array().unwrap().iter().map(|one| one["topic"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_list_can_be_limited_to_days_of_a_zone() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    for hours in [-20, 0, 20, 40] {
        world.control().seed_meeting(OSKAR, at(hours));
    }
    for (query, expected) in [
        ("from=2027-03-15&timezone=UTC", vec!["0", "20", "40"]),
        ("to=2027-03-15&timezone=UTC", vec!["-20", "0"]),
        ("from=2027-03-16&to=2027-03-16&timezone=UTC", vec!["20"]),
        // 8 in the morning of the 15th in UTC is still the 14th on Honolulu.
        ("from=2027-03-14&to=2027-03-14&timezone=Pacific/Honolulu", vec!["-20", "0"]),
        ("from=2027-03-16&type=upcoming&timezone=UTC", vec!["20", "40"]),
    ] {
        assert_eq!(
            topics(&world, &token, &format!("/v2/users/me/meetings?{query}")).await,
            expected,
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_wrong_parameter_of_a_list_is_named() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    for (query, field) in [
        ("type=all", "type"),
        ("from=yesterday", "from"),
        ("to=2027-02-30", "to"),
        ("timezone=Mars/Olympus", "timezone"),
        ("page_size=many", "page_size"),
        ("page_number=x", "page_number"),
    ] {
        let (status, body) = answer(world.get(&format!("/v2/users/me/meetings?{query}"), &token).await).await;
        assert_eq!((status, &body["errors"][0]["field"]), (400, &json!(field)), "{query}");
    }
}

#[tokio::test]
async fn a_page_has_thirty_rows_and_never_more_than_three_hundred() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    for hour in 0..35 {
        world.control().seed_meeting(OSKAR, at(hour));
    }
    let list = json(world.get("/v2/users/me/meetings", &token).await).await;
    assert_eq!((list["meetings"].as_array().unwrap().len(), &list["page_size"]), (30, &json!(30)));
    assert_eq!((&list["page_count"], &list["page_number"]), (&json!(2), &json!(1)));
    let second = json(world.get("/v2/users/me/meetings?page_number=2", &token).await).await;
    assert_eq!((second["meetings"].as_array().unwrap().len(), &second["page_number"]), (5, &json!(2)));
    let large = json(world.get("/v2/users/me/meetings?page_size=1000", &token).await).await;
    assert_eq!((&large["page_size"], &large["next_page_token"]), (&json!(300), &json!("")));
}

#[tokio::test]
async fn instant_meetings_are_listed_only_while_they_go_on() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let id = world.make(&token, json!({ "type": 1, "topic": "Now" })).await["id"].as_i64().unwrap();
    assert!(topics(&world, &token, "/v2/users/me/meetings").await.is_empty());
    world.control().start_meeting(id);
    assert_eq!(topics(&world, &token, "/v2/users/me/meetings?type=live").await, ["Now"]);
    assert!(topics(&world, &token, "/v2/users/me/meetings").await.is_empty());
}

#[tokio::test]
async fn a_series_is_one_row_that_is_over_only_after_its_last_date() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let rule = json!({ "type": 1, "repeat_interval": 1, "end_times": 3 });
    let body =
        json!({ "type": 8, "topic": "Daily", "start_time": "2027-03-15T09:00:00Z", "recurrence": rule });
    world.make(&token, body).await;
    world.sandbox.clock().advance(SignedDuration::from_hours(25));
    let token = world.connect(OSKAR).await.access;
    let list = json(world.get("/v2/users/me/meetings?type=upcoming", &token).await).await;
    let row = &list["meetings"][0];
    assert_eq!((&list["total_records"], &row["type"]), (&json!(1), &json!(8)));
    assert_eq!(row["start_time"], "2027-03-16T09:00:00Z", "goes on just now");
    world.sandbox.clock().advance(SignedDuration::from_hours(48));
    let token = world.connect(OSKAR).await.access;
    assert!(topics(&world, &token, "/v2/users/me/meetings?type=upcoming").await.is_empty());
    assert_eq!(topics(&world, &token, "/v2/users/me/meetings?type=previous_meetings").await, ["Daily"]);
}

#[tokio::test]
async fn what_comes_up_within_a_day_is_listed_for_hosts_and_invited_alike() {
    let world = start().await;
    let oskar = world.connect(OSKAR).await.access;
    let mara = world.connect(MARA).await.access;
    let invited = |start: &str, topic: &str| json!({ "topic": topic, "start_time": start, "settings": { "meeting_invitees": [{ "email": MARA }] } });
    let made = world.make(&oskar, invited("2027-03-15T20:00:00Z", "Soon")).await;
    world.make(&oskar, invited("2027-03-16T08:00:00Z", "Later")).await;
    world.make(&oskar, json!({ "topic": "Private", "start_time": "2027-03-15T21:00:00Z" })).await;
    let seen = json(world.get("/v2/users/me/upcoming_meetings", &mara).await).await;
    let expected = json!({ "total_records": 1, "meetings": [{
        "id": made["id"], "topic": "Soon", "type": 2, "start_time": "2027-03-15T20:00:00Z", "duration": 60,
        "timezone": "Europe/Stockholm", "created_at": "2027-03-15T08:00:00Z", "join_url": made["join_url"],
        "passcode": made["password"], "use_pmi": false, "is_host": false, "is_all_day": false,
    }] });
    assert_eq!(seen, expected);
    assert_eq!(topics(&world, &oskar, "/v2/users/me/upcoming_meetings").await, ["Soon", "Private"]);
    let own = json(world.get("/v2/users/me/upcoming_meetings", &oskar).await).await;
    assert_eq!(own["meetings"][0]["is_host"], true);
}

#[tokio::test]
async fn each_date_of_a_series_within_the_day_comes_up() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let rule = json!({ "type": 1, "repeat_interval": 1, "end_times": 3 });
    world.make(&token, json!({ "type": 8, "start_time": "2027-03-15T07:50:00Z", "recurrence": rule })).await;
    let list = json(world.get("/v2/users/me/upcoming_meetings", &token).await).await;
    let starts: Vec<&Value> =
        list["meetings"].as_array().unwrap().iter().map(|one| &one["start_time"]).collect();
    assert_eq!(starts, ["2027-03-15T07:50:00Z", "2027-03-16T07:50:00Z"]);
}
