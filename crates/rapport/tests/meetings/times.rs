//! The same instant in the form, in Zoom, in the mail and in the calendar, in every zone and around every change of
//! clocks.

use domain::{MeetingId, Zone};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::desk::Desk;

/// Zones with half hours, quarters, the date line, and summer time on both sides of the equator.
const ZONES: [&str; 14] = [
    "Europe/Stockholm",
    "Europe/Lisbon",
    "Europe/Kyiv",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Africa/Lagos",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
    "UTC",
];

/// A moment of the next year in some zone, often within hours of a change of clocks.
fn moment() -> impl Strategy<Value = (&'static str, DateTime)> {
    let zone = prop::sample::select(&ZONES[..]);
    (zone, any::<prop::sample::Index>(), -180_i64..180, 0_i64..360, any::<bool>()).prop_map(
        |(name, change, near, day, close)| {
            let zone = TimeZone::get(name).unwrap();
            let from: Timestamp = "2027-03-11T00:00:00Z".parse().unwrap();
            let changes: Vec<_> = zone.following(from).take(2).map(|change| change.timestamp()).collect();
            let at = if close && !changes.is_empty() {
                zone.to_datetime(*change.get(&changes)).saturating_add(near.minutes())
            } else {
                zone.to_datetime(from).saturating_add(day.days()).saturating_add((near + 720).minutes())
            };
            (name, at.date().at(at.hour(), at.minute(), 0, 0))
        },
    )
}

/// Value of a property of a calendar object.
fn property(calendar: &str, name: &str) -> String {
    let unfolded = calendar.replace("\r\n ", "");
    let line = unfolded.lines().find(|line| line.starts_with(&format!("{name}:"))).unwrap();
    line.split_once(':').unwrap().1.to_owned()
}

async fn schedule_at(desk: &Desk, zone: &str, local: DateTime) -> Result<(), TestCaseError> {
    let tz = TimeZone::get(zone).unwrap();
    let ambiguous = tz.to_ambiguous_zoned(local);
    let gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let (known, mailed) = (desk.meetings().await, desk.app.mails().await.len());
    let form = desk.form().await;
    let form = form.set("zone", zone).set("date", &local.date().to_string());
    let form = form.set("start", &local.strftime("%H:%M").to_string());
    let page = desk.send_meant(form).await;
    if gap {
        prop_assert_eq!(page.status, 422);
        let change = tz.following(ambiguous.earlier().unwrap().timestamp()).next().unwrap().timestamp();
        let next = tz.to_datetime(change).strftime("%H:%M");
        prop_assert!(
            page.text().contains(&format!("The next time that exists is {next}.")),
            "{}",
            page.text()
        );
        return Ok(());
    }
    prop_assert_eq!(page.status, 200, "{}", page.text());
    // Of a time that clocks show twice, the first one.
    let instant = ambiguous.compatible().unwrap().timestamp();
    let in_zoom = desk.in_zoom();
    prop_assert_eq!(in_zoom.len(), known.len() + 1);
    let id = desk.meetings().await.into_iter().find(|id| !known.contains(id)).unwrap();
    let ours = in_zoom.iter().find(|meeting| meeting.agenda.contains(&id.to_string())).unwrap();
    prop_assert_eq!(ours.start_time, Some(instant));
    let mails = desk.app.mails().await;
    prop_assert_eq!(mails.len(), mailed + 1);
    let mail = mails.iter().find(|mail| mail.text.contains(&ours.join_url)).unwrap();
    let calendar = mail.calendar().unwrap();
    prop_assert_eq!(property(&calendar, "DTSTART"), instant.strftime("%Y%m%dT%H%M%SZ").to_string());
    let end = instant + SignedDuration::from_mins(30);
    prop_assert_eq!(property(&calendar, "DTEND"), end.strftime("%Y%m%dT%H%M%SZ").to_string());
    let read = |zone: &str| {
        let zone = TimeZone::get(zone).unwrap();
        let (start, end) = (zone.to_datetime(instant), zone.to_datetime(end));
        let day =
            if start.date() == end.date() { String::new() } else { end.strftime("%a %-d %B ").to_string() };
        format!("{} to {day}{}", start.strftime("%H:%M"), end.strftime("%H:%M"))
    };
    prop_assert!(mail.text.contains(&format!("{}, Lisbon time", read("Europe/Lisbon"))), "{}", mail.text);
    let lisbon = TimeZone::get("Europe/Lisbon").unwrap().to_datetime(instant);
    prop_assert!(mail.text.contains(&lisbon.strftime("%A %-d %B %Y").to_string()), "{}", mail.text);
    let page = desk.page(id).await;
    prop_assert!(page.text().contains(&read("Europe/Stockholm")), "{}", page.text());
    prop_assert_eq!(desk.stored(id).await.zone, Zone::parse(zone).unwrap());
    // Whoever opens their page in that zone sees what the host typed, also where clocks show it twice.
    let at = mail.text.find("/i/").unwrap();
    let path = mail.text[at..].split_whitespace().next().unwrap();
    let page = desk.app.visitor().get(&format!("{path}?zone={zone}")).await;
    prop_assert!(page.text().contains(&read(zone)), "{}: {}", read(zone), page.text());
    Ok(())
}

