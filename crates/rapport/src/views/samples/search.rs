//! Search, as a page.

use super::{ana, company, long_topic, shell, typed};
use crate::views::contacts::NextTime;
use crate::views::search::{Actions, CompanyHit, ContactHit, MeetingHit, PageHit, SearchPage};
use crate::views::shell::Nav;

/// As in the mockup.
pub fn found() -> SearchPage {
    let part = |text: &str, mark: bool| (text.to_owned(), mark);
    SearchPage {
        query: "ana".into(),
        found: "4 found".into(),
        contacts: vec![ContactHit {
            id: "ana".into(),
            person: ana(),
            name: vec![part("Ana", true), part(" Ferreira", false)],
            role: "Head of Operations, Lumen Freight".into(),
            email: vec![part("ana", true), part("@lumen.example", false)],
            next: Some(NextTime { text: "Today 10:00".into(), soon: true }),
        }],
        actions: Some(Actions {
            id: "ana".into(),
            name: "Ana Ferreira".into(),
            first_name: "Ana".into(),
            can_schedule: true,
            start: Some(("m1".into(), "Rollout kick-off, Iberia".into())),
        }),
        companies: vec![CompanyHit {
            company: company("Havn Analytics", 1),
            name: vec![part("Havn ", false), part("Ana", true), part("lytics", false)],
            about: "Reports".into(),
        }],
        meetings: vec![MeetingHit {
            repeats: "Repeats weekly".into(),
            id: "m1".into(),
            topic: vec![(long_topic(), false)],
            when: "Today, 10:00 to 10:40".into(),
            with: "Ana Ferreira".into(),
        }],
        pages: vec![],
        ..nothing()
    }
}

/// Nothing found.
pub fn nothing() -> SearchPage {
    SearchPage {
        shell: shell("Search", Nav::None),
        query: typed(),
        found: "Nothing found".into(),
        contacts: vec![],
        actions: None,
        companies: vec![],
        deals: vec![],
        meetings: vec![],
        pages: vec![],
    }
}

/// Before anything was searched.
pub fn fresh() -> SearchPage {
    let page =
        |icon, name: &str, href| PageHit { icon, name: vec![(name.into(), false)], href, dialog: false };
    SearchPage {
        query: String::new(),
        found: String::new(),
        pages: vec![page("users", "Contacts", "/contacts"), page("settings", "Settings", "/settings")],
        ..nothing()
    }
}
