use std::time::Duration;

use domain::{
    Agenda, ContactId, EmailAddress, InviteeId, MeetingId, Minutes, PersonName, Place, Repeat, RepeatError,
    Topic, UserId, WorkspaceId, Zone,
};
use jiff::Timestamp;
use store::StoreError;
use store::activities::ActivityKind;
use store::meetings::{self, Details, NewInvitee, NewMeeting, Series};
use store::{alternative_hosts, idempotency_keys};

use super::overlap::Overlaps;
use super::series;
use super::status::{MeetingStatus, status};
use super::timeline::{Happened, record};
use crate::accounts::form_key;
use crate::app::App;
use crate::contacts as people;
use crate::failpoint::reach;
use crate::jobs::SyncMeeting;

/// How long a page waits for Zoom before it shows "Waiting for Zoom".
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// One person to invite.
#[derive(Debug, Clone)]
pub struct InviteeChoice {
    /// The contact, unless it is a bare address.
    pub contact: Option<ContactId>,
    /// Name in the invitation, if known.
    pub name: Option<PersonName>,
    /// Address that is mailed.
    pub email: EmailAddress,
    /// Zone that the invitation shows first.
    pub zone: Option<Zone>,
    /// Language of the contact, kept for the invitation.
    pub language: Option<String>,
}

/// A meeting as a person asked for it.
#[derive(Debug, Clone)]
pub struct ScheduleRequest {
    /// Contact that the meeting belongs to.
    pub contact: ContactId,
    /// The address of that contact, who has none yet: they keep it.
    pub new_address: Option<EmailAddress>,
    /// Subject.
    pub topic: Topic,
    /// Text of the invitation.
    pub agenda: Agenda,
    /// Start.
    pub starts_at: Timestamp,
    /// Zone it was planned in.
    pub zone: Zone,
    /// Length.
    pub minutes: Minutes,
    /// How it comes again, if it does.
    pub repeat: Option<Repeat>,
    /// Where it takes place, if not in Zoom.
    pub place: Option<Place>,
    /// Everyone invited.
    pub invitees: Vec<InviteeChoice>,
    /// People wait until the host lets them in.
    pub waiting_room: bool,
    /// Zoom sets a passcode.
    pub passcode: bool,
    /// Who may start it besides the host, addresses between semicolons; only with a licence that has it.
    pub alternative_hosts: String,
    /// Record to the cloud; only with a licence that has it.
    pub cloud_recording: bool,
    /// Mail the invitees.
    pub send_invitation: bool,
    /// Which meetings of the host at the same time are no reason against it.
    pub overlaps: Overlaps,
    /// Of the form: the same form sent again never makes a second meeting.
    pub idempotency_key: String,
}

