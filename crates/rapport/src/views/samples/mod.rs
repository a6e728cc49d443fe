//! Pages of the sample world: Tuesday 16 March 2027, 09:42 in Stockholm. Tests render each of them.
#![expect(clippy::unwrap_used, reason = "a sample that cannot be rendered fails its test")]

pub mod account;
pub mod activity;
pub mod audit;
pub mod check;
pub mod companies;
pub mod contact;
pub mod contacts;
pub mod deals;
pub mod held;
pub mod hostile;
pub mod integrations;
pub mod invitee;
pub mod jobs;
pub mod mails;
pub mod meeting;
pub mod meeting_acts;
pub mod meetings;
pub mod pages;
pub mod people;
pub mod problem;
pub mod schedule;
pub mod search;
pub mod tasks;
pub mod today;
pub mod zoom_app;

use std::cell::RefCell;

use super::badge::Company;
use super::form::Choice;
use super::shell::{Nav, NoteAction, NoteKind, Notice, Person, Public, Shell, Simulated, Theme, ZoomLine};

/// A page to look at: a name for its file, and its HTML.
pub type Rendered = (&'static str, String);

/// The same, to be rendered.
pub type Renders = (&'static str, fn() -> String);

/// What people type on hostile pages, and must arrive there as text.
pub const HOSTILE: &str = "<script>alert('x')</script> \"quoted\" & \u{202b}עברית\u{202c}";

thread_local! {
    static TYPED: RefCell<String> = RefCell::new(HOSTILE.into());
}

/// What stands on a hostile page where people typed: [`HOSTILE`], if [`typed_as`] does not say otherwise.
pub fn typed() -> String {
    TYPED.with_borrow(Clone::clone)
}

/// A page as it is where people typed this.
pub fn typed_as(text: &str, render: fn() -> String) -> String {
    TYPED.set(text.into());
    let page = render();
    TYPED.set(HOSTILE.into());
    page
}

/// A topic of exactly 200 characters.
pub fn long_topic() -> String {
    "Quarterly alignment ".repeat(10)
}

/// Mara Lindqvist in Halden Studio, Zoom connected, nothing to report.
pub fn shell(title: &str, active: Nav) -> Shell {
    Shell {
        title: title.into(),
        active,
        workspace: "Halden Studio".into(),
        person: person("Mara Lindqvist", "ML", 0),
        manages_workspace: true,
        can_write: true,
        zoom: ZoomLine::Connected,
        theme: Theme::System,
        csrf: "csrf-token".into(),
        notice: None,
        banner: None,
        simulated: Some(Simulated { zoom_portal_url: Some("http://127.0.0.1:8090/".into()), mailbox: true }),
        now: "2027-03-16T08:42:00Z".into(),
        today_count: 4,
        tasks_count: 3,
    }
}

/// Head of a public page.
pub fn public(title: &str) -> Public {
    Public { title: title.into(), theme: Theme::System, csrf: "csrf-token".into() }
}

/// A notice with two links.
pub fn notice(kind: NoteKind) -> Notice {
    Notice {
        kind,
        title: "Meeting scheduled, invitation sent to Ana and Rui".into(),
        text: "They get the time in their own time zone.".into(),
        actions: vec![
            NoteAction { label: "Open meeting".into(), href: "/meetings/m1".into() },
            NoteAction { label: "Open mailbox".into(), href: "/mailbox".into() },
        ],
    }
}

/// Someone with an avatar.
pub fn person(name: &str, initials: &str, tint: u8) -> Person {
    Person { name: name.into(), initials: initials.into(), tint }
}

/// Ana Ferreira in Lisbon.
pub fn ana() -> Person {
    person("Ana Ferreira", "AF", 2)
}

/// Rui Matos, her colleague.
pub fn rui() -> Person {
    person("Rui Matos", "RM", 6)
}

/// A company with its letter.
pub fn company(name: &str, tint: u8) -> Company {
    Company {
        href: "/companies/c1".into(),
        name: name.into(),
        initials: name.chars().take(1).collect(),
        tint,
    }
}

/// A few time zones.
pub fn zones() -> Vec<Choice> {
    vec![
        Choice::new("", "Not known"),
        Choice::new("Europe/Lisbon", "Lisbon (UTC+0)"),
        Choice::new("Europe/Stockholm", "Stockholm (UTC+1)"),
        Choice::new("Asia/Kathmandu", "Kathmandu (UTC+5:45)"),
    ]
}
