//! How a meeting comes again: the fields, and the dates that they make.

use super::form::{Choice, FieldLink, FormField};

/// The fields below date and time. They post `repeat` (`no`, `daily`, `weekly`, `monthly` or `monthly-weekday`), `every`
/// (a number), `weekday` (repeated, `MO` to `SU`), `repeat_end` (`times` or `until`), `times` (a number) and `until`
/// (2027-04-22).
#[derive(Debug, Clone)]
pub struct RepeatForm {
    /// Which of them is chosen.
    pub cycle: FormField,
    /// Their names: `On the third Thursday of the month`.
    pub cycles: Vec<Choice>,
    /// Every so many.
    pub every: FormField,
    /// The days of the week with their short and whole names, and whether they are chosen.
    pub weekdays: Vec<(&'static str, &'static str, bool)>,
    /// `times` or `until`.
    pub end: String,
    /// How often.
    pub times: FormField,
    /// The last day.
    pub until: FormField,
    /// `Every week on Thursday, 6 times`
    pub words: Option<String>,
    /// `Thu 18 March`, with the time where it differs.
    pub dates: Vec<String>,
    /// Whether the meeting may also take place only once.
    pub may_be_once: bool,
}

impl RepeatForm {
    /// The fields that carry an error, in their order.
    pub fn wrong_fields(&self) -> Vec<FieldLink> {
        [
            (&self.cycle, "repeat", "Repeat"),
            (&self.every, "every", "Every"),
            (&self.times, "times", "Number of dates"),
            (&self.until, "until", "Last day"),
        ]
        .into_iter()
        .filter(|(field, ..)| field.error.is_some())
        .map(|(_, id, label)| FieldLink::new(id, label))
        .collect()
    }
}