/// Why a meeting is not scheduled.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The host has another meeting then, and was not asked whether that is meant.
    #[error("You have another meeting at that time.")]
    Overlaps,
    /// It does not come again like that.
    #[error(transparent)]
    Repeat(#[from] RepeatError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of it.
#[derive(Debug)]
pub struct Scheduled {
    /// The meeting.
    pub meeting: MeetingId,
    /// How it stands after waiting a moment for Zoom.
    pub status: MeetingStatus,
}

/// Stores the meeting, its timeline entries and the job that carries it to Zoom in one transaction, then lets the
/// job run at once and waits a moment for it. A repeated form leads to the meeting it made the first time.
pub async fn schedule(
    app: &App,
    workspace: WorkspaceId,
    host: UserId,
    request: ScheduleRequest,
) -> Result<Scheduled, ScheduleError> {
    let key = key(&request);
    schedule_once(app, workspace, host, request, &key).await
}

/// The same for a wish that is known by this key, whenever it is made.
pub(crate) async fn schedule_once(
    app: &App,
    workspace: WorkspaceId,
    host: UserId,
    request: ScheduleRequest,
    key: &str,
) -> Result<Scheduled, ScheduleError> {
    let now = app.now();
    let meeting = MeetingId::new(&*app.clock, &*app.random);
    let tx = app.store.begin_write().await?;
    // Written first: of two that arrive together, the second waits here and then finds the first.
    if !idempotency_keys::insert(&tx, workspace, host, key, &meeting.to_string(), now).await? {
        let first = idempotency_keys::find(&tx, workspace, host, key).await?;
        drop(tx);
        let first = first.and_then(|first| first.parse().ok()).unwrap_or(meeting);
        return Ok(finished(app, workspace, first).await?);
    }
    // After the key: the same form again leads to its meeting, and is not asked about it.
    let details = Details {
        topic: request.topic.clone(),
        agenda: request.agenda.clone(),
        starts_at: request.starts_at,
        duration: request.minutes,
        zone: request.zone.clone(),
    };
    let starts = series::starts(&details, request.repeat.as_ref())?;
    let times = (starts.as_slice(), request.minutes);
    if !series::overlaps(&tx, workspace, host, times, None, &request.overlaps).await?.is_empty() {
        return Err(ScheduleError::Overlaps);
    }
    let invitees = request.invitees.iter().map(|invitee| NewInvitee {
        id: InviteeId::new(&*app.clock, &*app.random),
        contact_id: invitee.contact,
        email: invitee.email.clone(),
        name: invitee.name.clone(),
        zone: invitee.zone.clone(),
        language: invitee.language.clone(),
    });
    let row = NewMeeting {
        id: meeting,
        host_id: host,
        contact_id: Some(request.contact),
        topic: request.topic.clone(),
        agenda: request.agenda.clone(),
        starts_at: starts.first().copied().unwrap_or(request.starts_at),
        duration: request.minutes,
        zone: request.zone.clone(),
        waiting_room: request.waiting_room,
        passcode_wanted: request.passcode,
        cloud_recording: request.cloud_recording,
        send_invitation: request.send_invitation,
        place: request.place.clone(),
        series: request.repeat.clone().map_or(Series::None, Series::Whole),
        invitees: invitees.collect(),
        created_at: now,
    };
    series::create(app, &tx, workspace, &row, &starts).await?;
    if !request.alternative_hosts.is_empty() {
        alternative_hosts::want(&tx, workspace, meeting, &request.alternative_hosts).await?;
    }
    let mut contacts: Vec<_> = request.invitees.iter().filter_map(|invitee| invitee.contact).collect();
    if !contacts.contains(&request.contact) {
        contacts.push(request.contact);
    }
    if let Some(address) = &request.new_address {
        people::give_address(&tx, workspace, request.contact, address).await?;
    }
    let happened = Happened {
        meeting,
        kind: ActivityKind::MeetingScheduled,
        actor: Some(host),
        starts_at: row.starts_at,
        moved_from: None,
    };
    record(app, &tx, workspace, &contacts, happened).await?;
    let job = SyncMeeting::enqueue(&tx, workspace, meeting).await?;
    reach("schedule.before_commit");
    tx.commit().await?;
    reach("schedule.after_commit");
    app.runner.run_in_shadow(app, job, PATIENCE).await;
    Ok(finished(app, workspace, meeting).await?)
}

/// The form's key with what it asks for: somebody who goes back, changes the form and sends it again wants another
/// meeting, though the form still has its key.
fn key(request: &ScheduleRequest) -> String {
    let invitees: Vec<_> = request.invitees.iter().map(|invitee| invitee.email.as_str()).collect();
    let wish = format!(
        "{} {} {} {} {} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
        request.contact,
        request.starts_at,
        request.minutes.get(),
        request.zone,
        request.waiting_room,
        request.passcode,
        request.cloud_recording,
        request.topic.as_str(),
        request.agenda.as_str(),
        request.place,
        request.repeat,
        invitees,
        request.alternative_hosts,
    );
    form_key(&request.idempotency_key, &wish)
}

async fn finished(app: &App, workspace: WorkspaceId, meeting: MeetingId) -> Result<Scheduled, StoreError> {
    let found = meetings::get(&app.store.begin_read().await, workspace, meeting).await?;
    let status = found.map_or(MeetingStatus::Removed, |meeting| status(&meeting, app.now()));
    Ok(Scheduled { meeting, status })
}
