//! The mailbox inside, and the mails themselves.

use domain::Language;

use super::{shell, typed};
use crate::views::mail::{
    AnswerMail, AnswerNews, ByPhone, CancellationMail, InvitationMail, InviteeReminder, MeetingFacts, News,
    PhoneNumber, SeriesLines, ToUser, UpdateMail, WayIn, WayNews,
};
use crate::views::mailbox::{Attachment, MailboxPage, MailboxRow, MessagePage};
use crate::views::shell::Nav;

/// The mailbox inside.
pub fn mailbox() -> MailboxPage {
    let message = |id: &str, to: &str, subject: &str, received: &str, has_attachments| MailboxRow {
        id: id.into(),
        to: to.into(),
        subject: subject.into(),
        received: received.into(),
        has_attachments,
    };
    MailboxPage {
        shell: shell("Mailbox", Nav::None),
        messages: vec![
            message(
                "1",
                "Ana Ferreira <ana.ferreira@lumenfreight.example>",
                "Rollout kick-off, Iberia, Tue 16 March 09:00",
                "Today 09:20",
                true,
            ),
            message(
                "2",
                "Rui Matos <rui.matos@lumenfreight.example>",
                "Rollout kick-off, Iberia, Tue 16 March 09:00",
                "Today 09:20",
                true,
            ),
            message("3", "mara@halden.example", "Zoom needs to be connected again", "Mon 20:17", false),
        ],
        range: "1–3 of 3".into(),
        newer_href: None,
        older_href: None,
    }
}

/// Nothing sent yet.
pub fn mailbox_empty() -> MailboxPage {
    MailboxPage { messages: vec![], ..mailbox() }
}

/// One message with both parts and a file.
pub fn message() -> MessagePage {
    MessagePage {
        shell: shell("Rollout kick-off, Iberia, Tue 16 March 09:00", Nav::None),
        id: "1".into(),
        subject: "Rollout kick-off, Iberia, Tue 16 March 09:00".into(),
        from: "Mara Lindqvist, Halden Studio <rapport@localhost>".into(),
        to: "Ana Ferreira <ana.ferreira@lumenfreight.example>".into(),
        received: "Tue 16 March 2027, 09:20".into(),
        has_html: true,
        text: Some(
            "Hello Ana,\n\nMara Lindqvist from Halden Studio invites you to a video meeting.\n".into(),
        ),
        attachments: vec![Attachment {
            name: "invitation.ics".into(),
            kind: "text/calendar, 1.2 kB".into(),
            href: "/mailbox/1/attachments/0".into(),
        }],
    }
}

/// A message of text alone, hostile.
pub fn message_hostile() -> MessagePage {
    MessagePage {
        subject: typed(),
        from: typed(),
        to: typed(),
        has_html: false,
        text: Some(typed()),
        attachments: vec![],
        ..message()
    }
}

pub(super) fn facts() -> MeetingFacts {
    MeetingFacts {
        series: SeriesLines::None,
        language: Language::English,
        first_name: "Ana".into(),
        host_name: "Mara Lindqvist".into(),
        host_first_name: "Mara".into(),
        host_email: "mara@halden.example".into(),
        workspace: "Halden Studio".into(),
        topic: "Rollout kick-off, Iberia".into(),
        weekday_short: "TUE".into(),
        day: "16".into(),
        month: "March".into(),
        short: "Tue 16 March 09:00".into(),
        date: "Tuesday 16 March 2027".into(),
        time: "09:00 to 09:40".into(),
        city_time: "Lisbon time".into(),
        host_time: Some("10:00 in Stockholm, where Mara is".into()),
        place: None,
    }
}

/// The way into the meeting of the mockups.
pub fn way_in() -> WayIn {
    WayIn {
        join_url: "http://127.0.0.1:8090/j/82000000142?pwd=Q2FmZWJhYmU0NDcx".into(),
        number: "820 0000 0142".into(),
        passcode: Some("4471".into()),
        by_phone: None,
    }
}

