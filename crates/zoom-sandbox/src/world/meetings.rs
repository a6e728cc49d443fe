//! What can be done to the meetings of a world, with Zoom's rules about who may and when.

use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;

use super::{
    World,
    meeting::{Meeting, MeetingInput, Participant},
    meeting_settings,
    user::{Plan, User},
};
use crate::{random::Random, webhooks::events};

/// Creates and updates Zoom allows one host per UTC day.
pub(crate) const DAILY_CHANGES: u32 = 100;

/// Why a meeting was not touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    NotFound(i64),
    NotHost,
    NeedsLicence { account_id: String },
    InProgress,
    DailyLimit,
}

impl World {
    /// A meeting that still exists, whoever hosts it.
    pub(crate) fn meeting(&self, id: i64, now: Timestamp) -> Result<&Meeting, Refusal> {
        self.meetings.get(&id).filter(|meeting| meeting.is_alive(now)).ok_or(Refusal::NotFound(id))
    }

    /// A meeting that `user_id` hosts.
    pub(crate) fn own_meeting(&self, id: i64, user_id: &str, now: Timestamp) -> Result<&Meeting, Refusal> {
        let meeting = self.meeting(id, now)?;
        if meeting.host_id == user_id { Ok(meeting) } else { Err(Refusal::NotHost) }
    }

