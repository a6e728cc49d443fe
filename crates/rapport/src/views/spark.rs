//! Meetings per week as bars, with the same numbers in words.

/// Height of the drawing's base line.
const BASE: f64 = 72.0;
/// Room for the tallest bar.
const ROOM: f64 = 64.0;
/// From one bar to the next.
const STEP: usize = 27;

/// The last twelve weeks, this one last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekSpark {
    /// Meetings per week, oldest first, this week last; at most twelve.
    pub weeks: Vec<u64>,
    /// Meetings of this week that already took place.
    pub held: u64,
    /// `Week 52`
    pub first_label: String,
    /// `Week 11`
    pub last_label: String,
}

/// One bar, in units of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: usize,
    /// Top edge.
    pub y: String,
    /// Height.
    pub height: String,
    /// CSS class.
    pub class: &'static str,
}

impl WeekSpark {
    /// Meetings of this week, held and planned.
    pub fn this_week(&self) -> u64 {
        self.weeks.last().copied().unwrap_or(0)
    }

    /// Average of the weeks before this one, one decimal.
    pub fn average(&self) -> String {
        format!("{:.1}", self.average_value())
    }

    /// Height of the dashed average line.
    pub fn average_y(&self) -> String {
        format!("{:.1}", BASE - self.average_value() * self.unit())
    }

    /// The drawing in words.
    pub fn words(&self) -> String {
        let (this, before) = match self.weeks.split_last() {
            Some((this, before)) => (*this, before),
            None => (0, &[][..]),
        };
        let list: Vec<String> = before.iter().map(u64::to_string).collect();
        format!(
            "Meetings per week: {}, and {this} this week, of which {} held so far",
            list.join(", "),
            self.held
        )
    }

    /// The bars; this week is two: planned behind, held in front.
    pub fn bars(&self) -> Vec<Bar> {
        let last = self.weeks.len().saturating_sub(1);
        let mut bars: Vec<Bar> = (self.weeks.iter().enumerate())
            .map(|(at, &count)| self.bar(at, count, if at == last { "planned" } else { "past" }))
            .collect();
        if self.held > 0 {
            bars.push(self.bar(last, self.held, "held"));
        }
        bars.retain(|bar| bar.height != "0.0");
        bars
    }

    fn bar(&self, at: usize, count: u64, class: &'static str) -> Bar {
        let height = float(count) * self.unit();
        Bar { x: at * STEP, y: format!("{:.1}", BASE - height), height: format!("{height:.1}"), class }
    }

    /// Units of the drawing per meeting: the tallest week fills the room.
    fn unit(&self) -> f64 {
        ROOM / float(self.weeks.iter().copied().max().unwrap_or(1).max(5))
    }

    fn average_value(&self) -> f64 {
        let before = &self.weeks[..self.weeks.len().saturating_sub(1)];
        if before.is_empty() {
            return 0.0;
        }
        let count = u64::try_from(before.len()).unwrap_or(u64::MAX);
        float(before.iter().sum()) / float(count)
    }
}

/// Counts of meetings are far below the limit of exact floats.
fn float(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spark() -> WeekSpark {
        WeekSpark {
            weeks: vec![5, 6, 4, 8, 7, 9, 6, 5, 8, 10, 8, 10],
            held: 3,
            first_label: "Week 52".into(),
            last_label: "Week 11".into(),
        }
    }

    #[test]
    fn the_average_leaves_out_the_week_that_is_not_over() {
        assert_eq!(spark().average(), "6.9");
    }

    #[test]
    fn this_week_is_drawn_as_planned_with_held_in_front() {
        let bars = spark().bars();
        assert_eq!(bars.len(), 13);
        assert_eq!((bars[11].class, bars[12].class), ("planned", "held"));
        assert_eq!((bars[11].x, bars[12].x), (297, 297));
    }

    #[test]
    fn weeks_without_meetings_have_no_bar() {
        let spark =
            WeekSpark { weeks: vec![0, 0], held: 0, first_label: String::new(), last_label: String::new() };
        assert_eq!(spark.bars(), vec![]);
        assert_eq!(spark.average(), "0.0");
    }
}
