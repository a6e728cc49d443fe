//! Today: as drawn, without meetings, first run, hostile strings.

use super::meeting_acts::question;
use super::tasks::task;
use super::{long_topic, person, shell, typed};
use crate::views::badge::Badge;
use crate::views::meetings::StartButton;
use crate::views::shell::{Nav, ZoomLine};
use crate::views::spark::WeekSpark;
use crate::views::today::{
    BriefItem, FeedItem, FirstSteps, NextMeeting, ScheduleRow, ScheduledMeeting, TodayPage,
};
use crate::views::tone::Tone;

/// As in the mockup.
pub fn typical() -> TodayPage {
    TodayPage {
        schedule: schedule(),
        activity: activity(),
        spark: Some(WeekSpark {
            weeks: vec![5, 6, 4, 8, 7, 9, 6, 5, 8, 10, 8, 10],
            held: 3,
            first_label: "Week 52".into(),
            last_label: "Week 11".into(),
        }),
        next: Some(next()),
        ..empty()
    }
}

/// Somebody who worked before and has nothing planned.
pub fn empty() -> TodayPage {
    TodayPage {
        shell: shell("Today", Nav::Today),
        questions: vec![question()],
        tasks: vec![task()],
        weekday: "Tuesday, week 11".into(),
        time: "09:42".into(),
        zone: "Europe/Stockholm".into(),
        city: "Stockholm".into(),
        date: "16 March".into(),
        first_steps: None,
        next: None,
        schedule: vec![],
        spark: None,
        activity: vec![],
    }
}

/// A new workspace, at each of its three steps.
pub fn first_run(contacts: u64, zoom_connected: bool) -> TodayPage {
    let mut page = TodayPage {
        tasks: vec![],
        first_steps: Some(FirstSteps { contacts, zoom_connected, zoom_offered: true }),
        ..empty()
    };
    page.shell.today_count = 0;
    page.shell.zoom = if zoom_connected { ZoomLine::Connected } else { ZoomLine::NotConnected };
    page
}

/// Every text as bad as it gets.
pub fn hostile() -> TodayPage {
    let mut page = typical();
    page.shell.workspace = typed();
    page.shell.person.name = typed();
    if let Some(next) = &mut page.next {
        next.topic = long_topic();
        next.person.name = typed();
        next.role = typed();
        next.brief[0].text = typed().repeat(4);
    }
    for row in &mut page.schedule {
        if let ScheduleRow::Meeting(meeting) = row {
            meeting.topic = format!("{} {}", typed(), long_topic());
            meeting.who = typed();
        }
    }
    for item in &mut page.activity {
        item.name = typed();
        item.after = typed();
    }
    page
}

fn next() -> NextMeeting {
    NextMeeting {
        repeats: "Repeats weekly".into(),
        id: "m1".into(),
        starts_at: "2027-03-16T09:00:00Z".into(),
        badge: "In 18 minutes".into(),
        soon: true,
        running: false,
        time: "10:00".into(),
        until: "10:40".into(),
        topic: "Rollout kick-off, Iberia".into(),
        person: person("Ana Ferreira", "AF", 2),
        contact_href: "/contacts/ana".into(),
        role: "Head of Operations, Lumen Freight".into(),
        their_time: "09:00 for Ana in Lisbon".into(),
        start: StartButton::Now,
        place: None,
        join_url: "http://127.0.0.1:8090/j/81234567890".into(),
        connect_zoom: false,
        brief: vec![
            brief(
                "history",
                "Last met, 23 February",
                "“Wants the SSO timeline before signing, and Rui in the next call.”",
                "",
            ),
            brief(
                "sticky-note",
                "Last note, 11 March",
                "Rui owns the SSO setup on their side.",
                "Oskar Berg",
            ),
            brief("list", "Agenda", "Rollout dates for the two depots.", ""),
        ],
    }
}

fn brief(icon: &'static str, label: &str, text: &str, meta: &str) -> BriefItem {
    BriefItem { icon, label: label.into(), text: text.into(), meta: meta.into() }
}

fn schedule() -> Vec<ScheduleRow> {
    let held = Badge { tone: Tone::Ok, icon: "check", text: "Held, 32 min".into() };
    let waiting = Badge { tone: Tone::Warn, icon: "", text: "Waiting for Zoom".into() };
    vec![
        ScheduleRow::Meeting(Box::new(ScheduledMeeting {
            repeats: "Repeats weekly".into(),
            past: true,
            badge: Some(held),
            start: StartButton::None,
            place: None,
            ..meeting("09:00", "Quarterly review", ("Jonas Weber", "JW", 6), "Jonas Weber, Brandt Optik", "")
        })),
        ScheduleRow::Now("09:42".into()),
        ScheduleRow::Meeting(Box::new(ScheduledMeeting {
            repeats: String::new(),
            start: StartButton::Now,
            place: None,
            length: "40 min".into(),
            ..meeting(
                "10:00",
                "Rollout kick-off, Iberia",
                ("Ana Ferreira", "AF", 2),
                "Ana Ferreira and Rui Matos, Lumen Freight",
                "",
            )
        })),
        row(
            "13:30",
            "Roadmap questions",
            ("Priya Raman", "PR", 1),
            "Priya Raman, Kestrel Health",
            "12:30 in London",
        ),
        row(
            "16:00",
            "Tidewater intro",
            ("Marcus Okafor", "MO", 0),
            "Marcus Okafor, Tidewater",
            "11:00 in New York",
        ),
        ScheduleRow::Day("Tomorrow".into()),
        ScheduleRow::Meeting(Box::new(ScheduledMeeting {
            repeats: String::new(),
            badge: Some(waiting),
            start: StartButton::None,
            place: None,
            ..meeting(
                "11:00",
                "Contract terms",
                ("Claire Dubois", "CD", 4),
                "Claire Dubois, Atelier Morel",
                "",
            )
        })),
        row("15:00", "Renewal, year two", ("Henrik Dahl", "HD", 6), "Henrik Dahl, Dahl Marine", ""),
    ]
}

fn row(time: &str, topic: &str, who: (&str, &str, u8), line: &str, elsewhere: &str) -> ScheduleRow {
    ScheduleRow::Meeting(Box::new(meeting(time, topic, who, line, elsewhere)))
}

fn meeting(time: &str, topic: &str, who: (&str, &str, u8), line: &str, elsewhere: &str) -> ScheduledMeeting {
    ScheduledMeeting {
        repeats: String::new(),
        id: "m1".into(),
        time: time.into(),
        topic: topic.into(),
        person: person(who.0, who.1, who.2),
        who: line.into(),
        elsewhere: elsewhere.into(),
        length: "30 min".into(),
        past: false,
        badge: None,
        start: StartButton::Later,
        place: None,
    }
}

fn activity() -> Vec<FeedItem> {
    let item = |icon, failed, before: &str, name: &str, after: &str, time: &str| FeedItem {
        icon,
        failed,
        before: before.into(),
        name: name.into(),
        href: "/contacts/c1".into(),
        after: after.into(),
        time: time.into(),
    };
    vec![
        item("mail-check", false, "Invitation sent to", "Marcus Okafor", "for Tidewater intro", "09:20"),
        item("mail-x", true, "Invitation to", "Noor El-Amin", "failed", "08:55"),
        item("video-off", false, "Meeting with", "Claire Dubois", "was removed", "Mon"),
        item("sticky-note", false, "Oskar Berg added a note to", "Henrik Dahl", "", "Mon"),
    ]
}
