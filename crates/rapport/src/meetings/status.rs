use jiff::Timestamp;
use store::meetings::{Desired, Known, Meeting, MeetingRow, Problem};

/// How a meeting stands, in the words that pages use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingStatus {
    /// In Zoom, with a link.
    InZoom,
    /// Not in Zoom yet, no failure so far.
    Pending,
    /// Zoom does not answer; the job tries again at this time.
    WaitingForZoom(Option<Timestamp>),
    /// No Zoom account to create it with.
    NotConnected,
    /// Zoom asks for a permission that was not granted.
    PermissionMissing,
    /// Zoom refused it, in Zoom's words.
    Refused(String),
    /// What came from Zoom was deleted with the connection.
    Forgotten,
    /// Removal is wanted, Zoom has not confirmed it.
    Removing(Option<Timestamp>),
    /// Removed.
    Removed,
}

/// Reads the state of a meeting.
pub fn status(meeting: &Meeting, now: Timestamp) -> MeetingStatus {
    let detail = meeting.problem_detail.as_deref();
    derive(meeting.desired, meeting.known, meeting.problem, detail, meeting.retry_at, now)
}

/// Reads the state of a row in a list; lists hold only meetings that are wanted.
pub fn row_status(row: &MeetingRow, now: Timestamp) -> MeetingStatus {
    derive(Desired::Scheduled, row.known, row.problem, None, row.retry_at, now)
}

fn derive(
    desired: Desired,
    known: Known,
    problem: Option<Problem>,
    detail: Option<&str>,
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> MeetingStatus {
    let retry_at = retry_at.filter(|at| *at > now);
    match (desired, known) {
        // `Nothing` too: the answer to an earlier try may have been lost, so only the job knows when it is over.
        (Desired::Removed, Known::InZoom | Known::Nothing) => MeetingStatus::Removing(retry_at),
        (Desired::Removed, _) | (Desired::Scheduled, Known::Gone) => MeetingStatus::Removed,
        (Desired::Scheduled, Known::InZoom) => MeetingStatus::InZoom,
        (Desired::Scheduled, Known::Forgotten) => MeetingStatus::Forgotten,
        (Desired::Scheduled, Known::Nothing) => match problem {
            None => MeetingStatus::Pending,
            Some(Problem::ZoomUnreachable) => MeetingStatus::WaitingForZoom(retry_at),
            Some(Problem::NotConnected) => MeetingStatus::NotConnected,
            Some(Problem::PermissionMissing) => MeetingStatus::PermissionMissing,
            Some(Problem::ZoomRefused) => MeetingStatus::Refused(detail.unwrap_or_default().to_owned()),
        },
    }
}
