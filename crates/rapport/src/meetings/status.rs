use jiff::Timestamp;
use store::meetings::{Desired, Known, Meeting, MeetingRow, Problem};

/// How a meeting stands, in the words that pages use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingStatus {
    /// In Zoom, with a link.
    InZoom,
    /// It takes place elsewhere, and Zoom has no part in it.
    Elsewhere,
    /// Not in Zoom yet, no failure so far.
    Pending,
    /// Zoom does not answer; the job tries again at this time.
    WaitingForZoom(Option<Timestamp>),
    /// No Zoom account to create it with.
    NotConnected,
    /// The Zoom integration was turned off for the host.
    TurnedOff,
    /// Zoom asks for a permission that was not granted.
    PermissionMissing,
    /// Zoom refused it, in Zoom's words.
    Refused(String),
    /// In Zoom as it was: a change is on its way, or something stands in its way.
    Changing(Obstacle),
    /// Zoom does not have it any more; the host may create it again.
    Missing,
    /// What came from Zoom was deleted with the connection.
    Forgotten,
    /// Removal is wanted, Zoom has not confirmed it.
    Removing(Obstacle),
    /// Removed.
    Removed,
}

/// What stands between a wish and Zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obstacle {
    /// Why Zoom does not have it as it is wanted; `None` as long as nothing failed.
    pub problem: Option<Problem>,
    /// When the job tries again by itself.
    pub retry_at: Option<Timestamp>,
}

/// Reads the state of a meeting.
pub fn status(meeting: &Meeting, now: Timestamp) -> MeetingStatus {
    let known = State {
        desired: meeting.desired,
        known: meeting.known,
        changing: meeting.is_changing(),
        problem: meeting.problem,
        retry_at: meeting.retry_at,
    };
    derive(known, meeting.problem_detail.as_deref(), now)
}

/// Reads the state of a row in a list; lists hold only meetings that are wanted.
pub fn row_status(row: &MeetingRow, now: Timestamp) -> MeetingStatus {
    let known = State {
        desired: Desired::Scheduled,
        known: row.known,
        changing: row.changing,
        problem: row.problem,
        retry_at: row.retry_at,
    };
    derive(known, None, now)
}

#[derive(Clone, Copy)]
struct State {
    desired: Desired,
    known: Known,
    changing: bool,
    problem: Option<Problem>,
    retry_at: Option<Timestamp>,
}

fn derive(state: State, detail: Option<&str>, now: Timestamp) -> MeetingStatus {
    let retry_at = state.retry_at.filter(|at| *at > now);
    let obstacle = Obstacle { problem: state.problem, retry_at };
    match (state.desired, state.known) {
        // `Nothing` too: the answer to an earlier try may have been lost, so only the job knows when it is over.
        (Desired::Removed, Known::InZoom | Known::Nothing | Known::Leaving) => {
            MeetingStatus::Removing(obstacle)
        }
        (Desired::Removed, _) => MeetingStatus::Removed,
        (Desired::Scheduled, Known::Elsewhere | Known::Leaving) => MeetingStatus::Elsewhere,
        (Desired::Scheduled, Known::Gone) => MeetingStatus::Missing,
        (Desired::Scheduled, Known::InZoom) if state.changing => MeetingStatus::Changing(obstacle),
        (Desired::Scheduled, Known::InZoom) => MeetingStatus::InZoom,
        (Desired::Scheduled, Known::Forgotten) => MeetingStatus::Forgotten,
        (Desired::Scheduled, Known::Nothing) => match state.problem {
            None => MeetingStatus::Pending,
            Some(Problem::ZoomUnreachable | Problem::Running) => MeetingStatus::WaitingForZoom(retry_at),
            Some(Problem::NotConnected) => MeetingStatus::NotConnected,
            Some(Problem::TurnedOff) => MeetingStatus::TurnedOff,
            Some(Problem::PermissionMissing) => MeetingStatus::PermissionMissing,
            Some(Problem::ZoomRefused) => MeetingStatus::Refused(detail.unwrap_or_default().to_owned()),
        },
    }
}
