//! Schedule meeting in all its states, and choosing whom to meet.

use super::mails::facts;
use super::{ana, person, rui, shell, typed};
use crate::views::details::{
    ChangesLeft, DetailsForm, EmailPreview, LimitWarning, OverlapWarning, TheirTime, TimesPane, Verdict,
};
use crate::views::form::{Choice, FormErrors, FormField};
use crate::views::mail::{MeetingFacts, News, WayNews};
use crate::views::place::PlaceForm;
use crate::views::repeat::RepeatForm;
use crate::views::reschedule::{Change, ReschedulePage};
use crate::views::schedule::{
    ChooseContactPage, ContactChoice, Invitee, NoAddress, ScheduleForm, SchedulePage, ScheduleZoom,
    ZoomAccountLine,
};
use crate::views::shell::{Nav, Person};
use crate::views::strip::{Span, StripRow, TimeStrip};

fn account_line() -> ZoomAccountLine {
    ZoomAccountLine {
        email: "mara@halden.example".into(),
        plan: "Basic".into(),
        can_record: false,
        recording_is_off: false,
        passcode_required: false,
        begins_as_in_zoom: false,
    }
}

/// The form as in mockup 04.
pub fn schedule() -> SchedulePage {
    SchedulePage {
        shell: shell("Schedule meeting with Ana Ferreira", Nav::Contacts),
        action: "/contacts/ana/meetings".into(),
        back: "/contacts/ana".into(),
        contact_name: "Ana Ferreira".into(),
        zoom: ScheduleZoom::Ready(account_line()),
        details: details(),
        form: ScheduleForm {
            invitees: vec![
                Invitee { value: "ana".into(), person: ana() },
                Invitee { value: "rui".into(), person: rui() },
            ],
            no_address: None,
            add_invitee: FormField::default(),
            invitee_suggestion: None,
            known_contacts: vec![Choice::new("ines.carvalho@lumenfreight.example", "Inês Carvalho")],
            place: PlaceForm { kind: FormField::new("zoom"), ..PlaceForm::default() },
            waiting_room: true,
            passcode: true,
            cloud_recording: false,
            send_invitation: true,
        },
    }
}

/// Topic and time as in mockup 04.
fn details() -> DetailsForm {
    DetailsForm {
        repeat: Some(repeat()),
        all_dates: None,
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
        their_times: vec![TheirTime { time: "15:00".into(), who: "Ana in Lisbon".into(), other_day: None }],
        alternative_hosts: FormField::default(),
        agenda: FormField::new("Walk through the Entra ID setup. Agree on a date for the sandbox tenant."),
        show_email: false,
        times: Some(TimesPane {
            day: "Thursday 18 March".into(),
            strip: strip(30),
            verdict: Verdict::Good("Within working hours for everyone".into()),
        }),
        email: Some(email_preview()),
        told: "Ana and Rui".into(),
        changes_left: None,
        overlap: None,
        overlap_kept: String::new(),
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
        meeting: MeetingFacts {
            topic: "SSO and sandbox tenant".into(),
            short: "Thu 18 March 15:00".into(),
            date: "Thursday 18 March 2027".into(),
            time: "15:00 to 15:30".into(),
            host_time: Some("16:00 in Stockholm, where Mara is".into()),
            ..facts()
        },
        news: News::Invitation,
        was: None,
        agenda: vec!["Walk through the Entra ID setup. Agree on a date for the sandbox tenant.".into()],
        others: Some("Rui gets the same email with the time in Lisbon.".into()),
    }
}

/// Mockup 04b: an hour on Zoom Basic.
pub fn schedule_over_limit() -> SchedulePage {
    let mut page = schedule();
    page.details.duration = FormField::new("60");
    page.details.limit = Some(LimitWarning {
        title: "Zoom Basic ends meetings at 40 minutes".into(),
        text: "This one is 60 minutes, so Zoom would close it for everyone at 16:40. You can shorten it, or keep it and \
               send a second link if you run over."
            .into(),
        limit: 40,
        wanted: 60,
    });
    if let Some(times) = &mut page.details.times {
        times.strip = strip(60);
    }
    page
}

/// Mockup 04c: the preview of the email.
pub fn schedule_email() -> SchedulePage {
    let mut page = schedule();
    page.details.show_email = true;
    page
}

