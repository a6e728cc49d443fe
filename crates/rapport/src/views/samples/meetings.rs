//! The week, the agenda, one meeting, and removing it.

use super::mails::way_in;
use super::tasks::task;
use super::{ana, long_topic, person, rui, shell, typed};
use crate::views::badge::Tile;
use crate::views::details::OverlapWarning;
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::icon::icon;
use crate::views::meetings::{
    AgendaDay, AgendaRow, AttendeeRow, FilterChip, InviteeRow, MeetingLife, MeetingPage, MeetingProblem,
    MeetingsFilter, MeetingsPage, MeetingsView, RemovePage, StartButton, WayOn, WhoIsIt,
};
use crate::views::outcome::{OutcomePage, OutcomeQuestion, OutcomeShown};
use crate::views::place::PlaceLine;
use crate::views::proposals::{ProposalGroup, ProposalRow};
use crate::views::reminders::{MeetingReminders, ReminderRow};
use crate::views::send_again::{Recipient, SendAgainPage};
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

/// It runs: the host, Ana, and somebody whom Zoom does not name.
pub fn meeting_running() -> MeetingPage {
    let row = |person: Person, note: &str, question: Option<WhoIsIt>| AttendeeRow {
        href: None,
        person,
        note: note.into(),
        when: "From 10:02".into(),
        there: true,
        question,
    };
    let question = |confirmed: Option<String>| WhoIsIt {
        uuid: "u==".into(),
        participant: "16778240".into(),
        confirmed,
        choices: vec![Choice::new("", "Nobody who was invited"), Choice::new("i2", "Rui Matos")],
        suggested: "i2".into(),
    };
    MeetingPage {
        badge: Some((Tone::Now, "Running since 10:02".into())),
        life: Some(MeetingLife {
            tone: Tone::Now,
            title: "Running since 10:02".into(),
            text: "Ana and 1 more are here.".into(),
            running: true,
            propose: false,
        }),
        attendance: vec![
            row(person("Mara Lindqvist", "ML", 0), "Host", None),
            row(ana(), "Called “Ana” in Zoom, confirmed here", Some(question(Some("Ana".into())))),
            row(person(&typed(), "RM", 3), "Zoom does not say who this is", Some(question(None))),
        ],
        ..meeting()
    }
}

