//! What the client sends is what Zoom's published description knows. The description is the one that the sandbox is held to.

use std::collections::BTreeSet;

use jiff::civil::Weekday;

use serde_json::Value;
use zoom::meetings::{
    ApprovalType, Attendee, Audio, AutoRecording, CustomAnswer, DeleteOptions, GetOptions, InviteLinks,
    Invitee, ListMeetings, ListRegistrants, MeetingSettings, MeetingUpdate, NewMeeting, NewRegistrant,
    Recurrence, RecurrenceType, RegistrantAction, RegistrantRef, RegistrationType, StartTime, TrackingField,
};
use zoom::past_meetings::ListParticipants;
use zoom::users::{SettingsOptions, UserUpdate};
use zoom::{AccessToken, MeetingId};

use crate::fake::{Asked, Fake, answer};

const OPENAPI: &str = include_str!("../../../zoom-sandbox/tests/fixtures/openapi.json");

/// A call that the description lacks, and that is known from elsewhere (reference B).
const NOT_DESCRIBED: &str = "PUT /meetings/{meetingId}/registrants/status";

fn all_settings() -> MeetingSettings {
    let yes = Some(true);
    MeetingSettings {
        host_video: yes,
        participant_video: yes,
        join_before_host: yes,
        join_before_host_minutes: Some(5),
        waiting_room: yes,
        mute_upon_entry: yes,
        use_pmi: Some(false),
        auto_recording: Some(AutoRecording::None),
        approval_type: Some(ApprovalType::NoRegistration),
        registration_type: Some(RegistrationType::Once),
        close_registration: yes,
        registrants_confirmation_email: yes,
        registrants_email_notification: yes,
        contact_name: Some("Jill".into()),
        contact_email: Some("jill@example.com".into()),
        audio: Some(Audio::Both),
        watermark: yes,
        meeting_authentication: yes,
        authentication_option: Some("signIn_1".into()),
        authentication_domains: Some("example.com".into()),
        encryption_type: Some("e2ee".into()),
        focus_mode: yes,
        private_meeting: yes,
        show_share_button: yes,
        allow_multiple_devices: yes,
        alternative_hosts: Some("thill@example.com".into()),
        alternative_hosts_email_notification: yes,
        email_notification: yes,
        meeting_invitees: Some(vec![Invitee::new("jill@example.com")]),
        // Only in answers.
        global_dial_in_numbers: Vec::new(),
        extra: serde_json::Map::new(),
    }
}

fn all_recurrence() -> Recurrence {
    Recurrence {
        weekly_days: vec![Weekday::Monday],
        monthly_day: Some(1),
        monthly_week: Some(1),
        monthly_week_day: Some(Weekday::Monday),
        end_times: Some(3),
        end_date_time: Some("2037-03-02T09:30:00Z".parse().unwrap()),
        ..Recurrence::every(1, RecurrenceType::Weekly)
    }
}

/// A value with every field set: whoever adds a field to the type is made to add it here.
fn every_request() -> (NewMeeting, MeetingUpdate, NewRegistrant, UserUpdate) {
    let start = Some(StartTime::At("2037-03-02T09:30:00Z".parse().unwrap()));
    let field = TrackingField { field: "f".into(), value: "v".into(), visible: None };
    let new = NewMeeting {
        topic: Some("t".into()),
        kind: zoom::meetings::MeetingType::Recurring,
        start_time: start,
        duration_minutes: Some(30),
        timezone: Some("UTC".into()),
        agenda: Some("a".into()),
        password: Some("p".into()),
        default_password: Some(true),
        schedule_for: Some("jill@example.com".into()),
        pre_schedule: Some(false),
        template_id: Some("x".into()),
        tracking_fields: vec![field.clone()],
        recurrence: Some(all_recurrence()),
        settings: Some(all_settings()),
    };
    let update = MeetingUpdate {
        occurrence_id: Some("1".into()),
        topic: Some("t".into()),
        kind: Some(zoom::meetings::MeetingType::Recurring),
        start_time: start,
        duration_minutes: Some(30),
        timezone: Some("UTC".into()),
        agenda: Some("a".into()),
        password: Some("p".into()),
        schedule_for: Some("jill@example.com".into()),
        template_id: Some("x".into()),
        tracking_fields: Some(vec![field]),
        recurrence: Some(all_recurrence()),
        settings: Some(all_settings()),
    };
    let registrant = NewRegistrant {
        email: "jill@example.com".into(),
        first_name: "Jill".into(),
        last_name: Some("Chill".into()),
        phone: Some("1".into()),
        org: Some("o".into()),
        language: Some("en-US".into()),
        comments: Some("c".into()),
        custom_questions: vec![CustomAnswer { title: "q".into(), value: "a".into() }],
        auto_approve: Some(true),
        occurrence_ids: vec!["1".into()],
        extra: serde_json::Map::new(),
    };
    let user = UserUpdate {
        first_name: Some("Jill".into()),
        last_name: Some("Chill".into()),
        display_name: Some("Jill Chill".into()),
        timezone: Some("UTC".into()),
        language: Some("en-US".into()),
        use_pmi: Some(false),
        extra: serde_json::Map::new(),
    };
    (new, update, registrant, user)
}

