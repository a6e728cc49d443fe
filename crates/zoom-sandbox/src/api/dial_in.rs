//! Joining by telephone: the numbers of the host's settings (reference C.4), as meetings show them (reference C.6). A new
//! account has none.

use serde_json::{Map, Value, json};

use crate::{
    portal::page::grouped,
    world::{World, meeting::Meeting, meeting_settings},
};

/// The groups of `audio_conferencing`, and what a call to their numbers is.
const GROUPS: [(&str, &str); 2] = [("toll_call", "toll"), ("toll_free_and_fee_based_toll_call", "tollfree")];

/// The numbers that lead into a meeting, of the countries that it is restricted to, if it is.
pub(super) fn numbers(world: &World, meeting: &Meeting) -> Vec<Value> {
    let Some(host) = world.user(&meeting.host_id) else { return Vec::new() };
    if !["", "both", "telephony"].contains(&meeting_settings::text(&meeting.settings, "audio")) {
        return Vec::new();
    }
    let Some(Value::Object(groups)) = host.settings.get("audio_conferencing") else { return Vec::new() };
    let countries = meeting.settings.get("global_dial_in_countries").and_then(Value::as_array);
    let wanted = |country: &Value| countries.is_none_or(|list| list.is_empty() || list.contains(country));
    GROUPS
        .iter()
        .filter_map(|(name, kind)| enabled(groups, name).map(|numbers| (numbers, kind)))
        .flat_map(|(numbers, kind)| numbers.iter().map(move |number| (number, kind)))
        .filter(|(number, _)| wanted(&number["country_code"]))
        .map(|(number, kind)| {
            json!({
                "city": number["city"].as_str().unwrap_or_default(), "country": number["country_code"],
                "country_name": number["country_name"], "number": number["display_number"], "type": kind,
            })
        })
        .collect()
}

fn enabled<'a>(groups: &'a Map<String, Value>, name: &str) -> Option<&'a Vec<Value>> {
    let group = groups.get(name)?;
    if group["enable"] == true { group["numbers"].as_array() } else { None }
}

/// The lines of the invitation, as Zoom writes them for a meeting with numbers.
pub(super) fn lines(world: &World, meeting: &Meeting) -> Vec<String> {
    let numbers = numbers(world, meeting);
    if numbers.is_empty() {
        return Vec::new();
    }
    let passcode = passcode(meeting);
    let text = |number: &Value, field: &str| number[field].as_str().unwrap_or_default().to_owned();
    let place = |number: &Value| match text(number, "city") {
        city if city.is_empty() => text(number, "country_name"),
        city => format!("{} ({city})", text(number, "country_name")),
    };
    let secret = if passcode.is_empty() { String::new() } else { format!(",,,,*{passcode}#") };
    let id = meeting.id;
    let mut said = vec!["One tap mobile".to_owned()];
    said.extend(numbers.iter().map(|number| {
        let digits: String =
            text(number, "number").chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        format!("{digits},,{id}#{secret} {}", place(number))
    }));
    said.extend([String::new(), "Dial by your location".to_owned()]);
    said.extend(numbers.iter().map(|number| format!("        {} {}", text(number, "number"), place(number))));
    said.push(format!("Meeting ID: {}", grouped(id)));
    if !passcode.is_empty() {
        said.push(format!("Passcode: {passcode}"));
    }
    said
}

/// The passcode in digits, as a telephone can type it; empty if there is none.
pub(super) fn passcode(meeting: &Meeting) -> String {
    let digit =
        |byte: u8| if byte.is_ascii_digit() { char::from(byte) } else { char::from(b'0' + byte % 10) };
    meeting.password.bytes().map(digit).collect()
}
