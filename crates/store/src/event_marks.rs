//! How far the events about one thing have come. Zoom delivers late, twice and out of order; whoever applies an event
//! asks [`advance`] first, in the same transaction.

use domain::GrantId;
use jiff::Timestamp;

use crate::{StoreError, Tx, columns::values};

/// Moves the mark of a subject on to this event; `false` when a newer event about it was here before, so that this one
/// must not be applied. Two events of the same millisecond are both applied.
pub async fn advance(
    tx: &Tx,
    grant: GrantId,
    subject: &str,
    event_at: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO event_marks (grant_id, subject, event_ts, noted_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (grant_id, subject) DO UPDATE SET event_ts = excluded.event_ts, noted_at = excluded.noted_at \
        WHERE event_marks.event_ts <= excluded.event_ts";
    Ok(tx.exec(sql, values![grant, subject, event_at, now]).await? == 1)
}

/// Forgets marks that were last moved before `before`; how many there were. Keep them for longer than an event may be
/// late.
pub async fn purge(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.exec("DELETE FROM event_marks WHERE noted_at < $1", values![before]).await
}

/// Forgets all marks of a grant, which name what is in its Zoom account.
pub(crate) async fn delete_of_grant(tx: &Tx, grant: GrantId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM event_marks WHERE grant_id = $1", values![grant]).await.map(drop)
}
