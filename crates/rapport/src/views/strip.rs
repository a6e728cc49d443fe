//! Time strip: one row per person, 06 to 22 in the host's time.

use super::shell::Person;

/// First and last minute of the strip, in the host's time.
const DAY: Span = Span { from: 6 * 60, to: 22 * 60 };

/// Shortest drawn meeting, in minutes, so that even a quarter of an hour can be seen.
const LEAST_VISIBLE: i64 = 22;

/// Rows of the strip, the host first.
#[derive(Debug, Clone)]
pub struct TimeStrip {
    /// One row per person.
    pub rows: Vec<StripRow>,
    /// The meeting, in minutes since the host's midnight; may lie outside the strip.
    pub slot: Span,
}

/// One person's day.
#[derive(Debug, Clone)]
pub struct StripRow {
    /// `You`, or the first name.
    pub name: String,
    /// City of the zone, `Lisbon`.
    pub city: String,
    /// Start of the meeting where they are, `15:00`.
    pub time: String,
    /// Initials and tint of the avatar.
    pub person: Person,
    /// Their working hours, in minutes since the *host's* midnight.
    pub working: Option<Span>,
    /// When they are known to be busy (the host's other meetings), in minutes since the host's midnight.
    pub busy: Vec<Span>,
}

/// Minutes since midnight; an end after 24:00 is the next day, a negative start the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First minute.
    pub from: i64,
    /// Minute after the last.
    pub to: i64,
}

/// Horizontal place on the strip, as percentages for the attributes of an SVG `rect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Left edge, `62.50%`.
    pub x: String,
    /// Width, `3.13%`.
    pub width: String,
}

impl TimeStrip {
    /// Where the meeting is drawn; `None` when it lies outside the strip.
    pub fn slot_place(&self) -> Option<Place> {
        Span { to: self.slot.to.max(self.slot.from + LEAST_VISIBLE), ..self.slot }.place()
    }
}

impl StripRow {
    /// Where the busy times are drawn.
    pub fn busy_places(&self) -> Vec<Place> {
        self.busy.iter().filter_map(Span::place).collect()
    }
}

impl Span {
    /// Where the span lies on the strip; `None` when it is outside.
    pub fn place(&self) -> Option<Place> {
        let from = self.from.clamp(DAY.from, DAY.to);
        let to = self.to.clamp(DAY.from, DAY.to);
        (from < to).then(|| Place { x: share(from - DAY.from), width: share(to - from) })
    }
}

/// Minutes as a percentage of the strip's width, with two decimals and without floating point.
fn share(minutes: i64) -> String {
    let whole = DAY.to - DAY.from;
    let hundredths = (minutes * 10_000 + whole / 2) / whole;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: &str, width: &str) -> Place {
        Place { x: x.into(), width: width.into() }
    }

    #[test]
    fn a_meeting_at_16_lies_five_eighths_along() {
        assert_eq!(Span { from: 960, to: 990 }.place(), Some(at("62.50%", "3.13%")));
    }

    #[test]
    fn a_short_meeting_stays_visible() {
        let strip = TimeStrip { rows: vec![], slot: Span { from: 960, to: 965 } };
        assert_eq!(strip.slot_place(), Some(at("62.50%", "2.29%")));
    }

    #[test]
    fn what_is_outside_the_strip_has_no_place() {
        assert_eq!(Span { from: 0, to: 300 }.place(), None);
        assert_eq!(Span { from: 1400, to: 1460 }.place(), None);
    }

    #[test]
    fn what_begins_before_the_strip_is_cut() {
        assert_eq!(Span { from: 300, to: 480 }.place(), Some(at("0.00%", "12.50%")));
    }
}