async fn move_to(desk: &Desk, id: MeetingId, zone: &str, local: DateTime) -> Result<(), TestCaseError> {
    let tz = TimeZone::get(zone).unwrap();
    let ambiguous = tz.to_ambiguous_zoned(local);
    let gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let before = desk.stored(id).await;
    let form = desk.reschedule_form(id).await;
    let form = form.set("zone", zone).set("date", &local.date().to_string());
    let page = desk.send(form.set("start", &local.strftime("%H:%M").to_string())).await;
    if gap {
        prop_assert_eq!(page.status, 422);
        prop_assert_eq!(desk.stored(id).await.revision, before.revision);
        return Ok(());
    }
    prop_assert_eq!(page.status, 200, "{}", page.text());
    let instant = ambiguous.compatible().unwrap().timestamp();
    prop_assert_eq!(desk.one_in_zoom().start_time, Some(instant));
    let stored = desk.stored(id).await;
    prop_assert_eq!((stored.starts_at, stored.zone), (instant, Zone::parse(zone).unwrap()));
    if instant == before.starts_at {
        return Ok(());
    }
    let mails = desk.mails().await;
    let mail = mails.last().unwrap();
    prop_assert_eq!(
        property(&mail.calendar().unwrap(), "DTSTART"),
        instant.strftime("%Y%m%dT%H%M%SZ").to_string()
    );
    prop_assert_eq!(property(&mail.calendar().unwrap(), "SEQUENCE"), stored.revision.to_string());
    let lisbon = TimeZone::get("Europe/Lisbon").unwrap();
    let (old, new) = (lisbon.to_datetime(before.starts_at), lisbon.to_datetime(instant));
    let old = old.strftime("No longer %A %-d %B, %H:%M, but:").to_string();
    prop_assert!(mail.text.contains(&old), "{old}: {}", mail.text);
    prop_assert!(mail.text.contains(&new.strftime("%A %-d %B %Y").to_string()), "{}", mail.text);
    prop_assert!(mail.text.contains(&new.strftime("%H:%M to ").to_string()), "{}", mail.text);
    Ok(())
}

#[test]
fn rt_50_a_moved_instant_is_the_same_everywhere() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (desk, id) = runtime.block_on(async {
        let desk = Desk::new().await;
        let id = desk.schedule().await;
        (desk, id)
    });
    let config = Config { cases: 25, max_shrink_iters: 20, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let result = runner.run(&moment(), |(zone, local)| runtime.block_on(move_to(&desk, id, zone, local)));
    if result.is_err() {
        desk.app.leave_jobs();
    }
    runtime.block_on(async { drop(desk) });
    result.unwrap();
}

#[test]
fn rt_50_the_instant_is_the_same_everywhere() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let desk = runtime.block_on(Desk::new());
    let config = Config { cases: 40, max_shrink_iters: 20, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let result = runner.run(&moment(), |(zone, local)| runtime.block_on(schedule_at(&desk, zone, local)));
    if result.is_err() {
        desk.app.leave_jobs();
    }
    runtime.block_on(async { drop(desk) });
    result.unwrap();
}
