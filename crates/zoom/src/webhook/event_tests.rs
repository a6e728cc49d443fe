//! Zoom's own samples, and what real deliveries do to them.

use serde_json::json;

use super::*;
use crate::webhook::DataRetention;

macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/fixtures/webhooks/", $name, ".json"))
    };
}

fn parse(body: &[u8]) -> Event {
    Event::parse(body).unwrap()
}

fn parse_json(body: &Value) -> Event {
    parse(body.to_string().as_bytes())
}

#[test]
fn every_sample_is_read_as_what_it_is() {
    use EventKind as E;
    type Sample = (&'static [u8], fn(&E) -> bool);
    let samples: [Sample; 15] = [
        (sample!("app_deauthorized"), |kind| matches!(kind, E::AppDeauthorized(_))),
        (sample!("endpoint.url_validation"), |kind| matches!(kind, E::UrlValidation { .. })),
        (sample!("meeting.created"), |kind| matches!(kind, E::MeetingCreated(_))),
        (sample!("meeting.deleted"), |kind| matches!(kind, E::MeetingDeleted(_))),
        (sample!("meeting.ended"), |kind| matches!(kind, E::MeetingEnded(_))),
        (sample!("meeting.participant_joined"), |kind| matches!(kind, E::ParticipantJoined(_))),
        (sample!("meeting.participant_left"), |kind| matches!(kind, E::ParticipantLeft(_))),
        (sample!("meeting.permanently_deleted"), |kind| matches!(kind, E::MeetingPermanentlyDeleted(_))),
        (sample!("meeting.recovered"), |kind| matches!(kind, E::MeetingRecovered(_))),
        (sample!("meeting.started"), |kind| matches!(kind, E::MeetingStarted(_))),
        (sample!("meeting.updated"), |kind| matches!(kind, E::MeetingUpdated(_))),
        (sample!("user.deactivated"), |kind| matches!(kind, E::UserDeactivated(_))),
        (sample!("user.deleted"), |kind| matches!(kind, E::UserDeleted(_))),
        (sample!("user.disassociated"), |kind| matches!(kind, E::UserDisassociated(_))),
        (sample!("user.updated"), |kind| matches!(kind, E::UserUpdated(_))),
    ];
    for (body, is_right) in samples {
        let event = parse(body);
        assert!(is_right(&event.kind), "{event:?}");
        assert!(event.at.is_some(), "{} has no time", event.name);
    }
}

#[test]
fn rt_65_the_id_is_the_same_as_number_and_as_text() {
    for id in [json!(98_884_753_832_u64), json!("98884753832")] {
        let event = parse_json(&json!({"event":"meeting.started","payload":{"object":{"id":id}}}));
        let EventKind::MeetingStarted(meeting) = event.kind else { panic!("{event:?}") };
        assert_eq!(meeting.id.as_str(), "98884753832");
    }
}

#[test]
fn a_change_holds_the_new_and_the_old_values() {
    let EventKind::MeetingUpdated(change) = parse(sample!("meeting.updated")).kind else { panic!() };
    assert_eq!(change.object.topic.as_deref(), Some("ZoomNet Unit Testing: UPDATED scheduled meeting"));
    assert_eq!(change.old_object.unwrap().topic.as_deref(), Some("ZoomNet Unit Testing: scheduled meeting"));
    assert_eq!(change.operator.id.as_deref(), Some("8lzIwvZTSOqjndWPbPqzuA"));
    assert_eq!(change.object.extra["settings"]["audio"], "voip");
}

#[test]
fn who_did_it_and_to_what_is_known() {
    let told = |body: &[u8]| {
        let Event { operator, operation, .. } = parse(body);
        (operator.and_then(|operator| operator.id), operation)
    };
    let admin = Some("z8yCxjabcdEFGHfp8uQ".to_owned());
    assert_eq!(told(sample!("meeting.permanently_deleted")), (admin.clone(), Some(Operation::Single)));
    let host = Some("8lzIwvZTSOqjndWPbPqzuA".to_owned());
    assert_eq!(told(sample!("meeting.updated")), (host, Some(Operation::Single)), "it says `scope`");
    assert_eq!(told(sample!("user.deactivated")), (admin, None));
    assert_eq!(told(sample!("meeting.started")), (None, None));
    let odd = json!({"event":"user.updated","payload":{"operation":"change_password","operator":7,"object":{"id":"u"}}});
    assert_eq!(told(odd.to_string().as_bytes()), (None, Some(Operation::Other("change_password".into()))));
}

#[test]
fn waiting_rooms_and_settings_are_known() {
    let waits = |name: &str| {
        parse_json(&json!({"event":name,"event_ts":1_720_707_175_904_u64,"payload":{"account_id":"a","object":{"id":"1",
            "uuid":"u","participant":{"user_id":"2","user_name":"Jill","email":"","date_time":"2021-07-13T21:44:51Z"}}}}))
        .kind
    };
    for (name, is_right) in [
        (
            "meeting.participant_joined_waiting_room",
            (|kind| matches!(kind, EventKind::ParticipantJoinedWaitingRoom(_))) as fn(&_) -> _,
        ),
        ("meeting.participant_left_waiting_room", |kind| {
            matches!(kind, EventKind::ParticipantLeftWaitingRoom(_))
        }),
        ("meeting.participant_admitted", |kind| matches!(kind, EventKind::ParticipantAdmitted(_))),
        ("meeting.participant_put_in_waiting_room", |kind| {
            matches!(kind, EventKind::ParticipantPutInWaitingRoom(_))
        }),
    ] {
        assert!(is_right(&waits(name)), "{name}");
    }
    let EventKind::ParticipantAdmitted(meeting) = waits("meeting.participant_admitted") else { panic!() };
    let participant = meeting.participant.unwrap();
    assert_eq!(
        (participant.email, participant.date_time),
        (None, Some("2021-07-13T21:44:51Z".parse().unwrap()))
    );

    let changed =
        parse_json(&json!({"event":"user.settings_updated","payload":{"account_id":"a","time_stamp":1,
        "object":{"id":"u","settings":{"in_meeting":{"waiting_room":true}}}}}));
    let EventKind::UserSettingsUpdated(change) = changed.kind else { panic!("{changed:?}") };
    assert_eq!(change.object.extra["settings"]["in_meeting"]["waiting_room"], true);
    assert_eq!(change.time_stamp, Some(Timestamp::from_millisecond(1).unwrap()));
    let back = parse_json(&json!({"event":"user.activated","payload":{"object":{"id":"u"}}}));
    assert!(matches!(back.kind, EventKind::UserActivated(_)));
}

#[test]
fn what_has_no_type_keeps_its_payload_but_does_not_show_it() {
    let event =
        parse_json(&json!({"event":"recording.completed","payload":{"account_id":"a","secret":"s3cret"}}));
    let EventKind::Unknown { problem: None, payload } = &event.kind else { panic!("{event:?}") };
    assert_eq!(payload.0["secret"], "s3cret");
    assert!(!format!("{event:?}").contains("s3cret"));
}

#[test]
fn rt_63_events_that_come_late_can_be_told_by_their_time() {
    let at = |ts: i64| {
        parse_json(&json!({"event":"meeting.ended","event_ts":ts,"payload":{"object":{"id":1}}})).at
    };
    assert!(at(1_720_707_175_904) < at(1_720_707_175_905), "to the millisecond");
}

#[test]
fn who_joined_is_known() {
    let EventKind::ParticipantJoined(meeting) = parse(sample!("meeting.participant_joined")).kind else {
        panic!()
    };
    let participant = meeting.participant.unwrap();
    assert_eq!(participant.user_name.as_deref(), Some("Jill Chill"));
    assert!(participant.join_time.is_some());
}

#[test]
fn the_time_of_a_deauthorization_is_found_in_every_form() {
    let deauthorized = |event_ts: Option<Value>, inside: Option<Value>| {
        let mut body =
            json!({"event":"app_deauthorized","payload":{"account_id":"a","user_id":"u","client_id":"c"}});
        if let Some(event_ts) = event_ts {
            body["event_ts"] = event_ts;
        }
        if let Some(inside) = inside {
            body["payload"]["event_ts"] = inside;
        }
        let event = parse_json(&body);
        assert!(matches!(event.kind, EventKind::AppDeauthorized(_)));
        event.at
    };
    let at = Some("2024-09-08T15:58:40Z".parse().unwrap());
    assert_eq!(deauthorized(Some(json!(1_725_811_120_000_i64)), None), at);
    assert_eq!(deauthorized(None, Some(json!(1_725_811_120_000_i64))), at);
    assert_eq!(deauthorized(None, Some(json!("2024-09-08 15:58:40"))), at);
    assert_eq!(deauthorized(None, None), None);
}

#[test]
fn a_deauthorization_keeps_its_payload_to_send_it_back() {
    let EventKind::AppDeauthorized(event) = parse(sample!("app_deauthorized")).kind else { panic!() };
    assert_eq!((event.user_id(), event.account_id()), ("abcD3ojfdbjfg", "AAAAAABBBB"));
    assert_eq!(event.client_id(), Some("ABCDEFGHIJKLMNOPQRST!V"));
    assert_eq!(event.deauthorized_at(), Some("2020-06-17T13:52:28.632Z".parse().unwrap()));
    let sent: Value = serde_json::from_slice(sample!("app_deauthorized")).unwrap();
    let stored = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&stored).unwrap(), sent["payload"]);
    assert_eq!(serde_json::from_str::<Deauthorization>(&stored).unwrap(), event);
}