/// Mockup 18: three fields need a change.
pub fn schedule_errors() -> SchedulePage {
    let mut page = schedule();
    page.form.add_invitee =
        FormField::wrong("ines.carvalho@lumen", "“ines.carvalho@lumen” is not a complete email address.");
    page.form.invitee_suggestion = Some("ines.carvalho@lumenfreight.example".into());
    let details = &mut page.details;
    details.topic = FormField::wrong("", "Enter a topic. Ana sees it in the invitation.");
    details.date = FormField::wrong("2027-03-15", "Monday 15 March is in the past. Choose today or later.");
    if let Some(times) = &mut details.times {
        times.day = "Monday 15 March".into();
        times.verdict = Verdict::Impossible("This time has passed".into());
    }
    details.errors = Some(FormErrors {
        title: "Nothing was scheduled. 3 fields need a change.".into(),
        text: String::new(),
        fields: details.wrong_fields(Some(&page.form.add_invitee)),
    });
    page
}

/// Other minutes, a licensed account, nobody to tell, and Zoom does not answer.
pub fn schedule_unanswered() -> SchedulePage {
    let mut page = schedule();
    let account = ZoomAccountLine { plan: "Licensed".into(), can_record: true, ..account_line() };
    page.zoom = ScheduleZoom::NotAnswering { account, retry_at: Some("09:46".into()) };
    page.details.duration = FormField::wrong("other", "Enter between 1 and 1440 minutes.");
    page.details.duration_other = "0".into();
    page.form.invitees.clear();
    page.details.told.clear();
    page.details.their_times.clear();
    page.details.times = None;
    page.details.email = None;
    page
}

/// No Zoom account yet.
pub fn schedule_not_connected() -> SchedulePage {
    SchedulePage { zoom: ScheduleZoom::NotConnected, ..schedule() }
}

/// The host has another meeting then.
pub fn schedule_overlap() -> SchedulePage {
    let mut page = schedule();
    page.details.overlap = Some(OverlapWarning {
        title: "You have Partner check-in at that time".into(),
        text: "Partner check-in, 16:15 to 16:45. Zoom Basic may not start one while you hold the other."
            .into(),
        keep: "m3".into(),
    });
    page
}

/// On the phone, without a number.
pub fn schedule_phone() -> SchedulePage {
    let mut page = schedule();
    page.form.place = PlaceForm {
        kind: FormField::new("phone"),
        phone: FormField::wrong("", "Enter a phone number, or who calls whom."),
        ..PlaceForm::default()
    };
    page
}

/// Moving what takes place elsewhere, without Zoom.
pub fn reschedule_elsewhere() -> ReschedulePage {
    ReschedulePage {
        zoom: ScheduleZoom::NotConnected,
        in_zoom: false,
        elsewhere: true,
        change: Change::Words,
        place: PlaceForm {
            kind: FormField::new("address"),
            address: FormField::new("Kungsgatan 1, room 4"),
            ..PlaceForm::default()
        },
        ..reschedule()
    }
}

/// Nobody can be mailed.
pub fn schedule_no_address() -> SchedulePage {
    let mut page = schedule();
    page.form.invitees.clear();
    page.details.told.clear();
    page.details.email = None;
    page.form.no_address =
        Some(NoAddress { first_name: "Layla".into(), email: FormField::wrong("layla@", typed()) });
    page
}

/// A Zoom meeting that is to be a phone call.
pub fn reschedule_leaves_zoom() -> ReschedulePage {
    let mut page = reschedule();
    page.change = Change::Place;
    page.place = PlaceForm {
        kind: FormField::new("phone"),
        phone: FormField::new("+46 8 123 45 67"),
        ..PlaceForm::default()
    };
    if let Some(email) = &mut page.details.email {
        email.news = News::Changed { way: WayNews::LeftZoom };
    }
    page
}

/// Zoom refuses our access.
pub fn schedule_needs_reconnect() -> SchedulePage {
    SchedulePage { zoom: ScheduleZoom::NeedsReconnect { email: "mara@halden.example".into() }, ..schedule() }
}

