//! Settings, API tokens.

use askama::Template;

use super::form::{Choice, FormErrors, FormField};
use super::shell::Shell;

/// `GET /settings/api-tokens`. Its POST carries `csrf`, `idempotency_key`, `name`, `may` and `lasts`, and answers with the
/// same page and the new token.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/api_tokens.html")]
pub struct ApiTokensPage {
    /// What surrounds the page; its title is `API tokens`.
    pub shell: Shell,
    /// The token that was just made; shown this once.
    pub new: Option<String>,
    /// What the new one is called.
    pub new_name: String,
    /// Where programs find the interface: `https://crm.halden.example/api/v1`.
    pub address: String,
    /// Of the form.
    pub idempotency_key: String,
    /// What is wrong with the form.
    pub errors: Option<FormErrors>,
    /// What the token is to be called.
    pub name: FormField,
    /// What it may: `read` or `write`.
    pub may: FormField,
    /// Whether the person may change things at all.
    pub may_write: bool,
    /// How long it lasts, in days.
    pub lasts: FormField,
    /// What can be chosen for it.
    pub lengths: Vec<Choice>,
    /// One's own tokens, the newest first.
    pub mine: Vec<TokenRow>,
    /// Those of others, for whoever runs the workspace.
    pub others: Vec<TokenRow>,
}

/// One token.
#[derive(Debug, Clone)]
pub struct TokenRow {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Whose it is, if it is another's: `Oskar Berg`.
    pub owner: Option<String>,
    /// `Reads` or `Reads and writes`
    pub may: &'static str,
    /// `Last used today, 09:42` or `Never used`
    pub used: String,
    /// `Ends on 18 April 2027` or `Ended on 18 April 2027`
    pub ends: String,
    /// Whether it has ended.
    pub ended: bool,
}