#[test]
fn data_retention_is_a_word_not_a_switch() {
    for (said, meaning) in [
        (json!("false"), DataRetention::Delete),
        (json!("true"), DataRetention::Keep),
        (json!(false), DataRetention::Delete),
        (json!(""), DataRetention::NotSaid),
        (Value::Null, DataRetention::NotSaid),
    ] {
        let event: Deauthorization =
            serde_json::from_value(json!({"account_id":"a","user_id":"u","user_data_retention":said}))
                .unwrap();
        assert_eq!(event.data_retention(), meaning);
    }
}

#[test]
fn new_events_and_broken_payloads_are_unknown_and_no_error() {
    let new = parse_json(&json!({"event":"meeting.teleported","event_ts":1,"payload":{"account_id":"a"}}));
    assert!(matches!(new.kind, EventKind::Unknown { problem: None, .. }));
    assert_eq!(new.account_id.as_deref(), Some("a"));

    for (payload, path) in [
        (json!({"object":{"id":"no number"}}), "payload.object.id"),
        (json!({"object":{}}), "payload.object"),
        (json!(null), "payload.."),
        (json!("x"), "payload.."),
    ] {
        let event = parse_json(&json!({"event":"meeting.ended","payload":payload}));
        let EventKind::Unknown { problem: Some(problem), .. } = event.kind else { panic!("{event:?}") };
        assert_eq!(problem.path.trim_end_matches('.'), path.trim_end_matches('.'));
    }
}

#[test]
fn what_has_no_name_is_no_event() {
    for body in
        ["", "null", "[]", "7", "{}", r#"{"event":null}"#, r#"{"event":""}"#, "<xml/>", "{\"event\":\"a\""]
    {
        assert_eq!(Event::parse(body.as_bytes()).unwrap_err(), NotAnEvent, "{body}");
    }
    assert!(Event::parse(&[0xff, 0xfe]).is_err());
}

#[test]
fn debug_shows_nothing_personal() {
    for body in
        [&sample!("meeting.created")[..], sample!("meeting.participant_left"), sample!("user.updated")]
    {
        let debug = format!("{:?}", parse(body));
        for private in ["jchill", "Jill", "PaSsWoRd", "My Meeting", "pwd=", "@"] {
            assert!(!debug.contains(private), "{private} in {debug}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        drop(Event::parse(&body));
    }

    #[test]
    fn no_change_to_a_sample_makes_it_panic(at in 0..900_usize, byte: u8) {
        for sample in [&sample!("meeting.created")[..], sample!("app_deauthorized"), sample!("user.updated")] {
            let mut body = sample.to_vec();
            if let Some(place) = body.get_mut(at) {
                *place = byte;
            }
            drop(Event::parse(&body));
        }
    }
}
