//! Deals: the board, one deal, the form.

use super::{ana, company, person, shell, typed};
use crate::views::contact::Detail;
use crate::views::contact_field::{Called, ContactField};
use crate::views::contacts::NextTime;
use crate::views::deals::{
    BoardPage, Card, Column, DealFormPage, DealLine, DealPage, DeleteDealPage, Progress,
};
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::shell::Nav;

/// Deals as the pages of contacts and companies show them.
pub fn lines() -> Vec<DealLine> {
    vec![DealLine {
        id: "d1".into(),
        title: "Lumen rollout".into(),
        value: "€18,400".into(),
        progress: Progress { filled: 2, words: "Proposal, 9 days in stage".into() },
    }]
}

fn card(title: &str) -> Card {
    Card {
        id: "d1".into(),
        title: title.into(),
        company: Some(company("Lumen Freight", 2)),
        contact: Some(ana()),
        value: "€18,400".into(),
        next: Some(NextTime { text: "Today 10:00".into(), soon: true }),
        unmet: false,
        can_schedule: true,
        moves: vec![
            ("qualified", "Qualified"),
            ("negotiation", "Negotiation"),
            ("won", "Won"),
            ("lost", "Lost"),
        ],
    }
}

/// As in the mockup.
pub fn board() -> BoardPage {
    let column = |word, name, cards: Vec<Card>| Column {
        word,
        name,
        deals: cards.len() as u64,
        total: "€41,500".into(),
        cards,
    };
    let unmet = |title| Card {
        next: None,
        unmet: true,
        contact: Some(person("Tomás Oliveira", "TO", 3)),
        ..card(title)
    };
    BoardPage {
        shell: shell("Deals", Nav::Deals),
        summary: "10 open, €139,900".into(),
        mine: false,
        board: "everyone",
        is_empty: false,
        columns: vec![
            column("qualified", "Qualified", vec![unmet("Depot pilot")]),
            column("proposal", "Proposal", vec![card("Lumen rollout")]),
            column(
                "negotiation",
                "Negotiation",
                vec![Card { can_schedule: false, contact: None, ..unmet("Year two") }],
            ),
            column("won", "Won", vec![]),
        ],
        more: String::new(),
    }
}

/// Before there was a deal.
pub fn empty() -> BoardPage {
    BoardPage { summary: "None open".into(), is_empty: true, columns: vec![], ..board() }
}

/// Every text as bad as it gets.
pub fn hostile() -> BoardPage {
    let mut page = board();
    page.columns[1].cards[0].title = typed();
    page.columns[1].cards[0].company = Some(company(&typed(), 3));
    page
}

/// One deal.
pub fn deal() -> DealPage {
    DealPage {
        shell: shell("Lumen rollout", Nav::Deals),
        card: card("Lumen rollout"),
        progress: lines().remove(0).progress,
        contact_id: "ana".into(),
        no_schedule: String::new(),
        details: vec![Detail { label: "Owner", value: "Mara".into(), person: Some(person("Mara", "M", 0)) }],
    }
}

/// A deal with nobody.
pub fn bare() -> DealPage {
    let card = Card {
        company: None,
        contact: None,
        next: None,
        can_schedule: false,
        moves: vec![],
        ..card(&typed())
    };
    DealPage {
        card,
        contact_id: String::new(),
        no_schedule: "The deal has no contact to invite.".into(),
        ..deal()
    }
}

/// A deal with mistakes.
pub fn form_with_errors() -> DealFormPage {
    DealFormPage {
        shell: shell("New deal", Nav::Deals),
        action: "/deals".into(),
        back: "/deals".into(),
        editing: None,
        idempotency_key: "key-1".into(),
        errors: Some(FormErrors {
            title: "The deal was not saved.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("value", "Value"), FieldLink::new("contact", "Contact")],
        }),
        title: FormField::new(typed()),
        value: FormField::wrong("much", "Enter an amount, as in 18400 or 18,400.50."),
        currency: FormField::new("EUR"),
        currencies: vec![Choice::new("EUR", "EUR"), Choice::new("USD", "USD")],
        company: FormField::default(),
        companies: vec!["Lumen Freight".into()],
        contact: ContactField {
            typed: FormField::wrong(
                "Ana Ferreira",
                "Several contacts are called so. Choose the one you mean.",
            ),
            id: String::new(),
            called: vec![
                Called {
                    id: "ana".into(),
                    person: ana(),
                    known: "Head of operations · Lumen Freight".into(),
                },
                Called { id: "ana-2".into(), person: ana(), known: typed() },
            ],
            known: vec![Choice::new("ana@lumen.example", "Ana Ferreira")],
        },
        stage: FormField::new("qualified"),
        stages: vec![Choice::new("qualified", "Qualified")],
    }
}

/// What happens when it is deleted.
pub fn delete() -> DeleteDealPage {
    DeleteDealPage { shell: shell("Delete", Nav::Deals), id: "d1".into(), title: typed() }
}