/// Every text of the form is hostile.
pub fn schedule_hostile() -> SchedulePage {
    let mut page = schedule();
    page.contact_name = typed();
    page.details.topic = FormField::wrong(typed(), typed());
    page.details.agenda = FormField::wrong(typed(), typed());
    page.form.add_invitee = FormField::wrong(typed(), typed());
    page.form.invitee_suggestion = Some(typed());
    page.details.told = typed();
    page.form.invitees = vec![Invitee { value: typed(), person: person(&typed(), "<>", 1) }];
    page.form.known_contacts = vec![Choice::new(typed(), typed())];
    if let Some(email) = &mut page.details.email {
        email.meeting.topic = typed();
        email.agenda = vec![typed()];
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
    ChooseContactPage { query: typed(), contacts: vec![], total: 0, ..choose_contact() }
}

/// Few of Zoom's changes are left today.
pub fn schedule_few_changes() -> SchedulePage {
    let mut page = schedule();
    page.details.changes_left = Some(ChangesLeft {
        title: "7 of 100 Zoom changes left today".into(),
        text: "Zoom counts every meeting that is scheduled or changed, and begins anew at 01:00.".into(),
    });
    page
}

/// Mockup 03d.
pub fn reschedule() -> ReschedulePage {
    let mut details = details();
    details.topic = FormField::new("Fortnightly check-in");
    details.date = FormField::new("2027-03-31");
    details.agenda = FormField::new("Open tasks, rollout dates, anything blocking.");
    details.told = "Ana".into();
    details.zones[1] = Choice::new("Europe/Stockholm", "Stockholm (UTC+2)");
    if let Some(times) = &mut details.times {
        times.day = "Wednesday 31 March".into();
    }
    if let Some(email) = &mut details.email {
        email.news = News::Moved { way: WayNews::Same };
        email.was = Some("Tuesday 30 March, 13:00".into());
    }
    ReschedulePage {
        all_dates: false,
        shell: shell("Reschedule Fortnightly check-in", Nav::Meetings),
        id: "m7".into(),
        back: "/contacts/ana".into(),
        topic: "Fortnightly check-in".into(),
        current: "Tue 30 March, 14:00 to 14:30".into(),
        their_current: Some("13:00 for Ana in Lisbon".into()),
        zoom: ScheduleZoom::Ready(account_line()),
        in_zoom: true,
        elsewhere: false,
        place: PlaceForm { kind: FormField::new("zoom"), ..PlaceForm::default() },
        invitees: vec![ana()],
        tell: true,
        told_count: 1,
        change: Change::Time,
        details,
    }
}

/// Zoom does not answer, nobody to tell, and everything hostile.
pub fn reschedule_hostile() -> ReschedulePage {
    let mut page = reschedule();
    page.topic = typed();
    page.zoom = ScheduleZoom::NotAnswering { account: account_line(), retry_at: None };
    page.in_zoom = false;
    page.invitees = vec![person(&typed(), "<>", 1)];
    page.told_count = 0;
    page.details.told.clear();
    page.details.topic = FormField::wrong(typed(), typed());
    page.details.agenda = FormField::wrong(typed(), typed());
    page.details.errors = Some(FormErrors {
        title: "Nothing was rescheduled. 2 fields need a change.".into(),
        text: String::new(),
        fields: page.details.wrong_fields(None),
    });
    page
}

/// Zoom refuses our access.
pub fn reschedule_needs_reconnect() -> ReschedulePage {
    ReschedulePage {
        zoom: ScheduleZoom::NeedsReconnect { email: "mara@halden.example".into() },
        ..reschedule()
    }
}

/// Twice a week, six times.
fn repeat() -> RepeatForm {
    RepeatForm {
        cycle: FormField::new("weekly"),
        cycles: vec![
            Choice::new("no", "Does not repeat"),
            Choice::new("daily", "Daily"),
            Choice::new("weekly", "Weekly"),
            Choice::new("monthly", "Monthly on day 18"),
            Choice::new("monthly-weekday", "Monthly on the third Thursday"),
        ],
        every: FormField::new("1"),
        weekdays: domain::weekdays().map(|(short, name)| (short, name, short == "TH")).collect(),
        end: "times".into(),
        times: FormField::new("3"),
        until: FormField::default(),
        words: Some("Every week on Thursday, 3 times".into()),
        dates: vec!["Thu 18 March".into(), "Thu 25 March".into(), "Thu 1 April".into()],
        may_be_once: true,
    }
}
