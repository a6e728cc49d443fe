//! How long a meeting id leads somewhere, and when a meeting takes place (reference C.15).

use jiff::{SignedDuration, Timestamp};

use super::{
    meeting::{INSTANT, Meeting, ROOM, SCHEDULED, SCREEN_SHARE, SERIES, WEBINAR},
    recurrence::Occurrence,
};
use crate::clock::shift;

/// A Basic host's meeting ends after this long.
pub(crate) const BASIC_LIMIT: SignedDuration = SignedDuration::from_mins(40);
/// How long a deleted meeting can be brought back.
const RECOVERABLE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// An instant meeting made by the API that nobody starts is gone after a day.
const UNSTARTED: SignedDuration = SignedDuration::from_hours(24);
const SCHEDULED_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);
const RECURRING_LIFE: SignedDuration = SignedDuration::from_hours(365 * 24);

impl Meeting {
    /// Whether the id still leads somewhere at `now`.
    pub(crate) fn is_alive(&self, now: Timestamp) -> bool {
        self.deleted_at.is_none() && (self.is_started() || self.expires_at() > now)
    }

    /// Whether it is a meeting somebody planned that still exists: no personal room, no webinar.
    pub(crate) fn is_planned(&self, now: Timestamp) -> bool {
        !matches!(self.kind, ROOM | WEBINAR) && self.is_alive(now)
    }

    /// Whether a deleted meeting can still be brought back.
    pub(crate) fn is_recoverable(&self, now: Timestamp) -> bool {
        self.recoverable_until().is_some_and(|until| until > now)
    }

    /// When a deleted meeting is gone for good; `None` if it is not in the trash.
    pub(crate) fn recoverable_until(&self) -> Option<Timestamp> {
        self.deleted_at.filter(|_| !self.purged).map(|deleted| shift(deleted, RECOVERABLE))
    }

    /// A scheduled id lives 30 days past its date or last use, a recurring one and a used room 365 days, an instant one
    /// until it ends.
    fn expires_at(&self) -> Timestamp {
        let last_end = self.sessions.last().and_then(|session| session.ended_at);
        let later = |planned: Timestamp| last_end.map_or(planned, |end| end.max(planned));
        match self.kind {
            INSTANT => last_end.unwrap_or_else(|| shift(self.created_at, UNSTARTED)),
            SCHEDULED | SCREEN_SHARE => {
                shift(later(self.start_time.unwrap_or(self.created_at)), SCHEDULED_LIFE)
            }
            SERIES => shift(later(self.last_planned().unwrap_or(self.created_at)), RECURRING_LIFE),
            ROOM => last_end.map_or(Timestamp::MAX, |end| shift(end, RECURRING_LIFE)),
            _ => shift(later(self.created_at), RECURRING_LIFE),
        }
    }

    /// When the last minute of the plan has passed; `None` if it has no fixed time.
    pub(crate) fn planned_end(&self) -> Option<Timestamp> {
        match self.kind {
            SERIES => self.planned().map(Occurrence::ends_at).max(),
            _ => {
                self.start_time.map(|start| shift(start, SignedDuration::from_mins(i64::from(self.duration))))
            }
        }
    }

    /// The occurrence that comes next or goes on now.
    pub(crate) fn next_occurrence(&self, now: Timestamp) -> Option<&Occurrence> {
        self.planned().filter(|one| one.ends_at() > now).min_by_key(|one| one.start_time)
    }

    /// The start lists and answers show: of a series, that of its next occurrence.
    pub(crate) fn next_start(&self, now: Timestamp) -> Option<Timestamp> {
        match self.kind {
            SERIES => self
                .next_occurrence(now)
                .map(|one| one.start_time)
                .or(self.last_planned())
                .or(self.start_time),
            _ => self.start_time,
        }
    }

    /// Times within `from..to` at which it takes place, with their minutes.
    pub(crate) fn takes_place(&self, from: Timestamp, to: Timestamp) -> Vec<(Timestamp, u32)> {
        let single = self.start_time.filter(|_| self.kind != SERIES).map(|start| (start, self.duration));
        let series = self.planned().map(|one| (one.start_time, one.duration));
        single
            .into_iter()
            .chain(series)
            .filter(|(start, minutes)| {
                *start < to && shift(*start, SignedDuration::from_mins(i64::from(*minutes))) > from
            })
            .collect()
    }

    fn planned(&self) -> impl Iterator<Item = &Occurrence> {
        self.occurrences.iter().filter(|one| !one.deleted)
    }

    fn last_planned(&self) -> Option<Timestamp> {
        self.planned().map(|one| one.start_time).max()
    }
}
