//! Schedule meeting in all its states, and choosing whom to meet.

use super::{HOSTILE, ana, person, rui, shell};
use crate::views::form::{Choice, FormErrors, FormField};
use crate::views::schedule::{
    ChooseContactPage, ContactChoice, EmailPreview, Invitee, LimitWarning, ScheduleForm, SchedulePage,
    ScheduleZoom, TheirTime, TimesPane, Verdict, ZoomAccountLine,
};
use crate::views::shell::{Nav, Person};
use crate::views::strip::{Span, StripRow, TimeStrip};

fn account_line() -> ZoomAccountLine {
    ZoomAccountLine { email: "mara@halden.example".into(), plan: "Basic".into(), can_record: false }
}

/// The form as in mockup 04.
pub fn schedule() -> SchedulePage {
    SchedulePage {
        shell: shell("Schedule meeting with Ana Ferreira", Nav::Contacts),
        action: "/contacts/ana/meetings".into(),
        back: "/contacts/ana".into(),
        contact_name: "Ana Ferreira".into(),
        zoom: ScheduleZoom::Ready(account_line()),
        form: ScheduleForm {
            idempotency_key: "key-1".into(),
            errors: None,
            topic: FormField::new("SSO and sandbox tenant"),
            date: FormField::new("2027-03-18"),
            start: FormField::new("16:00"),
            duration: FormField::new("30"),
            duration_other: String::new(),
            limit: None,
            duration_kept: None,
            zone: FormField::new("Europe/Stockholm"),
            zones: vec![
                Choice::new("Europe/Lisbon", "Lisbon (UTC+0)"),
                Choice::new("Europe/Stockholm", "Stockholm (UTC+1)"),
            ],
            their_times: vec![TheirTime {
                time: "15:00".into(),
                who: "Ana in Lisbon".into(),
                other_day: None,
            }],
            invitees: vec![
                Invitee { value: "ana".into(), person: ana() },
                Invitee { value: "rui".into(), person: rui() },
            ],
            add_invitee: FormField::default(),
            invitee_suggestion: None,
            known_contacts: vec![Choice::new("ines.carvalho@lumenfreight.example", "Inês Carvalho")],
            agenda: FormField::new(
                "Walk through the Entra ID setup. Agree on a date for the sandbox tenant.",
            ),
            waiting_room: true,
            passcode: true,
            cloud_recording: false,
            show_email: false,
            times: Some(TimesPane {
                day: "Thursday 18 March".into(),
                strip: strip(30),
                verdict: Verdict::Good("Within working hours for everyone".into()),
            }),
            email: Some(email_preview()),
            told: "Ana and Rui".into(),
        },
    }
}

fn strip(minutes: i64) -> TimeStrip {
    let row = |name: &str, city: &str, time: &str, person: Person, from: i64, busy: Vec<Span>| StripRow {
        name: name.into(),
        city: city.into(),
        time: time.into(),
        person,
        working: Some(Span { from, to: from + 540 }),
        busy,
    };
    TimeStrip {
        rows: vec![
            row(
                "You",
                "Stockholm",
                "16:00",
                person("Mara Lindqvist", "ML", 0),
                540,
                vec![Span { from: 480, to: 510 }, Span { from: 780, to: 840 }],
            ),
            row("Ana", "Lisbon", "15:00", ana(), 600, vec![]),
            row("Rui", "Lisbon", "15:00", rui(), 600, vec![]),
        ],
        slot: Span { from: 960, to: 960 + minutes },
    }
}

fn email_preview() -> EmailPreview {
    EmailPreview {
        from: "Mara Lindqvist, Halden Studio".into(),
        to: "Ana Ferreira".into(),
        subject: "SSO and sandbox tenant, Thu 18 March 15:00".into(),
        greeting: "Ana".into(),
        host: "Mara Lindqvist from Halden Studio".into(),
        topic: "SSO and sandbox tenant".into(),
        date: "Thursday 18 March 2027".into(),
        time: "15:00 to 15:30, Lisbon time".into(),
        host_time: Some("16:00 in Stockholm, where Mara is".into()),
        agenda: vec!["Walk through the Entra ID setup. Agree on a date for the sandbox tenant.".into()],
        others: Some("Rui gets the same email with the time in Lisbon.".into()),
    }
}

