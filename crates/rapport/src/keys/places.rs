//! Where each sealed value stands: the associated data of its seal, so that one that was moved elsewhere does not open.

use domain::{InviteeId, MeetingId, ReceiptId, UserId};
use store::zoom_credentials::ZoomEnvironment;

/// A token of a grant.
pub(crate) fn grant(client_id: &str, zoom_user_id: &str, column: &str) -> String {
    format!("grants:{client_id}:{zoom_user_id}:{column}")
}

/// What Zoom gave for a meeting.
pub(crate) fn zoom_meeting(meeting: MeetingId, column: &str) -> String {
    format!("zoom_meetings:{meeting}:{column}")
}

/// The proof that belongs to a consent page.
pub(crate) fn verifier(state_hash: &[u8; 32]) -> String {
    format!("oauth_states:{}:verifier", hex::encode(state_hash))
}

/// The body of an event of Zoom.
pub(crate) fn event(hash: &[u8; 32]) -> String {
    format!("webhook_inbox:{}:body", hex::encode(hash))
}

/// A secret of the Zoom app.
pub(crate) fn credentials(environment: ZoomEnvironment, client_id: &str, column: &str) -> String {
    format!("zoom_credentials:{environment}:{client_id}:{column}")
}

/// The secret of a calendar feed's address.
pub(crate) fn calendar_feed(user: UserId) -> String {
    format!("calendar_feeds:{user}:token")
}

/// The secret of an invitee's page.
pub(crate) fn invitee_page(invitee: InviteeId) -> String {
    format!("invitee_pages:{invitee}:token")
}

/// What the confirmation of a deletion repeats.
pub(crate) fn compliance(receipt: ReceiptId) -> String {
    format!("jobs:confirm_compliance:{receipt}")
}

/// A token that is to be revoked. It names no account: the job outlives everything that came from Zoom.
pub(crate) const REVOCATION: &str = "jobs:revoke_token";
