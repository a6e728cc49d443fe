//! How new meetings begin: as in each person's own Zoom settings where the installation asks for them, and else the same
//! for everybody.

use domain::{GrantId, Plan, UserId, WorkspaceId};
use jobs::{Options, enqueue};
use store::meeting_defaults::{self, MeetingDefaults};
use store::{Db, StoreError, Tx, connections, grants};
use zoom::meetings::AutoRecording;
use zoom::users::{SettingsOptions, UserSettings};

use super::asked::{Asked, allows};
use super::scopes::OWN_SETTINGS;
use super::zoom_app::ZoomApp;
use crate::app::App;
use crate::jobs::ReadOwnSettings;

/// The switches of a new meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnDefaults {
    /// The host lets each person in.
    pub waiting_room: bool,
    /// The meeting has a passcode.
    pub passcode: bool,
    /// Zoom takes none without.
    pub passcode_required: bool,
    /// It is recorded at Zoom.
    pub cloud_recording: bool,
    /// The person's own settings allow that; whether the plan does is another question.
    pub cloud_recording_allowed: bool,
    /// They are the person's own.
    pub own: bool,
}

impl OwnDefaults {
    /// The same for everybody: the safe ones.
    pub const COMMON: Self = Self {
        waiting_room: true,
        passcode: true,
        passcode_required: false,
        cloud_recording: false,
        cloud_recording_allowed: true,
        own: false,
    };

    fn of(read: &MeetingDefaults, plan: &Plan) -> Self {
        let common = Self::COMMON;
        let waiting_room = read.waiting_room.unwrap_or(common.waiting_room);
        let required = read.passcode_required.unwrap_or(false);
        let allowed = read.cloud_recording.unwrap_or(common.cloud_recording_allowed);
        let cloud = AutoRecording::Cloud;
        Self {
            waiting_room,
            // Where there is no waiting room, the passcode alone keeps strangers out.
            passcode: read.passcode_required.unwrap_or(common.passcode) || !waiting_room,
            passcode_required: required,
            cloud_recording: allowed
                && plan.can_record_to_cloud()
                && read.auto_recording.as_deref() == Some(cloud.as_str()),
            cloud_recording_allowed: allowed,
            own: true,
        }
    }

    /// Whether a meeting can be recorded at Zoom.
    pub fn may_record(self, plan: &Plan) -> bool {
        plan.can_record_to_cloud() && self.cloud_recording_allowed
    }
}

/// How new meetings of a person begin.
pub async fn own_defaults(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<OwnDefaults, StoreError> {
    let found = meeting_defaults::of_user(db, workspace, user).await?;
    Ok(found.map_or(OwnDefaults::COMMON, |(read, plan)| OwnDefaults::of(&read, &Plan::from_zoom_type(plan))))
}

/// What follows from the scopes of a grant, as Zoom gave them just now: its settings are read, or what was read before is
/// forgotten.
pub(super) async fn renew(tx: &Tx, grant: GrantId, scopes: &str) -> Result<(), StoreError> {
    if !allows(scopes, OWN_SETTINGS.scope) {
        return meeting_defaults::delete_of_grant(tx, grant).await;
    }
    if Asked::chosen(tx).await?.own_settings {
        let dedupe_key = Some(format!("read_own_settings:{grant}"));
        enqueue(tx, None, &ReadOwnSettings { grant }, Options { dedupe_key, ..Options::default() }).await?;
    }
    Ok(())
}

/// Asks Zoom for the settings of a grant's account and keeps them, if this installation wants to know. The error is
/// Zoom's; that it does not tell these says nothing of the connection, which is not marked by it.
pub async fn read_own_settings(app: &App, grant: GrantId) -> Result<Result<(), zoom::Error>, StoreError> {
    let db = app.store.begin_read().await;
    let wanted = Asked::chosen(&db).await?.own_settings;
    let people = connections::users_of_grant(&db, grant).await?;
    drop(db);
    let Some((workspace, user)) = people.first().copied().filter(|_| wanted) else { return Ok(Ok(())) };
    let only =
        ["waiting_room", "require_password_for_scheduling_new_meetings", "cloud_recording", "auto_recording"];
    let options = SettingsOptions { only: only.map(str::to_owned).to_vec(), option: None };
    let answer = ZoomApp::as_user_aside(app, grant, workspace, user, |zoom| async move {
        zoom.users().settings(&options).await
    });
    match answer.await {
        Ok(settings) => keep(app, grant, &settings).await.map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

async fn keep(app: &App, grant: GrantId, settings: &UserSettings) -> Result<(), StoreError> {
    let defaults = MeetingDefaults {
        waiting_room: settings.in_meeting.waiting_room,
        passcode_required: settings.schedule_meeting.require_password_for_scheduling_new_meetings,
        cloud_recording: settings.recording.cloud_recording,
        auto_recording: settings.recording.auto_recording.as_ref().map(|word| word.as_str().to_owned()),
        read_at: app.now(),
    };
    let tx = app.store.begin_write().await?;
    // Meanwhile somebody may have decided that nobody reads them, or the person may have disconnected.
    store::lock_installation(&tx).await?;
    if Asked::chosen(&tx).await?.own_settings && grants::get_for_update(&tx, grant).await?.is_some() {
        meeting_defaults::put(&tx, grant, &defaults).await?;
    }
    tx.commit().await
}
