//! What is held of a Zoom account.

use super::shell;
use crate::marketplace::design::data_flow::{Deletion, FLOWS};
use crate::views::held::{HeldLine, HeldPage};
use crate::views::shell::Nav;

/// Somebody who is connected.
pub fn held() -> HeldPage {
    let lines = |with_connection: bool| {
        let stored = FLOWS.iter().filter(|flow| !flow.table.is_empty());
        let wanted = stored.filter(|flow| (flow.deletion == Deletion::WithConnection) == with_connection);
        let line = wanted.map(|flow| HeldLine {
            what: flow.field,
            from: flow.from,
            purpose: flow.purpose,
            protection: flow.protection.words(),
            deleted: flow.deletion.words(),
            told: flow.table != "jobs",
            records: "12 records".into(),
            some: true,
        });
        line.collect()
    };
    HeldPage {
        shell: shell("What we hold", Nav::Settings),
        connected: Some("mara@halden.example".into()),
        with_connection: lines(true),
        otherwise: lines(false),
    }
}

/// Somebody who is not.
pub fn held_not_connected() -> HeldPage {
    let mut page = held();
    page.connected = None;
    for line in page.with_connection.iter_mut().chain(&mut page.otherwise) {
        (line.records, line.some) = ("nothing now".into(), false);
    }
    page
}