/// Mockup 09.
pub fn invitation() -> InvitationMail {
    InvitationMail {
        meeting: facts(),
        way: way_in(),
        agenda: vec![
            "Introductions. Who does what on both sides. Dates for Lisbon and Porto.".into(),
            "Open questions about single sign-on.".into(),
        ],
        page: Some("https://crm.example.com/i/3q2-7wAAAAAAAAAAAAAAAA".into()),
    }
}

/// With numbers to dial.
pub fn invitation_by_phone() -> InvitationMail {
    let number = |shown: &str, place: &str| PhoneNumber {
        shown: shown.into(),
        href: format!("tel:{},,82000000142%23,,,,*4471%23", shown.replace(' ', "")),
        place: place.into(),
    };
    let by_phone = ByPhone {
        heading: "By phone".into(),
        numbers: vec![
            number("+351 308 804 188", "Portugal"),
            number("+46 850 539 728", "Sweden, Stockholm"),
            number("+46 200 883 044", "Sweden, toll-free"),
        ],
        code: "Meeting ID 820 0000 0142, passcode 4471".into(),
    };
    InvitationMail { way: WayIn { by_phone: Some(by_phone), ..way_in() }, ..invitation() }
}

/// As little as an invitation can say: no name, no passcode, no agenda, one time.
pub fn invitation_bare() -> InvitationMail {
    InvitationMail {
        meeting: MeetingFacts { first_name: String::new(), host_time: None, ..facts() },
        way: WayIn { passcode: None, ..way_in() },
        agenda: vec![],
        page: None,
    }
}

/// Everything typed is hostile.
pub fn invitation_hostile() -> InvitationMail {
    InvitationMail { meeting: facts_typed(Language::English), agenda: vec![typed()], ..invitation() }
}

fn facts_typed(language: Language) -> MeetingFacts {
    MeetingFacts {
        language,
        topic: format!("{}\r\nBcc: everyone@example.com", typed()),
        first_name: typed(),
        host_name: typed(),
        host_first_name: typed(),
        workspace: typed(),
        ..facts()
    }
}

/// The HTML of all mails about a meeting in that language, with everything typed, one after the other.
pub fn mails_typed(language: Language) -> String {
    let meeting = facts_typed(language);
    let agenda = vec![typed()];
    let to = ToUser { language, first_name: typed(), workspace: typed() };
    let mails = [
        InvitationMail { meeting: meeting.clone(), agenda: agenda.clone(), ..invitation_by_phone() }.render(),
        UpdateMail { meeting: meeting.clone(), agenda: agenda.clone(), ..update() }.render(),
        CancellationMail { meeting: meeting.clone(), message: vec![typed()] }.render(),
        InviteeReminder { meeting, way: way_in(), agenda, page: invitation().page }.render(),
        AnswerMail {
            to,
            news: AnswerNews::Proposed,
            name: typed(),
            their_first_name: typed(),
            topic: typed(),
            when: "Tue 16 March, 10:00".into(),
            times: vec!["Wed 17 March, 11:00".into()],
            message: vec![typed()],
            link: "https://crm.example.com/meetings/m1".into(),
        }
        .render(),
    ];
    let mut html = String::new();
    for mail in mails {
        let mail = mail.unwrap();
        assert!(!mail.subject.contains(['\r', '\n']), "{:?}", mail.subject);
        html += &mail.html;
    }
    html
}

/// Mockup 09b.
pub fn update() -> UpdateMail {
    UpdateMail {
        meeting: MeetingFacts {
            weekday_short: "THU".into(),
            day: "18".into(),
            short: "Thu 18 March 15:00".into(),
            date: "Thursday 18 March 2027".into(),
            time: "15:00 to 15:40".into(),
            host_time: Some("16:00 in Stockholm, where Mara is".into()),
            ..facts()
        },
        news: News::Moved { way: WayNews::Same },
        was: Some("Tuesday 16 March, 09:00".into()),
        way: way_in(),
        agenda: vec![],
        page: Some("https://crm.example.com/i/3q2-7wAAAAAAAAAAAAAAAA".into()),
    }
}

/// A cancellation with a message.
pub fn cancellation() -> CancellationMail {
    CancellationMail {
        meeting: facts(),
        message: vec!["I am on a train without a signal. Next week?".into()],
    }
}
