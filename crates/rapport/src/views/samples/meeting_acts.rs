//! What is done about a meeting: removing it, sending its invitation again, saying what came of it.

use super::{ana, person, rui, shell, typed};
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::meetings::RemovePage;
use crate::views::outcome::{OutcomePage, OutcomeQuestion};
use crate::views::send_again::{Recipient, SendAgainPage};
use crate::views::shell::{Nav, Person};

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
