//! The life of a meeting: it starts, people wait, join and leave, it ends, and after a week in the trash it is gone.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    Refusal, World,
    lifetime::BASIC_LIMIT,
    meeting::Meeting,
    session::Participant,
    user::{Plan, User},
};
use crate::{clock::shift, random::Random, webhooks::meeting_events as events};

impl World {
    /// Starts a meeting; nothing happens if it runs already.
    pub(crate) fn start_meeting(&mut self, id: i64, now: Timestamp, random: &Random) -> Result<(), Refusal> {
        self.meeting(id, now)?;
        let Some(meeting) = self.meetings.get_mut(&id) else {
            return Err(Refusal::NotFound(id.to_string()));
        };
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
        for one in &left {
            self.publish_departure(id, one, "Host ended the meeting.", now);
        }
        let Some(meeting) = self.meetings.get(&id) else { return false };
        let (host, ended) = (meeting.host_id.clone(), events::meeting_ended(&self.account.id, meeting));
        self.publish_meeting("meeting.ended", &host, &ended, now);
        true
    }

    /// Somebody joins a running meeting, or its waiting room if it has one and they are not the host. Returns the
    /// participant's id, or `None` if the meeting does not run.
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
        let is_host = user.as_ref().is_some_and(|user| user.id == meeting.host_id);
        let has_waiting_room = meeting.settings.get("waiting_room").is_some_and(|on| on == true);
        let participant = Participant {
            id: random.number(16_778_240, 1_000_000).to_string(),
            uuid: random.zoom_id(),
            name: user.as_ref().map_or_else(|| name.to_owned(), User::display_name),
            email: user.as_ref().map(|user| user.email.clone()).unwrap_or_default(),
            user_id: user.map(|user| user.id),
            registrant_id: meeting.registrant(email).map(|registrant| registrant.id.clone()),
            joined_at: now,
            left_at: None,
            in_waiting_room: has_waiting_room && !is_host,
        };
        let session = meeting.session_mut()?;
        session.emptied_at = None;
        session.participants.push(participant.clone());
        if participant.in_waiting_room {
            self.publish_waiting(id, "meeting.participant_joined_waiting_room", &participant, now);
        } else {
            self.publish_joined(id, &participant, now);
        }
        Some(participant.id)
    }

    /// The host lets somebody in from the waiting room. False if nobody of this id waits.
    pub(crate) fn admit(&mut self, id: i64, participant: &str, now: Timestamp) -> bool {
        let waiting = self.meetings.get_mut(&id).and_then(Meeting::session_mut).and_then(|session| {
            session.participants.iter_mut().find(|one| one.id == participant && one.is_waiting())
        });
        let Some(one) = waiting else { return false };
        one.in_waiting_room = false;
        one.joined_at = now;
        let one = one.clone();
        self.publish_waiting(id, "meeting.participant_admitted", &one, now);
        self.publish_waiting(id, "meeting.participant_left_waiting_room", &one, now);
        self.publish_joined(id, &one, now);
        true
    }

    /// A participant leaves, or stops waiting. False if nobody of this id is there.
    pub(crate) fn leave_meeting(&mut self, id: i64, participant: &str, now: Timestamp) -> bool {
        let Some(session) = self.meetings.get_mut(&id).and_then(Meeting::session_mut) else { return false };
        let found =
            session.participants.iter_mut().find(|one| one.id == participant && one.left_at.is_none());
        let Some(found) = found else { return false };
        found.left_at = Some(now);
        let gone = found.clone();
        if session.participants.iter().all(|one| one.left_at.is_some()) {
            session.emptied_at = Some(now);
        }
        self.publish_departure(id, &gone, "Left the meeting.", now);
        true
    }

    /// Removes a deleted meeting for good, before its week in the trash is over. False if it is not in the trash.
    pub(crate) fn purge_meeting(&mut self, id: i64, now: Timestamp) -> bool {
        let Some(meeting) = self.meetings.get_mut(&id) else { return false };
        if meeting.deleted_at.is_none() || meeting.purged {
            return false;
        }
        meeting.purged = true;
        let host_id = meeting.host_id.clone();
        if let (Some(meeting), Some(host)) = (self.meetings.get(&id), self.user(&host_id)) {
            let payload = events::meeting_removed(&self.account.id, meeting, host, None);
            self.publish_meeting("meeting.permanently_deleted", &host_id, &payload, now);
        }
        true
    }

    /// Does what is due by the clock alone: running meetings end, the trash is emptied. True if anything changed.
    pub(crate) fn tick(&mut self, now: Timestamp) -> bool {
        let over: Vec<(i64, Timestamp)> = self
            .running
            .iter()
            .filter_map(|id| Some((*id, self.ends_at(*id)?)))
            .filter(|(_, end)| *end <= now)
            .collect();
        for (id, end) in &over {
            self.end_meeting(*id, *end);
        }
        let mut purged = false;
        while let Some((gone_at, id)) = self.trash.first().copied().filter(|(at, _)| *at <= now) {
            self.trash.pop_first();
            // Whoever was recovered and deleted again is in the trash a second time, later.
            let is_due = |meeting: &Meeting| meeting.recoverable_until() == Some(gone_at);
            if self.meetings.get(&id).is_some_and(is_due) {
                purged |= self.purge_meeting(id, gone_at);
            }
        }
        purged || !over.is_empty()
    }

    /// Notes that a meeting was deleted, so that the clock finds it.
    pub(crate) fn put_in_trash(&mut self, id: i64) {
        if let Some(until) = self.meetings.get(&id).and_then(Meeting::recoverable_until) {
            self.trash.insert((until, id));
        }
    }

    /// Finds again what only lives in memory, after a state file was read.
    pub(crate) fn index(&mut self) {
        let meetings = || self.meetings.iter().map(|(id, meeting)| (*id, meeting));
        self.running = meetings().filter(|(_, meeting)| meeting.is_started()).map(|(id, _)| id).collect();
        let trash = meetings().filter_map(|(id, meeting)| Some((meeting.recoverable_until()?, id)));
        self.trash = trash.collect();
    }

    /// When something is next due without anybody asking.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let ends = self.running.iter().filter_map(|id| self.ends_at(*id));
        let purge = self.trash.first().map(|(at, _)| *at);
        let enabled = self.app.webhook.is_enabled();
        let deliveries = self.deliveries.iter().filter(|_| enabled);
        let attempts = deliveries.filter_map(|delivery| delivery.next_attempt_at);
        let validation = self.app.webhook.validate_at.filter(|_| enabled);
        ends.chain(purge).chain(attempts).chain(validation).min()
    }

    /// When the clock ends a running meeting: Basic hosts have 40 minutes, and an abandoned one may end by itself.
    fn ends_at(&self, id: i64) -> Option<Timestamp> {
        let meeting = self.meetings.get(&id)?;
        let session = meeting.session()?;
        let basic = self.user(&meeting.host_id).is_some_and(|host| host.plan == Plan::Basic);
        let cut = basic.then(|| shift(session.started_at, BASIC_LIMIT));
        let abandoned = session.emptied_at.zip(self.end_empty_after).map(|(at, wait)| shift(at, wait));
        cut.into_iter().chain(abandoned).min()
    }

    fn publish_joined(&mut self, id: i64, one: &Participant, now: Timestamp) {
        let Some(meeting) = self.meetings.get(&id) else { return };
        let (host, payload) =
            (meeting.host_id.clone(), events::participant_joined(&self.account.id, meeting, one));
        self.publish_meeting("meeting.participant_joined", &host, &payload, now);
    }

    fn publish_waiting(&mut self, id: i64, event: &str, one: &Participant, now: Timestamp) {
        let Some(meeting) = self.meetings.get(&id) else { return };
        let (host, payload) =
            (meeting.host_id.clone(), events::waiting_room(&self.account.id, meeting, one, now));
        self.publish_meeting(event, &host, &payload, now);
    }

    fn publish_departure(&mut self, id: i64, one: &Participant, reason: &str, now: Timestamp) {
        if one.in_waiting_room {
            return self.publish_waiting(id, "meeting.participant_left_waiting_room", one, now);
        }
        let Some(meeting) = self.meetings.get(&id) else { return };
        let payload: Value = events::participant_left(&self.account.id, meeting, one, reason);
        let host = meeting.host_id.clone();
        self.publish_meeting("meeting.participant_left", &host, &payload, now);
    }
}
