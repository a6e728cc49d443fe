//! `/`: one user's meetings, and everything that can be made to happen.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    actions::notice_text,
    page::{grouped, minute, render},
    texts::{answers_text, attempt_text, call_text, fault_text, mail_text, webhook_text},
};
use crate::{
    shared::{Shared, lock},
    world::{
        World,
        delivery::Delivery,
        meeting::Meeting,
        user::{Plan, User},
    },
};

const SHOWN_CALLS: usize = 20;
const SHOWN_DELIVERIES: usize = 20;

#[derive(Template)]
#[template(path = "portal.html")]
struct PortalPage {
    email: String,
    about: String,
    emails: Vec<String>,
    notice: Option<&'static str>,
    meetings: Vec<MeetingRow>,
    webhook: String,
    has_webhook: bool,
    deliveries: Vec<DeliveryRow>,
    confirmations: Vec<ConfirmationRow>,
    /// What the app may do; `None` if it is not connected.
    scopes: Option<Vec<String>>,
    other_plan: (&'static str, &'static str),
    faults: Vec<String>,
    now: String,
    stands_still: bool,
    calls: Vec<String>,
    /// What Zoom would have mailed to the app's owner.
    mails: Vec<String>,
}

struct MeetingRow {
    id: i64,
    number: String,
    topic: String,
    start: String,
    minutes: u32,
    state: &'static str,
}

struct DeliveryRow {
    id: u64,
    at: String,
    event: String,
    state: &'static str,
    answers: String,
}

struct ConfirmationRow {
    at: String,
    user: String,
    matches: &'static str,
}

#[derive(Deserialize)]
pub(crate) struct PortalQuery {
    user: Option<String>,
    notice: Option<String>,
}

pub(crate) async fn show(State(shared): State<Arc<Shared>>, Query(query): Query<PortalQuery>) -> Response {
    let faults = lock(&shared.faults).list(shared.clock.now());
    let calls = last_calls(&shared);
    let stands_still = shared.clock.is_explicit();
    let page = shared.read(|world, now| {
        let named = query.user.as_deref().and_then(|email| world.user(email));
        let user = named.or_else(|| world.users.first())?;
        Some(PortalPage {
            email: user.email.clone(),
            about: about(world, user),
            emails: world.users.iter().map(|user| user.email.clone()).collect(),
            notice: query.notice.as_deref().and_then(notice_text),
            meetings: world.meetings_of(&user.id, now).into_iter().map(meeting_row).collect(),
            webhook: webhook_text(&world.app.webhook),
            has_webhook: world.app.webhook.url.is_some(),
            deliveries: world.deliveries.iter().rev().take(SHOWN_DELIVERIES).map(delivery_row).collect(),
            confirmations: confirmations(world),
            scopes: world.grant(&user.id).map(|grant| grant.scopes.clone()),
            other_plan: match user.plan {
                Plan::Licensed => ("basic", "Basic"),
                _ => ("licensed", "Licensed"),
            },
            faults: faults.iter().map(|fault| fault_text(fault, now)).collect(),
            now: minute(now),
            stands_still,
            calls,
            mails: world.mails.iter().rev().map(mail_text).collect(),
        })
    });
    match page {
        Some(page) => render(&page),
        None => render(&crate::oauth::MessagePage {
            title: "The sandbox has no users".to_owned(),
            text: "Add one with POST /_sandbox/users.".to_owned(),
            code: None,
        }),
    }
}

fn about(world: &World, user: &User) -> String {
    let connected = world.grant(&user.id).map_or_else(
        || format!("Not connected to {}.", world.app.name),
        |grant| {
            let since = grant.connected_at.strftime("%-d %B %Y");
            format!("Connected to {} since {since}.", world.app.name)
        },
    );
    format!("Sandbox user, {} plan. {connected}", user.plan.name())
}

fn meeting_row(meeting: &Meeting) -> MeetingRow {
    MeetingRow {
        id: meeting.id,
        number: grouped(meeting.id),
        topic: meeting.topic.clone(),
        start: meeting.start_time.map_or_else(|| "no fixed time".to_owned(), minute),
        minutes: meeting.duration,
        state: meeting.state(),
    }
}

/// Calls and attempts to deliver, newest first.
fn last_calls(shared: &Shared) -> Vec<String> {
    let mut lines: Vec<(Timestamp, String)> =
        shared.last_requests(SHOWN_CALLS).iter().map(|call| (call.at, call_text(call))).collect();
    shared.read(|world, _| {
        for delivery in world.deliveries.iter().rev().take(SHOWN_CALLS) {
            lines.extend(delivery.attempts.iter().map(|one| (one.at, attempt_text(&delivery.event, one))));
        }
    });
    // The sort is stable: what came at the same moment keeps its order.
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    lines.into_iter().take(SHOWN_CALLS).map(|(_, line)| line).collect()
}

fn delivery_row(delivery: &Delivery) -> DeliveryRow {
    let next = delivery.next_attempt_at.filter(|_| !delivery.attempts.is_empty());
    let again = next.map(|at| format!("; again at {}", minute(at))).unwrap_or_default();
    DeliveryRow {
        id: delivery.id,
        at: minute(delivery.created_at),
        event: delivery.event.clone(),
        state: delivery.state(),
        answers: answers_text(&delivery.attempts) + &again,
    }
}

fn confirmations(world: &World) -> Vec<ConfirmationRow> {
    let row = |one: &crate::world::delivery::Confirmation| ConfirmationRow {
        at: minute(one.at),
        user: world.user(&one.user_id).map_or_else(|| one.user_id.clone(), |user| user.email.clone()),
        matches: if one.matches_event { "yes" } else { "no event was sent for this user" },
    };
    world.confirmations.iter().rev().map(row).collect()
}
