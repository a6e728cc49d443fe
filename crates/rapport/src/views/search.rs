//! Search: one question over everything, as a page and as the palette.

use askama::Template;

use super::badge::Company;
use super::contacts::NextTime;
use super::dialog::dialog_page;
use super::shell::{Person, Shell};

/// `GET /search`, and the palette, which is the same as a dialog.
#[derive(Debug, Clone, Template)]
#[template(path = "search.html", blocks = ["dialog"])]
pub struct SearchPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was searched; empty at first.
    pub query: String,
    /// `3 found`, for those who do not see the list; empty at first.
    pub found: String,
    /// People.
    pub contacts: Vec<ContactHit>,
    /// What can be done with the first of them.
    pub actions: Option<Actions>,
    /// Companies.
    pub companies: Vec<CompanyHit>,
    /// Deals.
    pub deals: Vec<DealHit>,
    /// Meetings.
    pub meetings: Vec<MeetingHit>,
    /// Pages of the program: all of them at first.
    pub pages: Vec<PageHit>,
}
dialog_page!(SearchPage);

impl SearchPage {
    fn is_empty(&self) -> bool {
        self.contacts.is_empty()
            && self.companies.is_empty()
            && self.deals.is_empty()
            && self.meetings.is_empty()
            && self.pages.is_empty()
    }
}

/// A text in parts, each with whether it is what was searched.
pub type Marked = Vec<(String, bool)>;

/// A contact.
#[derive(Debug, Clone)]
pub struct ContactHit {
    /// Contact id.
    pub id: String,
    /// Avatar.
    pub person: Person,
    /// Their name.
    pub name: Marked,
    /// `Head of Operations, Lumen Freight`; may be empty.
    pub role: String,
    /// Their address; may be empty.
    pub email: Marked,
    /// When they are met next.
    pub next: Option<NextTime>,
}

/// What can be done with a contact.
#[derive(Debug, Clone)]
pub struct Actions {
    /// Contact id.
    pub id: String,
    /// `Ana Ferreira`
    pub name: String,
    /// `Ana`
    pub first_name: String,
    /// Whether there is an address to invite.
    pub can_schedule: bool,
    /// The meeting that can be started: its id and topic.
    pub start: Option<(String, String)>,
}

/// A company.
#[derive(Debug, Clone)]
pub struct CompanyHit {
    /// Letter and where its page is.
    pub company: Company,
    /// Its name.
    pub name: Marked,
    /// What it does; may be empty.
    pub about: String,
}

/// A deal.
#[derive(Debug, Clone)]
pub struct DealHit {
    /// Deal id.
    pub id: String,
    /// What it is about.
    pub title: Marked,
    /// `€18,400, Proposal`
    pub line: String,
}

/// A meeting.
#[derive(Debug, Clone)]
pub struct MeetingHit {
    /// Meeting id.
    pub id: String,
    /// Its topic.
    pub topic: Marked,
    /// `Repeats weekly`; empty for a meeting that takes place once.
    pub repeats: String,
    /// `Today, 10:00 to 10:40`
    pub when: String,
    /// `Ana Ferreira and Rui Matos`; may be empty.
    pub with: String,
}

/// A page of the program.
#[derive(Debug, Clone)]
pub struct PageHit {
    /// Icon name.
    pub icon: &'static str,
    /// What it is called.
    pub name: Marked,
    /// Where it is.
    pub href: &'static str,
    /// Whether it opens as a dialog.
    pub dialog: bool,
}
