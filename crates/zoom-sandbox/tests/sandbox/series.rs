//! Recurring meetings: sections C.5 to C.8.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{OSKAR, World, answer, json, start};

/// Tuesdays and Thursdays at 9 in Berlin, over the change to summer time on 28 March.
fn series() -> Value {
    json!({
        "type": 8, "topic": "Stand-up", "agenda": "Round", "duration": 30, "start_time": "2027-03-16T09:00:00",
        "timezone": "Europe/Berlin",
        "recurrence": { "type": 2, "repeat_interval": 1, "weekly_days": "3,5", "end_times": 5 },
    })
}

fn starts(meeting: &Value) -> Vec<&str> {
    let all = meeting["occurrences"].as_array().unwrap().iter();
    all.map(|one| one["start_time"].as_str().unwrap()).collect()
}

async fn world_with_series() -> (World, String, String, Value) {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, series()).await;
    let path = format!("/v2/meetings/{}", made["id"]);
    (world, token, path, made)
}

#[tokio::test]
async fn a_series_keeps_the_wall_clock_of_its_zone() {
    let (world, token, path, made) = world_with_series().await;
    let expected = [
        "2027-03-16T08:00:00Z",
        "2027-03-18T08:00:00Z",
        "2027-03-23T08:00:00Z",
        "2027-03-25T08:00:00Z",
        "2027-03-30T07:00:00Z",
    ];
    assert_eq!(starts(&made), expected);
    assert_eq!(made["start_time"], expected[0]);
    assert_eq!(
        made["occurrences"][0]["occurrence_id"], "1805184000000",
        "milliseconds of the start, as text"
    );
    assert_eq!(made["occurrences"][0]["status"], "available");
    let rule = json!({ "type": 2, "repeat_interval": 1, "weekly_days": "3,5", "end_times": 5 });
    assert_eq!(made["recurrence"], rule);
    let read = json(world.get(&path, &token).await).await;
    assert_eq!((&read["occurrences"], &read["recurrence"]), (&made["occurrences"], &rule));
}

#[tokio::test]
async fn rules_beyond_zooms_limits_are_refused_by_field() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let cases = [
        (json!({}), "recurrence.type"),
        (json!({ "type": 4 }), "recurrence.type"),
        (json!({ "type": 1, "repeat_interval": 91 }), "recurrence.repeat_interval"),
        (json!({ "type": 2, "repeat_interval": 13 }), "recurrence.repeat_interval"),
        (json!({ "type": 3, "repeat_interval": 4 }), "recurrence.repeat_interval"),
        (json!({ "type": 2, "weekly_days": "0" }), "recurrence.weekly_days"),
        (json!({ "type": 2, "weekly_days": "8" }), "recurrence.weekly_days"),
        (json!({ "type": 3, "monthly_day": 32 }), "recurrence.monthly_day"),
        (json!({ "type": 3, "monthly_week": 5, "monthly_week_day": 1 }), "recurrence.monthly_week"),
        (json!({ "type": 3, "monthly_week": 1 }), "recurrence.monthly_week_day"),
        (json!({ "type": 3, "monthly_week_day": 1 }), "recurrence.monthly_week"),
        (json!({ "type": 1, "end_times": 61 }), "recurrence.end_times"),
        (json!({ "type": 1, "end_date_time": "2027-04-01" }), "recurrence.end_date_time"),
        (json!({ "type": 1, "end_date_time": "2027-01-01T00:00:00Z" }), "recurrence.end_date_time"),
        (
            json!({ "type": 1, "end_times": 2, "end_date_time": "2027-04-01T00:00:00Z" }),
            "recurrence.end_date_time",
        ),
    ];
    for (rule, field) in cases {
        let body = json!({ "type": 8, "start_time": "2027-03-16T09:00:00Z", "recurrence": rule });
        let (status, answer) = answer(world.create(&token, &body).await).await;
        assert_eq!((status, &answer["code"]), (400, &json!(300)), "{rule}");
        assert_eq!(answer["errors"][0]["field"], field, "{rule}: {answer}");
    }
    let missing = answer(world.create(&token, &json!({ "type": 8 })).await).await.1;
    assert_eq!(missing["errors"], json!([{ "field": "recurrence", "message": "Missing field." }]));
}

#[tokio::test]
async fn rules_at_zooms_limits_are_accepted() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    for (rule, count) in [
        (json!({ "type": 1, "repeat_interval": 90, "end_times": 60 }), 60),
        (json!({ "type": 1, "repeat_interval": 1, "end_times": 0 }), 60),
        (json!({ "type": 2, "repeat_interval": 12 }), 1),
        (json!({ "type": 3, "repeat_interval": 3, "monthly_day": 31, "end_times": 2 }), 2),
        (json!({ "type": 3, "monthly_week": -1, "monthly_week_day": 7, "end_times": 3 }), 3),
        (json!({ "type": 1, "end_date_time": "2027-03-18T09:00:00Z" }), 3),
    ] {
        let body = json!({ "type": 8, "start_time": "2027-03-16T09:00:00Z", "recurrence": rule });
        assert_eq!(starts(&world.make(&token, body).await).len(), count, "{rule}");
    }
}

#[tokio::test]
async fn a_recurring_meeting_without_a_fixed_time_has_no_start_and_no_occurrences() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, json!({ "type": 3, "start_time": "2027-03-16T09:00:00Z" })).await;
    assert_eq!((made.get("start_time"), made.get("occurrences")), (None, None));
    let list = json(world.get("/v2/users/me/meetings?type=upcoming", &token).await).await;
    assert_eq!((&list["meetings"][0]["id"], list["meetings"][0].get("start_time")), (&made["id"], None));
}

