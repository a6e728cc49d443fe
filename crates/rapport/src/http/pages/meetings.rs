use axum::http::StatusCode;
use axum::response::Response;
use domain::{Zone, display};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use store::meetings::{self as stored, Answer, MeetingFilter, MeetingRow};
use store::users::User;
use store::{companies, contacts, users};

use super::meeting_life::Running;
use super::meetings_filter::{Chosen, Place};
use super::place;
use super::words::{and, repeats, start_button};
use crate::http::context::{Ctx, Query, person};
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::invitations::names;
use crate::meetings::{MeetingStatus, row_status};
use crate::views::meetings::{AgendaDay, AgendaRow, MeetingsPage, MeetingsView};
use crate::views::shell::Person;
use crate::views::week::{EventLook, WeekDay, WeekEvent};

/// More meetings than anyone has in a week.
const MOST: u32 = 300;
/// How many the list beside the week shows.
const UPCOMING: u32 = 12;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct WeekQuery {
    /// `2027-W11`
    week: Option<String>,
    /// `week` or `agenda`
    view: Option<String>,
    /// `mine` or `everybody`
    pub(super) whose: Option<String>,
    /// A [`store::meetings::MeetingPhase`]; empty for all.
    pub(super) state: Option<String>,
    /// Words of a name, a company or an address.
    pub(super) with: Option<String>,
    /// Id of a contact.
    pub(super) contact: Option<String>,
    /// Id of a company.
    pub(super) company: Option<String>,
}

pub(in crate::http) async fn page(ctx: Ctx, Query(query): Query<WeekQuery>) -> Result<Response, AppError> {
    let (now, zone) = (ctx.now(), ctx.zone().clone());
    let today = zone.local(now).date();
    let monday = query.week.as_deref().and_then(parse_week).unwrap_or_else(|| monday_of(today));
    let chosen = Chosen::of(&query);
    let sunday = monday.saturating_add(6.days());
    let start = |date: Date| zone.instant(date.at(0, 0, 0, 0)).unwrap_or(now);
    let (from, to) = (start(monday), start(monday.saturating_add(7.days())));
    let view = match query.view.as_deref() {
        Some("week") => MeetingsView::Week,
        Some("agenda") => MeetingsView::Agenda,
        _ => MeetingsView::Unchosen,
    };
    let db = ctx.app.store.begin_read().await;
    let filter = MeetingFilter { from: Some(from), to: Some(to), ..chosen.filter(ctx.user()) };
    // With somebody: all of their meetings, not only those of a week.
    let all_times = view == MeetingsView::Agenda && query.week.is_none() && chosen.is_with_somebody();
    let filter = if all_times { MeetingFilter { from: None, to: None, ..filter } } else { filter };
    let week = stored::filtered(&db, ctx.workspace(), &filter, now, MOST).await?;
    let ahead = chosen.ahead(ctx.user());
    let upcoming = stored::filtered(&db, ctx.workspace(), &ahead, now, UPCOMING).await?;
    let contact = match chosen.contact {
        Some(id) => contacts::get(&db, ctx.workspace(), id).await?.map(|contact| contact.name.to_string()),
        None => None,
    };
    let company = match chosen.company {
        Some(id) => companies::get(&db, ctx.workspace(), id).await?.map(|company| company.name),
        None => None,
    };
    let hosts = if chosen.everybody { users::list(&db, ctx.workspace()).await? } else { Vec::new() };
    drop(db);
    let next = upcoming.first().map(|row| row.id);
    let agenda = if view == MeetingsView::Agenda { &week } else { &upcoming };
    let running = Running::among(&ctx, week.iter().chain(&upcoming)).await?;
    let days = (0..7).map(|offset| {
        let date = monday.saturating_add(offset.days());
        let events = week.iter().filter(|row| zone.local(row.starts_at).date() == date);
        WeekDay {
            name: display::weekday_name(date)[..3].to_owned(),
            number: date.day().to_string(),
            label: display::weekday_day_long(date),
            today: date == today,
            weekend: offset >= 5,
            events: events.map(|row| event(&ctx, row, next == Some(row.id), &running)).collect(),
        }
    });
    let word = if view == MeetingsView::Agenda { "agenda" } else { "week" };
    let place = Place { week: (!all_times).then(|| week_word(monday)), view: word };
    let href = |week: Date, view: &'static str| chosen.href(&Place { week: Some(week_word(week)), view });
    let page = MeetingsPage {
        shell: ctx.shell("Meetings"),
        filter: chosen.view(&place, view == MeetingsView::Unchosen, contact.as_deref(), company.as_deref()),
        view,
        dates: if all_times { "All dates".to_owned() } else { display::date_range(monday, sunday) },
        week: if all_times { String::new() } else { format!("week {}", monday.iso_week_date().week()) },
        previous_href: href(monday.saturating_sub(7.days()), word),
        today_href: href(monday_of(today), word),
        next_href: href(monday.saturating_add(7.days()), word),
        week_href: href(monday, "week"),
        agenda_href: href(monday, "agenda"),
        zone: zone.offset_label(from),
        days: days.collect(),
        now: (monday..=sunday).contains(&today).then(|| minutes(now, &zone)),
        now_label: format!("Now, {}", display::time(now, &zone)),
        agenda: agenda_days(&ctx, agenda, &hosts, &running),
    };
    respond(StatusCode::OK, &page)
}

