//! Every sample of Zoom's answers and events: it is understood, and what is read can be written again without loss.
//!
//! Written again, a sample must hold every value it came with, but for the secrets, which are never written. A moment
//! may be written in another form, a number as text, and an empty text may be left out.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use zoom::meetings::{
    Invitation, InviteLink, Meeting, MeetingSettings, MeetingSummary, Recurrence, Registrant, Registration,
    UpcomingMeeting,
};
use zoom::page::Page;
use zoom::past_meetings::{Instance, PastMeeting, PastParticipant};
use zoom::users::{User, UserSettings};
use zoom::webhook::{
    ChangedMeeting, ChangedUser, Deauthorization, Event, EventKind, MeetingObject, UserObject,
};

macro_rules! endpoint {
    ($name:literal) => {
        include_str!(concat!("../fixtures/endpoints/", $name, ".json"))
    };
}

macro_rules! event {
    ($name:literal) => {
        include_str!(concat!("../fixtures/webhooks/", $name, ".json"))
    };
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Each value with its path, in one form.
fn leaves(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(name, value)| leaves(value, &format!("{path}.{name}"), found));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}[{at}]"), found));
        }
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => {
            let moment = text.parse::<jiff::Timestamp>().map(|at| at.to_string());
            found.insert(path.to_owned(), moment.unwrap_or_else(|_| text.clone()));
        }
        other => {
            found.insert(path.to_owned(), other.to_string());
        }
    }
}

fn all_leaves(value: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    leaves(value, "", &mut found);
    found
}

/// Reads and writes `came` as `T`, and compares. `secrets` must be there before, and gone after.
fn nothing_is_lost<T: DeserializeOwned + Serialize>(came: &Value, secrets: &[&str]) {
    let read: T = serde_json::from_value(came.clone()).unwrap();
    let mut wanted = all_leaves(came);
    for secret in secrets {
        assert!(wanted.remove(*secret).is_some(), "the sample has no {secret}");
    }
    let mut written = all_leaves(&serde_json::to_value(&read).unwrap());
    // Event times are numbers of milliseconds, and become moments.
    if let (Some(came), Some(at)) = (wanted.get(".time_stamp"), written.get_mut(".time_stamp")) {
        let moment: jiff::Timestamp = at.parse().unwrap();
        assert_eq!(*came, moment.as_millisecond().to_string());
        at.clone_from(came);
    }
    assert_eq!(wanted, written, "{}", std::any::type_name::<T>());
}

#[test]
fn every_answer_is_read_without_loss() {
    let passcodes = [".password", ".h323_password", ".pstn_password", ".encrypted_password"];
    for sample in [endpoint!("users-userId-meetings_POST"), endpoint!("meetings-meetingId_GET")] {
        let mut secrets = passcodes.to_vec();
        let sample = json(sample);
        secrets.extend(
            [".start_url", ".dynamic_host_key"].iter().filter(|name| sample.get(&name[1..]).is_some()),
        );
        nothing_is_lost::<Meeting>(&sample, &secrets);
        nothing_is_lost::<MeetingSettings>(&sample["settings"], &[]);
        nothing_is_lost::<Recurrence>(&sample["recurrence"], &[]);
    }
    nothing_is_lost::<MeetingSummary>(&json(endpoint!("users-userId-meetings_GET"))["meetings"][0], &[]);
    let upcoming = json(endpoint!("users-userId-upcoming_meetings_GET"));
    nothing_is_lost::<UpcomingMeeting>(&upcoming["meetings"][0], &[".passcode"]);
    nothing_is_lost::<Invitation>(&json(endpoint!("meetings-meetingId-invitation_GET")), &[]);
    nothing_is_lost::<InviteLink>(
        &json(endpoint!("meetings-meetingId-invite_links_POST"))["attendees"][0],
        &[],
    );
    let registrants = json(endpoint!("meetings-meetingId-registrants_GET"));
    nothing_is_lost::<Registrant>(&registrants["registrants"][0], &[".join_url"]);
    nothing_is_lost::<Registration>(&json(endpoint!("meetings-meetingId-registrants_POST")), &[".join_url"]);
    nothing_is_lost::<PastMeeting>(&json(endpoint!("past_meetings-meetingId_GET")), &[]);
    let participants = json(endpoint!("past_meetings-meetingId-participants_GET"));
    nothing_is_lost::<PastParticipant>(&participants["participants"][0], &[]);
    nothing_is_lost::<Instance>(
        &json(endpoint!("past_meetings-meetingId-instances_GET"))["meetings"][0],
        &[],
    );
    nothing_is_lost::<User>(&json(endpoint!("users-userId_GET")), &[]);
    nothing_is_lost::<UserSettings>(
        &json(endpoint!("users-userId-settings_GET")),
        &[".schedule_meeting.default_password_for_scheduled_meetings", ".schedule_meeting.pmi_password"],
    );
}

