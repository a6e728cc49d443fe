//! Entries about meetings on the timelines of everyone invited.

use domain::{ActivityId, ContactId, EmailId, MeetingId, UserId, WorkspaceId};
use jiff::Timestamp;
use store::activities::{self, ActivityKind, NewActivity};
use store::meetings::Meeting;
use store::{StoreError, Tx, contacts};

use crate::app::App;

/// What happened to a meeting.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happened {
    pub(crate) meeting: MeetingId,
    pub(crate) kind: ActivityKind,
    /// Who did it; `None` for the program, or for somebody in Zoom.
    pub(crate) actor: Option<UserId>,
    /// When the meeting starts now.
    pub(crate) starts_at: Timestamp,
    /// When it was to start before, if it was moved.
    pub(crate) moved_from: Option<Timestamp>,
}

/// The contacts among the invitees, and the one whom it is with: without an address they are not invited.
pub(super) fn contacts_of(meeting: &Meeting) -> Vec<ContactId> {
    let mut contacts: Vec<_> = meeting.invitees.iter().filter_map(|invitee| invitee.contact_id).collect();
    contacts.extend(meeting.contact_id.filter(|contact| !contacts.contains(contact)));
    contacts
}

/// An entry for each contact.
pub(super) async fn record(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    people: &[ContactId],
    happened: Happened,
) -> Result<(), StoreError> {
    record_with_words(app, tx, workspace, people, happened, None).await
}

/// An entry with words of its own for each contact.
pub(crate) async fn record_with_words(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    people: &[ContactId],
    happened: Happened,
    words: Option<&str>,
) -> Result<(), StoreError> {
    contacts::lock(tx, workspace, people).await?;
    for contact in people {
        let entry = NewActivity { text: words.map(str::to_owned), ..entry(app, *contact, happened, None) };
        activities::record(tx, workspace, &entry).await?;
    }
    Ok(())
}

/// An entry for one mail.
pub(super) async fn record_mail(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    contact: ContactId,
    email: EmailId,
    happened: Happened,
) -> Result<(), StoreError> {
    activities::record(tx, workspace, &entry(app, contact, happened, Some(email))).await
}

fn entry(app: &App, contact: ContactId, happened: Happened, email: Option<EmailId>) -> NewActivity {
    let id = ActivityId::new(&*app.clock, &*app.random);
    NewActivity {
        meeting_id: Some(happened.meeting),
        email_id: email,
        starts_at: Some(happened.starts_at),
        moved_from: happened.moved_from,
        ..NewActivity::new(id, contact, happened.actor, happened.kind, app.now())
    }
}