fn monday_of(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

/// `2027-W11` as its Monday.
fn parse_week(text: &str) -> Option<Date> {
    let (year, week) = text.split_once("-W")?;
    let date = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?;
    Some(date.date())
}

fn week_word(monday: Date) -> String {
    let week = monday.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}

fn minutes(at: Timestamp, zone: &Zone) -> u64 {
    let local = zone.local(at);
    u64::from(local.hour().unsigned_abs()) * 60 + u64::from(local.minute().unsigned_abs())
}

/// "Ana Ferreira", or first names of several.
pub(super) fn who(row: &MeetingRow) -> String {
    match row.invitees.as_slice() {
        [] => row.contact.as_ref().map(|contact| contact.name.to_string()).unwrap_or_default(),
        [one] => names::full_name(one.name.as_ref(), &one.email).to_owned(),
        several => {
            let names: Vec<_> =
                several.iter().map(|one| names::first_name(one.name.as_ref(), &one.email)).collect();
            and(&names)
        }
    }
}

/// The first invitee, for an avatar.
pub(super) fn first_person(row: &MeetingRow) -> Person {
    match (&row.contact, row.invitees.first()) {
        (Some(contact), _) => person(contact.name.as_str(), contact.id.as_uuid()),
        (None, Some(invitee)) => {
            person(names::full_name(invitee.name.as_ref(), &invitee.email), row.id.as_uuid())
        }
        (None, None) => person(row.topic.as_str(), row.id.as_uuid()),
    }
}

fn event(ctx: &Ctx, row: &MeetingRow, next: bool, running: &Running) -> WeekEvent {
    let (now, zone) = (ctx.now(), ctx.zone());
    let from = minutes(row.starts_at, zone);
    let status = row_status(row, now);
    WeekEvent {
        id: row.id.to_string(),
        repeats: repeats(row),
        from,
        to: (from + u64::from(row.duration.get())).min(24 * 60),
        topic: row.topic.to_string(),
        who: who(row),
        time: display::time_range(row.starts_at, row.duration, zone),
        look: match status {
            _ if running.is_running(row.id) => EventLook::Running,
            _ if row.ends_at() <= now => EventLook::Held,
            _ if row.invitees.iter().any(|invitee| invitee.answer == Answer::Proposed) => EventLook::Proposed,
            MeetingStatus::InZoom | MeetingStatus::Elsewhere | MeetingStatus::Forgotten if next => {
                EventLook::Next
            }
            MeetingStatus::InZoom | MeetingStatus::Elsewhere | MeetingStatus::Forgotten => EventLook::Planned,
            _ => EventLook::Waiting,
        },
    }
}

/// `hosts`: of whom it is said that a meeting is theirs.
fn agenda_days(ctx: &Ctx, rows: &[MeetingRow], hosts: &[User], running: &Running) -> Vec<AgendaDay> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let today = zone.local(now).date();
    let mut days: Vec<AgendaDay> = Vec::new();
    for row in rows {
        let date = zone.local(row.starts_at).date();
        let label =
            if date.year() == today.year() { display::day_month(date) } else { display::full_date(date) };
        let name = match (date - today).get_days() {
            0 => "Today".to_owned(),
            1 => "Tomorrow".to_owned(),
            _ => display::weekday_name(date).to_owned(),
        };
        let status = row_status(row, now);
        let line = AgendaRow {
            id: row.id.to_string(),
            repeats: repeats(row),
            time: display::time(row.starts_at, zone),
            topic: row.topic.to_string(),
            person: first_person(row),
            who: match hosts.iter().find(|host| host.id == row.host_id && host.id != ctx.user()) {
                Some(host) => format!("{}, with {}", who(row), host.name.first_name()),
                None => who(row),
            },
            note: running.badge(ctx, row),
            start: start_button(&status, ctx.hosts(row.host_id), row.starts_at, row.ends_at(), now),
            place: row.place.as_ref().map(place::line),
            past: row.ends_at() <= now && !running.is_running(row.id),
        };
        match days.last_mut() {
            Some(day) if day.date == label => day.rows.push(line),
            _ => days.push(AgendaDay { name, date: label, rows: vec![line] }),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_named_by_their_iso_number() {
        let monday = parse_week("2027-W11").unwrap();
        assert_eq!(monday.to_string(), "2027-03-15");
        assert_eq!(week_word(monday), "2027-W11");
        assert_eq!(week_word(monday_of("2027-01-01".parse().unwrap())), "2026-W53");
        assert_eq!(parse_week("2027-W60"), None);
        assert_eq!(parse_week("nonsense"), None);
    }
}
