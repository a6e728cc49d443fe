//! Log in, set-up, profile.

use super::{notice, public, shell, typed, zones};
use crate::views::account::{LoginPage, ProfilePage, SessionLine, SetupPage};
use crate::views::api_tokens::{ApiTokensPage, TokenRow};
use crate::views::calendar_feed::{CalendarFeedPage, FeedAddress};
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::password::{ForgotPage, PasswordPage, ResetGonePage, ResetPage};
use crate::views::shell::{Nav, NoteKind, Theme};

/// Nobody typed anything yet.
pub fn login() -> LoginPage {
    LoginPage {
        public: public("Log in"),
        workspace: "Halden Studio".into(),
        next: "/contacts?q=a&sort=name".into(),
        email: FormField::default(),
        keep: true,
        error: None,
        notice: None,
        foot: "Rapport 0.1.0 on crm.halden.example".into(),
    }
}

/// A wrong password.
pub fn login_refused() -> LoginPage {
    LoginPage {
        email: FormField::new("mara@halden.example"),
        error: Some("This email address and password do not belong together.".into()),
        ..login()
    }
}

/// First run.
pub fn setup() -> SetupPage {
    SetupPage {
        public: public("Set up"),
        errors: None,
        setup_key: FormField::default(),
        workspace: FormField::new("Halden Studio"),
        name: FormField::new("Mara Lindqvist"),
        zone: FormField::new("Europe/Stockholm"),
        email: FormField::new("mara@halden.example"),
        password: FormField::default(),
        zones: zones(),
    }
}

/// First run with two mistakes.
pub fn setup_refused() -> SetupPage {
    SetupPage {
        errors: Some(FormErrors {
            title: "The account was not created. 2 fields need a change.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("setup_key", "Setup key"), FieldLink::new("password", "Password")],
        }),
        setup_key: FormField::wrong("wrong", "This is not the key that the server printed."),
        password: FormField::wrong("", "Use 12 characters or more. This one has 5."),
        ..setup()
    }
}

/// One's own profile.
pub fn profile() -> ProfilePage {
    ProfilePage {
        shell: shell("Profile", Nav::Settings),
        errors: None,
        name: FormField::new("Mara Lindqvist"),
        email: "mara@halden.example".into(),
        zone: FormField::new("Europe/Stockholm"),
        zones: zones(),
        language: FormField::new("en"),
        languages: vec![Choice::new("en", "English"), Choice::new("sv", "Svenska")],
        theme: Theme::System,
        remind_me: FormField::new("24h 15m"),
        remind_invitees: FormField::new("none"),
        reminders: vec![
            Choice::new("none", "None"),
            Choice::new("24h 15m", "24 hours and 15 minutes before"),
        ],
        sessions: vec![
            session("Firefox on Linux", "192.0.2.14", true),
            session("Safari on iPhone", "2001:db8::7", false),
            session("Unknown browser", "", false),
        ],
    }
}

fn session(device: &str, address: &str, here: bool) -> SessionLine {
    SessionLine {
        id: "00".repeat(32),
        device: device.into(),
        address: address.into(),
        since: "Mon 15 March 20:17".into(),
        used: "Today 09:31".into(),
        here,
    }
}

/// After a new password was chosen.
pub fn login_told() -> LoginPage {
    LoginPage { notice: Some(notice(NoteKind::Ok)), ..login() }
}

/// The link to a new password is asked for.
pub fn forgot() -> ForgotPage {
    ForgotPage {
        public: public("New password"),
        email: FormField::default(),
        error: None,
        stays_inside: false,
    }
}

/// It was asked for too often, and mail stays inside.
pub fn forgot_refused() -> ForgotPage {
    ForgotPage {
        email: FormField::new(typed()),
        error: Some("A link was asked for too often. Try again in 12 minutes.".into()),
        stays_inside: true,
        ..forgot()
    }
}

/// A link that works.
pub fn reset() -> ResetPage {
    ResetPage {
        public: public("New password"),
        token: "Zm9vYmFy".into(),
        password: FormField::wrong("", "Use at least 12 characters."),
    }
}

/// A link that does not.
pub fn reset_gone() -> ResetGonePage {
    ResetGonePage { public: public("New password") }
}

/// The present password was wrong.
pub fn password() -> PasswordPage {
    PasswordPage {
        shell: shell("Profile", Nav::Settings),
        email: "mara@halden.example".into(),
        errors: Some(FormErrors {
            title: "Your password was not changed.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("present", "Present password")],
        }),
        present: FormField::wrong("", "That is not your present password."),
        password: FormField::default(),
    }
}

/// A feed that is on.
pub fn calendar_feed() -> CalendarFeedPage {
    CalendarFeedPage {
        shell: shell("Calendar feed", Nav::Settings),
        address: Some(FeedAddress {
            file: "https://crm.halden.example/feeds/Zm9vYmFy.ics".into(),
            subscribe: "webcal://crm.halden.example/feeds/Zm9vYmFy.ics".into(),
            made: "today, 09:42".into(),
        }),
    }
}

/// A feed that is off.
pub fn calendar_feed_off() -> CalendarFeedPage {
    CalendarFeedPage { address: None, ..calendar_feed() }
}

/// A token that was just made, one that has ended, and one of somebody else.
pub fn api_tokens() -> ApiTokensPage {
    let row = |id: &str, name: &str| TokenRow {
        id: format!("0195a000-0000-7000-8000-{id:0>12}"),
        name: name.into(),
        owner: None,
        may: "Reads and writes",
        used: "Never used".into(),
        ends: "Ends on 14 June 2027".into(),
        ended: false,
    };
    ApiTokensPage {
        new: Some("rapport_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE".into()),
        new_name: "Nightly export".into(),
        mine: vec![
            row("1", "Nightly export"),
            TokenRow {
                may: "Reads",
                used: "Last used on 2 March, 06:00".into(),
                ends: "Ended on 9 March 2027".into(),
                ended: true,
                ..row("2", "Old <script>alert(1)</script>")
            },
        ],
        others: vec![TokenRow { owner: Some("Oskar Berg".into()), ..row("3", "Board on the wall") }],
        ..api_tokens_none()
    }
}

/// Nobody made one yet.
pub fn api_tokens_none() -> ApiTokensPage {
    ApiTokensPage {
        shell: shell("API tokens", Nav::Settings),
        new: None,
        new_name: String::new(),
        address: "https://crm.halden.example/api/v1".into(),
        idempotency_key: "key".into(),
        errors: None,
        name: FormField::default(),
        may: FormField::default(),
        may_write: true,
        lasts: FormField::new("90"),
        lengths: vec![
            Choice::new("30", "30 days"),
            Choice::new("90", "90 days"),
            Choice::new("365", "A year"),
        ],
        mine: Vec::new(),
        others: Vec::new(),
    }
}
