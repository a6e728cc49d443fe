//! Lists of meetings: week, agenda, without meetings, hostile strings.

use super::{ana, person, shell, typed};
use crate::views::form::{Choice, FormField};
use crate::views::meetings::{
    AgendaDay, AgendaRow, FilterChip, MeetingsFilter, MeetingsPage, MeetingsView, StartButton,
};
use crate::views::shell::{Nav, Person};
use crate::views::tone::Tone;
use crate::views::week::{EventLook, WeekDay, WeekEvent};

fn event(id: &str, from: u64, to: u64, topic: &str, who: &str, look: EventLook) -> WeekEvent {
    let clock = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60);
    WeekEvent {
        repeats: "Repeats weekly".into(),
        id: id.into(),
        from,
        to,
        topic: topic.into(),
        who: who.into(),
        time: format!("{} to {}", clock(from), clock(to)),
        look,
    }
}

/// Nothing is left out.
fn filter() -> MeetingsFilter {
    MeetingsFilter {
        label: "My meetings".into(),
        whose: FormField::new("mine"),
        whose_choices: vec![
            Choice::new("mine", "My meetings"),
            Choice::new("everybody", "Everybody’s meetings"),
        ],
        state: FormField::default(),
        state_choices: vec![Choice::new("", "All"), Choice::new("to-come", "To come")],
        with: FormField::default(),
        kept: vec![("week", "2027-W11".into())],
        chips: Vec::new(),
        clear_href: "/meetings?week=2027-W11&view=week".into(),
    }
}

/// Mockup 05.
pub fn meetings() -> MeetingsPage {
    let day = |name: &str, number: &str, weekend: bool, events: Vec<WeekEvent>| WeekDay {
        name: name.into(),
        number: number.into(),
        label: format!("{name} {number} March"),
        today: number == "16",
        weekend,
        events,
    };
    let row = |id: &str,
               time: &str,
               topic: &str,
               person: Person,
               note: Option<(Tone, String)>,
               start: StartButton| {
        AgendaRow {
            repeats: "Repeats weekly".into(),
            id: id.into(),
            time: time.into(),
            topic: topic.into(),
            who: person.name.clone(),
            person,
            note,
            start,
            place: None,
            past: false,
        }
    };
    MeetingsPage {
        shell: shell("Meetings", Nav::Meetings),
        filter: filter(),
        view: MeetingsView::Unchosen,
        dates: "15 to 21 March 2027".into(),
        week: "week 11".into(),
        previous_href: "/meetings?week=2027-W10".into(),
        today_href: "/meetings".into(),
        next_href: "/meetings?week=2027-W12".into(),
        week_href: "/meetings?week=2027-W11&view=week".into(),
        agenda_href: "/meetings?week=2027-W11&view=agenda".into(),
        zone: "UTC+1".into(),
        days: vec![
            day(
                "Mon",
                "15",
                false,
                vec![
                    event("a", 570, 600, "Weekly pipeline", "Oskar, Freya", EventLook::Held),
                    event("b", 780, 825, "Demo, two depots", "Tomás Oliveira", EventLook::Held),
                ],
            ),
            day(
                "Tue",
                "16",
                false,
                vec![
                    event("c", 540, 573, "Quarterly review", "Jonas Weber", EventLook::Held),
                    event("r", 565, 595, "Fleet numbers", "Rui Matos", EventLook::Running),
                    event("d", 600, 640, "Rollout kick-off, Iberia", "Ana Ferreira", EventLook::Next),
                    event("e", 810, 840, "Roadmap questions", "Priya Raman", EventLook::Planned),
                    event("f", 960, 985, "Tidewater intro", "Marcus Okafor", EventLook::Planned),
                ],
            ),
            day(
                "Wed",
                "17",
                false,
                vec![
                    event("g", 660, 690, "Contract terms", "Claire Dubois", EventLook::Proposed),
                    event("h", 900, 930, "Renewal, year two", "Henrik Dahl", EventLook::Planned),
                    event("i", 915, 960, "Renewal, year two, second room", "Sofia Rossi", EventLook::Planned),
                ],
            ),
            day(
                "Thu",
                "18",
                false,
                vec![event("j", 480, 510, "Partner check-in", "Yuki Tanaka", EventLook::Planned)],
            ),
            day(
                "Fri",
                "19",
                false,
                vec![event("k", 630, 675, "Audience handover", "Emília Nováková", EventLook::Waiting)],
            ),
            day("Sat", "20", true, vec![]),
            day("Sun", "21", true, vec![]),
        ],
        now: Some(582),
        now_label: "Now, 09:42".into(),
        agenda: vec![
            AgendaDay {
                name: "Today".into(),
                date: "16 March".into(),
                rows: vec![
                    row(
                        "d",
                        "10:00",
                        "Rollout kick-off, Iberia",
                        ana(),
                        Some((Tone::Now, "In 18 minutes".into())),
                        StartButton::Now,
                    ),
                    row(
                        "e",
                        "13:30",
                        "Roadmap questions",
                        person("Priya Raman", "PR", 1),
                        None,
                        StartButton::Later,
                    ),
                    row(
                        "f",
                        "16:00",
                        "Tidewater intro",
                        person("Marcus Okafor", "MO", 0),
                        None,
                        StartButton::Later,
                    ),
                ],
            },
            AgendaDay {
                name: "Tomorrow".into(),
                date: "17 March".into(),
                rows: vec![
                    row(
                        "g",
                        "11:00",
                        "Contract terms",
                        person("Claire Dubois", "CD", 4),
                        None,
                        StartButton::None,
                    ),
                    row(
                        "h",
                        "15:00",
                        "Renewal, year two",
                        person("Henrik Dahl", "HD", 6),
                        None,
                        StartButton::None,
                    ),
                ],
            },
            AgendaDay {
                name: "Thursday".into(),
                date: "18 March".into(),
                rows: vec![row(
                    "j",
                    "08:00",
                    "Partner check-in",
                    person("Yuki Tanaka", "YT", 5),
                    None,
                    StartButton::None,
                )],
            },
            AgendaDay {
                name: "Friday".into(),
                date: "19 March".into(),
                rows: vec![row(
                    "k",
                    "10:30",
                    "Audience handover",
                    person("Emília Nováková", "EN", 1),
                    Some((Tone::Warn, "Waiting for Zoom".into())),
                    StartButton::None,
                )],
            },
        ],
    }
}

/// The same week as an agenda.
pub fn meetings_agenda() -> MeetingsPage {
    let mut page = MeetingsPage { view: MeetingsView::Agenda, ..meetings() };
    page.agenda[0].rows[0].past = true;
    page
}

/// A week without meetings.
pub fn meetings_empty() -> MeetingsPage {
    let mut page = meetings();
    page.agenda.clear();
    for day in &mut page.days {
        day.events.clear();
    }
    page
}

/// Topics and names that try to break out.
pub fn meetings_hostile() -> MeetingsPage {
    let mut page = meetings();
    page.days[1].events = vec![event("x", 1430, 1500, &typed(), &typed(), EventLook::Next)];
    page.agenda[0].rows[0].topic = typed();
    page.agenda[0].rows[0].who = typed();
    page.filter.with = FormField::new(typed());
    page.filter.chips =
        vec![FilterChip { label: format!("With “{}”", typed()), href: "/meetings?view=week".into() }];
    page
}
