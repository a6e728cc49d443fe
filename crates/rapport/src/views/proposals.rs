//! Times that invitees propose, on the page of a meeting.

use super::details::OverlapWarning;

/// What one invitee proposes.
#[derive(Debug, Clone)]
pub struct ProposalGroup {
    /// `Ana`
    pub who: String,
    /// Lines of what they wrote.
    pub message: Vec<String>,
    /// The times, in their order.
    pub times: Vec<ProposalRow>,
}

/// One proposed time, with **Move to this time** (`POST /meetings/{id}/proposals/{proposal}`).
#[derive(Debug, Clone)]
pub struct ProposalRow {
    /// Its id.
    pub id: String,
    /// Its start, in microseconds since the epoch.
    pub starts_at: i64,
    /// `Wed 17 March, 11:00 to 11:40`
    pub when: String,
    /// `10:00 for Ana in Lisbon`, when the clocks differ.
    pub their_time: Option<String>,
    /// Whether it is too late for it.
    pub passed: bool,
    /// What else the host has then, once they took it: **Keep this time** decides.
    pub overlap: Option<OverlapWarning>,
}
