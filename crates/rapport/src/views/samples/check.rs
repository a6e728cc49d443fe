//! Settings, Check.

use super::{shell, typed};
use crate::views::check::{CheckPage, Checked, Looked};
use crate::views::shell::Nav;
use crate::views::tone::Tone;

fn checked(id: &'static str, name: &'static str, tone: Tone, found: &str, cure: &str) -> Checked {
    Checked { id, name, tone, found: found.into(), cure: cure.into() }
}

/// Before the button was pressed.
pub fn check() -> CheckPage {
    CheckPage { shell: shell("Check", Nav::Settings), looked: None }
}

/// One of each.
pub fn check_done() -> CheckPage {
    let checks = vec![
        checked("version", "Version", Tone::Ok, "Rapport 0.1.0", ""),
        checked(
            "tls",
            "TLS certificate",
            Tone::Warn,
            "The certificate ends soon, valid until 20 March 2027",
            "Renew it.",
        ),
        checked(
            "headers",
            "Security headers",
            Tone::Bad,
            "Pages arrive without strict-transport-security",
            "Rapport sends them: let the proxy or tunnel in front of it pass headers on as they are.",
        ),
    ];
    let summary = "1 check failed, 1 more thing to look at".into();
    CheckPage { looked: Some(Looked { summary, tone: Tone::Bad, checks }), ..check() }
}

/// What was found is not meant well.
pub fn check_hostile() -> CheckPage {
    let checks = vec![checked("tls", "TLS certificate", Tone::Bad, &typed(), &typed())];
    CheckPage { looked: Some(Looked { summary: typed(), tone: Tone::Bad, checks }), ..check() }
}
