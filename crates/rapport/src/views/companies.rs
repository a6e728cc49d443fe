//! The list of companies, and the form for a new or changed one.

use askama::Template;

use super::badge::Company;
use super::contacts::NextTime;
use super::form::{Choice, FormErrors, FormField};
use super::shell::Shell;

/// `GET /companies`
#[derive(Debug, Clone, Template)]
#[template(path = "companies/list.html")]
pub struct CompaniesPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// All companies that match; 0 without a search shows the empty state.
    pub total: u64,
    /// What was searched; empty for everything.
    pub query: String,
    /// One page of companies.
    pub rows: Vec<CompanyRow>,
    /// `12 in all`, `3 found`
    pub range: String,
    /// Link to the page before; `None` on the first.
    pub previous_href: Option<String>,
    /// Link to the next page; `None` on the last.
    pub next_href: Option<String>,
}

/// One company in the list.
#[derive(Debug, Clone)]
pub struct CompanyRow {
    /// Letter, name and where its page is.
    pub company: Company,
    /// What it does; may be empty.
    pub about: String,
    /// `lumenfreight.example`; may be empty.
    pub domain: String,
    /// `3 people`
    pub people: String,
    /// `4 days ago`; empty when never touched.
    pub touched: String,
    /// `Today 10:00`; `None` when nothing is scheduled.
    pub next: Option<NextTime>,
}

/// `GET /companies/new` and `GET /companies/{id}/edit`, and their POSTs when something needs a change.
///
/// Posts the fields `csrf`, `idempotency_key`, `name`, `about`, `domain`, `joins` (`on` or absent), `zone` (IANA id or
/// empty), `address` and `vat_number`.
#[derive(Debug, Clone, Template)]
#[template(path = "companies/form.html")]
pub struct CompanyFormPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Where the form posts to: `/companies` or `/companies/{id}`.
    pub action: String,
    /// Where Cancel leads.
    pub back: String,
    /// The company's name as it is stored; `None` for a new one.
    pub editing: Option<String>,
    /// Makes a second post of a new company harmless.
    pub idempotency_key: String,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// Name.
    pub name: FormField,
    /// What it does, in a line; optional.
    pub about: FormField,
    /// Domain of its people's addresses; optional.
    pub domain: FormField,
    /// Whether people with an address there belong to it.
    pub joins: bool,
    /// IANA id of the time zone; empty for not known.
    pub zone: FormField,
    /// Where it is; optional.
    pub address: FormField,
    /// VAT number; optional.
    pub vat_number: FormField,
    /// All zones, the empty choice first.
    pub zones: Vec<Choice>,
}
