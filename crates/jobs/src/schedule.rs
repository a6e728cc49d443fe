//! Recurring work without a leader: a row says when it is due next, and of any number of processes that see it due,
//! the one that moves the row on enqueues the job in the same transaction.

use std::{fmt, sync::Arc};

use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};
use store::{
    Store, StoreError, jobs as table,
    schedules::{self, ScheduleRow},
};

use crate::{Job, Runner};

/// A row this much further ahead than one occurrence was written by a clock that was wrong.
const WRONG_CLOCK: SignedDuration = SignedDuration::from_hours(1);

/// When recurring work is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recurrence {
    /// Whenever this much time has passed, counted from the epoch: every ten minutes means at :00, :10, :20. At least
    /// a second.
    Every(SignedDuration),
    /// Once a day at this time, UTC.
    DailyAt(Time),
}

impl Recurrence {
    /// The first occurrence after `now`.
    pub fn next_after(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Every(_) => {
                let (period, now) = (self.period().as_micros(), now.as_microsecond());
                let next = (i128::from(now).div_euclid(period) + 1) * period;
                i64::try_from(next)
                    .ok()
                    .and_then(|next| Timestamp::from_microsecond(next).ok())
                    .unwrap_or(Timestamp::MAX)
            }
            Self::DailyAt(time) => {
                let today = now.to_zoned(TimeZone::UTC).date();
                let at = |date: jiff::civil::Date| TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok();
                let today_at = at(today).filter(|at| *at > now);
                today_at.or_else(|| at(today.tomorrow().ok()?)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// Between two occurrences.
    fn period(self) -> SignedDuration {
        match self {
            Self::Every(period) => period.max(SignedDuration::from_secs(1)),
            Self::DailyAt(_) => SignedDuration::from_hours(24),
        }
    }
}

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every(_) => write!(f, "every {:#}", self.period()),
            Self::DailyAt(time) => write!(f, "daily at {time} UTC"),
        }
    }
}

/// Recurring work that a runner knows.
#[derive(Clone)]
pub(crate) struct Schedule {
    name: &'static str,
    recurrence: Recurrence,
    kind: &'static str,
    max_attempts: u32,
    payload: Arc<dyn Fn() -> Result<String, serde_json::Error> + Send + Sync>,
}

impl Schedule {
    pub(crate) fn new<J: Job>(name: &'static str, recurrence: Recurrence, job: J) -> Self {
        let payload = Arc::new(move || serde_json::to_string(&job));
        Self { name, recurrence, kind: J::KIND, max_attempts: J::MAX_ATTEMPTS, payload }
    }

    /// Makes the row right, and enqueues the job if it is due; whether it did.
    async fn look(
        &self,
        store: &Store,
        row: Option<&ScheduleRow>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let recurrence = self.recurrence.to_string();
        let next = self.recurrence.next_after(now);
        let Some(row) = row else {
            let tx = store.begin_write().await?;
            schedules::insert(&tx, &ScheduleRow { name: self.name.to_owned(), recurrence, next_at: next })
                .await?;
            tx.commit().await?;
            return Ok(false);
        };
        let latest = now.saturating_add(self.recurrence.period() + WRONG_CLOCK).unwrap_or(Timestamp::MAX);
        let due = row.next_at <= now;
        let next = if due || row.next_at > latest { next } else { row.next_at.min(next) };
        if !due && row.recurrence == recurrence && row.next_at == next {
            return Ok(false);
        }
        let tx = store.begin_write().await?;
        if !schedules::advance(&tx, row, &recurrence, next).await? {
            return Ok(false);
        }
        if due {
            self.enqueue(&tx).await?;
        }
        tx.commit().await?;
        Ok(due)
    }

