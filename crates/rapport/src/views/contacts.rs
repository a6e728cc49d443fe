//! The list of contacts, and the form for a new or changed one.

use askama::Template;
use domain::Language;

use super::badge::Company;
use super::form::{Choice, FormErrors, FormField};
use super::shell::{Person, Shell};

/// `GET /contacts`
#[derive(Debug, Clone, Template)]
#[template(path = "contacts/list.html")]
pub struct ContactsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// All contacts of the workspace; 0 shows the empty state.
    pub total: u64,
    /// What was searched; empty for everything.
    pub query: String,
    /// The company whose people are shown; `None` for everybody.
    pub company: Option<Company>,
    /// Its id; empty for everybody.
    pub company_id: String,
    /// Order of the rows.
    pub sort: ContactOrder,
    /// Link that sorts by name, keeping the search.
    pub name_href: String,
    /// Link that sorts by last touched, keeping the search.
    pub touched_href: String,
    /// One page of contacts.
    pub rows: Vec<ContactRow>,
    /// `1–50 of 248`, `3 found`
    pub range: String,
    /// Link to the page before; `None` on the first.
    pub previous_href: Option<String>,
    /// Link to the next page; `None` on the last.
    pub next_href: Option<String>,
}

/// Order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactOrder {
    /// A to Z.
    Name,
    /// Latest first.
    LastTouched,
}

/// One contact in the list.
#[derive(Debug, Clone)]
pub struct ContactRow {
    /// Contact id.
    pub id: String,
    /// Name and avatar.
    pub person: Person,
    /// Job title; may be empty.
    pub title: String,
    /// Where they work.
    pub company: Option<Company>,
    /// Primary address; empty when there is none.
    pub email: String,
    /// Whether mail to that address came back.
    pub bounced: bool,
    /// Icon of the last touch; empty when never touched.
    pub touched_icon: &'static str,
    /// `4 days ago`; empty when never touched.
    pub touched: String,
    /// `Today 10:00`; `None` offers Schedule.
    pub next: Option<NextTime>,
}

/// When a contact is met next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextTime {
    /// `Wed 17 Mar, 11:00`
    pub text: String,
    /// Whether it starts within the hour.
    pub soon: bool,
}

/// `GET /contacts/new` and `GET /contacts/{id}/edit`, and their POSTs when something needs a change.
///
/// Posts the fields `csrf`, `idempotency_key`, `name`, `email`, `phone`, `title`, `company`, `zone` (IANA id or empty) and `language`.
#[derive(Debug, Clone, Template)]
#[template(path = "contacts/form.html")]
pub struct ContactFormPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Where the form posts to: `/contacts` or `/contacts/{id}`.
    pub action: String,
    /// Where Cancel leads.
    pub back: String,
    /// The contact's name as it is stored; `None` for a new contact.
    pub editing: Option<String>,
    /// Makes a second post of a new contact harmless.
    pub idempotency_key: String,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// Full name.
    pub name: FormField,
    /// Email address, optional.
    pub email: FormField,
    /// Phone number, optional.
    pub phone: FormField,
    /// Job title, optional.
    pub title: FormField,
    /// Company name, optional; a new name creates the company.
    pub company: FormField,
    /// IANA id of the time zone; empty for not known.
    pub zone: FormField,
    /// Languages in words, optional.
    pub language: FormField,
    /// All zones, the empty choice first.
    pub zones: Vec<Choice>,
    /// Names of the workspace's companies, offered while typing.
    pub companies: Vec<String>,
}
