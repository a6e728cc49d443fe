//! What came of a meeting: noted by its host when it is over, with what is to be done next.

use domain::{MeetingId, UserId, WorkspaceId};
use jiff::civil::Date;
use store::activities::ActivityKind;
use store::meeting_outcomes::{self, Noted, Outcome};
use store::{StoreError, idempotency_keys, meetings};

use super::timeline::{Happened, contacts_of, record_with_words};
use crate::accounts::form_key;
use crate::app::App;
use crate::tasks;

/// What the form says.
#[derive(Debug, Clone)]
pub struct OutcomeRequest {
    /// How it ended.
    pub outcome: Outcome,
    /// What there is to say; may be empty.
    pub note: String,
    /// What is to be done next, and until when.
    pub step: Option<(String, Date)>,
    /// Of the form: the same form sent again adds nothing.
    pub idempotency_key: String,
}

/// Why it was not noted.
#[derive(Debug, thiserror::Error)]
pub enum OutcomeError {
    /// No such meeting.
    #[error("This meeting does not exist any more.")]
    NotFound,
    /// It is somebody else's.
    #[error("Only the host can say what came of this meeting.")]
    NotTheHost,
    /// It is still to come.
    #[error("This meeting is not over yet.")]
    NotOver,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Notes it, with an entry on the timelines of everyone invited, if it says something new.
pub async fn note_outcome(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    request: &OutcomeRequest,
) -> Result<(), OutcomeError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let key = form_key(&request.idempotency_key, &format!("outcome {id} {request:?}"));
    if !idempotency_keys::insert(&tx, workspace, user, &key, &id.to_string(), now).await? {
        return Ok(());
    }
    let meeting = meetings::get_for_update(&tx, workspace, id).await?.ok_or(OutcomeError::NotFound)?;
    if meeting.host_id != user {
        return Err(OutcomeError::NotTheHost);
    }
    if meeting.ends_at() > now && !super::has_ended(app, workspace, &meeting).await? {
        return Err(OutcomeError::NotOver);
    }
    let before = meeting_outcomes::get(&tx, workspace, id).await?;
    let noted = Noted { outcome: request.outcome, note: request.note.clone(), by: user, at: now };
    let same =
        before.is_some_and(|before| (before.outcome, before.note) == (noted.outcome, noted.note.clone()));
    if !same {
        meeting_outcomes::put(&tx, workspace, id, &noted).await?;
    }
    let kind = match request.outcome {
        Outcome::Held => Some(ActivityKind::MeetingHeld),
        Outcome::NoShow => Some(ActivityKind::MeetingMissed),
        Outcome::Dropped => Some(ActivityKind::MeetingDropped),
        Outcome::Unsaid => None,
    };
    let people = contacts_of(&meeting);
    if let Some(kind) = kind.filter(|_| !same) {
        let happened =
            Happened { meeting: id, kind, actor: Some(user), starts_at: meeting.starts_at, moved_from: None };
        let words = Some(request.note.as_str()).filter(|note| !note.is_empty());
        record_with_words(app, &tx, workspace, &people, happened, words).await?;
    }
    if let Some((what, due_on)) = &request.step {
        let with = (id, meeting.contact_id.or(people.first().copied()));
        tasks::add_after_meeting(app, &tx, workspace, with, user, what, *due_on).await?;
    }
    tx.commit().await?;
    Ok(())
}
