//! What the page shows of the meeting.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{Place, Zone};
use jiff::{SignedDuration, Timestamp};
use store::meetings::{Answer, Invitee};
use uuid::Uuid;

use super::Guest;
use crate::http::context::person;
use crate::http::pages::words::zone_choices;
use crate::http::respond::page;
use crate::i18n::{self, Message, dates};
use crate::invitations::{Reader, Stage, facts, lines, names};
use crate::marketplace::public_pages;
use crate::marketplace::urls::ZoomUrl;
use crate::views::invitee::{InvitationPage, Ticket};
use crate::views::mail::News;
use crate::views::shell::Person;

/// The time until the start is counted down from here.
const SOON: SignedDuration = SignedDuration::from_hours(1);

impl Guest {
    /// The page, with what stands in the way of the last answer, if anything.
    pub(super) async fn invitation(&self, status: StatusCode, problem: Option<String>) -> Response {
        let Self { app, page: open, language, .. } = self;
        let (now, meeting) = (app.now(), &open.meeting);
        let off = match open.stage(now) {
            Stage::Open => None,
            Stage::Cancelled => Some(self.say(Message::InviteeCancelled)),
            Stage::Over => Some(self.say(Message::InviteeOver)),
        };
        let answered = match open.invitee.answer {
            Answer::None => None,
            Answer::Accepted => Some(self.to_host(Message::InviteeAccepted)),
            Answer::Declined => Some(self.to_host(Message::InviteeDeclined)),
            Answer::Proposed => Some(self.to_host(Message::InviteeProposed)),
        };
        let link = open.link.as_ref().filter(|_| off.is_none());
        let join_url = link.and_then(|link| link.link()).map(str::to_owned);
        let (people, unnamed) = self.people();
        let place = meeting.place.as_ref().map(Place::text);
        let calendar =
            (place.or(join_url.as_deref()).unwrap_or_default(), meeting.starts_at, meeting.ends_at());
        let view = InvitationPage {
            ticket: self.ticket().await,
            problem: if open.moving { Some(self.say(Message::InviteeMoving)) } else { problem },
            answered: answered.filter(|_| off.is_none() && !open.moving),
            badge: self.badge(now).filter(|_| off.is_none()),
            off,
            agenda: lines(meeting.agenda.as_str()),
            people,
            others: (unnamed > 0).then(|| i18n::count(*language, Message::InviteeOthers, unnamed)),
            google: google(meeting.topic.as_str(), meeting.agenda.as_str(), calendar),
            outlook: outlook(meeting.topic.as_str(), meeting.agenda.as_str(), calendar),
            can_answer: !open.moving,
            can_accept: open.invitee.answer != Answer::Accepted,
            repeats: meeting.repeat().is_some(),
            by_phone: link.and_then(|link| link.way_in(&self.reader()).by_phone),
            join_url,
        };
        self.respond(page(status, &view))
    }

    /// Whoever opened the page.
    pub(super) fn reader(&self) -> Reader {
        let Self { page: open, language, zone, .. } = self;
        Reader { name: open.invitee.name.clone(), zone: zone.clone(), language: *language }
    }

    pub(super) async fn ticket(&self) -> Ticket {
        let Self { app, page: open, language, zone, .. } = self;
        let (language, meeting) = (*language, &open.meeting);
        let reader = self.reader();
        let starts_at = self.next();
        let time = (starts_at, meeting.duration);
        let place = meeting.place.as_ref();
        let facts = facts(meeting.topic.as_str(), time, &open.host, &open.workspace_name, &reader, place);
        let date = zone.local(starts_at).date();
        let city = dates::city(language, zone);
        let invites = News::Invitation.opening(&facts);
        let without_link = facts.place_without_link().map(|(heading, [text])| (heading, text.to_owned()));
        let with = |message, name: &str, value: &str| i18n::with(language, message, &[(name, value)]);
        Ticket {
            language,
            path: self.path(),
            organization: open.workspace_name.clone(),
            weekday: dates::weekday(language, date),
            day: facts.day,
            month_year: dates::month_year(language, date),
            time: facts.time,
            your_time: with(Message::InviteeYourTime, "city", &city),
            host_time: facts.host_time,
            not_here: with(Message::InviteeNotHere, "city", &city),
            zone: zone.id().to_owned(),
            zones: zone_choices(starts_at),
            host: person(open.host.name.as_str(), open.host.id.as_uuid()),
            host_first_name: facts.host_first_name,
            invites,
            place: without_link,
            in_zoom: place.is_none(),
            topic: facts.topic,
            series: open.series.lines(meeting, &reader, app.now()),
            seen: meeting.starts_at.as_microsecond(),
            // A page that cannot be looked up is no reason to show none.
            privacy: match public_pages::published(app).await {
                Ok(published) if published.contains(&public_pages::PublicPage::Privacy) => {
                    Some(ZoomUrl::Privacy.path().to_owned())
                }
                _ => None,
            },
        }
    }

