//! No grant is dead unless Zoom refused it, and Zoom refuses only what it took away or what a lost answer cost.

use std::time::Duration;

use super::{Findings, ended, storage_troubled};
use crate::evidence::Evidence;
use crate::tap::TokenRequest;
use crate::world::World;

pub(super) fn check(world: &World, evidence: &Evidence, findings: &mut Findings) {
    let requests = world.heard.token_requests();
    for request in &requests {
        match (request.grant_type.as_str(), request.status) {
            ("refresh_token", Some(200)) => findings.checked("refreshes"),
            ("refresh_token", Some(400)) => findings.checked("refreshes refused by Zoom"),
            ("refresh_token", _) => findings.checked("refreshes without a good answer"),
            _ => findings.checked("code exchanges"),
        }
    }
    for (number, request) in requests.iter().enumerate() {
        spent_once(evidence, &requests[..number], request, findings);
    }
    for grant in evidence.tables.rows("grants") {
        findings.checked("grants");
        let user = grant.text("zoom_user_id");
        if grant.text("state") != "needs_reconnect" {
            continue;
        }
        let own: Vec<_> = requests
            .iter()
            .filter(|request| request.zoom_user.as_deref().is_none_or(|one| one == user))
            .collect();
        let refused = own.iter().any(|request| request.status == Some(400));
        let taken_away = !zoom_knows(evidence, user);
        let lost = own.iter().any(|request| is_lost(evidence, request));
        if taken_away {
            findings.explained("grants that Zoom took away");
        } else if refused && lost {
            findings.explained("grants that a lost answer cost");
        } else {
            let mut lines = vec![grant.shown()];
            lines.extend(own.iter().map(|request| format!("{request:?}")));
            findings
                .violation(format!("the grant of {} is dead without a reason", grant.text("email")), lines);
        }
    }
}

/// Nobody spends a refresh token that was spent before, unless the answer to that was lost: whoever holds the right to
/// refresh asks, and all others wait for the new pair.
fn spent_once(evidence: &Evidence, before: &[TokenRequest], request: &TokenRequest, findings: &mut Findings) {
    let Some(spent) = &request.spent else { return };
    let same = before.iter().filter(|earlier| earlier.spent.as_ref() == Some(spent));
    let Some(first) = same.clone().find(|earlier| earlier.status == Some(200)) else { return };
    if same.clone().any(|earlier| is_lost(evidence, earlier)) {
        findings.explained("refresh tokens spent again after a lost answer");
    } else {
        let lines = vec![format!("{first:?}"), format!("{request:?}")];
        findings
            .violation("a refresh token was spent again, though the answer to the first time arrived", lines);
    }
}

/// Whether the answer did not arrive, or its process had no time or no way to write it down.
fn is_lost(evidence: &Evidence, request: &TokenRequest) -> bool {
    // The proxy may notice the end of a process before it notes the answer that the process still got.
    let from = request.at.checked_sub(Duration::from_secs(1)).unwrap_or(request.at);
    request.status.is_none()
        || ended(evidence, request.process, from, request.at + Duration::from_secs(5))
        || storage_troubled(evidence, request.at)
}

/// Whether Zoom still lets the app act for this user.
fn zoom_knows(evidence: &Evidence, user: &str) -> bool {
    let users = evidence.zoom_state["users"].as_array().into_iter().flatten();
    users.filter(|one| one["id"] == user).any(|one| !one["connected_at"].is_null())
}
