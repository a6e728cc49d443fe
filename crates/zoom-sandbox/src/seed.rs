//! What a sandbox holds before any client calls.

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    random::Random,
    world::{
        World,
        meeting::{MeetingInput, WEBINAR},
        user::{Plan, User, UserStatus},
    },
};

/// Users and meetings to begin with; the format of `--seed FILE`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seed {
    /// Beside the default users. An email that exists already is left as it is.
    pub users: Vec<SeedUser>,
    /// Meetings, each with its host.
    pub meetings: Vec<HostedMeeting>,
    /// Domains whose users the account has blocked from meetings.
    pub blocked_domains: Vec<String>,
}

/// A user to begin with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedUser {
    /// Login.
    pub email: String,
    /// First name.
    #[serde(default)]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    pub last_name: String,
    /// Licence; Basic if absent.
    #[serde(default)]
    pub plan: Option<Plan>,
    /// IANA zone name; UTC if empty.
    #[serde(default)]
    pub timezone: String,
    /// Active, deactivated, or invited and not yet accepted.
    #[serde(default)]
    pub status: UserStatus,
    /// Belongs to another Zoom account: not found here, and refused with code 1010.
    #[serde(default)]
    pub outside: bool,
    /// Emails of users who may schedule meetings for this one.
    #[serde(default)]
    pub assistants: Vec<String>,
}

/// A meeting and who hosts it.
#[derive(Debug, Clone, Deserialize)]
pub struct HostedMeeting {
    /// Email of the host.
    pub host: String,
    /// The meeting.
    #[serde(flatten)]
    pub meeting: SeedMeeting,
}

/// A meeting that exists before any client calls.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SeedMeeting {
    /// Title; Zoom's default if empty.
    pub topic: String,
    /// Description.
    pub agenda: String,
    /// Scheduled start; now if `None`.
    pub start_time: Option<Timestamp>,
    /// Minutes; 60 if 0.
    pub duration: u32,
    /// IANA zone name; the host's if empty.
    pub timezone: String,
    /// A webinar: its id is answered with code 3000, because webinars have endpoints of their own.
    pub webinar: bool,
}

/// A change its host makes to a meeting in Zoom; what is `None` stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeetingChange {
    /// Title.
    pub topic: Option<String>,
    /// Description.
    pub agenda: Option<String>,
    /// Scheduled start; one in the past is ignored, as in Zoom.
    pub start_time: Option<Timestamp>,
    /// Minutes.
    pub duration: Option<u32>,
    /// IANA zone name.
    pub timezone: Option<String>,
    /// Passcode.
    pub password: Option<String>,
}

impl MeetingChange {
    pub(crate) fn into_input(self) -> MeetingInput {
        MeetingInput {
            topic: self.topic,
            agenda: self.agenda,
            start_time: self.start_time,
            duration: self.duration,
            timezone: self.timezone,
            password: self.password,
            ..MeetingInput::default()
        }
    }
}

impl SeedUser {
    pub(crate) fn into_user(self, now: Timestamp, random: &Random) -> User {
        // Personal ids have 10 digits.
        let pmi = i64::try_from(random.number(3_000_000_000, 3_999_999_999)).unwrap_or(3_000_000_000);
        User {
            first_name: self.first_name,
            last_name: self.last_name,
            plan: self.plan.unwrap_or(Plan::Basic),
            timezone: if self.timezone.is_empty() { "UTC".to_owned() } else { self.timezone },
            status: self.status,
            outside: self.outside,
            assistants: self.assistants,
            ..User::plain(random.zoom_id(), self.email, pmi, now)
        }
    }
}

impl SeedMeeting {
    pub(crate) fn into_input(self) -> MeetingInput {
        MeetingInput {
            topic: Some(self.topic),
            kind: self.webinar.then_some(WEBINAR),
            agenda: Some(self.agenda),
            start_time: self.start_time,
            duration: (self.duration > 0).then_some(self.duration),
            timezone: (!self.timezone.is_empty()).then_some(self.timezone),
            ..MeetingInput::default()
        }
    }
}

/// Plants a seed; names the first host that does not exist.
pub(crate) fn plant(world: &mut World, seed: Seed, now: Timestamp, random: &Random) -> Result<(), String> {
    world.account.blocked_domains = seed.blocked_domains;
    for user in seed.users {
        if world.user(&user.email).is_none() {
            let user = user.into_user(now, random);
            world.add_user(user, random);
        }
    }
    for hosted in seed.meetings {
        let Some(host) = world.user(&hosted.host).cloned() else { return Err(hosted.host) };
        world.add_meeting(&host, hosted.meeting.into_input(), now, random);
    }
    Ok(())
}
