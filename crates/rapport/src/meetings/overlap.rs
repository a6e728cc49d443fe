//! One host, two meetings at the same time: Zoom may not start the second one, and nobody is in two places (RT-47).

use domain::{MeetingId, Minutes, UserId, WorkspaceId};
use jiff::Timestamp;
use store::meetings::{self, MeetingRow};
use store::{Db, StoreError};

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

/// The host's other meetings at that time.
pub async fn overlapping(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    (start, minutes): (Timestamp, Minutes),
    except: Option<MeetingId>,
) -> Result<Vec<MeetingRow>, StoreError> {
    let mut found = meetings::overlapping(db, workspace, host, start, minutes.after(start)).await?;
    found.retain(|row| Some(row.id) != except);
    Ok(found)
}
