//! One contact: as drawn, without an email address, hostile strings.

use super::meeting_acts::question;
use super::tasks::task;
use super::{company, long_topic, person, shell, typed};
use crate::views::badge::{Badge, Tile};
use crate::views::contact::{
    Colleague, ContactMeeting, ContactPage, Detail, Glyph, InviteeLine, LocalClock, TimelineCounts,
    TimelineEntry, TimelineFilter, TimelineMonth,
};
use crate::views::form::FormField;
use crate::views::meetings::StartButton;
use crate::views::shell::Nav;
use crate::views::tone::Tone;

/// Ana Ferreira, as in the mockup.
pub fn typical() -> ContactPage {
    ContactPage {
        shell: shell("Ana Ferreira", Nav::Contacts),
        questions: vec![question()],
        tasks: vec![task()],
        id: "ana".into(),
        person: person("Ana Ferreira", "AF", 2),
        first_name: "Ana".into(),
        title: "Head of Operations".into(),
        company: Some(company("Lumen Freight", 2)),
        email: "ana.ferreira@lumenfreight.example".into(),
        bounced: false,
        phone: "+351 210 000 142".into(),
        clock: Some(LocalClock {
            time: "08:42".into(),
            zone: "Europe/Lisbon".into(),
            city: "Lisbon".into(),
            difference: "1 h behind you".into(),
        }),
        meetings: meetings(),
        note: FormField::default(),
        idempotency_key: "key-1".into(),
        filter: TimelineFilter::All,
        counts: TimelineCounts { meetings: 6, notes: 9, emails: 14, tasks: 3 },
        months: months(),
        older_href: None,
        details: vec![
            detail("Title", "Head of Operations"),
            detail("Time zone", "Europe/Lisbon"),
            detail("Language", "Portuguese, English"),
            Detail {
                label: "Owner",
                value: "Mara Lindqvist".into(),
                person: Some(person("Mara Lindqvist", "ML", 0)),
            },
            detail("Source", "Lisbon conference"),
            detail("Last touched", "12 March, email"),
        ],
        deals: super::deals::lines(),
        colleagues: vec![
            colleague("Rui Matos", "RM", 6, "IT Manager"),
            colleague("Inês Carvalho", "IC", 3, "Finance Controller"),
        ],
    }
}

/// Someone who was only just added, without an email address.
pub fn bare() -> ContactPage {
    ContactPage {
        title: String::new(),
        company: None,
        email: String::new(),
        phone: String::new(),
        clock: None,
        meetings: vec![],
        months: vec![],
        counts: TimelineCounts::default(),
        details: vec![],
        deals: vec![],
        colleagues: vec![],
        ..typical()
    }
}

/// A note that was not accepted, under a filter, with older entries.
pub fn wrong_note() -> ContactPage {
    ContactPage {
        note: FormField::wrong("   ", "Write something first."),
        filter: TimelineFilter::Notes,
        older_href: Some("/contacts/ana?show=notes&before=x".into()),
        bounced: true,
        ..typical()
    }
}

/// Every text as bad as it gets.
pub fn hostile() -> ContactPage {
    let mut page = typical();
    page.shell.title = typed();
    page.person.name = typed();
    page.first_name = typed();
    page.title = typed();
    page.email = format!("{}@example.com", "a".repeat(60));
    page.company = Some(company(&typed(), 3));
    page.meetings[0].topic = long_topic();
    page.meetings[1].topic = typed();
    page.months[0].items[1].text = format!("{}\n{}", typed(), "long".repeat(80));
    page.note = FormField::new(format!("</textarea>{}", typed()));
    page
}

fn detail(label: &'static str, value: &str) -> Detail {
    Detail { label, value: value.into(), person: None }
}

fn colleague(name: &str, initials: &str, tint: u8, title: &str) -> Colleague {
    Colleague { id: initials.to_lowercase(), person: person(name, initials, tint), title: title.into() }
}

fn badge(tone: Tone, icon: &'static str, text: &str) -> Badge {
    Badge { tone, icon, text: text.into() }
}

