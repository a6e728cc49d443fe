//! Joining by telephone, where Zoom gives numbers (Zoom reference C.6).

use domain::MeetingId;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use store::meetings::ZoomMeeting;
use zoom::meetings::DialInKind;

use crate::app::App;
use crate::keys::{KeyError, places};

/// More numbers than this help nobody.
const MOST_SHOWN: usize = 3;
/// What is kept of Zoom's list, and of each text in it.
const MOST_KEPT: usize = 200;
const LONGEST: usize = 80;

/// How to join a meeting by telephone. Not `Debug`: the passcode lets people in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialIn {
    /// In the order of Zoom's settings: the host's own country first.
    pub numbers: Vec<DialInNumber>,
    /// What is typed on the telephone, if the meeting has a passcode.
    pub passcode: Option<String>,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialInNumber {
    /// As people read it: `+351 308 804 188`.
    pub number: String,
    /// ISO 3166 code of its country, in capitals; may be empty.
    pub country: String,
    /// `Portugal`, `US, New York`; may be empty.
    pub place: String,
    /// Whether the call costs nothing.
    pub is_free: bool,
}

impl DialIn {
    /// What Zoom says; `None` where nobody can join by telephone.
    pub(super) fn of(there: &zoom::Meeting) -> Option<Self> {
        let numbers: Vec<_> =
            there.settings.global_dial_in_numbers.iter().filter_map(read).take(MOST_KEPT).collect();
        let passcode = there.pstn_password.as_ref().map(|secret| secret.expose_secret().to_owned());
        let passcode = passcode.filter(|text| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()));
        (!numbers.is_empty()).then_some(Self { numbers, passcode })
    }

    /// What is stored of a meeting. What nobody can read any more is no way in; the link is.
    pub(crate) fn stored(
        app: &App,
        meeting: MeetingId,
        zoom: &ZoomMeeting,
    ) -> Result<Option<Self>, KeyError> {
        let Some(sealed) = &zoom.dial_in else { return Ok(None) };
        let text = app.keys.open(&places::zoom_meeting(meeting, "dial_in"), sealed)?;
        Ok(serde_json::from_str(text.expose_secret()).ok())
    }

    /// The few numbers for somebody in this country, its own first.
    pub fn nearest(&self, country: Option<&str>) -> Vec<&DialInNumber> {
        let mut numbers: Vec<_> = self.numbers.iter().collect();
        numbers.sort_by_key(|one| country.is_none_or(|country| one.country != country));
        numbers.truncate(MOST_SHOWN);
        numbers
    }
}

/// A number that can be dialled.
fn read(there: &zoom::meetings::DialInNumber) -> Option<DialInNumber> {
    let number = there.number.trim();
    let is_number = number.len() <= LONGEST
        && number.chars().filter(char::is_ascii_digit).count() >= 3
        && number.chars().all(|c| c.is_ascii_digit() || "+ -()./".contains(c));
    let text = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
    let country = text(&there.country).to_uppercase();
    let mut name = text(&there.country_name);
    if name.is_empty() {
        name.clone_from(&country);
    }
    let place: Vec<_> = [name, text(&there.city)].into_iter().filter(|part| !part.is_empty()).collect();
    let place: String = place.join(", ").chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let is_free = there.kind == Some(DialInKind::TollFree);
    is_number.then(|| DialInNumber { number: number.to_owned(), country, place, is_free })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn there(numbers: &serde_json::Value) -> zoom::Meeting {
        let body =
            json!({ "id": 1, "pstn_password": "447100", "settings": { "global_dial_in_numbers": numbers } });
        serde_json::from_value(body).unwrap()
    }

    fn number(number: &str, country: &str) -> serde_json::Value {
        json!({ "number": number, "country": country, "country_name": country, "city": "", "type": "toll" })
    }

    #[test]
    fn a_meeting_without_numbers_has_none() {
        assert!(DialIn::of(&there(&json!([]))).is_none());
        assert!(DialIn::of(&there(&json!([number("call me", "US"), { "number": 5 }]))).is_none());
    }

    #[test]
    fn the_own_country_comes_first_and_three_are_enough() {
        let numbers = ["+46 1", "+1 2", "+1 3", "+351 4", "+44 5"].map(|text| format!("{text}00"));
        let countries = ["SE", "US", "US", "PT", "GB"];
        let list: Vec<_> = numbers.iter().zip(countries).map(|(text, code)| number(text, code)).collect();
        let dial_in = DialIn::of(&there(&list.into())).unwrap();
        let shown =
            |country| dial_in.nearest(country).iter().map(|one| one.number.clone()).collect::<Vec<_>>();
        assert_eq!(shown(Some("PT")), ["+351 400", "+46 100", "+1 200"]);
        assert_eq!(shown(Some("US")), ["+1 200", "+1 300", "+46 100"]);
        assert_eq!(shown(Some("FR")), ["+46 100", "+1 200", "+1 300"]);
        assert_eq!(shown(None), shown(Some("FR")));
        assert_eq!(dial_in.passcode.as_deref(), Some("447100"));
    }

    #[test]
    fn where_a_number_is_is_said_once_and_in_one_line() {
        let list = json!([{
            "number": "+1 6465588656", "country": "us", "country_name": "US", "city": "New\nYork", "type": "tollfree",
        }]);
        let dial_in = DialIn::of(&there(&list)).unwrap();
        let DialInNumber { country, place, is_free, .. } = &dial_in.numbers[0];
        assert_eq!((country.as_str(), place.as_str(), *is_free), ("US", "US, NewYork", true));
    }
}
