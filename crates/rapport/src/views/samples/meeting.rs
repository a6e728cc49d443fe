//! One meeting in each of its states.

use super::mails::way_in;
use super::tasks::task;
use super::{ana, long_topic, person, rui, shell, typed};
use crate::views::badge::Tile;
use crate::views::details::OverlapWarning;
use crate::views::form::Choice;
use crate::views::icon::icon;
use crate::views::meetings::{
    AttendeeRow, InviteeRow, MeetingLife, MeetingPage, MeetingProblem, StartButton, WayOn, WhoIsIt,
};
use crate::views::outcome::OutcomeShown;
use crate::views::place::PlaceLine;
use crate::views::proposals::{ProposalGroup, ProposalRow};
use crate::views::reminders::{MeetingReminders, ReminderRow};
use crate::views::shell::{Nav, Person};
use crate::views::tone::Tone;

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
