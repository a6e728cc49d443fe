//! Forgetting a Zoom account: what is counted before, and deleted, on disconnect and deauthorization. The two
//! functions are the deletion contract of the settings page, so they live side by side.

use domain::{GrantId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx, columns::values, event_marks, grants, meeting_defaults, meeting_life,
    meetings::Known, webhook_inbox,
};

/// What came from a Zoom account, and what depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Access and refresh tokens.
    pub tokens: u64,
    /// Zoom users: id, address, plan; and how they begin new meetings.
    pub identities: u64,
    /// Meetings whose Zoom id, link and passcode are kept.
    pub meetings: u64,
    /// Event payloads.
    pub events: u64,
    /// When meetings ran and who was there.
    pub attendance: u64,
}

/// A host's meetings to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Upcoming {
    /// Meetings in Zoom that have not ended; each date of a series is one.
    pub meetings: u64,
    /// People who hold an invitation to those, each counted once.
    pub people: u64,
}

impl Counts {
    /// How many records are, or were, deleted.
    pub const fn records(&self) -> u64 {
        self.tokens + self.identities + self.meetings + self.events + self.attendance
    }
}

/// What forgetting this grant would delete. All zero when there is no such grant.
pub async fn counts(db: &impl Db, grant: GrantId) -> Result<Counts, StoreError> {
    let Some(found) = grants::get(db, grant).await? else {
        return Ok(Counts::default());
    };
    Ok(Counts {
        tokens: 2,
        identities: 1 + meeting_defaults::count_of_grant(db, grant).await?,
        meetings: db
            .count("SELECT COUNT(*) AS n FROM zoom_meetings WHERE grant_id = $1", values![grant])
            .await?,
        events: webhook_inbox::count_of_account(db, &found.zoom_account_id, &found.zoom_user_id).await?,
        attendance: meeting_life::count_of_grant(db, grant).await?,
    })
}

/// What this person hosts with the grant and has not ended. Others who use the same Zoom account have their own.
pub async fn upcoming(
    db: &impl Db,
    grant: GrantId,
    workspace: WorkspaceId,
    host: UserId,
    now: Timestamp,
) -> Result<Upcoming, StoreError> {
    let upcoming = "FROM zoom_meetings z JOIN meetings m ON m.workspace_id = z.workspace_id AND m.id = z.meeting_id \
        WHERE z.grant_id = $1 AND m.desired = 'scheduled' AND m.known <> 'leaving' AND m.ends_at > $2 \
        AND m.workspace_id = $3 AND m.host_id = $4";
    let dates = format!("SELECT COUNT(*) AS n {upcoming} AND NOT m.repeats");
    let people = format!(
        "SELECT COUNT(DISTINCT LOWER(i.email)) AS n FROM meeting_invitees i WHERE EXISTS \
         (SELECT 1 {upcoming} AND m.workspace_id = i.workspace_id AND m.id = i.meeting_id) \
         AND EXISTS (SELECT 1 FROM emails e WHERE e.workspace_id = i.workspace_id AND e.invitee_id = i.id \
         AND e.kind = 'invitation' AND e.state <> 'failed')"
    );
    Ok(Upcoming {
        meetings: db.count(&dates, values![grant, now, workspace, host]).await?,
        people: db.count(&people, values![grant, now, workspace, host]).await?,
    })
}

/// Deletes everything that came from the grant's Zoom account, for all users of it, and says what it deleted. What
/// people typed stays; their meetings become [`Known::Forgotten`], without Zoom's words on problems. Those that take
/// place elsewhere by now are looked for when their host connects again.
pub async fn delete_everything(tx: &Tx, grant: GrantId, now: Timestamp) -> Result<Counts, StoreError> {
    let Some(found) = grants::get_for_update(tx, grant).await? else {
        return Ok(Counts::default());
    };
    let before = counts(tx, grant).await?;
    let forget = "UPDATE meetings SET known = CASE WHEN known = 'leaving' AND desired = 'scheduled' THEN known ELSE $2 END, problem = NULL, problem_detail = NULL, retry_at = NULL, updated_at = $3 \
        WHERE EXISTS (SELECT 1 FROM zoom_meetings z \
        WHERE z.grant_id = $1 AND z.workspace_id = meetings.workspace_id AND z.meeting_id = meetings.id)";
    tx.exec(forget, values![grant, Known::Forgotten, now]).await?;
    let meetings = tx.exec("DELETE FROM zoom_meetings WHERE grant_id = $1", values![grant]).await?;
    let events = webhook_inbox::delete_of_account(tx, &found.zoom_account_id, &found.zoom_user_id).await?;
    event_marks::delete_of_grant(tx, grant).await?;
    meeting_defaults::delete_of_grant(tx, grant).await?;
    let attendance = meeting_life::delete_of_grant(tx, grant).await?;
    tx.exec("DELETE FROM connections WHERE grant_id = $1", values![grant]).await?;
    grants::delete(tx, grant).await?;
    Ok(Counts { meetings, events, attendance, ..before })
}
