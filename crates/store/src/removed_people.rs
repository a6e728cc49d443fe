//! Removing somebody from a workspace: what they leave to somebody else, and what ends with them. Their row stays, so
//! that their name stays on what they did.

use domain::{MeetingId, MessageId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx, api_tokens, calendar_feeds,
    columns::{columns, values},
    oauth_states, password_resets,
    query::{Query as _, placeholders},
    sessions,
    users::{self, PasswordHash},
};

/// Values of one statement, within what both databases take.
const BATCH: usize = 500;

/// What somebody has that can be handed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Belongings {
    /// Contacts that they look after.
    pub contacts: u64,
    /// Deals, of every stage.
    pub deals: u64,
    /// Meetings to come that are not in Zoom; each date of a series is one.
    pub meetings: u64,
    /// Tasks that are not done.
    pub tasks: u64,
}

/// Meetings to come that somebody else can host instead of `$2`: they take place elsewhere, or Zoom was never asked for
/// them. `m` is the meeting.
const MOVABLE: &str = "m.workspace_id = $1 AND m.host_id = $2 AND m.desired = 'scheduled' AND m.ends_at > $3 \
    AND (m.known IN ('elsewhere', 'leaving') OR (m.known = 'nothing' AND NOT m.asked_zoom))";

/// What somebody has.
pub async fn belongings(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
    now: Timestamp,
) -> Result<Belongings, StoreError> {
    let theirs = async |from: &str| {
        let sql = format!("SELECT COUNT(*) AS n FROM {from}");
        db.count(&sql, values![workspace, user]).await
    };
    // A date goes with the meeting that stands for its series.
    let meetings = format!(
        "SELECT COUNT(*) AS n FROM meetings m LEFT JOIN series_dates d \
         ON d.workspace_id = m.workspace_id AND d.meeting_id = m.id \
         WHERE NOT m.repeats AND ((d.series_id IS NULL AND {MOVABLE}) OR \
         (m.workspace_id = $1 AND m.host_id = $2 AND m.desired = 'scheduled' AND m.ends_at > $3 \
         AND d.series_id IN (SELECT m.id FROM meetings m WHERE m.repeats AND {MOVABLE})))"
    );
    Ok(Belongings {
        contacts: theirs("contacts WHERE workspace_id = $1 AND owner_id = $2").await?,
        deals: theirs("deals WHERE workspace_id = $1 AND owner_id = $2").await?,
        meetings: db.count(&meetings, values![workspace, user, now]).await?,
        tasks: theirs("tasks WHERE workspace_id = $1 AND owner_id = $2 AND done_at IS NULL").await?,
    })
}

/// Gives all of it to somebody else; which meetings changed hands. Those in Zoom go along where both use one Zoom
/// account.
pub async fn hand_over(
    tx: &Tx,
    workspace: WorkspaceId,
    (from, to): (UserId, UserId),
    now: Timestamp,
) -> Result<Vec<MeetingId>, StoreError> {
    let movable = format!(
        "SELECT m.id FROM meetings m WHERE NOT EXISTS (SELECT 1 FROM series_dates d \
         WHERE d.workspace_id = m.workspace_id AND d.meeting_id = m.id) AND ({MOVABLE} \
         OR (m.workspace_id = $1 AND m.host_id = $2 AND m.desired = 'scheduled' AND m.ends_at > $3 AND EXISTS \
         (SELECT 1 FROM zoom_meetings z JOIN connections k ON k.grant_id = z.grant_id AND k.workspace_id = $1 \
         AND k.user_id = $4 WHERE z.workspace_id = m.workspace_id AND z.meeting_id = m.id)))"
    );
    let sql = format!("{movable} ORDER BY m.id");
    let first = tx.all(&sql, values![workspace, from, now, to], |row| row.get::<MeetingId>("id")).await?;
    for ids in first.chunks(BATCH) {
        let marks = placeholders(4, ids.len());
        // A date goes with the meeting that stands for its series.
        let sql = format!(
            "UPDATE meetings SET host_id = $3 WHERE workspace_id = $1 AND host_id = $2 AND (id IN ({marks}) \
             OR (ends_at > ${now} AND id IN (SELECT d.meeting_id FROM series_dates d \
             WHERE d.workspace_id = $1 AND d.series_id IN ({marks}))))",
            now = 4 + ids.len(),
        );
        let mut values = values![workspace, from, to];
        values.extend(ids.iter().flat_map(|id| values![id]));
        values.extend(values![now]);
        tx.exec(&sql, values).await?;
    }
    for sql in [
        "UPDATE contacts SET owner_id = $3 WHERE workspace_id = $1 AND owner_id = $2",
        "UPDATE deals SET owner_id = $3 WHERE workspace_id = $1 AND owner_id = $2",
        "UPDATE tasks SET owner_id = $3 WHERE workspace_id = $1 AND owner_id = $2 AND done_at IS NULL",
    ] {
        tx.exec(sql, values![workspace, from, to]).await?;
    }
    Ok(first)
}

