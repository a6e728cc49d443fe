//! Settings, Zoom app.

use super::{HOSTILE, shell};
use crate::views::shell::Nav;
use crate::views::zoom_app::{Availability, ChangeLine, PersonChoice, ZoomAppPage};

fn person(id: &str, name: &str, email: &str, chosen: bool) -> PersonChoice {
    PersonChoice { id: id.into(), name: name.into(), email: email.into(), chosen }
}

/// A preview for one of two.
pub fn zoom_app() -> ZoomAppPage {
    ZoomAppPage {
        shell: shell("Zoom app", Nav::Settings),
        availability: Availability {
            reach: "chosen",
            whole_workspace: false,
            people: vec![
                person("u1", "Mara Lindqvist", "mara@halden.example", true),
                person("u2", "Oskar Berg", "oskar@halden.example", false),
            ],
        },
        changes: vec![ChangeLine {
            when: "Today, 09:40".into(),
            person: "Mara Lindqvist".into(),
            words: "Zoom: on for 1 person in this workspace (before: off)".into(),
        }],
    }
}

/// Names as bad as they get.
pub fn zoom_app_hostile() -> ZoomAppPage {
    let mut page = zoom_app();
    page.availability.people[0].name = HOSTILE.into();
    page.changes[0].words = HOSTILE.into();
    page
}
