//! Companies: the list, the form, and the page of one.

use super::{company as mark, contacts, long_topic, shell, typed, zones};
use crate::views::badge::{Badge, Tile};
use crate::views::companies::{CompaniesPage, CompanyFormPage, CompanyRow};
use crate::views::company::{ChoosePeoplePage, CompanyMeeting, CompanyPage, DeleteCompanyPage};
use crate::views::contact::{Detail, Glyph, LocalClock, TimelineEntry, TimelineMonth};
use crate::views::contacts::NextTime;
use crate::views::form::{FieldLink, FormErrors, FormField};
use crate::views::shell::Nav;
use crate::views::tone::Tone;

/// Some companies.
pub fn typical() -> CompaniesPage {
    let row = |name: &str, about: &str, people: &str, touched: &str, next: &str| CompanyRow {
        company: mark(name, 2),
        about: about.into(),
        domain: format!("{}.example", name.to_lowercase().replace(' ', "")),
        people: people.into(),
        touched: touched.into(),
        next: (!next.is_empty()).then(|| NextTime { text: next.into(), soon: next == "Today 10:00" }),
    };
    CompaniesPage {
        rows: vec![
            row("Atelier Morel", "Shop interiors", "2 people", "Yesterday", "Wed 17 Mar, 11:00"),
            row("Brandt Optik", "", "Nobody", "", ""),
            row("Lumen Freight", "Road and rail logistics", "3 people", "4 days ago", "Today 10:00"),
        ],
        total: 62,
        range: "50 of 62".into(),
        next_href: Some("/companies?after=x".into()),
        ..empty()
    }
}

/// A new workspace.
pub fn empty() -> CompaniesPage {
    CompaniesPage {
        shell: shell("Companies", Nav::Companies),
        total: 0,
        query: String::new(),
        rows: vec![],
        range: String::new(),
        previous_href: None,
        next_href: None,
    }
}

/// A search without a match.
pub fn nothing_found() -> CompaniesPage {
    CompaniesPage { query: typed(), ..empty() }
}

/// A new company.
pub fn new_form() -> CompanyFormPage {
    CompanyFormPage {
        shell: shell("New company", Nav::Companies),
        action: "/companies".into(),
        back: "/companies".into(),
        editing: None,
        idempotency_key: "key-1".into(),
        errors: None,
        name: FormField::default(),
        about: FormField::default(),
        domain: FormField::default(),
        joins: true,
        zone: FormField::default(),
        address: FormField::default(),
        vat_number: FormField::default(),
        zones: zones(),
    }
}

/// An existing company with two mistakes.
pub fn form_with_errors() -> CompanyFormPage {
    CompanyFormPage {
        editing: Some("Lumen Freight".into()),
        action: "/companies/c1".into(),
        errors: Some(FormErrors {
            title: "The company was not saved.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("name", "Name"), FieldLink::new("domain", "Domain")],
        }),
        name: FormField::wrong(typed(), "There is a company of this name already."),
        domain: FormField::wrong("gmail.com", "Anybody can have an address at gmail.com."),
        ..new_form()
    }
}

/// As in the mockup, without what comes later.
pub fn company() -> CompanyPage {
    let meeting = |topic: &str, when: &str, badge| CompanyMeeting {
        repeats: "Repeats weekly".into(),
        id: "m1".into(),
        tile: Tile { month: "Mar".into(), day: "16".into(), today: true },
        topic: topic.into(),
        badge,
        when: when.into(),
        with: "with Ana Ferreira and Rui Matos".into(),
    };
    let soon = Badge { tone: Tone::Now, icon: "", text: "In 18 minutes".into() };
    CompanyPage {
        about: "Road and rail logistics, 240 people".into(),
        domain: "lumenfreight.example".into(),
        address: "Rua da Cintura 12, Lisbon".into(),
        clock: Some(LocalClock {
            time: "08:42".into(),
            zone: "Europe/Lisbon".into(),
            city: "Lisbon".into(),
            difference: "1 h behind you".into(),
        }),
        held: 11,
        last_met: "3 weeks ago".into(),
        next: Some(NextTime { text: "Today 10:00".into(), soon: true }),
        people: contacts::typical().rows.split_off(5),
        people_total: 31,
        can_schedule: true,
        open_deals: "€18,400".into(),
        deals_more: String::new(),
        deals: super::deals::lines(),
        upcoming: vec![meeting("Rollout kick-off, Iberia", "Today, 10:00 to 10:40", Some(soon))],
        past: vec![meeting(&long_topic(), "23 Feb, 11:00 to 11:40", None)],
        months: vec![TimelineMonth {
            name: "March 2027".into(),
            items: vec![TimelineEntry {
                glyph: Glyph::Note,
                title: "Note".into(),
                by: "Mara Lindqvist · about Ana".into(),
                badge: None,
                when: "12 Mar, 14:20".into(),
                text: "Wants the SSO timeline before signing.".into(),
                said: false,
            }],
        }],
        older_href: Some("/companies/c1?before=x#history".into()),
        details: vec![Detail { label: "VAT number", value: "PT500000142".into(), person: None }],
        ..bare()
    }
}

/// A company of which nothing but the name is known.
pub fn bare() -> CompanyPage {
    CompanyPage {
        shell: shell("Lumen Freight", Nav::Companies),
        id: "c1".into(),
        company: mark("Lumen Freight", 2),
        about: String::new(),
        domain: String::new(),
        joins: true,
        address: String::new(),
        clock: None,
        held: 0,
        last_met: String::new(),
        next: None,
        open_deals: String::new(),
        deals_more: String::new(),
        deals: vec![],
        new_deal_href: "/deals/new?company=Lumen+Freight".into(),
        new_contact_href: "/contacts/new?company=Lumen+Freight".into(),
        people: vec![],
        people_total: 0,
        can_schedule: false,
        upcoming: vec![],
        past: vec![],
        months: vec![],
        older_href: None,
        details: vec![],
    }
}

/// Every text as bad as it gets.
pub fn hostile() -> CompanyPage {
    let mut page = company();
    page.company.name = typed();
    page.about = typed();
    page.address = typed();
    page.people = contacts::hostile().rows;
    page.upcoming[0].topic = typed();
    page.details[0].value = typed();
    page
}

/// Who of the company comes.
pub fn choose_people() -> ChoosePeoplePage {
    ChoosePeoplePage {
        shell: shell("Schedule meeting with Lumen Freight", Nav::Companies),
        id: "c1".into(),
        name: "Lumen Freight".into(),
        error: "Choose at least one person.".into(),
        people: contacts::typical().rows.into_iter().filter(|row| !row.email.is_empty()).collect(),
        reachable: 60,
        without_address: contacts::typical().rows.into_iter().take(1).collect(),
    }
}

/// What happens when it is deleted.
pub fn delete() -> DeleteCompanyPage {
    DeleteCompanyPage {
        shell: shell("Delete Lumen Freight", Nav::Companies),
        id: "c1".into(),
        name: "Lumen Freight".into(),
        people: "3 people stay as contacts".into(),
    }
}
