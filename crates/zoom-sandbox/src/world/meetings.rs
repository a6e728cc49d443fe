//! Creating, changing, deleting and recovering meetings, with Zoom's rules about who may and when.

use jiff::{SignedDuration, Timestamp};

use super::{
    Refusal, World,
    meeting::{ANY_TIME, INSTANT, Meeting, MeetingInput, ROOM, SCHEDULED, SERIES},
    meeting_settings,
    user::User,
};
use crate::{limits::DAILY_CHANGES, random::Random, webhooks::meeting_events as events};

impl World {
    /// A meeting that the API asks for.
    pub(crate) fn create_meeting(
        &mut self,
        caller: &User,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> Result<i64, Refusal> {
        let kind = input.kind.unwrap_or(SCHEDULED);
        check_preschedule(&input, kind)?;
        let host = self.host_for(caller, input.schedule_for.as_deref(), kind)?;
        self.check_licence(&host, &input.settings)?;
        self.spend_change(&host.id, now)?;
        Ok(self.insert_meeting(&host, caller, input, now, random))
    }

    /// Adds a meeting without the daily limit: for the portal, the control plane and seeds.
    pub(crate) fn add_meeting(
        &mut self,
        host: &User,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> i64 {
        self.insert_meeting(host, host, input, now, random)
    }

    fn insert_meeting(
        &mut self,
        host: &User,
        operator: &User,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> i64 {
        let id = self.free_meeting_id(random);
        let zone = if host.timezone.is_empty() { "UTC" } else { &host.timezone };
        let mut meeting = Meeting::new(id, &host.id, zone, input, now, random);
        meeting.assistant_id = (host.id != operator.id).then(|| operator.id.clone());
        self.settle_room(&mut meeting);
        let payload = events::meeting_created(self, &meeting, operator);
        self.meetings.insert(id, meeting);
        self.publish_meeting("meeting.created", &host.id, &payload, now);
        id
    }

    /// Changes a meeting, or one occurrence of a series.
    pub(crate) fn update_meeting(
        &mut self,
        id: i64,
        occurrence: Option<i64>,
        caller: &User,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> Result<(), Refusal> {
        let meeting = self.own_meeting(id, &caller.id, now)?;
        if meeting.is_started() {
            return Err(Refusal::InProgress);
        }
        if let Some(occurrence) = occurrence {
            meeting.check_occurrence(occurrence, now)?;
        }
        let kind = input.kind.unwrap_or(meeting.kind);
        check_preschedule(&input, kind)?;
        let host = self.user(&meeting.host_id).cloned().ok_or(Refusal::MayNotHost)?;
        let host = match &input.schedule_for {
            Some(named) => self.host_for(caller, Some(named), kind)?,
            None => host,
        };
        self.check_licence(&host, &input.settings)?;
        self.spend_change(&host.id, now)?;
        let Some(mut meeting) = self.meetings.remove(&id) else {
            return Err(Refusal::NotFound(id.to_string()));
        };
        let before = events::changeable(&meeting);
        if let Some(occurrence) = occurrence {
            meeting.apply_to_occurrence(occurrence, input, now);
        } else {
            meeting.host_id.clone_from(&host.id);
            meeting.apply(input, now, random);
            self.settle_room(&mut meeting);
        }
        let after = events::changeable(&meeting);
        let single = occurrence.is_some() || meeting.kind != SERIES;
        let payload = events::meeting_updated(&self.account.id, id, caller, (&before, &after), single, now);
        self.meetings.insert(id, meeting);
        if let Some(payload) = payload {
            self.publish_meeting("meeting.updated", &host.id, &payload, now);
        }
        Ok(())
    }

    pub(crate) fn delete_meeting(&mut self, id: i64, host: &User, now: Timestamp) -> Result<(), Refusal> {
        let meeting = self.own_meeting(id, &host.id, now)?;
        match meeting.kind {
            ROOM => return Err(Refusal::PersonalRoom),
            _ if meeting.is_started() => return Err(Refusal::InProgress),
            _ => {}
        }
        let payload = events::meeting_removed(&self.account.id, meeting, host, None);
        let Some(meeting) = self.meetings.get_mut(&id) else {
            return Err(Refusal::NotFound(id.to_string()));
        };
        meeting.deleted_at = Some(now);
        let host_id = meeting.host_id.clone();
        self.put_in_trash(id);
        self.publish_meeting("meeting.deleted", &host_id, &payload, now);
        Ok(())
    }

    /// Takes one date out of a series.
    pub(crate) fn delete_occurrence(
        &mut self,
        id: i64,
        occurrence: i64,
        host: &User,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let meeting = self.own_meeting(id, &host.id, now)?;
        meeting.check_occurrence(occurrence, now)?;
        if meeting.is_started() && meeting.next_occurrence(now).is_some_and(|next| next.id == occurrence) {
            return Err(Refusal::InProgress);
        }
        let Some(meeting) = self.meetings.get_mut(&id) else {
            return Err(Refusal::NotFound(id.to_string()));
        };
        for one in meeting.occurrences.iter_mut().filter(|one| one.id == occurrence) {
            one.deleted = true;
        }
        let (payload, host_id) = (
            events::meeting_removed(&self.account.id, meeting, host, Some(occurrence)),
            meeting.host_id.clone(),
        );
        self.publish_meeting("meeting.deleted", &host_id, &payload, now);
        Ok(())
    }

    /// Brings a deleted meeting back; Zoom keeps it for a week.
    pub(crate) fn recover_meeting(&mut self, id: i64, host: &User, now: Timestamp) -> Result<(), Refusal> {
        let meeting = self
            .meetings
            .get_mut(&id)
            .filter(|meeting| meeting.is_recoverable(now) && meeting.host_id == host.id)
            .ok_or_else(|| Refusal::NotFound(id.to_string()))?;
        meeting.deleted_at = None;
        let payload = events::meeting_removed(&self.account.id, meeting, host, None);
        self.publish_meeting("meeting.recovered", &host.id, &payload, now);
        Ok(())
    }

    /// Whose meeting it becomes: the caller's, or that of somebody who lets the caller schedule for them.
    fn host_for(&self, caller: &User, named: Option<&str>, kind: u8) -> Result<User, Refusal> {
        let Some(named) = named.filter(|named| !named.is_empty()) else { return Ok(caller.clone()) };
        let host = self.user(named).filter(|user| user.outside == caller.outside);
        let host = host.ok_or(Refusal::UnknownScheduleFor)?;
        if host.id == caller.id {
            return Ok(caller.clone());
        }
        if kind == INSTANT {
            return Err(Refusal::InstantForSomebody);
        }
        if !host.assistants.iter().any(|email| email.eq_ignore_ascii_case(&caller.email)) {
            return Err(Refusal::MayNotScheduleFor(host.email.clone()));
        }
        if host.may_host() { Ok(host.clone()) } else { Err(Refusal::MayNotHost) }
    }

    /// A meeting with `use_pmi` takes place in the host's personal room: its number, its passcode.
    fn settle_room(&self, meeting: &mut Meeting) {
        meeting.pmi = None;
        if !meeting_settings::flag(&meeting.settings, "use_pmi") {
            return;
        }
        let pmi = self.user(&meeting.host_id).map(|host| host.pmi);
        if let Some(room) = pmi.and_then(|pmi| self.meetings.get(&pmi)) {
            meeting.pmi = Some(room.id);
            meeting.password.clone_from(&room.password);
            meeting.encrypted_password.clone_from(&room.encrypted_password);
        }
    }

    /// One of the creates and updates a host has per UTC day.
    fn spend_change(&mut self, host_id: &str, now: Timestamp) -> Result<(), Refusal> {
        if self.spend(host_id, DAILY_CHANGES, now) { Ok(()) } else { Err(Refusal::DailyLimit) }
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

impl Meeting {
    /// Whether this date of a series can still be changed.
    fn check_occurrence(&self, id: i64, now: Timestamp) -> Result<(), Refusal> {
        let found = self.occurrences.iter().find(|one| one.id == id && !one.deleted);
        let ends_at = found.ok_or(Refusal::UnknownOccurrence)?.ends_at();
        if ends_at.duration_since(now) <= SignedDuration::ZERO { Err(Refusal::Ended) } else { Ok(()) }
    }
}

fn check_preschedule(input: &MeetingInput, kind: u8) -> Result<(), Refusal> {
    let asked = input.pre_schedule == Some(true);
    if asked && !matches!(kind, SCHEDULED | ANY_TIME) { Err(Refusal::NoPreschedule) } else { Ok(()) }
}
