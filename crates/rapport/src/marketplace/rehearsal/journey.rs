//! The whole journey of a connected person, by the use cases that pages call. Each step says whether it worked, and if
//! Zoom asked for a permission, which.

use std::fmt;

use anyhow::Context;
use domain::{Agenda, EmailAddress, MeetingId, Minutes, Topic, Zone};
use jiff::SignedDuration;
use store::meetings::{self as stored, Details, Known, Problem};
use store::{compliance_receipts, connections as links};
use zoom_sandbox::MeetingChange;

use super::Rehearsal;
use crate::audit::By;
use crate::connections::{Asked, ConnectError, Disconnected, begin, disconnect, finish, read_own_settings};
use crate::meetings::{
    self, InviteeChoice, MeetingStatus, Overlaps, RemoveRequest, RescheduleRequest, ScheduleRequest,
    StartError, SyncError,
};

const CONNECT: &str = "Connect Zoom";
const BEGIN: &str = "Begin a meeting as in Zoom";
const SCHEDULE: &str = "Schedule a meeting";
const COMPARE: &str = "Compare with Zoom";
const MOVE: &str = "Reschedule the meeting";
const START: &str = "Start the meeting";
const CHANGED: &str = "Take over a change made in Zoom";
const REMOVE: &str = "Remove the meeting";
const DISCONNECT: &str = "Disconnect Zoom";
const DEAUTHORIZE: &str = "Remove the app in Zoom";

/// A step that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Which, as a person would call it.
    pub step: &'static str,
    /// The scope that Zoom asked for, if that was it.
    pub scope: Option<String>,
    /// What Rapport says about it.
    pub words: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.step, self.words)
    }
}

impl Broken {
    fn new(step: &'static str, words: impl fmt::Display) -> Self {
        Self { step, scope: None, words: words.to_string() }
    }

    fn permission(step: &'static str, scope: &str) -> Self {
        let words = format!("Zoom asks for the permission {scope}");
        Self { step, scope: Some(scope.to_owned()), words }
    }
}

/// Whether a step worked; the error of the error is trouble of the rehearsal itself.
type Step<T = ()> = anyhow::Result<Result<T, Broken>>;

/// Goes on if the step worked.
macro_rules! step {
    ($step:expr) => {
        match $step {
            Ok(done) => done,
            Err(broken) => return Ok(Err(broken)),
        }
    };
}

/// Starts the program with a Zoom app that has these scopes and with this asked of Zoom, and does everything that a person can do with Zoom.
pub async fn journey(scopes: &[String], asked: Asked) -> Step {
    let rehearsal = Rehearsal::start(scopes, asked).await?;
    let outcome = rehearsal.journey().await;
    rehearsal.end().await?;
    outcome
}

impl Rehearsal {
    async fn journey(&self) -> Step {
        step!(self.connect().await?);
        step!(self.begin_as_in_zoom().await?);
        let meeting = step!(self.schedule("Rollout").await?);
        step!(self.compare().await?);
        step!(self.reschedule(meeting).await?);
        step!(self.start_meeting(meeting).await?);
        step!(self.change_in_zoom(meeting).await?);
        step!(self.remove(meeting).await?);
        step!(self.schedule("Follow-up").await?);
        step!(self.disconnect().await?);
        step!(self.connect().await?);
        step!(self.schedule("Farewell").await?);
        self.deauthorize().await
    }

    /// **Connect Zoom**, allowed on Zoom's page.
    pub async fn connect(&self) -> Step {
        let consent = begin(&self.app, self.workspace, self.user).await?;
        let callback = self.allow(&consent).await?;
        Ok(match finish(&self.app, self.workspace, self.user, callback).await {
            Ok(_) => Ok(()),
            Err(ConnectError::PermissionMissing(scope)) => Err(Broken::permission(CONNECT, &scope)),
            Err(error) => Err(Broken::new(CONNECT, error)),
        })
    }

    /// The form of a new meeting, as the person has it in Zoom.
    async fn begin_as_in_zoom(&self) -> Step {
        let found = links::of_user(&self.app.store.begin_read().await, self.workspace, self.user).await?;
        let (_, grant) = found.context("the person is connected")?;
        Ok(match read_own_settings(&self.app, grant.id).await? {
            Ok(()) => Ok(()),
            Err(zoom::Error::MissingScope { any_of, .. }) => {
                Err(Broken::permission(BEGIN, any_of.first().map(String::as_str).unwrap_or_default()))
            }
            Err(error) => Err(Broken::new(BEGIN, error)),
        })
    }

    /// **Schedule meeting**, with an invitation.
    pub async fn schedule(&self, topic: &str) -> Step<MeetingId> {
        let request = ScheduleRequest {
            repeat: None,
            contact: self.contact,
            new_address: None,
            alternative_hosts: String::new(),
            topic: Topic::parse(topic)?,
            agenda: Agenda::parse("What comes next.")?,
            starts_at: self.app.now() + SignedDuration::from_hours(48),
            zone: Zone::UTC,
            minutes: Minutes::try_from(30_i64)?,
            overlaps: Overlaps::Any,
            place: None,
            invitees: vec![InviteeChoice {
                contact: Some(self.contact),
                name: None,
                email: EmailAddress::parse("ana@lumenfreight.example")?,
                zone: None,
                language: None,
            }],
            waiting_room: true,
            passcode: true,
            cloud_recording: false,
            send_invitation: true,
            idempotency_key: topic.to_owned(),
        };
        let scheduled = meetings::schedule(&self.app, self.workspace, self.user, request).await?;
        self.settle().await?;
        let meeting = scheduled.meeting;
        Ok(self.holds(SCHEDULE, meeting, &MeetingStatus::InZoom).await?.map(|()| meeting))
    }