    pub(crate) fn create_meeting(
        &mut self,
        host: &User,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> Result<i64, Refusal> {
        self.check_licence(host, &input)?;
        self.spend(&host.id, now)?;
        Ok(self.add_meeting(host, input, now, random))
    }

    /// Adds a meeting without the daily limit: for the portal, the control plane and seeds.
    pub(crate) fn add_meeting(
        &mut self,
        host: &User,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> i64 {
        let id = self.free_meeting_id(random);
        let zone = if host.timezone.is_empty() { "UTC" } else { &host.timezone };
        let meeting = Meeting::new(id, &host.id, zone, input, now, random);
        let payload = events::meeting_created(self, &meeting, host);
        self.meetings.insert(id, meeting);
        self.publish_meeting("meeting.created", &host.id, &payload, now);
        id
    }

    pub(crate) fn update_meeting(
        &mut self,
        id: i64,
        host: &User,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> Result<(), Refusal> {
        if self.own_meeting(id, &host.id, now)?.is_started() {
            return Err(Refusal::InProgress);
        }
        self.check_licence(host, &input)?;
        self.spend(&host.id, now)?;
        let Some(meeting) = self.meetings.get_mut(&id) else { return Err(Refusal::NotFound(id)) };
        let before = events::changeable(meeting);
        meeting.apply(input, now, random);
        let after = events::changeable(meeting);
        if let Some(payload) = events::meeting_updated(&self.account.id, id, host, &before, &after, now) {
            self.publish_meeting("meeting.updated", &host.id, &payload, now);
        }
        Ok(())
    }

    pub(crate) fn delete_meeting(&mut self, id: i64, host: &User, now: Timestamp) -> Result<(), Refusal> {
        if self.own_meeting(id, &host.id, now)?.is_started() {
            return Err(Refusal::InProgress);
        }
        let Some(meeting) = self.meetings.get_mut(&id) else { return Err(Refusal::NotFound(id)) };
        meeting.deleted_at = Some(now);
        let payload = events::meeting_removed(&self.account.id, meeting, host);
        self.publish_meeting("meeting.deleted", &host.id, &payload, now);
        Ok(())
    }

    /// Brings a deleted meeting back.
    pub(crate) fn recover_meeting(&mut self, id: i64, host: &User, now: Timestamp) -> Result<(), Refusal> {
        let meeting = self
            .meetings
            .get_mut(&id)
            .filter(|meeting| meeting.deleted_at.is_some() && meeting.host_id == host.id)
            .ok_or(Refusal::NotFound(id))?;
        meeting.deleted_at = None;
        let payload = events::meeting_removed(&self.account.id, meeting, host);
        self.publish_meeting("meeting.recovered", &host.id, &payload, now);
        Ok(())
    }

    /// Starts a meeting; nothing happens if it runs already.
    pub(crate) fn start_meeting(&mut self, id: i64, now: Timestamp, random: &Random) -> Result<(), Refusal> {
        self.meeting(id, now)?;
        let Some(meeting) = self.meetings.get_mut(&id) else { return Err(Refusal::NotFound(id)) };
        if meeting.start(now, random) {
            self.running.insert(id);
            let (host, payload) =
                (meeting.host_id.clone(), events::meeting_started(&self.account.id, meeting));
            self.publish_meeting("meeting.started", &host, &payload, now);
        }
        Ok(())
    }

    /// Ends a running meeting; everybody leaves. False if it does not run.
    pub(crate) fn end_meeting(&mut self, id: i64, now: Timestamp) -> bool {
        self.running.remove(&id);
        let Some(meeting) = self.meetings.get_mut(&id) else { return false };
        let Some(session) = meeting.session_mut() else { return false };
        let mut left: Vec<Participant> = Vec::new();
        for participant in session.participants.iter_mut().filter(|one| one.left_at.is_none()) {
            participant.left_at = Some(now);
            left.push(participant.clone());
        }
        session.ended_at = Some(now);
        let host = meeting.host_id.clone();
        let gone: Vec<Value> = left
            .iter()
            .map(|one| events::participant_left(&self.account.id, meeting, one, "Host ended the meeting."))
            .collect();
        let ended = events::meeting_ended(&self.account.id, meeting);
        for payload in gone {
            self.publish_meeting("meeting.participant_left", &host, &payload, now);
        }
        self.publish_meeting("meeting.ended", &host, &ended, now);
        true
    }

    /// Somebody joins a running meeting; returns the participant's id, or `None` if it does not run.
    pub(crate) fn join_meeting(
        &mut self,
        id: i64,
        name: &str,
        email: &str,
        now: Timestamp,
        random: &Random,
    ) -> Option<String> {
        let user = self.user(email).cloned();
        let meeting = self.meetings.get_mut(&id)?;
        let participant = Participant {
            id: random.number(16_778_240, 1_000_000).to_string(),
            uuid: random.zoom_id(),
            name: user.as_ref().map_or_else(|| name.to_owned(), User::display_name),
            email: user.as_ref().map(|user| user.email.clone()).unwrap_or_default(),
            user_id: user.map(|user| user.id),
            joined_at: now,
            left_at: None,
        };
        meeting.session_mut()?.participants.push(participant.clone());
        let host = meeting.host_id.clone();
        let payload = events::participant_joined(&self.account.id, meeting, &participant);
        self.publish_meeting("meeting.participant_joined", &host, &payload, now);
        Some(participant.id)
    }

    /// A participant leaves. False if nobody of this id is there.
    pub(crate) fn leave_meeting(&mut self, id: i64, participant: &str, now: Timestamp) -> bool {
        let Some(meeting) = self.meetings.get_mut(&id) else { return false };
        let Some(session) = meeting.session_mut() else { return false };
        let found =
            session.participants.iter_mut().find(|one| one.id == participant && one.left_at.is_none());
        let Some(found) = found else { return false };
        found.left_at = Some(now);
        let (gone, host) = (found.clone(), meeting.host_id.clone());
        let payload = events::participant_left(&self.account.id, meeting, &gone, "Left the meeting.");
        self.publish_meeting("meeting.participant_left", &host, &payload, now);
        true
    }

    /// Meetings a host sees, soonest first.
    pub(crate) fn meetings_of(&self, user_id: &str, now: Timestamp) -> Vec<&Meeting> {
        let mut meetings: Vec<&Meeting> = self
            .meetings
            .values()
            .filter(|meeting| meeting.host_id == user_id && meeting.is_alive(now))
            .collect();
        meetings.sort_by_key(|meeting| (meeting.start_time.unwrap_or(meeting.created_at), meeting.id));
        meetings
    }

    fn check_licence(&self, host: &User, input: &MeetingInput) -> Result<(), Refusal> {
        if host.plan == Plan::Basic && meeting_settings::need_licence(&input.settings) {
            return Err(Refusal::NeedsLicence { account_id: self.account.id.clone() });
        }
        Ok(())
    }

    /// Counts one create or update of this host; the count starts again at 00:00 UTC.
    fn spend(&mut self, host_id: &str, now: Timestamp) -> Result<(), Refusal> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let entry = self.spent.entry(host_id.to_owned()).or_insert((today, 0));
        if entry.0 != today {
            *entry = (today, 0);
        }
        if entry.1 >= DAILY_CHANGES {
            return Err(Refusal::DailyLimit);
        }
        entry.1 += 1;
        Ok(())
    }

    /// Generated ids have 11 digits, as in Zoom.
    fn free_meeting_id(&self, random: &Random) -> i64 {
        loop {
            let id = i64::try_from(random.number(80_000_000_000, 9_999_999_999)).unwrap_or(80_000_000_000);
            if !self.meetings.contains_key(&id) {
                return id;
            }
        }
    }
}
