//! Which reminders of a meeting went out, and which will.

use super::tone::Tone;

/// Reminders of one meeting.
#[derive(Debug, Clone)]
pub struct MeetingReminders {
    /// Each of them, the first due first.
    pub rows: Vec<ReminderRow>,
    /// Whether one is still to come.
    pub to_come: bool,
    /// Whether the reader holds the meeting, and so chooses them.
    pub own: bool,
}

/// Reminders that go out at one moment.
#[derive(Debug, Clone)]
pub struct ReminderRow {
    /// `Tomorrow, 15:45`
    pub when: String,
    /// `You, Ana and Rui`
    pub who: String,
    /// How they fared, once they were queued.
    pub state: Option<(Tone, String)>,
}
