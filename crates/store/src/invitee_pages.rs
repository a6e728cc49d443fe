//! Pages for people who are invited: who finds which meeting at which secret address, what they answer, and the times
//! they propose.

use domain::{InviteeId, MeetingId, ProposalId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    meetings::Answer,
};

/// The address of an invitee's page. Prints neither the hash nor the token.
pub struct InviteePage {
    /// Whose page.
    pub invitee_id: InviteeId,
    /// SHA-256 of the token in the address.
    pub token_hash: [u8; 32],
    /// The token, sealed.
    pub token: Vec<u8>,
}

/// A time that an invitee proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// Who proposes it.
    pub invitee_id: InviteeId,
    /// When the meeting would start.
    pub starts_at: Timestamp,
}

/// What somebody answers.
#[derive(Debug, Clone)]
pub struct NewAnswer<'a> {
    /// Yes, no, or rather at another time.
    pub answer: Answer,
    /// What they write to the host.
    pub message: Option<&'a str>,
    /// The times they propose, with their new ids.
    pub proposals: Vec<(ProposalId, Timestamp)>,
    /// When they answered.
    pub at: Timestamp,
}

/// Gives an invitee's page its address.
pub async fn create(tx: &Tx, workspace: WorkspaceId, page: &InviteePage) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        invitee_id: page.invitee_id,
        token_hash: page.token_hash.to_vec(),
        token: page.token.clone(),
    };
    tx.insert("invitee_pages", columns).await
}

/// Whose page a token leads to, and of which meeting.
pub async fn find(
    db: &impl Db,
    token_hash: &[u8; 32],
) -> Result<Option<(WorkspaceId, MeetingId, InviteeId)>, StoreError> {
    let sql = "SELECT p.workspace_id, i.meeting_id, p.invitee_id FROM invitee_pages p \
        JOIN meeting_invitees i ON i.workspace_id = p.workspace_id AND i.id = p.invitee_id \
        WHERE p.token_hash = $1";
    db.one(sql, values![token_hash.to_vec()], |row| {
        Ok((row.get("workspace_id")?, row.get("meeting_id")?, row.get("invitee_id")?))
    })
    .await
}

/// The sealed token of an invitee's page; invitees from before there were pages have none.
pub async fn token(
    db: &impl Db,
    workspace: WorkspaceId,
    invitee: InviteeId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT token FROM invitee_pages WHERE workspace_id = $1 AND invitee_id = $2";
    db.one(sql, values![workspace, invitee], |row| row.get("token")).await
}

/// The sealed tokens of everybody invited to a meeting.
pub async fn tokens_of_meeting(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Vec<(InviteeId, Vec<u8>)>, StoreError> {
    let sql = "SELECT p.invitee_id, p.token FROM invitee_pages p \
        JOIN meeting_invitees i ON i.workspace_id = p.workspace_id AND i.id = p.invitee_id \
        WHERE i.workspace_id = $1 AND i.meeting_id = $2";
    db.all(sql, values![workspace, meeting], |row| Ok((row.get("invitee_id")?, row.get("token")?))).await
}

/// The page of the same person at one date of a series. Prints no token.
pub struct DatePage {
    /// Whose page, among those who are invited to the date.
    pub invitee_id: InviteeId,
    /// The token, sealed.
    pub token: Vec<u8>,
    /// When it starts.
    pub starts_at: Timestamp,
}

/// The pages of somebody who is invited to a series, at those of its dates that take place and have not ended, in order.
pub async fn of_dates(
    db: &impl Db,
    workspace: WorkspaceId,
    series: MeetingId,
    invitee: InviteeId,
    now: Timestamp,
) -> Result<Vec<DatePage>, StoreError> {
    let sql = "SELECT m.starts_at, p.invitee_id, p.token FROM series_dates d \
        JOIN meetings m ON m.workspace_id = d.workspace_id AND m.id = d.meeting_id \
        JOIN meeting_invitees w ON w.workspace_id = d.workspace_id AND w.id = $3 \
        JOIN meeting_invitees i ON i.workspace_id = d.workspace_id AND i.meeting_id = d.meeting_id \
        AND LOWER(i.email) = LOWER(w.email) \
        JOIN invitee_pages p ON p.workspace_id = d.workspace_id AND p.invitee_id = i.id \
        WHERE d.workspace_id = $1 AND d.series_id = $2 AND m.desired = 'scheduled' AND m.ends_at > $4 \
        ORDER BY m.starts_at, m.id";
    db.all(sql, values![workspace, series, invitee, now], |row| {
        Ok(DatePage {
            invitee_id: row.get("invitee_id")?,
            token: row.get("token")?,
            starts_at: row.get("starts_at")?,
        })
    })
    .await
}

/// Stores an answer in place of the one before, with the times it proposes.
pub async fn answer(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    invitee: InviteeId,
    new: &NewAnswer<'_>,
) -> Result<(), StoreError> {
    let sql = "UPDATE meeting_invitees SET answer = $3, answered_at = $4, answer_message = $5 \
        WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, invitee, new.answer, new.at, new.message]).await?;
    let sql = "DELETE FROM proposed_times WHERE workspace_id = $1 AND invitee_id = $2";
    tx.exec(sql, values![workspace, invitee]).await?;
    for (position, (id, starts_at)) in (0_i64..).zip(&new.proposals) {
        let columns = columns! {
            workspace_id: workspace,
            id: *id,
            meeting_id: meeting,
            invitee_id: invitee,
            position: position,
            starts_at: *starts_at,
        };
        tx.insert("proposed_times", columns).await?;
    }
    Ok(())
}

/// Times that are proposed for a meeting, in the order in which they were.
pub async fn proposals(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Vec<Proposal>, StoreError> {
    let sql = "SELECT p.id, p.invitee_id, p.starts_at FROM proposed_times p \
        JOIN meeting_invitees i ON i.workspace_id = p.workspace_id AND i.id = p.invitee_id \
        WHERE p.workspace_id = $1 AND p.meeting_id = $2 ORDER BY i.position, p.position";
    db.all(sql, values![workspace, meeting], |row| {
        Ok(Proposal {
            id: row.get("id")?,
            invitee_id: row.get("invitee_id")?,
            starts_at: row.get("starts_at")?,
        })
    })
    .await
}

/// The meeting is at another time: what people answered was about the old one. `but` proposed the new time, and comes.
pub async fn forget_answers(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    but: Option<InviteeId>,
) -> Result<(), StoreError> {
    let sql = "UPDATE meeting_invitees SET answer = $3, answered_at = NULL, answer_message = NULL \
        WHERE workspace_id = $1 AND meeting_id = $2 AND answer <> $3";
    tx.exec(sql, values![workspace, meeting, Answer::None]).await?;
    let sql = "DELETE FROM proposed_times WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, meeting]).await?;
    if let Some(invitee) = but {
        let sql =
            "UPDATE meeting_invitees SET answer = $3, answered_at = $4 WHERE workspace_id = $1 AND id = $2";
        tx.exec(sql, values![workspace, invitee, Answer::Accepted, tx.now()]).await?;
    }
    Ok(())
}
