//! The right to refresh a grant. Zoom makes the old pair of tokens void with the answer that brings the new one, so at
//! any time one attempt at most asks, and nobody else decides about the grant meanwhile.
//!
//! A lease is a name and a time in the grant's row. Its end is only a guess that the holder is dead: a paused process,
//! a slow database or a clock that jumped look the same. So every decision is a compare-and-set on the generation that
//! was spent, a refusal counts only from the current holder, and a holder who took over from one who never gave the
//! lease back believes a refusal only when a whole lease later nobody has stored a newer pair.

use domain::GrantId;
use jiff::{SignedDuration, Timestamp};

use crate::{
    StoreError, Tx,
    columns::values,
    grants::{Grant, GrantState},
    query::Query as _,
};

/// The right to refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The grant.
    pub grant: GrantId,
    /// Names this attempt, and no other.
    pub owner: String,
    /// [`Grant::generation`] of the pair that may be spent.
    pub generation: i64,
    /// Whether whoever had the lease before never gave it back: they may hold a newer pair.
    pub overtaken: bool,
}

/// A new pair of tokens.
#[derive(Debug, Clone)]
pub struct RefreshedTokens {
    /// The access token, sealed.
    pub access_token: Vec<u8>,
    /// The refresh token, sealed.
    pub refresh_token: Vec<u8>,
    /// When the access token runs out.
    pub access_expires_at: Timestamp,
    /// What it allows; `None` keeps what is stored.
    pub scopes: Option<String>,
    /// When Zoom gave them.
    pub refreshed_at: Timestamp,
}

/// What became of a refusal by Zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Only a person can mend it. Said once for each time that it breaks: tell them.
    Broken,
    /// Somebody else may be about to store a newer pair; the lease is kept until that is settled.
    Suspected,
    /// There is a newer pair, or another holder: look again.
    Outdated,
}

impl Grant {
    /// Whether somebody has the right to refresh. One whose end is further away than twice the `length` of a lease was
    /// written by a clock that was ahead, and holds nobody up.
    pub fn is_leased(&self, now: Timestamp, length: SignedDuration) -> bool {
        self.lease_until.is_some_and(|end| end > now && end <= now + length + length)
    }
}

/// Takes the right to spend the pair of `seen` until `until`. Whether it is free is the caller's to know
/// ([`Grant::is_leased`], and a clock that can be trusted: [`domain::Steadiness`]). `None` when the grant, or its lease, has
/// changed since it was read.
pub async fn take_lease(
    tx: &Tx,
    seen: &Grant,
    owner: &str,
    until: Timestamp,
) -> Result<Option<Lease>, StoreError> {
    let sql = "UPDATE grants SET lease_overtaken = (lease_owner IS NOT NULL), lease_owner = $2, lease_until = $3 \
        WHERE id = $1 AND generation = $4 AND state <> $5 AND COALESCE(lease_until, 0) = COALESCE($6, 0) \
        RETURNING lease_overtaken";
    let values =
        values![seen.id, owner, until, seen.generation, GrantState::NeedsReconnect, seen.lease_until];
    let taken = tx.one(sql, values, |row| row.get::<bool>("lease_overtaken")).await?;
    Ok(taken.map(|overtaken| Lease {
        grant: seen.id,
        owner: owner.to_owned(),
        generation: seen.generation,
        overtaken,
    }))
}

/// Gives the right to refresh back, if it is still held.
pub async fn release_lease(tx: &Tx, lease: &Lease) -> Result<(), StoreError> {
    let sql = "UPDATE grants SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2";
    tx.exec(sql, values![lease.grant, lease.owner]).await.map(drop)
}

/// Stores a new pair and ends the lease, whoever has it by now: the pair that Zoom gave last is the only living one.
/// `false`, and nothing stored, when there is a newer one, because the user reconnected meanwhile or the grant is gone.
pub async fn store_refreshed(
    tx: &Tx,
    lease: &Lease,
    tokens: &RefreshedTokens,
    next_check_at: Timestamp,
) -> Result<bool, StoreError> {
    let store = |condition: &str| {
        format!(
            "UPDATE grants SET access_token = $3, refresh_token = $4, access_expires_at = $5, \
             scopes = COALESCE($6, scopes), state = CASE WHEN state = $10 THEN state ELSE $7 END, \
             generation = generation + 1, refreshed_at = $8, \
             last_ok_at = $8, next_check_at = $9, last_error = NULL, last_error_at = NULL, refused_at = NULL, lease_owner = NULL, lease_until = NULL \
             WHERE id = $1 AND {condition}"
        )
    };
    let values = values![
        lease.grant,
        lease.generation,
        tokens.access_token,
        tokens.refresh_token,
        tokens.access_expires_at,
        tokens.scopes,
        GrantState::Healthy,
        tokens.refreshed_at,
        next_check_at,
        GrantState::OtherApp
    ];
    if tx.exec(&store("generation = $2"), values.clone()).await? == 1 {
        return Ok(true);
    }
    // Two attempts spent the same pair, which Zoom sometimes lets pass: the later answer holds the living one.
    let later = "generation = $2 + 1 AND refreshed_at <= $8 AND refreshed_at > connected_at";
    Ok(tx.exec(&store(later), values).await? == 1)
}

/// Zoom refused the pair for good. `wait_until`: how long to wait for somebody who may hold a newer one.
pub async fn note_refusal(
    tx: &Tx,
    lease: &Lease,
    reason: &str,
    now: Timestamp,
    wait_until: Timestamp,
) -> Result<Refusal, StoreError> {
    let held = "id = $1 AND generation = $2 AND lease_owner = $3 AND state <> $4";
    let values = values![lease.grant, lease.generation, lease.owner, GrantState::NeedsReconnect];
    if lease.overtaken {
        let suspect = format!(
            "UPDATE grants SET refused_at = $5, lease_until = $6, next_check_at = $6 \
             WHERE {held} AND refused_at IS NULL"
        );
        let values = [values.clone(), values![now, wait_until]].concat();
        if tx.exec(&suspect, values).await? == 1 {
            return Ok(Refusal::Suspected);
        }
    }
    let broken = format!(
        "UPDATE grants SET state = $5, last_error = $6, last_error_at = $7, refused_at = NULL, lease_owner = NULL, \
         lease_until = NULL WHERE {held}"
    );
    let values = [values, values![GrantState::NeedsReconnect, reason, now]].concat();
    let broke = tx.exec(&broken, values).await? == 1;
    Ok(if broke { Refusal::Broken } else { Refusal::Outdated })
}
