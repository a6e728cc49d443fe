//! Log in, create the owner, and one's own profile. Passwords are in `password`.

use askama::Template;

use super::form::{Choice, FormErrors, FormField};
use super::shell::{Notice, Public, Shell, Theme};

/// `GET /login`, and its POST when it was not accepted. Posts `csrf`, `next`, `email`, `password` and `keep` (`on` or absent).
#[derive(Debug, Clone, Template)]
#[template(path = "account/login.html")]
pub struct LoginPage {
    /// Head of the page.
    pub public: Public,
    /// Workspace name, under the heading; empty when it is not to be shown.
    pub workspace: String,
    /// Where to go after the login: a path on this server; may be empty.
    pub next: String,
    /// What was typed as email.
    pub email: FormField,
    /// Whether the session lasts 30 days.
    pub keep: bool,
    /// Why the login was not accepted; the same words for a wrong address and a wrong password.
    pub error: Option<String>,
    /// What was done before, such as a new password.
    pub notice: Option<Notice>,
    /// Foot of the page: `Rapport 0.1.0 on crm.halden.example`.
    pub foot: String,
}

/// `GET /setup`, and its POST when something needs a change.
///
/// Posts `csrf`, `setup_key`, `workspace`, `name`, `zone`, `email` and `password`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    /// Head of the page.
    pub public: Public,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// The one-time key from the server log.
    pub setup_key: FormField,
    /// Workspace name.
    pub workspace: FormField,
    /// The owner's name.
    pub name: FormField,
    /// The owner's time zone, IANA id.
    pub zone: FormField,
    /// The owner's email address.
    pub email: FormField,
    /// Only its error is used: a password is never shown again.
    pub password: FormField,
    /// All zones.
    pub zones: Vec<Choice>,
}

/// `GET /settings/profile`, and its POST when something needs a change.
///
/// Posts `csrf`, `name`, `zone`, `language`, `theme` (`system`, `light` or `dark`), `remind_me` and `remind_invitees`. `POST /logout` ends the session.
#[derive(Debug, Clone, Template)]
#[template(path = "account/profile.html")]
pub struct ProfilePage {
    /// What surrounds the page; its title is `Profile`.
    pub shell: Shell,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// Full name.
    pub name: FormField,
    /// The address one logs in with; cannot be changed here.
    pub email: String,
    /// IANA id.
    pub zone: FormField,
    /// All zones.
    pub zones: Vec<Choice>,
    /// Language of the mails they get, by its tag.
    pub language: FormField,
    /// All languages, each by its own name.
    pub languages: Vec<Choice>,
    /// Chosen colours.
    pub theme: Theme,
    /// Which reminders the person gets.
    pub remind_me: FormField,
    /// Which reminders their invitees get.
    pub remind_invitees: FormField,
    /// What can be chosen for both.
    pub reminders: Vec<Choice>,
    /// Where they are logged in, this browser first.
    pub sessions: Vec<SessionLine>,
}

/// A browser in which somebody is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// What its form posts as `session`.
    pub id: String,
    /// `Firefox on Windows`
    pub device: String,
    /// `192.0.2.14`; may be empty.
    pub address: String,
    /// `Today 09:31`
    pub since: String,
    /// `Today 09:42`
    pub used: String,
    /// It is the one that asks.
    pub here: bool,
}
