//! What the last comparison of a person's meetings with their list in Zoom found. Nothing here came from Zoom.

use domain::{MeetingId, Topic, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
};

domain::text_enum! {
    /// How a meeting differs between Rapport and Zoom.
    pub enum Difference {
        /// It is wanted and not in Zoom's list: Zoom is asked again, and if it has none, the host decides.
        Missing = "missing",
        /// It starts at another time in Zoom, or takes another time: taken over.
        Moved = "moved",
        /// Its topic differs: taken over.
        Renamed = "renamed",
        /// A change made here has not reached Zoom: sent again.
        Waiting = "waiting",
        /// It was removed here and is still in Zoom: deleted there.
        LeftOver = "left_over",
        /// It was removed here, and somebody made a copy of it in Zoom.
        Copy = "copy",
        /// A second meeting in Zoom carries its mark: left alone, somebody may have copied it.
        Twice = "twice",
        /// A meeting in Zoom carries a mark that nobody here knows: left alone.
        Unknown = "unknown",
    }
}

text_columns! { Difference }

/// One difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// How they differ.
    pub kind: Difference,
    /// The meeting here; `None` for [`Difference::Unknown`].
    pub meeting: Option<MeetingId>,
}

/// A finding with what a page shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedFinding {
    /// How they differ.
    pub kind: Difference,
    /// The meeting here, and what it is about.
    pub meeting: Option<(MeetingId, Topic)>,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// When it was made.
    pub at: Timestamp,
    /// How many meetings to come were compared.
    pub compared: u64,
    /// What differed.
    pub findings: Vec<ReportedFinding>,
}

/// Keeps a comparison in place of the one before.
pub async fn put(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    at: Timestamp,
    compared: u64,
    findings: &[Finding],
) -> Result<(), StoreError> {
    let new = columns! { workspace_id: workspace, user_id: user, at: at, compared: compared };
    if !tx.insert_new("comparisons", new).await? {
        let sql = "UPDATE comparisons SET at = $3, compared = $4 WHERE workspace_id = $1 AND user_id = $2";
        tx.exec(sql, values![workspace, user, at, compared]).await?;
    }
    let sql = "DELETE FROM comparison_findings WHERE workspace_id = $1 AND user_id = $2";
    tx.exec(sql, values![workspace, user]).await?;
    for (position, finding) in (0_i64..).zip(findings) {
        let columns = columns! {
            workspace_id: workspace,
            user_id: user,
            position: position,
            kind: finding.kind,
            meeting_id: finding.meeting,
        };
        tx.insert("comparison_findings", columns).await?;
    }
    Ok(())
}

/// The last comparison of this person's meetings.
pub async fn last(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Comparison>, StoreError> {
    let sql = "SELECT at, compared FROM comparisons WHERE workspace_id = $1 AND user_id = $2";
    let found =
        db.one(sql, values![workspace, user], |row| Ok((row.get("at")?, row.get("compared")?))).await?;
    let Some((at, compared)) = found else { return Ok(None) };
    let sql = "SELECT f.kind, f.meeting_id, m.topic FROM comparison_findings f \
        LEFT JOIN meetings m ON m.workspace_id = f.workspace_id AND m.id = f.meeting_id \
        WHERE f.workspace_id = $1 AND f.user_id = $2 ORDER BY f.position";
    let findings = db
        .all(sql, values![workspace, user], |row| {
            Ok(ReportedFinding {
                kind: row.get("kind")?,
                meeting: row.opt("meeting_id")?.zip(row.opt("topic")?),
            })
        })
        .await?;
    Ok(Some(Comparison { at, compared, findings }))
}
