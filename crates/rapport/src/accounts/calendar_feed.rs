//! A person's meetings at a secret address, for their calendar program.

use domain::{EmailAddress, PersonName, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use store::audit_log::Action;
use store::calendar_feeds::{self, CalendarFeed, FeedMeeting};
use store::{StoreError, removed_people, users, workspaces};

use super::{hash_token, new_token};
use crate::app::App;
use crate::audit::{By, person_did};
use crate::calendar::{self, FeedEvent};
use crate::invitations::{names, open_join_url};
use crate::keys::{KeyError, places};

/// How far back a feed goes.
const PAST: SignedDuration = SignedDuration::from_hours(30 * 24);
/// More meetings than anyone has ahead.
const MOST: u32 = 2000;

/// Why a feed cannot be read or made.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A secret does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Gives the person's feed a new address; the one before leads nowhere at once.
pub async fn new_feed(app: &App, by: By) -> Result<(), StoreError> {
    let By { workspace, user, .. } = by;
    let token = new_token(&*app.random);
    let feed = CalendarFeed {
        workspace_id: workspace,
        user_id: user,
        token_hash: hash_token(&token),
        token: app.keys.seal(&*app.random, &places::calendar_feed(user), &token),
        created_at: app.now(),
    };
    let tx = app.store.begin_write().await?;
    users::lock(&tx, workspace, user).await?;
    removed_people::still_here(&tx, workspace, user).await?;
    calendar_feeds::put(&tx, &feed).await?;
    person_did(&tx, by, Action::CalendarFeed, "New address".to_owned()).await?;
    tx.commit().await
}

/// Turns the person's feed off at once.
pub async fn end_feed(app: &App, by: By) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    calendar_feeds::delete(&tx, by.workspace, by.user).await?;
    person_did(&tx, by, Action::CalendarFeed, "Turned off".to_owned()).await?;
    tx.commit().await
}

/// The token of the person's feed and when its address was made, if it is on.
pub async fn feed_token(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<(SecretString, Timestamp)>, FeedError> {
    let found = calendar_feeds::get(&app.store.begin_read().await, workspace, user).await?;
    let Some((sealed, made)) = found else { return Ok(None) };
    Ok(Some((app.keys.open(&places::calendar_feed(user), &sealed)?, made)))
}

/// The calendar at this token: the meetings of the past 30 days and all to come. `None` when it leads nowhere (any more).
pub async fn feed(app: &App, token: &str) -> Result<Option<String>, FeedError> {
    let db = app.store.begin_read().await;
    let Some((workspace, user)) = calendar_feeds::owner(&db, &hash_token(token)).await? else {
        return Ok(None);
    };
    let owner = users::get(&db, workspace, user).await?;
    let home = workspaces::get(&db, workspace).await?;
    let (Some(owner), Some(home)) = (owner, home) else { return Ok(None) };
    let meetings = calendar_feeds::meetings(&db, workspace, user, app.now() - PAST, MOST).await?;
    drop(db);
    let events: Result<Vec<_>, _> = meetings.iter().map(|meeting| event(app, meeting)).collect();
    Ok(Some(calendar::feed(&format!("{}, {}", owner.name, home.name), &events?)))
}

fn event(app: &App, meeting: &FeedMeeting) -> Result<FeedEvent, KeyError> {
    let zoom = open_join_url(app, meeting.id, meeting.join_url.as_deref())?;
    let place = meeting.place.as_ref();
    // A meeting that leaves Zoom has both for a while.
    let join_url = match place {
        Some(place) => place.link().map(str::to_owned),
        None => zoom,
    };
    let parts = [
        people(&meeting.invitees),
        meeting.agenda.as_str().to_owned(),
        app.link(&format!("/meetings/{}", meeting.id)),
    ];
    Ok(FeedEvent {
        meeting: meeting.id,
        sequence: meeting.revision,
        stamp: meeting.updated_at,
        starts_at: meeting.starts_at,
        minutes: i64::from(meeting.duration.get()),
        topic: meeting.topic.to_string(),
        description: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"),
        location: place.map(|place| place.text().to_owned()).or_else(|| join_url.clone()),
        join_url,
    })
}

/// "With Ana Ferreira, Rui Matos"; nothing when nobody is invited.
fn people(invitees: &[(Option<PersonName>, EmailAddress)]) -> String {
    let names: Vec<_> =
        invitees.iter().map(|(name, address)| names::full_name(name.as_ref(), address)).collect();
    if names.is_empty() { String::new() } else { format!("With {}", names.join(", ")) }
}
