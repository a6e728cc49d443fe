//! The way into a meeting: Zoom's link, numbers and passcodes, opened for whoever reads about it, or the link of a place
//! elsewhere.

use domain::MeetingId;
use secrecy::ExposeSecret;
use store::meetings::Meeting;

use super::facts::Reader;
use crate::app::App;
use crate::i18n::{self, Message, dates};
use crate::keys::{KeyError, places};
use crate::meetings::DialIn;
use crate::views::mail::{ByPhone, PhoneNumber, WayIn};

/// Zoom's part of a meeting, opened. Not `Debug`: the passcode lets people in.
#[derive(Default)]
pub(crate) struct OpenLink {
    pub(crate) join_url: String,
    pub(crate) passcode: Option<String>,
    /// "820 0000 0142"
    pub(crate) number: String,
    /// How to join by telephone.
    pub(crate) dial_in: Option<DialIn>,
}

impl OpenLink {
    /// The link, unless people meet in a place without one.
    pub(crate) fn link(&self) -> Option<&str> {
        Some(self.join_url.as_str()).filter(|link| !link.is_empty())
    }

    /// As a reader sees it.
    pub(crate) fn way_in(&self, reader: &Reader) -> WayIn {
        WayIn {
            join_url: self.join_url.clone(),
            number: self.number.clone(),
            passcode: self.passcode.clone(),
            by_phone: self.dial_in.as_ref().map(|dial_in| by_phone(dial_in, &self.number, reader)),
        }
    }
}

/// Opens the join link of a row in a list.
pub(crate) fn open_join_url(
    app: &App,
    id: MeetingId,
    sealed: Option<&[u8]>,
) -> Result<Option<String>, KeyError> {
    let open = |sealed| app.keys.open(&places::zoom_meeting(id, "join_url"), sealed);
    Ok(sealed.map(open).transpose()?.map(|text| text.expose_secret().to_owned()))
}

/// Opens what Zoom gave for a meeting.
pub(crate) fn open_link(app: &App, meeting: &Meeting) -> Result<Option<OpenLink>, KeyError> {
    let Some(zoom) = &meeting.zoom else { return Ok(None) };
    let open = |column: &str, sealed: &[u8]| {
        app.keys
            .open(&places::zoom_meeting(meeting.id, column), sealed)
            .map(|text| text.expose_secret().to_owned())
    };
    Ok(Some(OpenLink {
        join_url: open("join_url", &zoom.join_url)?,
        passcode: zoom.passcode.as_deref().map(|sealed| open("passcode", sealed)).transpose()?,
        number: number(&zoom.zoom_id),
        dial_in: DialIn::stored(app, meeting.id, zoom)?,
    }))
}

/// The way into a meeting: what Zoom gave, or the link of a place elsewhere, which may have none.
pub(crate) fn way_in(app: &App, meeting: &Meeting) -> Result<Option<OpenLink>, KeyError> {
    let Some(place) = &meeting.place else { return open_link(app, meeting) };
    let join_url = place.link().unwrap_or_default().to_owned();
    Ok(Some(OpenLink { join_url, ..OpenLink::default() }))
}

/// The numbers that are near a reader, and what is typed then.
fn by_phone(dial_in: &DialIn, number: &str, reader: &Reader) -> ByPhone {
    let Reader { zone, language, .. } = reader;
    let code = match &dial_in.passcode {
        Some(passcode) => i18n::with(
            *language,
            Message::MailDialInPasscode,
            &[("number", number), ("passcode", passcode.as_str())],
        ),
        None => i18n::with(*language, Message::MailDialInNumber, &[("number", number)]),
    };
    let country = dates::country(zone);
    let numbers = dial_in.nearest(country.as_deref()).into_iter().map(|one| {
        let free = one.is_free.then(|| i18n::text(*language, Message::MailDialInFree));
        let place = [one.place.clone(), free.unwrap_or_default()];
        let place: Vec<_> = place.into_iter().filter(|part| !part.is_empty()).collect();
        PhoneNumber {
            shown: one.number.clone(),
            href: tap(&one.number, number, dial_in.passcode.as_deref()),
            place: place.join(", "),
        }
    });
    ByPhone { heading: i18n::text(*language, Message::MailDialIn), numbers: numbers.collect(), code }
}

/// Dials the number, and types the meeting and its passcode after pauses (RFC 3966, with the pauses that phones know).
fn tap(phone: &str, number: &str, passcode: Option<&str>) -> String {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    // A zero in brackets is dialled only within the country.
    let phone = if phone.starts_with('+') { phone.replace("(0)", "") } else { phone.to_owned() };
    let plus = if phone.starts_with('+') { "+" } else { "" };
    let secret = passcode.map(|passcode| format!(",,,,*{passcode}%23")).unwrap_or_default();
    format!("tel:{plus}{},,{}%23{secret}", digits(&phone), digits(number))
}

/// "820 0000 0142": Zoom groups 11 digits as 3-4-4 and 10 as 3-3-4 (Zoom reference C.12).
fn number(id: &str) -> String {
    let groups: &[usize] = if id.len() == 10 { &[3, 3, 4] } else { &[3, 4, 4] };
    if !id.is_ascii() || id.len() != groups.iter().sum::<usize>() {
        return id.to_owned();
    }
    let mut rest = id;
    let parts: Vec<_> = groups
        .iter()
        .map(|len| {
            let (part, tail) = rest.split_at(*len);
            rest = tail;
            part
        })
        .collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tap_dials_what_people_abroad_dial() {
        let tapped = |phone| tap(phone, "820 0000 0142", None);
        assert_eq!(tapped("+44 (0)20 1234"), "tel:+44201234,,82000000142%23");
        assert_eq!(tapped("800 724"), "tel:800724,,82000000142%23");
    }

    #[test]
    fn meeting_ids_are_grouped_as_zoom_writes_them() {
        assert_eq!(number("82000000142"), "820 0000 0142");
        assert_eq!(number("5551112222"), "555 111 2222");
        assert_eq!(number("12"), "12");
    }
}