/// Mockup 04b: an hour on Zoom Basic.
pub fn schedule_over_limit() -> SchedulePage {
    let mut page = schedule();
    page.form.duration = FormField::new("60");
    page.form.limit = Some(LimitWarning {
        title: "Zoom Basic ends meetings at 40 minutes".into(),
        text: "This one is 60 minutes, so Zoom would close it for everyone at 16:40. You can shorten it, or keep it and \
               send a second link if you run over."
            .into(),
        limit: 40,
        wanted: 60,
    });
    if let Some(times) = &mut page.form.times {
        times.strip = strip(60);
    }
    page
}

/// Mockup 04c: the preview of the email.
pub fn schedule_email() -> SchedulePage {
    let mut page = schedule();
    page.form.show_email = true;
    page
}

/// Mockup 18: three fields need a change.
pub fn schedule_errors() -> SchedulePage {
    let mut page = schedule();
    let form = &mut page.form;
    form.topic = FormField::wrong("", "Enter a topic. Ana sees it in the invitation.");
    form.date = FormField::wrong("2027-03-15", "Monday 15 March is in the past. Choose today or later.");
    form.add_invitee =
        FormField::wrong("ines.carvalho@lumen", "“ines.carvalho@lumen” is not a complete email address.");
    form.invitee_suggestion = Some("ines.carvalho@lumenfreight.example".into());
    if let Some(times) = &mut form.times {
        times.day = "Monday 15 March".into();
        times.verdict = Verdict::Impossible("This time has passed".into());
    }
    form.errors = Some(FormErrors {
        title: "Nothing was scheduled. 3 fields need a change.".into(),
        text: String::new(),
        fields: form.wrong_fields(),
    });
    page
}

/// Other minutes, a licensed account, nobody to tell, and Zoom does not answer.
pub fn schedule_unanswered() -> SchedulePage {
    let mut page = schedule();
    let account = ZoomAccountLine { plan: "Licensed".into(), can_record: true, ..account_line() };
    page.zoom = ScheduleZoom::NotAnswering { account, retry_at: Some("09:46".into()) };
    page.form.duration = FormField::wrong("other", "Enter between 1 and 1440 minutes.");
    page.form.duration_other = "0".into();
    page.form.invitees.clear();
    page.form.told.clear();
    page.form.their_times.clear();
    page.form.times = None;
    page.form.email = None;
    page
}

/// No Zoom account yet.
pub fn schedule_not_connected() -> SchedulePage {
    SchedulePage { zoom: ScheduleZoom::NotConnected, ..schedule() }
}

/// Zoom refuses our access.
pub fn schedule_needs_reconnect() -> SchedulePage {
    SchedulePage { zoom: ScheduleZoom::NeedsReconnect { email: "mara@halden.example".into() }, ..schedule() }
}

/// Every text of the form is hostile.
pub fn schedule_hostile() -> SchedulePage {
    let mut page = schedule();
    page.contact_name = HOSTILE.into();
    page.form.topic = FormField::wrong(HOSTILE, HOSTILE);
    page.form.agenda = FormField::wrong(HOSTILE, HOSTILE);
    page.form.add_invitee = FormField::wrong(HOSTILE, HOSTILE);
    page.form.invitee_suggestion = Some(HOSTILE.into());
    page.form.told = HOSTILE.into();
    page.form.invitees = vec![Invitee { value: HOSTILE.into(), person: person(HOSTILE, "<>", 1) }];
    page.form.known_contacts = vec![Choice::new(HOSTILE, HOSTILE)];
    if let Some(email) = &mut page.form.email {
        email.topic = HOSTILE.into();
        email.agenda = vec![HOSTILE.into()];
        email.subject = HOSTILE.into();
    }
    page
}

/// Whom to meet.
pub fn choose_contact() -> ChooseContactPage {
    let choice = |id: &str, person: Person, role: &str, email: Option<&str>| ContactChoice {
        id: id.into(),
        person,
        role: role.into(),
        email: email.map(Into::into),
    };
    ChooseContactPage {
        shell: shell("Schedule meeting", Nav::Meetings),
        query: String::new(),
        contacts: vec![
            choice(
                "ana",
                ana(),
                "Head of Operations at Lumen Freight",
                Some("ana.ferreira@lumenfreight.example"),
            ),
            choice("rui", rui(), "IT Manager at Lumen Freight", Some("rui.matos@lumenfreight.example")),
            choice("tomas", person("Tomás Oliveira", "TO", 3), "", None),
            choice("yuki", person("Yuki Tanaka", "YT", 5), "", Some("yuki@tidewater.example")),
        ],
        total: 41,
    }
}

/// A search without a result.
pub fn choose_contact_empty() -> ChooseContactPage {
    ChooseContactPage { query: HOSTILE.into(), contacts: vec![], total: 0, ..choose_contact() }
}
