//! One company: its people, what comes next with them, and what happened.

use askama::Template;

use super::badge::{Badge, Company, Tile};
use super::contact::{Detail, LocalClock, TimelineMonth};
use super::contacts::{ContactRow, NextTime};
use super::deals::DealLine;
use super::dialog::dialog_page;
use super::shell::Shell;

/// `GET /companies/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "companies/company.html")]
pub struct CompanyPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Company id.
    pub id: String,
    /// Letter and name.
    pub company: Company,
    /// What it does; may be empty.
    pub about: String,
    /// Domain of its people's addresses; may be empty.
    pub domain: String,
    /// Whether people with an address there belong to it.
    pub joins: bool,
    /// Where it is; may be empty.
    pub address: String,
    /// Its time now; `None` when the zone is not known.
    pub clock: Option<LocalClock>,
    /// Meetings that took place.
    pub held: u64,
    /// `3 weeks ago`; empty for never.
    pub last_met: String,
    /// `Today 10:00`; `None` when nothing is scheduled.
    pub next: Option<NextTime>,
    /// What its open deals are worth together; empty for none.
    pub open_deals: String,
    /// Its deals, those that moved last first.
    pub deals: Vec<DealLine>,
    /// Why some are missing; empty when all are shown.
    pub deals_more: String,
    /// Link that begins a new deal here.
    pub new_deal_href: String,
    /// Link that begins a new contact here.
    pub new_contact_href: String,
    /// The first people, by name.
    pub people: Vec<ContactRow>,
    /// How many people there are.
    pub people_total: u64,
    /// Whether somebody has an address to invite.
    pub can_schedule: bool,
    /// What is scheduled, soonest first.
    pub upcoming: Vec<CompanyMeeting>,
    /// What took place, newest first.
    pub past: Vec<CompanyMeeting>,
    /// What happened with its people, newest month first.
    pub months: Vec<TimelineMonth>,
    /// Link to older entries; `None` when all are shown.
    pub older_href: Option<String>,
    /// Rows of Details.
    pub details: Vec<Detail>,
}

/// A meeting with somebody of the company.
#[derive(Debug, Clone)]
pub struct CompanyMeeting {
    /// Meeting id.
    pub id: String,
    /// Date tile.
    pub tile: Tile,
    /// Subject.
    pub topic: String,
    /// `Repeats weekly`; empty for a meeting that takes place once.
    pub repeats: String,
    /// `In 18 minutes`, `Waiting for Zoom`
    pub badge: Option<Badge>,
    /// `Today, 10:00 to 10:40`
    pub when: String,
    /// `with Ana Ferreira and Rui Matos`
    pub with: String,
}

/// `GET /companies/{id}/meetings/new`: who of the company comes. The form asks the same address with the field `with`
/// (repeated, contact ids), which answers the form for the meeting.
#[derive(Debug, Clone, Template)]
#[template(path = "companies/choose_people.html", blocks = ["dialog"])]
pub struct ChoosePeoplePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Company id.
    pub id: String,
    /// Name of the company.
    pub name: String,
    /// Why nothing happened yet; empty at first.
    pub error: String,
    /// Those who can be invited, by name.
    pub people: Vec<ContactRow>,
    /// How many of these there are in all.
    pub reachable: u64,
    /// Those who cannot.
    pub without_address: Vec<ContactRow>,
}
dialog_page!(ChoosePeoplePage);

/// `GET /companies/{id}/delete`
#[derive(Debug, Clone, Template)]
#[template(path = "companies/delete.html", blocks = ["dialog"])]
pub struct DeleteCompanyPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Company id.
    pub id: String,
    /// Name of the company.
    pub name: String,
    /// `3 people stay as contacts`; empty when nobody works there.
    pub people: String,
}
dialog_page!(DeleteCompanyPage);
