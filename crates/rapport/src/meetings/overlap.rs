//! One host, two meetings at the same time: Zoom may not start the second one, and nobody is in two places (RT-47).

use domain::MeetingId;
use store::meetings::MeetingRow;

/// Which meetings at the same time the host knows of and wants all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlaps {
    /// Whatever there is.
    Any,
    /// These.
    Known(Vec<MeetingId>),
}

impl Overlaps {
    /// Reads the ids of a form, between commas.
    pub fn read(ids: &str) -> Self {
        Self::Known(ids.split(',').filter_map(|id| id.parse().ok()).collect())
    }

    /// Those among the overlapping meetings that the host was not asked about.
    pub fn unknown(&self, overlapping: Vec<MeetingRow>) -> Vec<MeetingRow> {
        match self {
            Self::Any => Vec::new(),
            Self::Known(known) => overlapping.into_iter().filter(|row| !known.contains(&row.id)).collect(),
        }
    }
}