    /// One waiting job per schedule: if the last one has not run yet, there is nothing to add.
    async fn enqueue(&self, tx: &store::Tx) -> Result<(), StoreError> {
        let payload = (self.payload)()
            .map_err(|error| StoreError::Unstorable { what: self.kind, source: Box::new(error) })?;
        let key = format!("schedule:{}", self.name);
        let job = table::NewJob {
            workspace_id: None,
            kind: self.kind,
            payload: &payload,
            dedupe_key: Some(&key),
            run_at: tx.now(),
            max_attempts: self.max_attempts,
        };
        table::insert(tx, &job).await.map(drop)
    }
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// Teaches it recurring work, and the kind of its job. `name` is the row in the database and never changes; the
    /// recurrence may, and counts from the next start on.
    ///
    /// Each due occurrence is enqueued once, by whichever process sees it first. What fell due while no process ran
    /// is made up for by one job, not by one for each. The job belongs to no workspace: work that is done for each
    /// enqueues a job for each.
    ///
    /// ```no_run
    /// # use jiff::SignedDuration;
    /// # use jobs::{Recurrence, Runner};
    /// # #[derive(serde::Serialize, serde::Deserialize)] struct Reconcile {}
    /// # impl jobs::Job for Reconcile {
    /// #     const KIND: &'static str = "reconcile";
    /// #     type Context = ();
    /// #     async fn run(self, _: &(), _: jobs::Attempt) -> Result<(), jobs::JobError> { Ok(()) }
    /// # }
    /// # fn register(runner: Runner<()>) -> Runner<()> {
    /// runner
    ///     .schedule("reconcile", Recurrence::DailyAt(jiff::civil::time(2, 30, 0, 0)), Reconcile {})
    ///     .schedule("look again", Recurrence::Every(SignedDuration::from_mins(10)), Reconcile {})
    /// # }
    /// ```
    #[must_use]
    pub fn schedule<J: Job<Context = C>>(
        mut self,
        name: &'static str,
        recurrence: Recurrence,
        job: J,
    ) -> Self {
        Arc::make_mut(&mut self.schedules).push(Schedule::new(name, recurrence, job));
        self.register::<J>()
    }

    /// Enqueues the recurring work that is due by the clock; how many jobs that were. A background runner does this
    /// once a second; tests do it themselves.
    pub async fn enqueue_scheduled(&self) -> Result<u32, StoreError> {
        if self.schedules.is_empty() {
            return Ok(0);
        }
        let rows = schedules::all(&self.store.begin_read().await).await?;
        let now = self.clock.now();
        let mut enqueued = 0;
        for schedule in self.schedules.iter() {
            let row = rows.iter().find(|row| row.name == schedule.name);
            enqueued += u32::from(schedule.look(&self.store, row, now).await?);
        }
        Ok(enqueued)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_interval_keeps_to_its_grid() {
        let ten = Recurrence::Every(SignedDuration::from_mins(10));
        assert_eq!(ten.next_after(at("2027-03-16T08:42:00Z")), at("2027-03-16T08:50:00Z"));
        assert_eq!(ten.next_after(at("2027-03-16T08:50:00Z")), at("2027-03-16T09:00:00Z"));
        assert_eq!(ten.next_after(at("1960-01-01T00:05:00Z")), at("1960-01-01T00:10:00Z"));
        let nothing = Recurrence::Every(SignedDuration::ZERO);
        assert_eq!(nothing.next_after(at("2027-03-16T08:42:00Z")), at("2027-03-16T08:42:01Z"));
    }

    #[test]
    fn a_day_is_a_day_of_utc() {
        let night = Recurrence::DailyAt(time(2, 30, 0, 0));
        assert_eq!(night.next_after(at("2027-03-16T02:29:59Z")), at("2027-03-16T02:30:00Z"));
        assert_eq!(night.next_after(at("2027-03-16T02:30:00Z")), at("2027-03-17T02:30:00Z"));
        assert_eq!(night.next_after(at("2027-12-31T23:00:00Z")), at("2028-01-01T02:30:00Z"));
    }

    #[test]
    fn a_recurrence_reads_as_it_is_meant() {
        assert_eq!(Recurrence::DailyAt(time(2, 30, 0, 0)).to_string(), "daily at 02:30:00 UTC");
        assert_eq!(Recurrence::Every(SignedDuration::from_mins(90)).to_string(), "every 1h 30m");
    }
}
