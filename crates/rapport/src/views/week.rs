//! The week calendar: where each meeting stands, as classes of `70-week.css`.

/// One column of the week.
#[derive(Debug, Clone)]
pub struct WeekDay {
    /// `Mon`
    pub name: String,
    /// Day of the month, `15`.
    pub number: String,
    /// `Monday 15 March`
    pub label: String,
    /// Whether it is today.
    pub today: bool,
    /// Saturday and Sunday are narrower and quieter.
    pub weekend: bool,
    /// Meetings in order of start.
    pub events: Vec<WeekEvent>,
}

/// One meeting of the week.
#[derive(Debug, Clone)]
pub struct WeekEvent {
    /// Meeting id.
    pub id: String,
    /// Start, in minutes since midnight of the column's day.
    pub from: u64,
    /// End, in minutes since midnight; cut at midnight.
    pub to: u64,
    /// Subject.
    pub topic: String,
    /// `Ana Ferreira`, `Oskar, Freya`
    pub who: String,
    /// `10:30 to 11:15`
    pub time: String,
    /// `Repeats weekly`; empty for a meeting that takes place once.
    pub repeats: String,
    /// How it is drawn.
    pub look: EventLook,
}

/// How a meeting is drawn; each differs by more than its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventLook {
    /// Ember, with a pulse: it runs.
    Running,
    /// Solid: the next meeting.
    Next,
    /// Tinted: in Zoom, to come.
    Planned,
    /// Yellow: an invitee proposes another time.
    Proposed,
    /// Dashed: not in Zoom yet.
    Waiting,
    /// Grey: over.
    Held,
}

impl EventLook {
    /// Name of its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Running => "ev-running",
            Self::Next => "ev-next",
            Self::Planned => "ev-planned",
            Self::Proposed => "ev-proposed",
            Self::Waiting => "ev-waiting",
            Self::Held => "ev-held",
        }
    }

    /// Said to screen readers, where the look cannot be seen.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Running => Some("running"),
            Self::Next => Some("next meeting"),
            Self::Planned => None,
            Self::Proposed => Some("new time proposed"),
            Self::Waiting => Some("waiting for Zoom"),
            Self::Held => Some("over"),
        }
    }
}

/// Hours shown by the week: 8 to 18, wider when a meeting (or now) lies outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// First hour line.
    pub first: u64,
    /// Last hour line.
    pub last: u64,
}

impl Hours {
    /// The hours that show every meeting of `days`, and now.
    pub fn of(days: &[WeekDay], now: Option<u64>) -> Self {
        let spans = days.iter().flat_map(|day| &day.events).map(|event| (event.from, event.to.min(24 * 60)));
        let all: Vec<_> = spans.chain(now.map(|now| (now, now))).collect();
        Self {
            first: all.iter().map(|(from, _)| from / 60).min().unwrap_or(8).min(8),
            last: all.iter().map(|(_, to)| to.div_ceil(60)).max().unwrap_or(18).clamp(18, 24),
        }
    }

    /// `08:00`, `09:00` … with the class of each line.
    pub fn lines(self) -> Vec<(String, String)> {
        (self.first..=self.last).map(|hour| (at_class(hour * 60), format!("{hour:02}:00"))).collect()
    }
}

/// A meeting and the classes that place it.
#[derive(Debug)]
pub struct Placed<'a> {
    /// The meeting.
    pub event: &'a WeekEvent,
    /// Classes for start, length, and the lane it has beside others at the same time.
    pub classes: String,
    /// Whether there is room for the second line.
    pub two_lines: bool,
    /// Whether there is room for the time.
    pub three_lines: bool,
}