    async fn compare(&self) -> Step {
        let outcome = meetings::compare(&self.app, self.workspace, self.user).await;
        self.settle().await?;
        Ok(match outcome {
            Ok(()) => Ok(()),
            Err(SyncError::Refused(Problem::PermissionMissing, scope)) => {
                Err(Broken::permission(COMPARE, &scope))
            }
            Err(error) => Err(Broken::new(COMPARE, error)),
        })
    }

    async fn reschedule(&self, id: MeetingId) -> Step {
        let meeting = self.meeting(id).await?;
        let details = meeting.details();
        let starts_at = details.starts_at + SignedDuration::from_hours(1);
        let details = Details { starts_at, ..details };
        let request = RescheduleRequest {
            repeat: None,
            details,
            place: None,
            alternative_hosts: None,
            tell: true,
            proposed_by: None,
            overlaps: Overlaps::Any,
            seen: None,
            idempotency_key: "move".to_owned(),
        };
        let moved = meetings::reschedule(&self.app, self.workspace, self.user, id, &request).await;
        self.settle().await?;
        match moved {
            Ok(_) => self.holds(MOVE, id, &MeetingStatus::InZoom).await,
            Err(error) => Ok(Err(Broken::new(MOVE, error))),
        }
    }

    async fn start_meeting(&self, id: MeetingId) -> Step {
        Ok(match meetings::start_url(&self.app, self.workspace, self.user, id).await {
            Ok(_) => Ok(()),
            Err(StartError::PermissionMissing(scope)) => Err(Broken::permission(START, &scope)),
            Err(error) => Err(Broken::new(START, error)),
        })
    }

    async fn change_in_zoom(&self, id: MeetingId) -> Step {
        let meeting = self.meeting(id).await?;
        let there = meeting.zoom.context("the meeting is in Zoom")?.zoom_id.parse()?;
        let topic = Topic::parse("Renamed in Zoom")?;
        let change = MeetingChange { topic: Some(topic.to_string()), ..MeetingChange::default() };
        anyhow::ensure!(self.zoom().change_meeting(there, change), "the sandbox has lost the meeting");
        self.settle().await?;
        if self.meeting(id).await?.topic == topic {
            return Ok(Ok(()));
        }
        let held = self.holds(CHANGED, id, &MeetingStatus::InZoom).await?;
        Ok(held.and_then(|()| Err(Broken::new(CHANGED, "the new topic did not arrive"))))
    }

    async fn remove(&self, id: MeetingId) -> Step {
        let wish = RemoveRequest { tell: true, message: "", idempotency_key: None };
        let removed = meetings::remove(&self.app, self.workspace, self.user, id, wish).await;
        self.settle().await?;
        match removed {
            Ok(_) => self.holds(REMOVE, id, &MeetingStatus::Removed).await,
            Err(error) => Ok(Err(Broken::new(REMOVE, error))),
        }
    }

    async fn disconnect(&self) -> Step {
        let outcome = disconnect(&self.app, By::nowhere(self.workspace, self.user), true).await?;
        self.settle().await?;
        if !matches!(outcome, Disconnected::Done(_)) {
            return Ok(Err(Broken::new(DISCONNECT, "Zoom still has meetings of this connection")));
        }
        let left = self.zoom().meetings(&self.zoom_email);
        Ok(if left.is_empty() { Ok(()) } else { Err(Broken::new(DISCONNECT, "a meeting is left in Zoom")) })
    }

    /// The person removes the app in Zoom: everything is deleted here, and Zoom is told so.
    pub async fn deauthorize(&self) -> Step {
        let before = self.zoom().compliance().len();
        anyhow::ensure!(self.zoom().deauthorize(&self.zoom_email), "the sandbox knows of no connection");
        self.settle().await?;
        let db = self.app.store.begin_read().await;
        if links::of_user(&db, self.workspace, self.user).await?.is_some() {
            return Ok(Err(Broken::new(DEAUTHORIZE, "the connection is still there")));
        }
        let receipt = compliance_receipts::last_of_user(&db, self.workspace, self.user).await?;
        if receipt.is_none_or(|receipt| receipt.confirmed_at.is_none()) {
            return Ok(Err(Broken::new(DEAUTHORIZE, "there is no receipt of a confirmed deletion")));
        }
        let confirmed = self.zoom().compliance();
        let right = confirmed.len() > before && confirmed.iter().all(|one| one.matches_event);
        Ok(if right { Ok(()) } else { Err(Broken::new(DEAUTHORIZE, "Zoom was not told of the deletion")) })
    }

    async fn meeting(&self, id: MeetingId) -> anyhow::Result<stored::Meeting> {
        let db = self.app.store.begin_read().await;
        stored::get(&db, self.workspace, id).await?.context("the meeting is stored")
    }

    /// Whether the meeting stands as it should after this step.
    async fn holds(&self, step: &'static str, id: MeetingId, wanted: &MeetingStatus) -> Step {
        let meeting = self.meeting(id).await?;
        let status = meetings::status(&meeting, self.app.now());
        if status == *wanted {
            return Ok(Ok(()));
        }
        let detail = meeting.problem_detail.unwrap_or_default();
        Ok(Err(match meeting.problem {
            Some(Problem::PermissionMissing) => Broken::permission(step, &detail),
            problem => {
                let known = if meeting.known == Known::InZoom { "is" } else { "is not" };
                Broken::new(step, format!("the meeting {known} in Zoom: {problem:?} {detail}"))
            }
        }))
    }
}
