//! Looking after connections that nobody uses: asks Zoom now and then, so that no refresh token dies of old age, an
//! outage ends by itself, and a broken connection is found before a meeting needs it.

use domain::GrantId;
use domain::random_bytes;
use jiff::{SignedDuration, Timestamp};
use jobs::{Options, enqueue};
use store::{StoreError, connections, grants};

use super::check::check_grant;
use crate::app::App;
use crate::jobs::RefreshConnection;

/// A connection that nobody used for about a day is asked. Zoom's refresh tokens live for 90 days, or 15 years: the
/// sources disagree (Zoom reference A.5), so this keeps far away from both.
const IDLE: SignedDuration = SignedDuration::from_hours(20);
/// Around that, so that connections made together are not asked together.
const SPREAD: SignedDuration = SignedDuration::from_hours(4);
/// After this long without a new pair the refresh token may be near its end.
pub const OLD_PAIR: SignedDuration = SignedDuration::from_hours(24 * 60);
/// The life of a refresh token that we count on.
pub const PAIR_LIFE: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How many are asked in one round, and over which time.
const ROUND: u32 = 500;
const ROUND_SPREAD: SignedDuration = SignedDuration::from_secs(50);
/// How far apart two accounts are read anew, so that the night is quiet for everyone.
const APART: SignedDuration = SignedDuration::from_secs(2);

/// When to look at a connection next, if nobody uses it until then.
pub(super) fn next_check(app: &App) -> Timestamp {
    app.now() + IDLE + portion(app, SPREAD)
}

/// A random part of a time.
fn portion(app: &App, of: SignedDuration) -> SignedDuration {
    let part = u32::from(u16::from_le_bytes(random_bytes(&*app.random)));
    of * i32::try_from(part).unwrap_or_default() / i32::from(u16::MAX)
}

/// Enqueues a look at every connection that is due; how many there were. Also what finds dead connections after the
/// program was off.
pub async fn look_after(app: &App) -> Result<usize, StoreError> {
    let due = grants::due_checks(&app.store.begin_read().await, app.now(), ROUND).await?;
    for grant in &due {
        let run_at = (due.len() > 1).then(|| app.now() + portion(app, ROUND_SPREAD));
        enqueue_look(app, RefreshConnection { grant: *grant, even_if_used: false }, run_at).await?;
    }
    Ok(due.len())
}

/// Enqueues a look at every connection that works, used or not: the plan may be another one, and so may what people set
/// in Zoom.
pub async fn look_at_accounts(app: &App) -> Result<(), StoreError> {
    let grants = grants::in_use(&app.store.begin_read().await).await?;
    let mut at = app.now();
    for grant in grants {
        enqueue_look(app, RefreshConnection { grant, even_if_used: true }, Some(at)).await?;
        at += APART;
    }
    Ok(())
}

async fn enqueue_look(
    app: &App,
    job: RefreshConnection,
    run_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let dedupe_key = Some(format!("refresh_connection:{}", job.grant));
    let tx = app.store.begin_write().await?;
    enqueue(&tx, None, &job, Options { run_at, dedupe_key }).await?;
    tx.commit().await
}

/// Asks Zoom who the account of a grant is, which renews its tokens. What Zoom says is noted on the grant; an outage is looked at again
/// by the next round. One that was used meanwhile is fresh, unless `even_if_used`.
pub async fn refresh(app: &App, id: GrantId, even_if_used: bool) -> Result<(), StoreError> {
    let db = app.store.begin_read().await;
    let (Some(grant), people) = (grants::get(&db, id).await?, connections::users_of_grant(&db, id).await?)
    else {
        return Ok(());
    };
    drop(db);
    let Some((workspace, user)) = people.first().copied() else { return Ok(()) };
    // Used since it was found idle.
    if !even_if_used && grant.next_check_at > app.now() {
        return Ok(());
    }
    if let Err(error) = check_grant(app, grant, workspace, user).await? {
        tracing::info!(%error, "a connection to Zoom was looked at and did not work");
    }
    Ok(())
}
