//! What is known of how a grant works, and when to look again.

use domain::GrantId;
use jiff::{SignedDuration, Timestamp};

use crate::{Db, StoreError, Tx, columns::values, grants::GrantState};

/// A plan further ahead than this was made by a clock that was wrong.
const FURTHEST: SignedDuration = SignedDuration::from_hours(24 * 3);

/// How soon we look again after trouble, and how seldom when it goes on: each pause is twice as long as the last.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Notes that a call worked, which ends trouble, and when to look by ourselves if there is none until then. Writes at
/// most once a minute, because it happens with every call, but at once after trouble, so that nobody reads that Zoom is
/// not answering when it is.
pub async fn note_ok(
    tx: &Tx,
    id: GrantId,
    now: Timestamp,
    next_check_at: Timestamp,
) -> Result<(), StoreError> {
    let minute_ago = now.saturating_sub(SignedDuration::from_mins(1)).unwrap_or(now);
    let sql = "UPDATE grants SET last_ok_at = $2, next_check_at = $4, last_error = NULL, last_error_at = NULL \
        WHERE id = $1 AND state = $5 AND (last_ok_at IS NULL OR last_ok_at < $3 OR last_error_at IS NOT NULL)";
    tx.exec(sql, values![id, now, minute_ago, next_check_at, GrantState::Healthy]).await.map(drop)
}

/// Notes what went wrong with a grant that is not broken: Zoom's trouble, not the person's.
pub async fn note_error(tx: &Tx, id: GrantId, error: &str, now: Timestamp) -> Result<(), StoreError> {
    let micros = |pause: SignedDuration| i64::try_from(pause.as_micros()).unwrap_or(i64::MAX);
    let sql = "UPDATE grants SET last_error = $2, last_error_at = $3, next_check_at = CASE \
        WHEN last_error_at IS NULL OR next_check_at <= last_error_at THEN $5 \
        WHEN next_check_at > $3 THEN next_check_at \
        WHEN 2 * (next_check_at - last_error_at) > $7 THEN $6 \
        ELSE $3 + 2 * (next_check_at - last_error_at) END \
        WHERE id = $1 AND state = $4";
    let (soon, late) = (now + FIRST_PAUSE, now + LONGEST_PAUSE);
    let values = values![id, error, now, GrantState::Healthy, soon, late, micros(LONGEST_PAUSE)];
    tx.exec(sql, values).await.map(drop)
}

/// Grants that work, as far as we know, and are used by somebody.
pub async fn in_use(db: &impl Db) -> Result<Vec<GrantId>, StoreError> {
    let sql = "SELECT g.id FROM grants g WHERE g.state = $1 \
        AND EXISTS (SELECT 1 FROM connections k WHERE k.grant_id = g.id) ORDER BY g.id";
    db.all(sql, values![GrantState::Healthy], |row| row.get("id")).await
}

/// Grants that are used by somebody and should be looked at now, the longest due first.
pub async fn due_checks(db: &impl Db, now: Timestamp, limit: u32) -> Result<Vec<GrantId>, StoreError> {
    let sql = "SELECT g.id FROM grants g WHERE g.state = $2 AND (g.next_check_at <= $1 OR g.next_check_at > $3) \
        AND EXISTS (SELECT 1 FROM connections k WHERE k.grant_id = g.id) ORDER BY g.next_check_at, g.id LIMIT $4";
    let furthest = now.saturating_add(FURTHEST).unwrap_or(now);
    db.all(sql, values![now, GrantState::Healthy, furthest, limit], |row| row.get("id")).await
}
