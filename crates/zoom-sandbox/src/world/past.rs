//! Meetings that took place (reference C.13).

use jiff::{SignedDuration, Timestamp};

use super::{
    World,
    access::Refusal,
    meeting::Meeting,
    session::Session,
    user::{Plan, User},
};
use crate::clock::shift;

/// Zoom answers about the last year only.
const MEMORY: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Why nothing is told about a past meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoPast {
    NeedsLicence { account_id: String },
    Unknown,
    NotEnded,
    NotYours,
    OtherAccount,
    TooOld,
}

/// A meeting and one of its ended sessions.
#[derive(Clone, Copy)]
pub(crate) struct Instance<'a> {
    pub(crate) meeting: &'a Meeting,
    pub(crate) session: &'a Session,
    pub(crate) ended_at: Timestamp,
}

impl World {
    /// The latest ended session of an id, or the session of a uuid, if `user` may hear of it and pays for that.
    pub(crate) fn past_meeting(
        &self,
        id_or_uuid: &str,
        user: &User,
        now: Timestamp,
    ) -> Result<Instance<'_>, NoPast> {
        let (meeting, sessions) = self.sessions_of(id_or_uuid, user)?;
        if user.plan != Plan::Licensed {
            return Err(NoPast::NeedsLicence { account_id: self.account.id.clone() });
        }
        let ended = sessions.filter_map(|session| Some((session, session.ended_at?)));
        let (session, ended_at) = ended.last().ok_or(NoPast::NotEnded)?;
        if shift(ended_at, MEMORY) <= now {
            return Err(NoPast::TooOld);
        }
        Ok(Instance { meeting, session, ended_at })
    }

    /// Every ended session of an id that Zoom still remembers, oldest first.
    pub(crate) fn past_instances(
        &self,
        id_or_uuid: &str,
        user: &User,
        now: Timestamp,
    ) -> Result<Vec<&Session>, NoPast> {
        let (meeting, _) = self.sessions_of(id_or_uuid, user)?;
        let known = |session: &&Session| session.ended_at.is_some_and(|end| shift(end, MEMORY) > now);
        Ok(meeting.sessions.iter().filter(known).collect())
    }

    fn sessions_of(
        &self,
        id_or_uuid: &str,
        user: &User,
    ) -> Result<(&Meeting, impl Iterator<Item = &Session>), NoPast> {
        let id = id_or_uuid.parse::<i64>().ok();
        let uuid = id.is_none().then(|| id_or_uuid.to_owned());
        let took_place = |meeting: &&Meeting| meeting.sessions.iter().any(|one| one.uuid == id_or_uuid);
        let meeting = id.map_or_else(|| self.meetings.values().find(took_place), |id| self.meetings.get(&id));
        let meeting = meeting.ok_or(NoPast::Unknown)?;
        self.may_manage(meeting, &user.id).map_err(|refusal| match refusal {
            Refusal::OtherAccount => NoPast::OtherAccount,
            _ => NoPast::NotYours,
        })?;
        let asked_for = move |session: &&Session| uuid.as_ref().is_none_or(|uuid| *uuid == session.uuid);
        Ok((meeting, meeting.sessions.iter().filter(asked_for)))
    }
}

impl Instance<'_> {
    /// Whole minutes, a begun one counted.
    pub(crate) fn minutes(&self) -> i64 {
        begun_minutes(self.ended_at.duration_since(self.session.started_at))
    }

    /// Minutes of everybody together.
    pub(crate) fn total_minutes(&self) -> i64 {
        self.session.participants.iter().map(|one| begun_minutes(one.stayed(self.ended_at))).sum()
    }
}

fn begun_minutes(time: SignedDuration) -> i64 {
    (time.as_secs() + 59) / 60
}
