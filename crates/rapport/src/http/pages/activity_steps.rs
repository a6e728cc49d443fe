//! What a line about a farewell unfolds into.

use domain::{PersonName, Zone};
use jiff::Timestamp;
use store::compliance_receipts::{ConfirmState, Receipt, ReceiptSource};
use store::integration_calls::CallRow;
use store::outbox::EmailState;

use super::words::count;
use crate::connections::{MEMBER_REMOVED, REPLACED};
use crate::views::activity::{ActivityStep, StepState};

/// Received, deleted, confirmed, told: the proof of a farewell.
pub(super) fn steps(row: &CallRow, receipt: &Receipt, zone: &Zone) -> Vec<ActivityStep> {
    let time = |at: Timestamp| zone.local(at).strftime("%H:%M:%S").to_string();
    let step = |time: String, title: &str, text: String, state| ActivityStep {
        time,
        title: title.to_owned(),
        text,
        state,
    };
    let from_zoom = receipt.source == ReceiptSource::Zoom;
    let received = if from_zoom {
        ("Deauthorization received", "The signature was checked")
    } else if row.call.name == REPLACED {
        ("Another account connected", "Nobody here uses the one before any more")
    } else if row.call.name == MEMBER_REMOVED {
        ("Removed from the workspace", "By an owner or admin")
    } else {
        ("Disconnect asked for", "On the settings page")
    };
    let deleted = format!(
        "{}, {}, {}, {}, {}",
        count(receipt.deleted_identities, "account"),
        count(receipt.deleted_tokens, "token"),
        count(receipt.deleted_meetings, "meeting link"),
        count(receipt.deleted_events, "event payload"),
        count(receipt.deleted_attendance, "attendance record"),
    );
    let mut steps = vec![
        step(time(receipt.received_at), received.0, received.1.to_owned(), StepState::Done),
        step(time(receipt.deleted_at), "Data deleted", deleted, StepState::Done),
    ];
    let confirmed_at = receipt.confirmed_at.map(time).unwrap_or_default();
    let status = receipt.confirm_status.map(|status| format!(" answered {status}")).unwrap_or_default();
    let last = match receipt.confirm_state {
        ConfirmState::Confirmed => {
            Some(("Confirmed to Zoom", format!("The data compliance call{status}"), StepState::Done))
        }
        ConfirmState::NoLongerOffered => {
            Some(("Settled", format!("Zoom no longer offers the confirmation, it{status}"), StepState::Done))
        }
        ConfirmState::Pending => Some((
            "Confirmation to Zoom",
            "It is repeated until Zoom accepts it".to_owned(),
            StepState::Waiting,
        )),
        ConfirmState::Failed => {
            Some(("Confirmation to Zoom", "Zoom did not accept it".to_owned(), StepState::Failed))
        }
        ConfirmState::NotNeeded => None,
    };
    if let Some((title, text, state)) = last {
        steps.push(step(confirmed_at, title, text, state));
    }
    if let Some(told) = &row.told {
        let who = row.person_name.as_ref().map_or("The person", PersonName::first_name);
        let (text, state) = match told.state {
            EmailState::Sent => ("The mail server took it".to_owned(), StepState::Done),
            EmailState::Queued => ("It has not left yet".to_owned(), StepState::Waiting),
            EmailState::Failed | EmailState::Overtaken => {
                (told.words.clone().unwrap_or_else(|| "It did not leave".to_owned()), StepState::Failed)
            }
        };
        let title = match state {
            StepState::Done => format!("{who} was told by email"),
            StepState::Waiting | StepState::Failed => format!("Email to {who}"),
        };
        steps.push(step(told.sent_at.map(time).unwrap_or_default(), &title, text, state));
    }
    steps
}
