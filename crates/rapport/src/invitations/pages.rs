//! The page of an invitee: its address, and what it shows. Whoever has the address may see it; nobody can guess it.

use std::collections::HashMap;

use domain::{InviteeId, MeetingId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use store::invitee_pages::{self, InviteePage, Proposal};
use store::meetings::{self, Desired, Invitee, Meeting};
use store::users::User;
use store::{Db, StoreError, Tx, users, workspaces};

use super::series::SeriesFacts;
use super::way::{OpenLink, way_in};
use crate::accounts::{hash_token, new_token};
use crate::app::App;
use crate::keys::{KeyError, places};
use crate::mail::outbox::SendError;

/// What addresses of these pages begin with.
pub const FOLDER: &str = "/i/";
/// For how long a page still says that its meeting is over.
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(24);

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A secret does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What stands on the page. Not `Debug`: the link lets people in.
pub struct Opened {
    /// The workspace of the host.
    pub workspace: WorkspaceId,
    /// Its name.
    pub workspace_name: String,
    /// The meeting as people were told of it.
    pub meeting: Meeting,
    /// Whether it is about to be at another time, of which nobody was told yet.
    pub moving: bool,
    /// Its other dates, if it comes again.
    pub series: SeriesFacts,
    /// Who holds it.
    pub host: User,
    /// Whose page it is.
    pub invitee: Invitee,
    /// What they proposed.
    pub proposals: Vec<Proposal>,
    /// When the dates of a series start that are to come, and the paths of the reader's pages for them.
    pub dates: Vec<(Timestamp, String)>,
    /// The way in, once there is one; its link is empty for a place without one.
    pub(crate) link: Option<OpenLink>,
}

/// Whether there is still something to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The meeting is to come, or runs.
    Open,
    /// It was removed.
    Cancelled,
    /// It is over.
    Over,
}

impl Opened {
    /// How far the meeting is.
    pub fn stage(&self, now: Timestamp) -> Stage {
        stage(&self.meeting, now)
    }
}

pub(super) fn stage(meeting: &Meeting, now: Timestamp) -> Stage {
    if meeting.desired == Desired::Removed {
        Stage::Cancelled
    } else if meeting.ends_at() <= now {
        Stage::Over
    } else {
        Stage::Open
    }
}

/// Whether the time that people know is not the one that the host wants.
pub(super) fn is_moving(meeting: &Meeting) -> bool {
    meeting.is_changing() && meeting.as_in_zoom().details().is_at_another_time(&meeting.details())
}

/// Gives an invitee's page its address.
pub(crate) async fn create_page(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    invitee: InviteeId,
) -> Result<(), StoreError> {
    let token = new_token(&*app.random);
    let page = InviteePage {
        invitee_id: invitee,
        token_hash: hash_token(&token),
        token: app.keys.seal(&*app.random, &places::invitee_page(invitee), &token),
    };
    invitee_pages::create(tx, workspace, &page).await
}

/// The whole address of an invitee's page; `None` for invitees from before there were pages.
pub(super) async fn page_of(
    app: &App,
    db: &impl Db,
    workspace: WorkspaceId,
    invitee: InviteeId,
) -> Result<Option<String>, SendError> {
    let sealed = invitee_pages::token(db, workspace, invitee).await?;
    Ok(sealed.map(|sealed| address(app, invitee, &sealed)).transpose()?)
}

/// The addresses of everybody invited to a meeting.
pub(crate) async fn pages_of(
    app: &App,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<HashMap<InviteeId, String>, PageError> {
    let db = app.store.begin_read().await;
    let sealed = invitee_pages::tokens_of_meeting(&db, workspace, meeting).await?;
    drop(db);
    sealed.into_iter().map(|(invitee, sealed)| Ok((invitee, address(app, invitee, &sealed)?))).collect()
}

/// The page at this token; `None` where it leads nowhere, or not any more.
pub async fn open_page(app: &App, token: &str) -> Result<Option<Opened>, PageError> {
    let db = app.store.begin_read().await;
    let Some((workspace, meeting, invitee)) = invitee_pages::find(&db, &hash_token(token)).await? else {
        return Ok(None);
    };
    let Some(meeting) = meetings::get(&db, workspace, meeting).await? else { return Ok(None) };
    let host = users::get(&db, workspace, meeting.host_id).await?;
    let home = workspaces::get(&db, workspace).await?;
    let invitee = meeting.invitees.iter().find(|one| one.id == invitee).cloned();
    let (Some(host), Some(home), Some(invitee)) = (host, home, invitee) else { return Ok(None) };
    let mut proposals = invitee_pages::proposals(&db, workspace, meeting.id).await?;
    let series = SeriesFacts::of(&db, workspace, &meeting).await?;
    let dates = match meeting.repeat() {
        Some(_) => invitee_pages::of_dates(&db, workspace, meeting.id, invitee.id, app.now()).await?,
        None => Vec::new(),
    };
    drop(db);
    let dates = dates
        .iter()
        .map(|date| Ok((date.starts_at, path(app, date.invitee_id, &date.token)?)))
        .collect::<Result<_, KeyError>>()?;
    proposals.retain(|proposal| proposal.invitee_id == invitee.id);
    let link = way_in(app, &meeting)?;
    let moving = is_moving(&meeting);
    let meeting = meeting.as_in_zoom();
    if meeting.ends_at() + AFTERWARDS <= app.now() {
        return Ok(None);
    }
    Ok(Some(Opened {
        workspace,
        workspace_name: home.name,
        meeting,
        series,
        moving,
        host,
        invitee,
        proposals,
        dates,
        link,
    }))
}

fn address(app: &App, invitee: InviteeId, sealed: &[u8]) -> Result<String, KeyError> {
    Ok(app.link(&path(app, invitee, sealed)?))
}

fn path(app: &App, invitee: InviteeId, sealed: &[u8]) -> Result<String, KeyError> {
    let token = app.keys.open(&places::invitee_page(invitee), sealed)?;
    Ok(format!("{FOLDER}{}", token.expose_secret()))
}
