//! A line in the Zoom meeting's agenda that ties it to ours. After an answer was lost, the meeting is found by it
//! in the person's list, instead of being created twice (RT-30).

use domain::{Agenda, MeetingId};

/// What the line begins with.
const WORDS: &str = "Rapport meeting ";
/// Lists cut the agenda after this many characters (Zoom reference C.10).
const LISTED: usize = 250;

/// What an agenda in Zoom says about whose meeting it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Ours, with this id.
    Of(MeetingId),
    /// The list cut the agenda where the line might stand: only the whole meeting tells.
    CutOff,
    /// None.
    None,
}

/// The line.
pub(super) fn marker(meeting: MeetingId) -> String {
    format!("{WORDS}{meeting}")
}

/// What Zoom stores as agenda: the person's text, then the line.
pub(super) fn with_marker(agenda: &Agenda, meeting: MeetingId) -> String {
    let line = marker(meeting);
    if agenda.is_empty() { line } else { format!("{}\n\n{line}", agenda.as_str()) }
}

/// The person's text in an agenda of Zoom: everything but lines of ours.
pub(super) fn without_marker(agenda: &str) -> String {
    let lines: Vec<_> = agenda.lines().filter(|line| mark_in(line).is_none()).collect();
    lines.join("\n").trim().to_owned()
}

/// Whose meeting it is, by the agenda of a list.
pub(super) fn mark(agenda: &str) -> Mark {
    match agenda.lines().find_map(mark_in) {
        Some(meeting) => Mark::Of(meeting),
        None if agenda.chars().count() >= LISTED => Mark::CutOff,
        None => Mark::None,
    }
}

fn mark_in(line: &str) -> Option<MeetingId> {
    line.trim().strip_prefix(WORDS)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use domain::{ManualClock, SeededRandom};

    use super::*;

    fn id() -> MeetingId {
        MeetingId::new(&ManualClock::new("2027-03-16T08:42:00Z".parse().unwrap()), &SeededRandom::new(1))
    }

    #[test]
    fn the_line_goes_in_and_comes_out_again() {
        for text in ["", "Who signs off?\n\nWhich depots?"] {
            let agenda = Agenda::parse(text).unwrap();
            let stored = with_marker(&agenda, id());
            assert_eq!((mark(&stored), without_marker(&stored).as_str()), (Mark::Of(id()), text));
        }
        assert_eq!(mark("Rapport meeting of the week"), Mark::None);
        assert_eq!(without_marker("Rapport meeting of the week"), "Rapport meeting of the week");
    }

    #[test]
    fn a_long_agenda_may_hide_the_line() {
        let cut: String =
            with_marker(&Agenda::parse(&"agenda ".repeat(80)).unwrap(), id()).chars().take(250).collect();
        assert_eq!(mark(&cut), Mark::CutOff);
    }
}
