//! Finding meetings, and why a call about one is refused.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    World,
    meeting::{Meeting, WEBINAR},
    meeting_settings,
    user::{Plan, User},
};

/// Why a meeting was not touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    NotFound(String),
    NotHost,
    /// Its host belongs to another Zoom account.
    OtherAccount,
    Webinar,
    NeedsLicence {
        account_id: String,
    },
    /// Pending, deactivated, or without a licence to meet.
    MayNotHost,
    InProgress,
    Ended,
    PersonalRoom,
    UnknownOccurrence,
    DailyLimit,
    /// Pre-scheduling exists only for types 2 and 3.
    NoPreschedule,
    InstantForSomebody,
    UnknownScheduleFor,
    MayNotScheduleFor(String),
    BlockedDomain(String),
    /// Not a licensed user of the account.
    NoAlternativeHost(String),
}

impl World {
    /// A meeting that still exists, whoever hosts it.
    pub(crate) fn meeting(&self, id: i64, now: Timestamp) -> Result<&Meeting, Refusal> {
        let found = self.meetings.get(&id).filter(|meeting| meeting.is_alive(now));
        found.ok_or_else(|| Refusal::NotFound(id.to_string()))
    }

    /// A meeting that `user_id` hosts or scheduled for its host.
    pub(crate) fn own_meeting(&self, id: i64, user_id: &str, now: Timestamp) -> Result<&Meeting, Refusal> {
        self.may_manage(self.meeting(id, now)?, user_id)
    }

    /// The same, if this user hosts it or scheduled it.
    pub(crate) fn may_manage<'a>(&self, meeting: &'a Meeting, user_id: &str) -> Result<&'a Meeting, Refusal> {
        let outside = |id: &str| self.user(id).is_some_and(|user| user.outside);
        if meeting.host_id != user_id && meeting.assistant_id.as_deref() != Some(user_id) {
            let elsewhere = outside(&meeting.host_id) != outside(user_id);
            return Err(if elsewhere { Refusal::OtherAccount } else { Refusal::NotHost });
        }
        if meeting.kind == WEBINAR { Err(Refusal::Webinar) } else { Ok(meeting) }
    }

    /// A meeting by its id or the uuid of its next or running session.
    pub(crate) fn find_meeting(&self, id_or_uuid: &str, now: Timestamp) -> Result<i64, Refusal> {
        if let Ok(id) = id_or_uuid.parse::<i64>() {
            return self.meeting(id, now).map(|meeting| meeting.id);
        }
        let mut all = self.meetings.values();
        let found = all.find(|meeting| meeting.uuid == id_or_uuid && meeting.is_alive(now));
        if let Some(meeting) = found {
            return Ok(meeting.id);
        }
        let mut past = self.meetings.values().flat_map(|meeting| &meeting.sessions);
        let is_over = past.any(|session| session.uuid == id_or_uuid);
        Err(if is_over { Refusal::Ended } else { Refusal::NotFound(id_or_uuid.to_owned()) })
    }

    /// Meetings a host sees, soonest first; the personal room is not among them.
    pub(crate) fn meetings_of(&self, user_id: &str, now: Timestamp) -> Vec<&Meeting> {
        let mut meetings: Vec<&Meeting> = self
            .meetings
            .values()
            .filter(|meeting| meeting.host_id == user_id && meeting.is_planned(now))
            .collect();
        meetings.sort_by_key(|meeting| (meeting.next_start(now).unwrap_or(meeting.created_at), meeting.id));
        meetings
    }

    /// What takes place within a day for this user, as host or as invited, soonest first: start, minutes, meeting.
    pub(crate) fn agenda_of(&self, user: &User, now: Timestamp) -> Vec<(Timestamp, u32, &Meeting)> {
        let tomorrow = crate::clock::shift(now, SignedDuration::from_hours(24));
        let concerns = |meeting: &Meeting| {
            meeting.host_id == user.id
                || meeting_settings::people(&meeting.settings)
                    .iter()
                    .any(|email| email.eq_ignore_ascii_case(&user.email))
        };
        let mut agenda: Vec<_> = self
            .meetings
            .values()
            .filter(|meeting| meeting.is_planned(now) && concerns(meeting))
            .flat_map(|meeting| {
                let times = meeting.takes_place(now, tomorrow).into_iter();
                times.map(move |(start, minutes)| (start, minutes, meeting))
            })
            .collect();
        agenda.sort_by_key(|(start, _, meeting)| (*start, meeting.id));
        agenda
    }

    /// Refuses what the host's licence does not cover, and people who cannot have the part that they are given.
    pub(crate) fn check_licence(
        &self,
        host: &User,
        settings: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), Refusal> {
        if host.plan != Plan::Licensed && meeting_settings::need_licence(settings) {
            return Err(Refusal::NeedsLicence { account_id: self.account.id.clone() });
        }
        let blocked = meeting_settings::people(settings).into_iter().find_map(|email| {
            let (_, domain) = email.split_once('@')?;
            self.account.blocked_domains.iter().find(|blocked| blocked.eq_ignore_ascii_case(domain))
        });
        if let Some(domain) = blocked {
            return Err(Refusal::BlockedDomain(domain.clone()));
        }
        let may_host = |email: &&str| {
            self.user(email).is_some_and(|user| user.plan == Plan::Licensed && user.outside == host.outside)
        };
        match meeting_settings::alternative_hosts(settings).find(|email| !may_host(email)) {
            Some(email) => Err(Refusal::NoAlternativeHost(email.to_owned())),
            None => Ok(()),
        }
    }

    /// Counts one use of what is limited per UTC day; false once `limit` is used up.
    pub(crate) fn spend(&mut self, what: &str, limit: u32, now: Timestamp) -> bool {
        let today = now.to_zoned(TimeZone::UTC).date();
        if self.spent.get(what).is_none_or(|(day, _)| *day != today) {
            self.spent.retain(|_, (day, _)| *day == today);
            self.spent.insert(what.to_owned(), (today, 0));
        }
        let Some((_, used)) = self.spent.get_mut(what).filter(|(_, used)| *used < limit) else {
            return false;
        };
        *used += 1;
        true
    }
}
