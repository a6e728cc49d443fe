//! The audit log.

use super::{person, shell, typed};
use crate::views::audit::{AuditChoice, AuditOption, AuditPage, AuditRow};
use crate::views::shell::Nav;
use crate::views::tone::Tone;

/// Mockup 14b.
pub fn audit() -> AuditPage {
    let row = |time: &str, who: &'static str, action, tone, on: &str, from: &str| AuditRow {
        time: time.into(),
        at: "2027-03-16T08:31:00Z".into(),
        person: match who {
            "Mara Lindqvist" => Some(person(who, "ML", 0)),
            "Oskar Berg" => Some(person(who, "OB", 3)),
            _ => None,
        },
        who,
        action,
        tone,
        on: on.into(),
        from: from.into(),
    };
    let option =
        |value: &str, label: &str, chosen| AuditOption { value: value.into(), label: label.into(), chosen };
    AuditPage {
        shell: shell("Audit log", Nav::Settings),
        kept_days: 400,
        search: String::new(),
        chosen: vec![("who", String::new()), ("q", String::new())],
        filters: vec![
            AuditChoice {
                label: "Person",
                name: "who",
                options: vec![option("", "Everyone", true), option("1", "Mara Lindqvist", false)],
            },
            AuditChoice {
                label: "Action",
                name: "what",
                options: vec![option("", "All actions", true), option("access", "Access", false)],
            },
            AuditChoice { label: "Time", name: "days", options: vec![option("7", "Last 7 days", true)] },
        ],
        rows: vec![
            row("Today 09:31", "Mara Lindqvist", "Logged in", Tone::Neutral, "Password", "192.0.2.14"),
            row("Mon 18:04", "Zoom", "Removed the app", Tone::Bad, "Zoom connection of Oskar Berg", ""),
            row(
                "Mon 18:04",
                "Rapport",
                "Deleted Zoom data",
                Tone::Bad,
                "Zoom connection of Oskar Berg, 80 records",
                "",
            ),
            row("Fri 09:02", "Oskar Berg", "Failed log in", Tone::Warn, "Wrong password", "203.0.113.77"),
        ],
        filtered: true,
        range: "4 of 318".into(),
        newer_href: None,
        older_href: Some("/settings/audit?older=315".into()),
    }
}

/// Nothing happened.
pub fn audit_empty() -> AuditPage {
    AuditPage { rows: vec![], ..audit() }
}

/// Names and texts that try to be markup.
pub fn audit_hostile() -> AuditPage {
    let mut page = audit();
    for row in &mut page.rows {
        row.on = typed();
        row.from = typed();
        row.time = typed();
    }
    page.filters[0].options[1].label = typed();
    page
}
