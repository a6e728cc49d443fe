//! The page of somebody who is invited.

use domain::Language;

use super::{ana, person, rui, typed};
use crate::views::form::Choice;
use crate::views::invitee::{AnswerPage, ClosedPage, InvitationPage, Ticket, TimeRow};

fn ticket() -> Ticket {
    Ticket {
        series: crate::views::mail::SeriesLines::None,
        language: Language::English,
        path: "/i/3q2-7wAAAAAAAAAAAAAAAA".into(),
        organization: "Halden Studio".into(),
        weekday: "Tuesday".into(),
        day: "16".into(),
        month_year: "March 2027".into(),
        time: "09:00 to 09:40".into(),
        your_time: "Your time, Lisbon".into(),
        host_time: Some("10:00 in Stockholm, where Mara is".into()),
        not_here: "Not in Lisbon?".into(),
        zone: "Europe/Lisbon".into(),
        zones: vec![
            Choice::new("Europe/Lisbon", "Lisbon (UTC)"),
            Choice::new("Europe/Stockholm", "Stockholm (UTC+1)"),
        ],
        host: person("Mara Lindqvist", "ML", 0),
        host_first_name: "Mara".into(),
        invites: "Mara Lindqvist from Halden Studio invites you to a video meeting.".into(),
        place: None,
        in_zoom: true,
        topic: "Rollout kick-off, Iberia".into(),
        seen: 0,
        privacy: Some("/privacy".into()),
    }
}

/// Mockup 08.
pub fn invitation() -> InvitationPage {
    InvitationPage {
        repeats: false,
        ticket: ticket(),
        off: None,
        problem: None,
        answered: None,
        join_url: Some("http://127.0.0.1:8090/j/82000000142?pwd=Q2FmZWJhYmU0NDcx".into()),
        by_phone: None,
        badge: Some("Starts in 18 minutes".into()),
        agenda: vec![
            "Introductions. Who does what on both sides. Dates for Lisbon and Porto.".into(),
            "Open questions about single sign-on.".into(),
        ],
        people: vec![
            (person("Mara Lindqvist", "ML", 0), Some("host".into())),
            (ana(), Some("you".into())),
            (rui(), None),
        ],
        others: Some("and 2 more".into()),
        google: "https://calendar.google.com/calendar/render?action=TEMPLATE".into(),
        outlook: "https://outlook.live.com/calendar/0/deeplink/compose?rru=addevent".into(),
        can_answer: true,
        can_accept: true,
    }
}

/// It was removed, and moved while the page was open.
pub fn cancelled() -> InvitationPage {
    InvitationPage {
        off: Some("This meeting was cancelled".into()),
        problem: Some("The meeting is at another time now. Look again before you answer.".into()),
        join_url: None,
        badge: None,
        ..invitation()
    }
}

/// Everything typed is hostile.
pub fn hostile() -> InvitationPage {
    InvitationPage {
        ticket: Ticket { topic: typed(), organization: typed(), ..ticket() },
        agenda: vec![typed()],
        people: vec![(person(&typed(), "<>", 1), Some(typed()))],
        answered: Some(typed()),
        ..invitation()
    }
}

/// Mockup 08b.
pub fn answer() -> AnswerPage {
    let row = |date: &str, time: &str, for_host: &str| TimeRow {
        date: date.into(),
        time: time.into(),
        for_host: Some(for_host.into()),
        error: None,
    };
    AnswerPage {
        repeats: false,
        dates: vec![],
        ticket: ticket(),
        errors: vec![],
        decline: false,
        times: vec![
            row("2027-03-17", "10:00", "11:00 for Mara"),
            row("2027-03-18", "14:30", "15:30 for Mara"),
        ],
        can_add: true,
        message: "Our depot audit moved to Tuesday morning, sorry about that.".into(),
    }
}

/// The same, sent with a time that has passed.
pub fn answer_wrong() -> AnswerPage {
    let mut page = answer();
    page.errors = vec!["This time has passed.".into()];
    page.times[1] =
        TimeRow { error: Some("This time has passed.".into()), for_host: None, ..page.times[1].clone() };
    page
}

/// Where a link leads nowhere.
pub fn closed() -> ClosedPage {
    ClosedPage {
        language: Language::German,
        title: "Dieser Link führt nirgendwohin".into(),
        text: "Das Meeting ist vorbei, oder ein Teil der Adresse fehlt.".into(),
    }
}
