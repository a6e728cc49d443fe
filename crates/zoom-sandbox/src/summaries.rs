//! What the control plane shows of users and meetings.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    links,
    world::{
        World,
        meeting::Meeting,
        meeting_settings,
        session::Participant,
        user::{Plan, User, UserStatus},
    },
};

/// A user as the control plane shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserSummary {
    /// Zoom user id.
    pub id: String,
    /// Login and key for the other functions.
    pub email: String,
    /// Licence.
    pub plan: Plan,
    /// Whether the user may use Zoom.
    pub status: UserStatus,
    /// Since when the app may act for this user; `None` if it may not.
    pub connected_at: Option<Timestamp>,
    /// Scopes of that consent.
    pub scopes: Vec<String>,
}

/// A fresh pair of tokens. No `Debug`: they are secrets.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenPair {
    /// For REST calls; lives 3599 seconds.
    pub access_token: String,
    /// For the next pair.
    pub refresh_token: String,
}

/// A meeting as the control plane shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingSummary {
    /// Meeting id, 11 digits.
    pub id: i64,
    /// Of the next or running session.
    pub uuid: String,
    /// Title.
    pub topic: String,
    /// Of a series, its first date; `None` for instant meetings and those without a fixed time.
    pub start_time: Option<Timestamp>,
    /// When the dates of a series start that are left, moved ones where they are now; none of any other meeting.
    pub occurrences: Vec<Timestamp>,
    /// Minutes.
    pub duration: u32,
    /// IANA zone name.
    pub timezone: String,
    /// Description.
    pub agenda: String,
    /// `waiting`, `started` or `finished`.
    pub state: String,
    /// Link for participants.
    pub join_url: String,
    /// Passcode for participants.
    pub passcode: String,
    /// Addresses of those who may start it besides its host, between semicolons.
    pub alternative_hosts: String,
    /// Who is in the running meeting or waits for it.
    pub participants: Vec<ParticipantSummary>,
}

/// Somebody in a meeting or in its waiting room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParticipantSummary {
    /// Id within the meeting.
    pub id: String,
    /// Name the others see.
    pub name: String,
    /// Empty for guests.
    pub email: String,
    /// Waits for the host to admit them.
    pub in_waiting_room: bool,
}

pub(crate) fn user_summary(world: &World, user: &User) -> UserSummary {
    let grant = world.grant(&user.id);
    UserSummary {
        id: user.id.clone(),
        email: user.email.clone(),
        plan: user.plan,
        status: user.status,
        connected_at: grant.map(|grant| grant.connected_at),
        scopes: grant.map(|grant| grant.scopes.clone()).unwrap_or_default(),
    }
}

fn participant_summary(one: &Participant) -> ParticipantSummary {
    ParticipantSummary {
        id: one.id.clone(),
        name: one.name.clone(),
        email: one.email.clone(),
        in_waiting_room: one.in_waiting_room,
    }
}

pub(crate) fn meeting_summary(world: &World, meeting: &Meeting) -> MeetingSummary {
    MeetingSummary {
        id: meeting.id,
        uuid: meeting.uuid.clone(),
        topic: meeting.topic.clone(),
        start_time: meeting.start_time,
        occurrences: meeting
            .occurrences
            .iter()
            .filter(|one| !one.deleted)
            .map(|one| one.start_time)
            .collect(),
        duration: meeting.duration,
        timezone: meeting.timezone.clone(),
        agenda: meeting.agenda.clone(),
        state: meeting.state().to_owned(),
        join_url: links::join_url(&world.base_url, meeting),
        passcode: meeting.password.clone(),
        alternative_hosts: meeting_settings::text(&meeting.settings, "alternative_hosts").to_owned(),
        participants: meeting.session().map_or_else(Vec::new, |session| {
            let here = session.participants.iter().filter(|one| one.left_at.is_none());
            here.map(participant_summary).collect()
        }),
    }
}
