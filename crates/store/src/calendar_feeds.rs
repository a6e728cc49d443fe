//! Calendar feeds: who reads their meetings at which secret address, and the meetings they find there.

use std::collections::HashMap;

use domain::{Agenda, EmailAddress, MeetingId, Minutes, PersonName, Place, Topic, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    meeting_places,
};

/// An address of a feed. Prints neither the hash nor the token.
pub struct CalendarFeed {
    /// The workspace of its owner.
    pub workspace_id: WorkspaceId,
    /// Whose meetings stand there.
    pub user_id: UserId,
    /// SHA-256 of the token in the address.
    pub token_hash: [u8; 32],
    /// The token, sealed.
    pub token: Vec<u8>,
    /// When the address was made.
    pub created_at: Timestamp,
}

/// A meeting as a calendar shows it.
#[derive(Debug, Clone)]
pub struct FeedMeeting {
    /// Its id, of which the UID is made.
    pub id: MeetingId,
    /// What it is about.
    pub topic: Topic,
    /// What is planned.
    pub agenda: Agenda,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub duration: Minutes,
    /// How often it was changed.
    pub revision: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The join link, sealed; `None` while Zoom has not given one.
    pub join_url: Option<Vec<u8>>,
    /// Where it takes place, if not in Zoom.
    pub place: Option<Place>,
    /// Who is invited: name, if known, and address.
    pub invitees: Vec<(Option<PersonName>, EmailAddress)>,
}

/// Sets the address of a person's feed; the one before, if any, leads nowhere from then on.
pub async fn put(tx: &Tx, feed: &CalendarFeed) -> Result<(), StoreError> {
    delete(tx, feed.workspace_id, feed.user_id).await?;
    let columns = columns! {
        workspace_id: feed.workspace_id,
        user_id: feed.user_id,
        token_hash: feed.token_hash.to_vec(),
        token: feed.token.clone(),
        created_at: feed.created_at,
    };
    tx.insert("calendar_feeds", columns).await
}

/// Turns a person's feed off; whether it was on.
pub async fn delete(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<bool, StoreError> {
    let sql = "DELETE FROM calendar_feeds WHERE workspace_id = $1 AND user_id = $2";
    Ok(tx.exec(sql, values![workspace, user]).await? == 1)
}

/// The sealed token of a person's feed and when it was made, if it is on.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<(Vec<u8>, Timestamp)>, StoreError> {
    let sql = "SELECT token, created_at FROM calendar_feeds WHERE workspace_id = $1 AND user_id = $2";
    db.one(sql, values![workspace, user], |row| Ok((row.get("token")?, row.get("created_at")?))).await
}

/// Whose feed has a token with this hash.
pub async fn owner(db: &impl Db, token_hash: &[u8; 32]) -> Result<Option<(WorkspaceId, UserId)>, StoreError> {
    let sql = "SELECT workspace_id, user_id FROM calendar_feeds WHERE token_hash = $1";
    db.one(sql, values![token_hash.to_vec()], |row| Ok((row.get("workspace_id")?, row.get("user_id")?))).await
}

/// The host's meetings that end after `from`, removed ones left out, in order.
pub async fn meetings(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    from: Timestamp,
    limit: u32,
) -> Result<Vec<FeedMeeting>, StoreError> {
    const CONDITION: &str = "m.workspace_id = $1 AND m.host_id = $2 AND m.desired = 'scheduled' AND NOT m.repeats \
        AND m.ends_at > $3";
    let sql = format!(
        "SELECT m.id, m.topic, m.agenda, m.starts_at, m.duration_minutes, m.revision, m.updated_at, z.join_url, \
         p.kind AS place_kind, p.text AS place_text \
         FROM meetings m LEFT JOIN zoom_meetings z ON z.workspace_id = m.workspace_id AND z.meeting_id = m.id \
         LEFT JOIN meeting_places p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id \
         WHERE {CONDITION} ORDER BY m.starts_at, m.id LIMIT $4"
    );
    let mut found = db.all(&sql, values![workspace, host, from, limit], read).await?;
    let sql = format!(
        "SELECT i.meeting_id, i.name, i.email FROM meetings m \
         JOIN meeting_invitees i ON i.workspace_id = m.workspace_id AND i.meeting_id = m.id \
         WHERE {CONDITION} ORDER BY i.meeting_id, i.position"
    );
    let people = db.all(&sql, values![workspace, host, from], |row| {
        Ok((row.get::<MeetingId>("meeting_id")?, (row.opt("name")?, row.get("email")?)))
    });
    let mut invitees: HashMap<MeetingId, Vec<_>> = HashMap::new();
    for (meeting, person) in people.await? {
        invitees.entry(meeting).or_default().push(person);
    }
    for meeting in &mut found {
        meeting.invitees = invitees.remove(&meeting.id).unwrap_or_default();
    }
    Ok(found)
}

fn read(row: &Row) -> Result<FeedMeeting, StoreError> {
    Ok(FeedMeeting {
        id: row.get("id")?,
        topic: row.get("topic")?,
        agenda: row.get("agenda")?,
        starts_at: row.get("starts_at")?,
        duration: row.get("duration_minutes")?,
        revision: row.get("revision")?,
        updated_at: row.get("updated_at")?,
        join_url: row.opt("join_url")?,
        place: meeting_places::read(row)?,
        invitees: Vec::new(),
    })
}
