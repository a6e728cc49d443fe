//! The list of contacts and the contact form.

use super::{company, person, shell, typed, zones};
use crate::views::contacts::{ContactFormPage, ContactOrder, ContactRow, ContactsPage, NextTime};
use crate::views::form::{FieldLink, FormErrors, FormField};
use crate::views::shell::Nav;

/// As in the mockup, without what comes later.
pub fn typical() -> ContactsPage {
    ContactsPage {
        rows: rows(),
        total: 248,
        range: "1–13 of 248".into(),
        next_href: Some("/contacts?after=x".into()),
        ..empty()
    }
}

/// A new workspace.
pub fn empty() -> ContactsPage {
    ContactsPage {
        shell: shell("Contacts", Nav::Contacts),
        total: 0,
        query: String::new(),
        company: None,
        company_id: String::new(),
        sort: ContactOrder::LastTouched,
        name_href: "/contacts?sort=name".into(),
        touched_href: "/contacts".into(),
        rows: vec![],
        range: String::new(),
        previous_href: None,
        next_href: None,
    }
}

/// One contact, found by name, last page.
pub fn one() -> ContactsPage {
    ContactsPage {
        rows: rows().split_off(12),
        total: 248,
        query: "grace".into(),
        sort: ContactOrder::Name,
        range: "1 found".into(),
        previous_href: Some("/contacts?q=grace".into()),
        ..empty()
    }
}

/// A search without a match.
pub fn nothing_found() -> ContactsPage {
    ContactsPage { total: 248, query: typed(), ..empty() }
}

/// Every text as bad as it gets.
pub fn hostile() -> ContactsPage {
    let mut page = typical();
    for row in &mut page.rows {
        row.person.name = typed();
        row.title = typed();
        row.email = format!("{}@example.com", "a".repeat(60));
        row.company = Some(company(&typed(), 3));
    }
    page
}

/// A new contact.
pub fn new_form() -> ContactFormPage {
    ContactFormPage {
        shell: shell("New contact", Nav::Contacts),
        action: "/contacts".into(),
        back: "/contacts".into(),
        editing: None,
        idempotency_key: "key-1".into(),
        errors: None,
        name: FormField::default(),
        email: FormField::default(),
        phone: FormField::default(),
        title: FormField::default(),
        company: FormField::default(),
        zone: FormField::default(),
        language: FormField::default(),
        zones: zones(),
        companies: vec!["Lumen Freight".into(), "Dahl \"Marine\"".into()],
    }
}

/// An existing contact with two mistakes.
pub fn form_with_errors() -> ContactFormPage {
    ContactFormPage {
        shell: shell("Edit Ana Ferreira", Nav::Contacts),
        action: "/contacts/ana".into(),
        back: "/contacts/ana".into(),
        editing: Some("Ana Ferreira".into()),
        errors: Some(FormErrors {
            title: "Nothing was saved. 2 fields need a change.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("name", "Name"), FieldLink::new("email", "Email")],
        }),
        name: FormField::wrong("", "Enter a name."),
        email: FormField::wrong("ana@lumen", "“ana@lumen” is not a complete email address."),
        company: FormField::new(typed()),
        zone: FormField::new("Europe/Lisbon"),
        ..new_form()
    }
}

fn rows() -> Vec<ContactRow> {
    let row = |name: &str,
               initials: &str,
               title: &str,
               tint: u8,
               at: (&str, u8),
               email: &str,
               touched: (&'static str, &str),
               next: &str| ContactRow {
        id: initials.to_lowercase(),
        person: person(name, initials, tint),
        title: title.into(),
        company: (!at.0.is_empty()).then(|| company(at.0, at.1)),
        email: email.into(),
        bounced: name.starts_with("Noor"),
        touched_icon: touched.0,
        touched: touched.1.into(),
        next: (!next.is_empty()).then(|| NextTime { text: next.into(), soon: next == "Today 10:00" }),
    };
    vec![
        row(
            "Jonas Weber",
            "JW",
            "CTO",
            6,
            ("Brandt Optik", 6),
            "jonas.weber@brandt-optik.example",
            ("video", "Today"),
            "",
        ),
        row(
            "Marcus Okafor",
            "MO",
            "Director of Sales",
            0,
            ("Tidewater", 0),
            "marcus.okafor@tidewater.example",
            ("mail", "Today"),
            "Today 16:00",
        ),
        row(
            "Priya Raman",
            "PR",
            "VP Product",
            1,
            ("Kestrel Health", 3),
            "priya@kestrelhealth.example",
            ("mail", "Yesterday"),
            "Today 13:30",
        ),
        row(
            "Claire Dubois",
            "CD",
            "Procurement Lead",
            4,
            ("Atelier Morel", 1),
            "c.dubois@atelier-morel.example",
            ("mail", "Yesterday"),
            "Wed 17 Mar, 11:00",
        ),
        row(
            "Henrik Dahl",
            "HD",
            "CEO",
            6,
            ("Dahl Marine", 6),
            "henrik@dahlmarine.example",
            ("sticky-note", "Yesterday"),
            "Wed 17 Mar, 15:00",
        ),
        row(
            "Ana Ferreira",
            "AF",
            "Head of Operations",
            2,
            ("Lumen Freight", 2),
            "ana.ferreira@lumenfreight.example",
            ("mail", "4 days ago"),
            "Today 10:00",
        ),
        row(
            "Noor El-Amin",
            "NE",
            "Finance Director",
            4,
            ("Almas Trading", 0),
            "noor@almas-trading.example",
            ("mail-x", "4 days ago"),
            "",
        ),
        row(
            "Sofia Rossi",
            "SR",
            "COO",
            7,
            ("Pastificio Rossi", 5),
            "sofia@pastificiorossi.example",
            ("phone", "6 days ago"),
            "Mon 22 Mar, 09:30",
        ),
        row("Tomás Oliveira", "TO", "Founder", 3, ("Casa Verde", 3), "", ("video", "9 days ago"), ""),
        row(
            "Yuki Tanaka",
            "YT",
            "Partnerships",
            5,
            ("Hoshino Labs", 4),
            "y.tanaka@hoshinolabs.example",
            ("mail", "12 days ago"),
            "Thu 18 Mar, 08:00",
        ),
        row(
            "Liam O’Connor",
            "LO",
            "Head of IT",
            3,
            ("Greenway Mutual", 3),
            "liam.oconnor@greenway.example",
            ("video", "3 weeks ago"),
            "",
        ),
        row("Emília Nováková", "EN", "", 1, ("", 1), "emilia@orbita.example", ("", ""), ""),
        row(
            "Grace Mokoena",
            "GM",
            "Programme Lead",
            2,
            ("Isango Learning", 5),
            "grace@isango.example",
            ("mail", "7 weeks ago"),
            "",
        ),
    ]
}