#[test]
fn every_list_is_read_as_a_page() {
    fn page<T: zoom::page::Listed + DeserializeOwned>(sample: &str) -> (usize, Option<u64>, bool) {
        let page: Page<T> = serde_json::from_str(sample).unwrap();
        (page.items.len(), page.total, page.next.is_some())
    }
    assert_eq!(page::<MeetingSummary>(endpoint!("users-userId-meetings_GET")), (1, Some(1), true));
    assert_eq!(page::<UpcomingMeeting>(endpoint!("users-userId-upcoming_meetings_GET")), (1, Some(1), false));
    assert_eq!(page::<Registrant>(endpoint!("meetings-meetingId-registrants_GET")), (1, Some(20), true));
    let participants = endpoint!("past_meetings-meetingId-participants_GET");
    assert_eq!(page::<PastParticipant>(participants), (1, Some(1), true));
}

#[test]
fn every_event_is_read_without_loss() {
    let payload = |text: &str| json(text)["payload"].clone();
    let object = |text: &str| payload(text)["object"].clone();
    nothing_is_lost::<MeetingObject>(&object(event!("meeting.created")), &[".password"]);
    for sample in [
        event!("meeting.deleted"),
        event!("meeting.recovered"),
        event!("meeting.permanently_deleted"),
        event!("meeting.started"),
        event!("meeting.ended"),
        event!("meeting.participant_joined"),
        event!("meeting.participant_left"),
    ] {
        nothing_is_lost::<MeetingObject>(&object(sample), &[]);
    }
    for sample in [event!("user.deactivated"), event!("user.deleted"), event!("user.disassociated")] {
        nothing_is_lost::<UserObject>(&object(sample), &[]);
    }
    nothing_is_lost::<Deauthorization>(&payload(event!("app_deauthorized")), &[]);

    // These hold the operator too; the account and the scope are the event's own.
    let part = |text: &str| {
        let mut payload = payload(text);
        payload.as_object_mut().unwrap().retain(|name, _| name != "account_id" && name != "scope");
        payload
    };
    nothing_is_lost::<ChangedMeeting>(&part(event!("meeting.updated")), &[]);
    nothing_is_lost::<ChangedUser>(&part(event!("user.updated")), &[]);
}

#[test]
fn secrets_are_read_though_they_are_never_written() {
    use secrecy::ExposeSecret;
    let meeting: Meeting = serde_json::from_str(endpoint!("meetings-meetingId_GET")).unwrap();
    assert_eq!(meeting.password.unwrap().expose_secret(), "123456");
    assert_eq!(meeting.encrypted_password.unwrap().expose_secret(), "8pEkRweVXPV3Ob2KJYgFTRlDtl1gSn.1");
    let created: Meeting = serde_json::from_str(endpoint!("users-userId-meetings_POST")).unwrap();
    assert!(created.start_url.is_some());
    let settings: UserSettings = serde_json::from_str(endpoint!("users-userId-settings_GET")).unwrap();
    let passcode = settings.schedule_meeting.default_password_for_scheduled_meetings.unwrap();
    assert_eq!(passcode.expose_secret(), "1213434");
    let EventKind::MeetingCreated(meeting) = Event::parse(event!("meeting.created").as_bytes()).unwrap().kind
    else {
        panic!()
    };
    assert!(meeting.password.is_some());
}

/// Any JSON, a few levels deep.
fn any_json() -> impl proptest::strategy::Strategy<Value = Value> {
    use proptest::prelude::*;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z_]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Puts `value` in place of the field that `at` picks, unless it is one of `needed`.
fn with_odd_field(sample: &str, needed: &[&str], at: usize, value: Value) -> Value {
    let mut odd = json(sample);
    let map = odd.as_object_mut().unwrap();
    let names: Vec<String> = map.keys().filter(|name| !needed.contains(&name.as_str())).cloned().collect();
    map.insert(names[at % names.len()].clone(), value);
    odd
}

proptest::proptest! {
    #[test]
    fn no_odd_field_is_worth_losing_an_answer(at: usize, value in any_json()) {
        let meeting = with_odd_field(endpoint!("meetings-meetingId_GET"), &["id", "start_time"], at, value.clone());
        serde_json::from_value::<Meeting>(meeting).unwrap();
        let user = with_odd_field(endpoint!("users-userId_GET"), &["id"], at, value.clone());
        serde_json::from_value::<User>(user).unwrap();
        let settings = with_odd_field(endpoint!("users-userId-settings_GET"), &[], at, value.clone());
        serde_json::from_value::<UserSettings>(settings).unwrap();
        let past = with_odd_field(endpoint!("past_meetings-meetingId_GET"), &["id", "start_time", "end_time"], at, value);
        serde_json::from_value::<PastMeeting>(past).unwrap();
    }

    #[test]
    fn fields_that_nobody_knows_are_kept(name in "[a-z]{1,8}", value in any_json()) {
        let name = format!("new_{name}");
        let mut sample = json(endpoint!("meetings-meetingId_GET"));
        sample[&name] = value.clone();
        sample["settings"][&name] = value.clone();
        sample["recurrence"][&name] = value.clone();
        let meeting: Meeting = serde_json::from_value(sample).unwrap();
        proptest::prop_assert_eq!(meeting.extra.get(&name), Some(&value));
        proptest::prop_assert_eq!(meeting.settings.extra.get(&name), Some(&value));
        let recurrence = meeting.recurrence.unwrap();
        proptest::prop_assert_eq!(recurrence.extra.get(&name), Some(&value));
    }
}