    /// When the reader comes next.
    fn next(&self) -> Timestamp {
        self.page.series.next(&self.page.meeting, self.app.now())
    }

    /// `Starts in 18 minutes`
    fn badge(&self, now: Timestamp) -> Option<String> {
        let left = self.next().duration_since(now);
        if left <= SignedDuration::ZERO {
            return Some(self.say(Message::InviteeBegun));
        }
        let minutes = (left.as_secs() + 59) / 60;
        (left <= SOON).then(|| i18n::count(self.language, Message::InviteeStartsIn, minutes))
    }

    /// The host, the reader and the others by name; how many have none. No addresses: they are not the reader's to know.
    fn people(&self) -> (Vec<(Person, Option<String>)>, i64) {
        let open = &self.page;
        let host = person(open.host.name.as_str(), open.host.id.as_uuid());
        let mut people = vec![(host, Some(self.say(Message::InviteeHost)))];
        let mut unnamed = 0;
        for invitee in &open.meeting.invitees {
            let me = invitee.id == open.invitee.id;
            if invitee.answer == Answer::Declined && !me {
                continue;
            }
            match (&invitee.name, me) {
                (Some(name), _) => {
                    people.push((
                        person(name.as_str(), tint(invitee)),
                        me.then(|| self.say(Message::InviteeYou)),
                    ));
                }
                (None, true) => {
                    let address = names::full_name(None, &invitee.email);
                    people.push((person(address, tint(invitee)), Some(self.say(Message::InviteeYou))));
                }
                (None, false) => unnamed += 1,
            }
        }
        (people, unnamed)
    }

    /// A time in the reader's zone as the host's clock shows it: `11:00 for Mara`; nothing where the clocks agree.
    pub(super) fn for_host(&self, at: Timestamp) -> Option<String> {
        let host: &Zone = &self.page.host.zone;
        if host.offset_minutes(at) == self.zone.offset_minutes(at) {
            return None;
        }
        let time = dates::time_seen_on(self.language, at, host, self.zone.local(at).date());
        let values = [("time", time.as_str()), ("host", self.page.host.name.first_name())];
        Some(i18n::with(self.language, Message::InviteeForHost, &values))
    }
}

fn tint(invitee: &Invitee) -> Uuid {
    invitee.contact_id.map_or(invitee.id.as_uuid(), domain::ContactId::as_uuid)
}

/// A link that fills in Google's form.
fn google(topic: &str, agenda: &str, (link, starts_at, ends_at): (&str, Timestamp, Timestamp)) -> String {
    let utc = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let dates = format!("{}/{}", utc(starts_at), utc(ends_at));
    let fields =
        [("action", "TEMPLATE"), ("text", topic), ("dates", &dates), ("details", agenda), ("location", link)];
    filled_in("https://calendar.google.com/calendar/render", &fields)
}

/// The same for Outlook on the web.
fn outlook(topic: &str, agenda: &str, (link, starts_at, ends_at): (&str, Timestamp, Timestamp)) -> String {
    let (start, end) = (starts_at.to_string(), ends_at.to_string());
    let fields = [
        ("path", "/calendar/action/compose"),
        ("rru", "addevent"),
        ("subject", topic),
        ("startdt", &start),
        ("enddt", &end),
        ("body", agenda),
        ("location", link),
    ];
    filled_in("https://outlook.live.com/calendar/0/deeplink/compose", &fields)
}

fn filled_in(address: &str, fields: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("{address}?{query}")
}