#[tokio::test]
async fn one_occurrence_can_be_changed_in_the_few_fields_it_may_have_of_its_own() {
    let (world, token, path, made) = world_with_series().await;
    let second = made["occurrences"][1]["occurrence_id"].as_str().unwrap();
    let one = format!("{path}?occurrence_id={second}");
    let change = json!({
        "topic": "Not possible", "agenda": "Review", "duration": 45, "start_time": "2027-03-18T10:00:00Z",
        "settings": { "host_video": true, "audio": "voip" },
    });
    assert_eq!(world.send(Method::PATCH, &one, &token, change).await, (204, Value::Null));
    let read = json(world.get(&one, &token).await).await;
    assert_eq!((&read["topic"], &read["agenda"]), (&json!("Stand-up"), &json!("Review")));
    assert_eq!((&read["duration"], &read["start_time"]), (&json!(45), &json!("2027-03-18T10:00:00Z")));
    assert_eq!((&read["settings"]["host_video"], &read["settings"]["audio"]), (&json!(true), &json!("both")));
    let all = json(world.get(&path, &token).await).await;
    assert_eq!((&all["agenda"], &all["duration"]), (&json!("Round"), &json!(30)));
    assert_eq!(starts(&all)[1], "2027-03-18T10:00:00Z");
    assert_eq!(all["occurrences"][1]["occurrence_id"], second, "a moved occurrence keeps its id");
    assert_eq!(starts(&all)[2], "2027-03-23T08:00:00Z");
}

#[tokio::test]
async fn one_occurrence_can_be_deleted_and_the_rest_stays() {
    let (world, token, path, made) = world_with_series().await;
    let first = format!("{path}?occurrence_id={}", made["occurrences"][0]["occurrence_id"].as_str().unwrap());
    assert_eq!(world.call(Method::DELETE, &first, &token).send().await.unwrap().status(), 204);
    let read = json(world.get(&path, &token).await).await;
    let statuses: Vec<&Value> =
        read["occurrences"].as_array().unwrap().iter().map(|one| &one["status"]).collect();
    assert_eq!(statuses, ["deleted", "available", "available", "available", "available"]);
    assert_eq!(read["start_time"], "2027-03-18T08:00:00Z", "the next one");
    let unknown = json!({ "code": 3000, "message": "Invalid occurrence_id." });
    for occurrence in [first.as_str(), &format!("{path}?occurrence_id=1"), &format!("{path}?occurrence_id=x")]
    {
        let again = world.call(Method::DELETE, occurrence, &token).send().await.unwrap();
        assert_eq!(answer(again).await, (400, unknown.clone()), "{occurrence}");
    }
    assert_eq!(world.call(Method::DELETE, &path, &token).send().await.unwrap().status(), 204);
    assert_eq!(world.get(&path, &token).await.status(), 404);
}

#[tokio::test]
async fn past_occurrences_are_shown_only_when_asked_for_and_cannot_be_changed() {
    let (world, _, path, made) = world_with_series().await;
    world.sandbox.clock().advance(SignedDuration::from_hours(4 * 24));
    let token = world.connect(OSKAR).await.access;
    assert_eq!(starts(&json(world.get(&path, &token).await).await).len(), 3);
    let with_past = json(world.get(&format!("{path}?show_previous_occurrences=true"), &token).await).await;
    assert_eq!(starts(&with_past).len(), 5);
    let first = format!("{path}?occurrence_id={}", made["occurrences"][0]["occurrence_id"].as_str().unwrap());
    let over =
        json!({ "code": 3007, "message": "Sorry, you cannot delete this meeting since it has ended." });
    let deleted = world.call(Method::DELETE, &first, &token).send().await.unwrap();
    assert_eq!(answer(deleted).await, (400, over));
    let changed = world.send(Method::PATCH, &first, &token, json!({ "duration": 5 })).await;
    assert_eq!((changed.0, &changed.1["code"]), (400, &json!(3000)));
}

#[tokio::test]
async fn a_new_start_moves_a_series_only_together_with_its_rule() {
    let (world, token, path, made) = world_with_series().await;
    let start = json!("2027-03-17T12:00:00Z");
    assert_eq!(world.send(Method::PATCH, &path, &token, json!({ "start_time": start })).await.0, 204);
    assert_eq!(json(world.get(&path, &token).await).await["occurrences"], made["occurrences"]);
    let rule = json!({ "type": 1, "repeat_interval": 2, "end_times": 2 });
    let both = json!({ "start_time": start, "recurrence": rule });
    assert_eq!(world.send(Method::PATCH, &path, &token, both).await.0, 204);
    let moved = json(world.get(&path, &token).await).await;
    assert_eq!(starts(&moved), ["2027-03-17T12:00:00Z", "2027-03-19T12:00:00Z"]);
    assert_eq!(moved["id"], made["id"]);
}

#[tokio::test]
async fn a_meeting_becomes_a_series_and_a_single_one_again() {
    let (world, token, path, _) = world_with_series().await;
    assert_eq!(world.send(Method::PATCH, &path, &token, json!({ "type": 2 })).await.0, 204);
    let single = json(world.get(&path, &token).await).await;
    assert_eq!((single.get("occurrences"), &single["start_time"]), (None, &json!("2027-03-16T08:00:00Z")));
    let refused = world.send(Method::PATCH, &path, &token, json!({ "type": 8 })).await;
    assert_eq!((refused.0, &refused.1["errors"][0]["field"]), (400, &json!("recurrence")));
    let back = json!({ "type": 8, "recurrence": { "type": 1, "end_times": 2 } });
    assert_eq!(world.send(Method::PATCH, &path, &token, back).await.0, 204);
    let series = json(world.get(&path, &token).await).await;
    assert_eq!(starts(&series), ["2027-03-16T08:00:00Z", "2027-03-17T08:00:00Z"]);
}