impl WeekDay {
    /// The meetings with their places. Those at the same time stand side by side, up to four lanes.
    pub fn placed(&self) -> Vec<Placed<'_>> {
        let lanes = lanes(&self.events);
        self.events
            .iter()
            .zip(lanes)
            .map(|(event, (lane, count))| {
                // A quarter of an hour is the least that can hold a line of text.
                let minutes = event.to.min(24 * 60).saturating_sub(event.from).max(20);
                let lane = if count > 1 { format!(" lane-{lane} lanes-{count}") } else { String::new() };
                Placed {
                    event,
                    classes: format!(
                        "{} {} {}{lane}",
                        at_class(event.from),
                        length_class(minutes),
                        event.look.class()
                    ),
                    two_lines: minutes >= 30,
                    three_lines: minutes >= 42,
                }
            })
            .collect()
    }
}

/// Classes that put something at a minute of the day: `h9 m42`.
pub fn at_class(minute: u64) -> String {
    format!("h{} m{}", minute / 60, minute % 60)
}

/// Classes for a length: `lh1 lm30`.
fn length_class(minutes: u64) -> String {
    format!("lh{} lm{}", minutes / 60, minutes % 60)
}

/// Most lanes drawn beside each other; further meetings share the last one.
const MOST_LANES: usize = 4;

/// For each event (ordered by start) its lane and how many lanes its group of overlapping events has.
fn lanes(events: &[WeekEvent]) -> Vec<(usize, usize)> {
    let mut placed: Vec<(usize, usize)> = Vec::with_capacity(events.len());
    let mut ends: Vec<u64> = Vec::new(); // end of the last event in each lane of the current group
    let mut group_start = 0;
    for (index, event) in events.iter().enumerate() {
        if ends.iter().all(|end| *end <= event.from) {
            close_group(&mut placed[group_start..], ends.len());
            ends.clear();
            group_start = index;
        }
        let lane = ends.iter().position(|end| *end <= event.from).unwrap_or(ends.len()).min(MOST_LANES - 1);
        match ends.get_mut(lane) {
            Some(end) => *end = (*end).max(event.to),
            None => ends.push(event.to),
        }
        placed.push((lane, 1));
    }
    close_group(&mut placed[group_start..], ends.len());
    placed
}

/// Tells every event of a finished group how many lanes it had.
fn close_group(group: &mut [(usize, usize)], lanes: usize) {
    for (_, count) in group {
        *count = lanes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(from: u64, to: u64) -> WeekEvent {
        WeekEvent {
            repeats: String::new(),
            id: "m".into(),
            from,
            to,
            topic: "Topic".into(),
            who: "Ana".into(),
            time: String::new(),
            look: EventLook::Planned,
        }
    }

    fn day(events: Vec<WeekEvent>) -> WeekDay {
        WeekDay {
            name: "Tue".into(),
            number: "16".into(),
            label: "Tuesday 16 March".into(),
            today: true,
            weekend: false,
            events,
        }
    }

    #[test]
    fn a_week_shows_8_to_18_unless_a_meeting_lies_outside() {
        assert_eq!(Hours::of(&[day(vec![])], None), Hours { first: 8, last: 18 });
        assert_eq!(
            Hours::of(&[day(vec![event(425, 440), event(1150, 1210)])], None),
            Hours { first: 7, last: 21 }
        );
        assert_eq!(Hours::of(&[day(vec![event(1430, 1500)])], Some(30)), Hours { first: 0, last: 24 });
    }

    #[test]
    fn meetings_at_the_same_time_stand_side_by_side() {
        let events = [event(540, 600), event(570, 630), event(610, 640), event(700, 730)];
        assert_eq!(lanes(&events), [(0, 2), (1, 2), (0, 2), (0, 1)]);
    }

    #[test]
    fn a_crowd_shares_the_last_lane() {
        let events: Vec<_> = (0..6).map(|_| event(540, 600)).collect();
        assert_eq!(lanes(&events).iter().map(|(lane, _)| *lane).max(), Some(3));
    }

    #[test]
    fn a_meeting_over_midnight_ends_with_the_day() {
        let day = day(vec![event(1410, 1500)]);
        assert_eq!(day.placed()[0].classes, "h23 m30 lh0 lm30 ev-planned");
    }
}