/// Makes every call with everything set. What Zoom answers does not matter here.
async fn ask_everything(fake: &Fake) {
    let client = fake.app.client(AccessToken::new("t".into())).with_retry(zoom::retry::Policy::none());
    let (new, update, registrant, user) = every_request();
    let id: MeetingId = 85_746_065_432.into();
    let (users, meetings, past) = (client.users(), client.meetings(), client.past_meetings());
    let settings =
        SettingsOptions { only: vec!["waiting_room".into()], option: Some("meeting_security".into()) };
    let page = zoom::page::PageToken::new("p");
    drop(users.me().await);
    drop(users.update_me(&user).await);
    drop(users.settings(&settings).await);
    drop(users.email_exists("jill@example.com").await);
    drop(users.zak().await);
    drop(users.zak_living(Some(std::time::Duration::from_mins(1))).await);
    drop(meetings.create(&new).await);
    drop(
        meetings
            .get_with(
                &id,
                &GetOptions { occurrence_id: Some("1".into()), show_previous_occurrences: Some(true) },
            )
            .await,
    );
    drop(meetings.update(&id, &update).await);
    let delete = DeleteOptions {
        occurrence_id: Some("1".into()),
        schedule_for_reminder: Some(true),
        cancel_meeting_reminder: Some(true),
    };
    drop(meetings.delete(&id, &delete).await);
    drop(meetings.end(&id).await);
    drop(meetings.recover(&id).await);
    drop(
        meetings
            .list(&ListMeetings { page_size: Some(30), page: page.clone(), ..ListMeetings::default() })
            .await,
    );
    drop(meetings.invitation(&id).await);
    let links = InviteLinks { attendees: vec![Attendee { name: "Jill".into() }], ttl_seconds: Some(60) };
    drop(meetings.create_invite_links(&id, &links).await);
    let registrants = meetings.registrants(&id);
    let list = ListRegistrants {
        status: Some(zoom::meetings::RegistrantStatus::Pending),
        occurrence_id: Some("1".into()),
        page_size: Some(30),
        page: page.clone(),
    };
    drop(registrants.list(&list).await);
    drop(registrants.add(&registrant).await);
    let who = [RegistrantRef { id: "r".into(), email: "jill@example.com".into() }];
    drop(registrants.set_status(RegistrantAction::Approve, &who, Some("1")).await);
    drop(past.get(&id).await);
    drop(past.participants(&id, &ListParticipants { page_size: Some(30), page }).await);
    drop(past.instances(&id).await);
}

/// The call's name in the description.
fn name(asked: &Asked) -> String {
    let path = asked.uri.path().trim_start_matches("/v2");
    let path = path.replace("/users/me/zak", "ZAK").replace("/users/me", "/users/{userId}");
    let path = path.replace("ZAK", "/users/me/zak").replace("85746065432", "{meetingId}");
    format!("{} {path}", asked.method)
}

/// Properties of a schema, those of its parts laid together.
fn properties(schema: &Value) -> serde_json::Map<String, Value> {
    let mut all = schema["properties"].as_object().cloned().unwrap_or_default();
    for part in ["allOf", "oneOf", "anyOf"].iter().filter_map(|name| schema[name].as_array()).flatten() {
        all.extend(properties(part));
    }
    all
}

/// Paths of fields in `value` that `schema` does not know.
fn unknown(schema: &Value, value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let known = properties(schema);
            for (field, value) in map.iter().filter(|_| !known.is_empty()) {
                let path = format!("{path}{field}.");
                match known.get(field) {
                    Some(schema) => unknown(schema, value, &path, found),
                    None => drop(found.insert(path.trim_end_matches('.').to_owned())),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| unknown(&schema["items"], value, path, found)),
        _ => {}
    }
}

#[tokio::test]
async fn zooms_description_knows_all_that_is_sent() {
    let openapi: Value = serde_json::from_str(OPENAPI).unwrap();
    let fake = Fake::answering((0..30).map(|_| answer(404, ""))).await;
    ask_everything(&fake).await;
    let (mut breaches, mut checked) = (BTreeSet::new(), BTreeSet::new());
    for asked in fake.asked() {
        let name = name(&asked);
        let Some(call) = openapi.get(&name) else {
            if name != NOT_DESCRIBED {
                breaches.insert(format!("{name}: no such call"));
            }
            continue;
        };
        checked.insert(name.clone());
        let known: Vec<_> = call["query"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for (parameter, _) in url::form_urlencoded::parse(asked.uri.query().unwrap_or_default().as_bytes()) {
            if !known.contains(&&*parameter) {
                breaches.insert(format!("{name}?{parameter}: unknown"));
            }
        }
        if !asked.body.is_empty() {
            let mut found = BTreeSet::new();
            unknown(&call["request"], &asked.json(), "", &mut found);
            breaches.extend(found.into_iter().map(|field| format!("{name}: {field}")));
        }
    }
    assert!(checked.len() >= 18, "{checked:?}");
    assert!(breaches.is_empty(), "{breaches:#?}");
}
