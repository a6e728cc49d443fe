//! Passwords: changing one's own, and a new one for somebody who does not know theirs.

use askama::Template;

use super::form::{FormErrors, FormField};
use super::shell::{Public, Shell};

/// `GET /login/forgot`, and its POST when it was not accepted. Posts `csrf` and `email`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/forgot.html")]
pub struct ForgotPage {
    /// Head of the page.
    pub public: Public,
    /// What was typed as email.
    pub email: FormField,
    /// Why nothing was sent.
    pub error: Option<String>,
    /// Mail does not leave this server.
    pub stays_inside: bool,
}

/// `GET /login/reset/{token}`, and its POST when something needs a change. Posts `csrf` and `password`.
#[derive(Clone, Template)]
#[template(path = "account/reset.html")]
pub struct ResetPage {
    /// Head of the page.
    pub public: Public,
    /// What the link holds.
    pub token: String,
    /// Only its error is used: a password is never shown again.
    pub password: FormField,
}

/// The same when the link does not work (any more).
#[derive(Debug, Clone, Template)]
#[template(path = "account/reset_gone.html")]
pub struct ResetGonePage {
    /// Head of the page.
    pub public: Public,
}

/// `GET /settings/password`, and its POST when something needs a change. Posts `csrf`, `present` and `password`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/password.html")]
pub struct PasswordPage {
    /// What surrounds the page; its title is `Profile`.
    pub shell: Shell,
    /// For password managers: whose password it is.
    pub email: String,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// Only their errors are used.
    pub present: FormField,
    /// Only its error is used.
    pub password: FormField,
}
