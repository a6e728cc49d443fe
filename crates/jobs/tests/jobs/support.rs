//! A queue with one kind of job whose behaviour each job carries with it.
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{Clock, JobId, ManualClock, SeededRandom};
use jobs::{Attempt, Job, JobError, Options, Runner, enqueue};
use serde::{Deserialize, Serialize};
use store::Store;
use test_database::TestDatabase;
use tokio::sync::Notify;

/// Longer than any of these jobs takes; no test waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// What handlers see.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    /// The names of the jobs, with the number of the attempt, in order.
    log: Arc<Mutex<Vec<String>>>,
    /// Lets a job that holds go on.
    pub(crate) release: Arc<Notify>,
    /// Told when a job begins to hold.
    pub(crate) holding: Arc<Notify>,
}

impl Seen {
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Behaviour {
    Succeed,
    FailOnce,
    AlwaysRetry,
    RetryAfterAnHour,
    Fail,
    Panic,
    Hold,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) name: String,
    pub(crate) behaviour: Behaviour,
}

impl Job for Task {
    const KIND: &'static str = "task";
    const MAX_ATTEMPTS: u32 = 3;
    const WORKERS: usize = 2;
    type Context = Seen;

    async fn run(self, seen: &Seen, attempt: Attempt) -> Result<(), JobError> {
        let last = if attempt.last { " last" } else { "" };
        seen.log.lock().unwrap().push(format!("{} {}{last}", self.name, attempt.number));
        match self.behaviour {
            Behaviour::Succeed => Ok(()),
            Behaviour::FailOnce if attempt.number > 1 => Ok(()),
            Behaviour::FailOnce | Behaviour::AlwaysRetry => Err(JobError::retry("no answer")),
            Behaviour::RetryAfterAnHour => {
                Err(JobError::retry_after(Duration::from_hours(1), "too many calls"))
            }
            Behaviour::Fail => Err(JobError::fail("refused")),
            Behaviour::Panic => panic!("a bug"),
            Behaviour::Hold => {
                seen.holding.notify_one();
                seen.release.notified().await;
                Ok(())
            }
        }
    }
}

/// A job whose payload has become another one since it was enqueued.
#[derive(Serialize, Deserialize)]
pub(crate) struct Changed {
    pub(crate) number: String,
}

impl Job for Changed {
    const KIND: &'static str = "task";
    type Context = Seen;

    async fn run(self, _: &Seen, _: Attempt) -> Result<(), JobError> {
        Ok(())
    }
}

pub(crate) struct Queue {
    pub(crate) store: Store,
    pub(crate) clock: ManualClock,
    pub(crate) seen: Seen,
    pub(crate) runner: Runner<Seen>,
    pub(crate) database: TestDatabase,
}

impl Queue {
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::new().await;
        let clock = ManualClock::new("2027-03-16T08:42:00Z".parse().unwrap());
        let random = Arc::new(SeededRandom::new(1));
        let store = Store::open(database.database(), Arc::new(clock.clone()), random.clone()).await.unwrap();
        store.migrate().await.unwrap();
        let runner = Runner::new(store.clone(), Arc::new(clock.clone()), random).register::<Task>();
        Self { store, clock, seen: Seen::default(), runner, database }
    }

    /// The runner of another process on the same database.
    pub(crate) async fn other_process(&self) -> Runner<Seen> {
        let random = Arc::new(SeededRandom::new(2));
        let store = Store::open(self.database.database(), Arc::new(self.clock.clone()), random.clone())
            .await
            .unwrap();
        Runner::new(store, Arc::new(self.clock.clone()), random).register::<Task>()
    }

    pub(crate) async fn add(&self, name: &str, behaviour: Behaviour) -> JobId {
        self.add_with(name, behaviour, Options::default()).await
    }

    pub(crate) async fn add_with(&self, name: &str, behaviour: Behaviour, options: Options) -> JobId {
        let tx = self.store.begin_write().await.unwrap();
        let job = Task { name: name.into(), behaviour };
        let id = enqueue(&tx, None, &job, options).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn drain(&self) -> jobs::Drained {
        self.runner.drain(&self.seen).await.unwrap()
    }

    pub(crate) async fn pending(&self) -> u64 {
        store::jobs::pending_count(&self.store.begin_read().await).await.unwrap()
    }

    pub(crate) async fn reasons_of_the_dead(&self) -> Vec<String> {
        let dead = store::jobs::dead(&self.store.begin_read().await, 10).await.unwrap();
        dead.into_iter().filter_map(|job| job.last_error).collect()
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(jiff::SignedDuration::from_secs(seconds));
    }

    pub(crate) fn in_seconds(&self, seconds: i64) -> jiff::Timestamp {
        self.clock.now() + jiff::SignedDuration::from_secs(seconds)
    }
}
