//! A meeting that comes again: its rule and its dates.

use super::tone::Tone;

/// The series on a meeting's page.
#[derive(Debug, Clone)]
pub struct SeriesBlock {
    /// `Every week on Thursday, 6 times`
    pub words: String,
    /// Where all dates are, on the page of one of them.
    pub href: Option<String>,
    /// `Date 2 of 6`
    pub place: Option<String>,
    /// All dates, on the page of the series.
    pub dates: Vec<SeriesRow>,
}

/// One date of a series.
#[derive(Debug, Clone)]
pub struct SeriesRow {
    /// Its page.
    pub href: String,
    /// `Thursday 18 March, 16:00 to 16:40`
    pub when: String,
    /// `Moved`, `Removed`, `Over`, `Next`
    pub badge: Option<(Tone, &'static str)>,
}