/// Nobody came.
pub fn meeting_no_show() -> MeetingPage {
    MeetingPage {
        badge: None,
        life: Some(MeetingLife {
            tone: Tone::Neutral,
            title: "Held today, 10:02 to 10:20, 18 minutes".into(),
            text: "Ana did not come.".into(),
            running: false,
            propose: true,
        }),
        outcome: Some(OutcomeShown {
            outcome: "Nobody came".into(),
            note: vec!["Call Ana tomorrow.".into(), typed()],
            by: "Mara Lindqvist, today, 10:25".into(),
            can_change: true,
        }),
        ask_outcome: true,
        tasks: vec![task()],
        ..meeting()
    }
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

/// One meeting, in Zoom.
pub fn meeting() -> MeetingPage {
    MeetingPage {
        series: None,
        shell: shell("Rollout kick-off, Iberia", Nav::Meetings),
        id: "d".into(),
        topic: "Rollout kick-off, Iberia".into(),
        tile: Tile { month: "Mar".into(), day: "16".into(), today: true },
        when: "Today, 10:00 to 10:40".into(),
        their_time: Some("09:00 for Ana in Lisbon".into()),
        badge: Some((Tone::Now, "In 18 minutes".into())),
        outcome: None,
        ask_outcome: false,
        tasks: Vec::new(),
        life: None,
        attendance: Vec::new(),
        problem: None,
        start: StartButton::Now,
        can_reschedule: true,
        can_remove: true,
        idempotency_key: "key-1".into(),
        has_calendar_file: true,
        send_again: Some("Send invitation again"),
        follow_up_href: Some("/contacts/ana/meetings/new?after=d".into()),
        place: None,
        zoom: Some(way_in()),
        proposals: vec![],
        unmailed: None,
        invitees: vec![
            InviteeRow {
                person: ana(),
                href: Some("/contacts/ana".into()),
                email: "ana.ferreira@lumenfreight.example".into(),
                their_time: Some("09:00 in Lisbon".into()),
                answer: Some((Tone::Warn, "New time proposed")),
                message: vec![],
                page: Some("https://crm.example.com/i/3q2-7wAAAAAAAAAAAAAAAA".into()),
                mail: Some((Tone::Ok, "Sent".into())),
                server_words: None,
            },
            InviteeRow {
                person: rui(),
                href: Some("/contacts/rui".into()),
                email: "r.matos@lumenfreight.example".into(),
                their_time: Some("09:00 in Lisbon".into()),
                answer: Some((Tone::Bad, "Declined")),
                message: vec!["I am travelling that day.".into()],
                page: Some("https://crm.example.com/i/3q2-7wAAAAAAAAAAAAAAAA".into()),
                mail: Some((Tone::Bad, "Failed".into())),
                server_words: Some("550 5.1.1 mailbox unavailable".into()),
            },
            InviteeRow {
                person: person("freight.office@lumenfreight.example", "F", 7),
                href: None,
                email: "freight.office@lumenfreight.example".into(),
                their_time: None,
                answer: None,
                message: vec![],
                page: None,
                mail: Some((Tone::Neutral, "Queued".into())),
                server_words: None,
            },
        ],
        reminders: Some(MeetingReminders {
            rows: vec![
                ReminderRow {
                    when: "Yesterday, 10:00".into(),
                    who: "You, Ana and Rui".into(),
                    state: Some((Tone::Ok, "Sent".into())),
                },
                ReminderRow { when: "Today, 09:45".into(), who: "You, Ana and Rui".into(), state: None },
            ],
            to_come: true,
            own: true,
        }),
        agenda: vec![
            "Introductions. Who does what on both sides.".into(),
            "Dates for Lisbon and Porto. Open questions about single sign-on.".into(),
        ],
        host: "You".into(),
        duration: "40 minutes".into(),
        zone: "Europe/Stockholm".into(),
        options: vec!["Waiting room".into(), "Passcode".into()],
        alternative_hosts: "oskar@halden.example".into(),
        scheduled: "Fri 12 March, 14:20".into(),
    }
}

/// Not in Zoom yet.
pub fn meeting_waiting() -> MeetingPage {
    MeetingPage {
        badge: Some((Tone::Warn, "Waiting for Zoom".into())),
        problem: Some(MeetingProblem {
            tone: Tone::Warn,
            title: "Waiting for Zoom".into(),
            text: "Zoom is not answering. We try again at 09:46. Ana and Rui get the invitation when the meeting is in Zoom."
                .into(),
            way: WayOn::Retry,
        }),
        zoom: None,
        start: StartButton::None,
        has_calendar_file: false,
        send_again: None,
        ..meeting()
    }
}

/// At a link of its own.
pub fn meeting_elsewhere() -> MeetingPage {
    let link = "https://meet.example.com/halden/rollout?room=4";
    MeetingPage {
        place: Some(PlaceLine {
            icon: icon!("link"),
            label: "Link",
            text: link.into(),
            link: Some(link.into()),
        }),
        zoom: None,
        start: StartButton::None,
        options: vec![],
        ..meeting()
    }
}

/// Zoom has lost it.
pub fn meeting_missing() -> MeetingPage {
    MeetingPage {
        badge: Some((Tone::Bad, "No longer in Zoom".into())),
        problem: Some(MeetingProblem {
            tone: Tone::Bad,
            title: "No longer in Zoom".into(),
            text:
                "Zoom does not have this meeting any more, so its join link is dead. Create it again in Zoom."
                    .into(),
            way: WayOn::Recreate,
        }),
        can_reschedule: false,
        ..meeting_waiting()
    }
}

/// Removed, with everything hostile.
pub fn meeting_hostile() -> MeetingPage {
    let mut page = meeting_waiting();
    page.topic = long_topic() + &typed();
    page.agenda = vec![typed()];
    page.invitees[0].person = person(&typed(), "<>", 1);
    page.invitees[0].server_words = Some(typed());
    page.problem = Some(MeetingProblem {
        tone: Tone::Bad,
        title: "Zoom refused the meeting".into(),
        text: typed(),
        way: WayOn::Connect,
    });
    page
}

/// Mockup 03c.
pub fn remove() -> RemovePage {
    RemovePage {
        all_dates: None,
        one_of: None,
        shell: shell("Remove Fortnightly check-in", Nav::Meetings),
        id: "m7".into(),
        topic: "Fortnightly check-in".into(),
        when: "Tuesday 30 March, 14:00 to 14:30, with Ana Ferreira".into(),
        back: "/contacts/ana".into(),
        idempotency_key: "key-1".into(),
        can_reschedule: true,
        in_zoom: true,
        elsewhere: false,
        told: "Ana".into(),
        tell: true,
        message: FormField::default(),
    }
}

/// Nobody to tell, not in Zoom, and a hostile topic.
pub fn remove_hostile() -> RemovePage {
    RemovePage { topic: typed(), when: typed(), in_zoom: false, told: String::new(), ..remove() }
}

/// To whom the invitation goes again: one address was corrected, one mail is about to leave.
pub fn send_again() -> SendAgainPage {
    let to = |id: &str, person: Person, email: &str, last: &str| Recipient {
        id: id.into(),
        person,
        email: email.into(),
        old_email: None,
        last: last.into(),
        waiting: false,
        chosen: true,
    };
    let ana = to("i1", ana(), "ana.ferreira@lumenfreight.example", "Invitation sent on Fri 12 March, 14:20");
    let mut corrected =
        to("i2", rui(), "rui.matos@lumenfreight.example", "Invitation of Fri 12 March failed");
    corrected.old_email = Some("r.matos@lumenfreight.example".into());
    let office = "freight.office@lumenfreight.example";
    let mut waiting = to("i3", person(office, "F", 7), office, "Invitation is about to leave");
    (waiting.waiting, waiting.chosen) = (true, false);
    SendAgainPage {
        shell: shell("Send invitation to Fortnightly check-in", Nav::Meetings),
        id: "m7".into(),
        topic: "Fortnightly check-in".into(),
        when: "Tuesday 30 March, 14:00 to 14:30".into(),
        back: "/contacts/ana".into(),
        idempotency_key: "key-1".into(),
        again: true,
        people: vec![ana, corrected, waiting],
        error: None,
    }
}

/// The first time, nobody chosen, and a hostile guest.
pub fn send_again_hostile() -> SendAgainPage {
    let mut page = send_again();
    page.again = false;
    page.topic = typed();
    page.people.truncate(1);
    page.people[0].person = person(&typed(), "<>", 1);
    page.people[0].chosen = false;
    page.error = Some("Choose at least one person.".into());
    page
}
/// Ana would rather meet at another time.
pub fn meeting_with_proposals() -> MeetingPage {
    MeetingPage {
        proposals: vec![ProposalGroup {
            who: "Ana".into(),
            message: vec!["Our depot audit moved to Tuesday morning, sorry about that.".into()],
            times: vec![
                ProposalRow {
                    id: "p1".into(),
                    starts_at: 0,
                    when: "Tomorrow, 11:00 to 11:40".into(),
                    their_time: Some("10:00 for Ana in Lisbon".into()),
                    passed: false,
                    overlap: None,
                },
                ProposalRow {
                    id: "p3".into(),
                    starts_at: 2,
                    when: "Fri 19 March, 11:00 to 11:40".into(),
                    their_time: Some("10:00 for Ana in Lisbon".into()),
                    passed: false,
                    overlap: Some(OverlapWarning {
                        title: format!("You have {} at that time", typed()),
                        text: "Depot tour, 10:30 to 11:30.".into(),
                        keep: "m1".into(),
                    }),
                },
                ProposalRow {
                    id: "p2".into(),
                    starts_at: 1,
                    when: "Yesterday, 15:30 to 16:10".into(),
                    their_time: None,
                    passed: true,
                    overlap: None,
                },
            ],
        }],
        ..meeting()
    }
}

/// The form after a mistake.
pub fn outcome() -> OutcomePage {
    OutcomePage {
        shell: shell("What came of Rollout kick-off, Iberia", Nav::Meetings),
        errors: Some(FormErrors {
            title: "Nothing was noted yet.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("due", "Until")],
        }),
        id: "d".into(),
        topic: "Rollout kick-off, Iberia".into(),
        line: "With Ana Ferreira and Rui Matos, today, 10:00".into(),
        back: "/contacts/ana".into(),
        idempotency_key: "key-1".into(),
        outcome: FormField::new("held"),
        outcomes: vec![
            Choice::new("held", "It took place"),
            Choice::new("no_show", "Nobody came"),
            Choice::new("dropped", "It was dropped"),
        ],
        note: FormField::new(typed()),
        step: FormField::new("Send the offer"),
        due: FormField::wrong("", "Choose the day until which it is to be done."),
    }
}

/// A meeting that is asked about.
pub fn question() -> OutcomeQuestion {
    OutcomeQuestion {
        id: "c".into(),
        topic: "Quarterly review".into(),
        person: person("Jonas Weber", "JW", 4),
        line: "With Jonas Weber, today, 09:00".into(),
        nobody_came: true,
    }
}