/// Whoever invited somebody who has not joined is asked about it no more: `to` is.
pub async fn hand_over_invitations(
    tx: &Tx,
    workspace: WorkspaceId,
    (from, to): (UserId, UserId),
) -> Result<(), StoreError> {
    let sql = "UPDATE invited_people SET invited_by = $3 WHERE workspace_id = $1 AND invited_by = $2";
    tx.exec(sql, values![workspace, from, to]).await.map(drop)
}

/// Removes somebody: no password is right, nothing of theirs opens anything, and their address is free. Their row is
/// held, and nothing of Zoom's is left of them.
pub async fn remove(tx: &Tx, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<(), StoreError> {
    sessions::delete_of_user(tx, workspace, user).await?;
    api_tokens::delete_of_user(tx, workspace, user).await?;
    password_resets::delete_of_user(tx, workspace, user).await?;
    oauth_states::delete_of_user(tx, workspace, user).await?;
    calendar_feeds::delete(tx, workspace, user).await?;
    delete_own_messages(tx, workspace, user).await?;
    for sql in [
        "DELETE FROM user_emails WHERE workspace_id = $1 AND user_id = $2 AND state = 'queued'",
        "DELETE FROM reminder_settings WHERE workspace_id = $1 AND user_id = $2",
        "DELETE FROM feature_flag_users WHERE workspace_id = $1 AND user_id = $2",
        "DELETE FROM people_seen WHERE workspace_id = $1 AND user_id = $2",
    ] {
        tx.exec(sql, values![workspace, user]).await?;
    }
    users::set_password(tx, workspace, user, &PasswordHash::none()).await?;
    // Nobody has this address: it is none.
    let sql = "UPDATE users SET role = 'read_only', zoom_ended_at = NULL, email_folded = $3 \
        WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, user, format!("removed {user}")]).await?;
    tx.insert("removed_people", columns! { workspace_id: workspace, user_id: user, removed_at: now }).await
}

/// Messages of the inside mailbox that nobody else may read.
async fn delete_own_messages(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<(), StoreError> {
    let sql = "DELETE FROM mailbox_readers WHERE workspace_id = $1 AND user_id = $2 RETURNING message_id";
    let own = tx.all(sql, values![workspace, user], |row| row.get::<MessageId>("message_id")).await?;
    for ids in own.chunks(BATCH) {
        let marks = placeholders(2, ids.len());
        let mut values = values![workspace];
        values.extend(ids.iter().flat_map(|id| values![id]));
        let sql = format!("DELETE FROM mailbox_messages WHERE workspace_id = $1 AND id IN ({marks})");
        tx.exec(&sql, values).await?;
    }
    Ok(())
}

/// Whether somebody was removed.
pub async fn was_removed(db: &impl Db, workspace: WorkspaceId, user: UserId) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM removed_people WHERE workspace_id = $1 AND user_id = $2";
    Ok(db.count(sql, values![workspace, user]).await? > 0)
}

/// [`StoreError::Removed`] if somebody was removed. After what holds their row, or refers to it: then they are not
/// removed before the transaction ends.
pub async fn still_here(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<(), StoreError> {
    if was_removed(tx, workspace, user).await? { Err(StoreError::Removed) } else { Ok(()) }
}
