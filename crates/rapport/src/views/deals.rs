//! Deals: the board, one deal, and the form for a new or changed one.

use askama::Template;

use super::badge::Company;
use super::contact::Detail;
use super::contact_field::ContactField;
use super::contacts::NextTime;
use super::dialog::dialog_page;
use super::form::{Choice, FormErrors, FormField};
use super::shell::{Person, Shell};

/// `GET /deals`
#[derive(Debug, Clone, Template)]
#[template(path = "deals/board.html")]
pub struct BoardPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// `10 open, €139,900`
    pub summary: String,
    /// Whether only the person's own deals are shown.
    pub mine: bool,
    /// What a move from here posts, so that it leads back here.
    pub board: &'static str,
    /// Whether there is any deal at all.
    pub is_empty: bool,
    /// The stages in their order.
    pub columns: Vec<Column>,
    /// Why some are missing; empty when all are shown.
    pub more: String,
}

/// One stage of the board.
#[derive(Debug, Clone)]
pub struct Column {
    /// Word of the stage, for addresses and forms.
    pub word: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// How many deals are there.
    pub deals: u64,
    /// What they are worth together; may be empty.
    pub total: String,
    /// Its deals.
    pub cards: Vec<Card>,
}

/// One deal on the board.
#[derive(Debug, Clone)]
pub struct Card {
    /// Deal id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Who buys.
    pub company: Option<Company>,
    /// With whom it is talked about.
    pub contact: Option<Person>,
    /// `€18,400`
    pub value: String,
    /// When they are met next.
    pub next: Option<NextTime>,
    /// Whether it is open and nobody is met, which is said.
    pub unmet: bool,
    /// Whether there is somebody to invite.
    pub can_schedule: bool,
    /// Where it can be moved: word and name.
    pub moves: Vec<(&'static str, &'static str)>,
}

/// `GET /deals/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "deals/deal.html")]
pub struct DealPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The same as on the board.
    pub card: Card,
    /// How far it is.
    pub progress: Progress,
    /// Id of the contact; empty without one.
    pub contact_id: String,
    /// Why nobody can be invited; empty when somebody can.
    pub no_schedule: String,
    /// Rows of Details.
    pub details: Vec<Detail>,
}

/// How far a deal is, as four bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Bars that are filled, 0 to 4.
    pub filled: u8,
    /// `Proposal, 9 days in stage`
    pub words: String,
}

/// A deal on the page of its contact or company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealLine {
    /// Deal id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// `€18,400`
    pub value: String,
    /// How far it is.
    pub progress: Progress,
}

/// `GET /deals/new` and `GET /deals/{id}/edit`, and their POSTs when something needs a change.
///
/// Posts the fields `csrf`, `idempotency_key`, `title`, `value`, `currency`, `company` (a name), `contact` (an address or a
/// name), `contact_id` (which one of several who are called so) and, for a new deal, `stage`.
#[derive(Debug, Clone, Template)]
#[template(path = "deals/form.html")]
pub struct DealFormPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Where the form posts to.
    pub action: String,
    /// Where Cancel leads.
    pub back: String,
    /// The deal's title as it is stored; `None` for a new one.
    pub editing: Option<String>,
    /// Makes a second post of a new deal harmless.
    pub idempotency_key: String,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// What it is about.
    pub title: FormField,
    /// What it is worth.
    pub value: FormField,
    /// In which currency.
    pub currency: FormField,
    /// The currencies.
    pub currencies: Vec<Choice>,
    /// Who buys, by name.
    pub company: FormField,
    /// Names of companies, offered while typing.
    pub companies: Vec<String>,
    /// With whom.
    pub contact: ContactField,
    /// How far it is.
    pub stage: FormField,
    /// The stages.
    pub stages: Vec<Choice>,
}

/// `GET /deals/{id}/delete`
#[derive(Debug, Clone, Template)]
#[template(path = "deals/delete.html", blocks = ["dialog"])]
pub struct DeleteDealPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Deal id.
    pub id: String,
    /// What it is about.
    pub title: String,
}
dialog_page!(DeleteDealPage);
