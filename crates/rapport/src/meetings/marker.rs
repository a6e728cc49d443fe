//! A line in the Zoom meeting's agenda that ties it to ours. After an answer was lost, the meeting is found by it
//! in the person's list, instead of being created twice (RT-30).

use domain::{Agenda, MeetingId};

/// The line.
pub(super) fn marker(meeting: MeetingId) -> String {
    format!("Rapport meeting {meeting}")
}

/// What Zoom stores as agenda: the person's text, then the line.
pub(super) fn with_marker(agenda: &Agenda, meeting: MeetingId) -> String {
    let line = marker(meeting);
    if agenda.is_empty() { line } else { format!("{}\n\n{line}", agenda.as_str()) }
}
