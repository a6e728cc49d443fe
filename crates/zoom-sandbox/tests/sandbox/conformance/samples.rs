//! Names and types of answers against samples made from Zoom's documentation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::world::exchanges;

macro_rules! sample {
    ($name:literal, $call:literal) => {
        ($name, $call, include_str!(concat!("../../fixtures/samples/", $name, ".json")))
    };
}

/// Sample file, the call it shows, and its text.
const SAMPLES: &[(&str, &str, &str)] = &[
    sample!("users-{userId}_GET", "GET /users/{userId}"),
    sample!("users-{userId}-settings_GET", "GET /users/{userId}/settings"),
    sample!("users-email_GET", "GET /users/email"),
    sample!("users-me-zak_GET", "GET /users/me/zak"),
    sample!("users-{userId}-meetings_GET", "GET /users/{userId}/meetings"),
    sample!("users-{userId}-meetings_POST", "POST /users/{userId}/meetings"),
    sample!("users-{userId}-upcoming_meetings_GET", "GET /users/{userId}/upcoming_meetings"),
    sample!("meetings-{meetingId}_GET", "GET /meetings/{meetingId}"),
    sample!("meetings-{meetingId}-invitation_GET", "GET /meetings/{meetingId}/invitation"),
    sample!("meetings-{meetingId}-invite_links_POST", "POST /meetings/{meetingId}/invite_links"),
    sample!("meetings-{meetingId}-registrants_GET", "GET /meetings/{meetingId}/registrants"),
    sample!("meetings-{meetingId}-registrants_POST", "POST /meetings/{meetingId}/registrants"),
    sample!("past_meetings-{meetingId}_GET", "GET /past_meetings/{meetingId}"),
    sample!("past_meetings-{meetingId}-instances_GET", "GET /past_meetings/{meetingId}/instances"),
    sample!("past_meetings-{meetingId}-participants_GET", "GET /past_meetings/{meetingId}/participants"),
];

/// Answered beyond the sample: beginning of the path, reason.
const MORE_THAN_THE_SAMPLE: &[(&str, &str)] =
    &[("users-{userId}-meetings_POST.settings.meeting_invitees[].internal_user", "the sample of get has it")];

/// In the sample, never answered: beginning of the path, reason.
const LESS_THAN_THE_SAMPLE: &[(&str, &str)] = &[
    (".employee_unique_id", "only with single sign-on"),
    (".im_group_ids[]", "nobody is in such a group"),
    (".license_info_list", "Zoom One and United plans are not sold here"),
    (".plan_united_type", "the same"),
    (".zoom_one_type", "the same"),
    (".feature.license_info_list", "the same"),
    (".feature.large_meeting_capacity", "only with that licence"),
    (".feature.webinar_capacity", "only with that licence"),
    (".feature.zoom_events_capacity", "only with that licence"),
    (".feature.zoom_events_unlimited_capacities", "only with that licence"),
    (".feature.zoom_sessions_unlimited_capacities", "only with that licence"),
    (".audio_conferencing.toll_call.numbers[]", "no telephone leads here"),
    (".audio_conferencing.toll_free_and_fee_based_toll_call.numbers[]", "no telephone leads here"),
    (".audio_conferencing.call_me_and_invite_by_phone.call_out_countries.", "no telephone leads here"),
    (".audio_conferencing.global_dial_in_countries.", "no telephone leads here"),
    (".tsp.call_out_countries[]", "no telephone leads here"),
    (".tsp.global_dial_in_countries.", "no telephone leads here"),
    (".settings.global_dial_in_numbers[]", "no telephone leads here"),
    (".sip_links[]", "no telephone leads here"),
    (".authentication_options[].domains", "only with enforce_login_with_domains"),
    (".in_meeting.language_interpretation.custom_languages[]", "none by default"),
    (".in_meeting.sign_language_interpretation.custom_languages[]", "none by default"),
    (".in_meeting.virtual_background_settings.files[]", "none by default"),
    (".in_meeting.webinar_live_streaming.live_streaming_service[]", "none by default"),
    (".meeting_security.block_user_domain_list[]", "none by default"),
];

/// Path and type of each place of a document; elements of a list share one path.
fn places(value: &Value, path: &str, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    found.entry(path.to_owned()).or_default().insert(kind);
    match value {
        Value::Array(list) => list.iter().for_each(|one| places(one, &format!("{path}[]"), found)),
        Value::Object(object) => {
            object.iter().for_each(|(name, one)| places(one, &format!("{path}.{name}"), found));
        }
        _ => {}
    }
}

#[tokio::test]
async fn names_and_types_are_those_of_the_samples() {
    let exchanges = exchanges().await;
    let mut problems = Vec::new();
    let mut used = BTreeSet::new();
    for (name, call, sample) in SAMPLES {
        let (mut expected, mut answered) = (BTreeMap::new(), BTreeMap::new());
        places(&serde_json::from_str(sample).unwrap(), name, &mut expected);
        for exchange in exchanges.iter().filter(|exchange| exchange.call == *call) {
            places(&exchange.body, name, &mut answered);
        }
        assert!(!answered.is_empty(), "{call} was not called");
        let excused = |list: &[(&'static str, &str)], path: &String, used: &mut BTreeSet<&'static str>| {
            let end = path.trim_start_matches(name).to_owned();
            let excuse = list.iter().find(|(start, _)| end.starts_with(start) || path.starts_with(start));
            excuse.map(|(start, _)| used.insert(start)).is_some()
        };
        for (path, kinds) in &answered {
            match expected.get(path) {
                Some(known) if known == kinds => {}
                Some(known) => problems.push(format!("{path}: {kinds:?}, in the sample {known:?}")),
                None if excused(MORE_THAN_THE_SAMPLE, path, &mut used) => {}
                None => problems.push(format!("{path} is not in the sample")),
            }
        }
        for path in expected.keys().filter(|path| !answered.contains_key(*path)) {
            if !excused(LESS_THAN_THE_SAMPLE, path, &mut used) {
                problems.push(format!("{path} is only in the sample"));
            }
        }
    }
    let excuses = MORE_THAN_THE_SAMPLE.iter().chain(LESS_THAN_THE_SAMPLE);
    let unused = excuses.filter(|(start, _)| !used.contains(start));
    problems.extend(unused.map(|(start, _)| format!("nothing needs the excuse for {start}")));
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}
