//! What a sandbox holds before any client calls.

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    random::Random,
    world::{
        World,
        meeting::MeetingInput,
        user::{Plan, User},
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
}

impl SeedUser {
    pub(crate) fn into_user(self, now: Timestamp, random: &Random) -> User {
        User {
            id: random.zoom_id(),
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            plan: self.plan.unwrap_or(Plan::Basic),
            timezone: if self.timezone.is_empty() { "UTC".to_owned() } else { self.timezone },
            // Personal ids have 10 digits.
            pmi: i64::try_from(random.number(3_000_000_000, 3_999_999_999)).unwrap_or(3_000_000_000),
            role_id: "2".to_owned(),
            created_at: now,
        }
    }
}

impl SeedMeeting {
    pub(crate) fn into_input(self) -> MeetingInput {
        MeetingInput {
            topic: Some(self.topic),
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
    for user in seed.users {
        if world.user(&user.email).is_none() {
            let user = user.into_user(now, random);
            world.users.push(user);
        }
    }
    for hosted in seed.meetings {
        let Some(host) = world.user(&hosted.host).cloned() else { return Err(hosted.host) };
        world.add_meeting(&host, hosted.meeting.into_input(), now, random);
    }
    Ok(())
}
