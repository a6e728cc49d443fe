//! Lines of the portal: faults, calls, attempts, mails.

use jiff::Timestamp;

use super::page::minute;
use crate::{
    faults::{Fault, FaultKind},
    shared::RequestEntry,
    world::{
        app::Webhook,
        delivery::{Attempt, Mail, Outcome},
    },
};

pub(super) fn webhook_text(webhook: &Webhook) -> String {
    match (&webhook.url, webhook.is_enabled(), webhook.validated_at) {
        (None, ..) => "The app has no webhook address, so nothing is sent.".to_owned(),
        (Some(url), false, _) => format!("{url} is disabled: it failed its validation six times in a row."),
        (Some(url), true, Some(at)) => format!("Sent to {url}, validated at {} UTC.", minute(at)),
        (Some(url), true, None) => format!("Sent to {url}, not validated yet."),
    }
}

pub(super) fn fault_text(fault: &Fault, now: Timestamp) -> String {
    let what = match &fault.kind {
        FaultKind::Status { status } => format!("status {status}"),
        FaultKind::Latency { ms } => format!("{ms} ms late"),
        FaultKind::DropBefore => "dropped before the work".to_owned(),
        FaultKind::DropAfter => "dropped after the work".to_owned(),
        FaultKind::Truncate => "cut off".to_owned(),
        FaultKind::Html { status } => format!("HTML with {status}"),
        FaultKind::Xml => "XML error".to_owned(),
        FaultKind::RateSecond => "429 for this second".to_owned(),
        FaultKind::RateDay => "429 for today".to_owned(),
        FaultKind::RefuseField { field } => format!("{field} refused"),
        FaultKind::OkWithError { code, .. } => format!("200 with error {code}"),
        FaultKind::LostRefresh => "answer to a refresh lost".to_owned(),
        FaultKind::DuplicateEvent { copies: 1 } => "sent twice".to_owned(),
        FaultKind::DuplicateEvent { copies } => format!("sent with {copies} copies"),
        FaultKind::DelayEvent { seconds } => format!("sent {seconds} s late"),
        FaultKind::ShuffleEvents { seconds } => format!("shuffled within {seconds} s"),
        FaultKind::LoseEvent => "never sent".to_owned(),
    };
    let method = fault.method.as_deref().filter(|method| *method != "*");
    let calls = match (method, fault.route.as_deref()) {
        _ if fault.kind.is_about_events() => fault.event.clone().unwrap_or_else(|| "every event".to_owned()),
        (None, None) if fault.kind == FaultKind::LostRefresh => "every refresh".to_owned(),
        (None, None) => "every call".to_owned(),
        (Some(method), None) => format!("every {method}"),
        (None, Some(route)) => route.to_owned(),
        (Some(method), Some(route)) => format!("{method} {route}"),
    };
    let times = match fault.times {
        None => String::new(),
        Some(1) => ", once".to_owned(),
        Some(times) => format!(", {times} times"),
    };
    let chance =
        fault.probability.map(|chance| format!(", {} in 100", (chance * 100.0).round())).unwrap_or_default();
    let until = fault
        .until
        .map(|until| format!(", {} s left", until.as_second() - now.as_second()))
        .unwrap_or_default();
    format!("{what}: {calls}{chance}{times}{until}")
}

pub(super) fn call_text(call: &RequestEntry) -> String {
    let status = if call.status == 0 { "---".to_owned() } else { call.status.to_string() };
    format!(
        "{}  {status}  {} {}",
        call.at.strftime("%H:%M"),
        call.method,
        call.path.trim_start_matches("/v2")
    )
}

/// What the address answered, attempts that went the same way together: `no connection ×3, 200`.
pub(super) fn answers_text(attempts: &[Attempt]) -> String {
    let word = |attempt: &Attempt| match &attempt.outcome {
        Outcome::Status(status) => status.to_string(),
        Outcome::Unreachable(problem) => problem.clone(),
    };
    let runs = attempts.chunk_by(|one, next| one.outcome == next.outcome);
    let text = |run: &[Attempt]| match run.len() {
        1 => word(&run[0]),
        times => format!("{} ×{times}", word(&run[0])),
    };
    runs.map(text).collect::<Vec<_>>().join(", ")
}

pub(super) fn attempt_text(event: &str, attempt: &Attempt) -> String {
    let status = match attempt.outcome {
        Outcome::Status(status) => status.to_string(),
        Outcome::Unreachable(_) => "---".to_owned(),
    };
    format!("{}  {status}  event {event}", attempt.at.strftime("%H:%M"))
}

pub(super) fn mail_text(mail: &Mail) -> String {
    format!("{} to {}: {}. {}", minute(mail.at), mail.to, mail.subject, mail.text)
}