fn tile(day: &str, today: bool) -> Tile {
    Tile { month: "Mar".into(), day: day.into(), today }
}

fn meetings() -> Vec<ContactMeeting> {
    let line = |icon, ok, text: &str| InviteeLine { icon, ok, text: text.into() };
    vec![
        ContactMeeting {
            repeats: "Repeats weekly".into(),
            id: "m1".into(),
            tile: tile("16", true),
            topic: "Rollout kick-off, Iberia".into(),
            badge: Some(badge(Tone::Now, "", "In 18 minutes")),
            when: "Today, 10:00 to 10:40".into(),
            their_time: "09:00 for Ana in Lisbon".into(),
            invitees: vec![
                line("check", true, "Ana accepted"),
                line("mail-clock", false, "Invitation to Rui is queued"),
            ],
            start: StartButton::Now,
            can_reschedule: true,
            can_remove: true,
            join_url: "http://127.0.0.1:8090/j/81234567890".into(),
            place: None,
            send_again: Some("Send invitation again"),
        },
        ContactMeeting {
            repeats: String::new(),
            id: "m2".into(),
            tile: tile("30", false),
            topic: "Fortnightly check-in".into(),
            badge: Some(badge(Tone::Warn, "", "Waiting for Zoom")),
            when: "Tue 30 March, 14:00 to 14:30".into(),
            their_time: "13:00 for Ana in Lisbon".into(),
            invitees: vec![line("mail-check", false, "Invitation sent")],
            start: StartButton::None,
            can_reschedule: true,
            can_remove: true,
            join_url: String::new(),
            place: None,
            send_again: None,
        },
        ContactMeeting {
            repeats: String::new(),
            id: "m3".into(),
            tile: tile("31", false),
            topic: "Depot walk-through".into(),
            badge: None,
            when: "Wed 31 March, 14:00 to 14:30".into(),
            their_time: String::new(),
            invitees: vec![line("mail-check", false, "Invitation delivered")],
            start: StartButton::Later,
            can_reschedule: true,
            can_remove: true,
            join_url: "http://127.0.0.1:8090/j/81234567891".into(),
            place: None,
            send_again: Some("Send invitation again"),
        },
    ]
}

fn months() -> Vec<TimelineMonth> {
    let entry = |glyph, title: &str, by: &str, badge, when: &str, text: &str| TimelineEntry {
        glyph,
        title: title.into(),
        by: by.into(),
        badge,
        when: when.into(),
        text: text.into(),
        said: glyph == Glyph::EmailFailed,
    };
    vec![
        TimelineMonth {
            name: "March 2027".into(),
            items: vec![
                entry(
                    Glyph::Email,
                    "Invitation",
                    "to Ana and Rui for Rollout kick-off",
                    Some(badge(Tone::Ok, "check", "Delivered")),
                    "12 Mar, 14:20",
                    "",
                ),
                entry(
                    Glyph::Note,
                    "Note",
                    "Oskar Berg",
                    None,
                    "11 Mar, 09:05",
                    "Rui owns the SSO setup on their side. They use Entra ID and want a sandbox tenant first. Ask for a name by Friday.",
                ),
                entry(
                    Glyph::EmailFailed,
                    "Invitation",
                    "to r.matos@lumenfreight.example",
                    Some(badge(Tone::Bad, "", "Bounced")),
                    "11 Mar, 09:01",
                    "The mail server said “mailbox unavailable”.",
                ),
            ],
        },
        TimelineMonth {
            name: "February 2027".into(),
            items: vec![
                entry(
                    Glyph::Meeting,
                    "Scope and pricing",
                    "",
                    Some(badge(Tone::Neutral, "", "Held, 38 min")),
                    "23 Feb, 11:00",
                    "Wants the SSO timeline before signing, and Rui in the next call. Budget approved for two depots, Porto in autumn.",
                ),
                entry(Glyph::Removed, "Pre-meeting", "removed by you", None, "20 Feb, 10:00", ""),
                entry(Glyph::Contact, "Contact added", "Mara Lindqvist", None, "19 Feb, 16:40", ""),
            ],
        },
    ]
}
