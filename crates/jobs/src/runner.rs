//! Who runs jobs: the kinds it knows, and the ways to let it run some.

use std::{pin::Pin, sync::Arc, time::Duration};

use domain::{Clock, JobId, Random, Steadiness, random_bytes};
use jiff::SignedDuration;
use store::{Store, StoreError, jobs as table};

use crate::{
    Attempt, Job, JobError,
    job::chain,
    running::{Outcome, Running},
    schedule::Schedule,
};

/// How long a claim lasts without a sign of life, of which there are three in that time.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

pub(crate) type Work = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler<C> = Arc<dyn Fn(&str, C, Attempt) -> Result<Work, serde_json::Error> + Send + Sync>;

/// A kind of job that a runner knows.
#[derive(Clone)]
pub(crate) struct Kind<C> {
    pub(crate) name: &'static str,
    pub(crate) workers: usize,
    pub(crate) handler: Handler<C>,
}

/// Runs the jobs of the kinds it knows; jobs of other kinds wait for a program that does. Clones are the same runner.
#[derive(Clone)]
pub struct Runner<C> {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) lease: SignedDuration,
    pub(crate) steadiness: Arc<Steadiness>,
    pub(crate) kinds: Arc<Vec<Kind<C>>>,
    pub(crate) schedules: Arc<Vec<Schedule>>,
    pub(crate) running: Arc<Running>,
    /// Held while a claim commits and is noted, so that nobody sees a job that is neither free nor running.
    pub(crate) claiming: Arc<tokio::sync::Mutex<()>>,
}

/// What became of a job that a request wanted to see done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shadow {
    /// It succeeded.
    Done,
    /// It is not finished; it goes on in the background.
    StillRunning,
    /// It failed: it is tried again later, or was given up.
    Failed,
    /// It is not due, another process has it, or it was given up before.
    NotClaimed,
}

/// How many jobs [`Runner::drain`] ran, by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drained {
    /// They succeeded.
    pub done: u32,
    /// They failed and wait for a later attempt.
    pub retried: u32,
    /// They were given up.
    pub dead: u32,
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// A runner that knows no kinds yet.
    pub fn new(store: Store, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let steadiness = Arc::new(Steadiness::new(&*clock));
        Self {
            store,
            clock,
            random,
            lease: LEASE,
            steadiness,
            kinds: Arc::default(),
            schedules: Arc::default(),
            running: Arc::default(),
            claiming: Arc::default(),
        }
    }

    /// How long a claim lasts without a sign of life, instead of half a minute: how long the jobs of a process that
    /// dies are held up.
    #[must_use]
    pub fn with_lease(mut self, lease: SignedDuration) -> Self {
        self.lease = lease;
        self
    }

    /// Teaches it a kind. Kinds are claimed in the order in which they were taught: the urgent first.
    #[must_use]
    pub fn register<J: Job<Context = C>>(mut self) -> Self {
        let handler: Handler<C> = Arc::new(|payload, ctx, attempt| {
            let job: J = serde_json::from_str(payload)?;
            Ok(Box::pin(async move { job.run(&ctx, attempt).await }))
        });
        if self.kind(J::KIND).is_none() {
            let kind = Kind { name: J::KIND, workers: J::WORKERS, handler };
            Arc::make_mut(&mut self.kinds).push(kind);
        }
        self
    }

    /// Makes the background runner of this process look at the queue now.
    pub(crate) fn wake(&self) {
        self.store.jobs_committed().notify_one();
    }

    /// Runs this one job at once, if it is due and free, and waits up to `wait` for it. It goes on in the background
    /// if that was too short, or if the caller goes away. When the background runner of this process was faster, its
    /// run is the one that is waited for.
    pub async fn run_in_shadow(&self, ctx: &C, id: JobId, wait: Duration) -> Shadow {
        let mut outcome = match self.claim_or_join(ctx, id).await {
            Ok(Some(outcome)) => outcome,
            // A job without a row is done.
            Ok(None) => {
                let reader = self.store.begin_read().await;
                let gone = matches!(table::state(&reader, id).await, Ok(None));
                return if gone { Shadow::Done } else { Shadow::NotClaimed };
            }
            Err(error) => {
                tracing::warn!(job = %id, error = %chain(&error), "a job could not be claimed; it stays in the queue");
                return Shadow::NotClaimed;
            }
        };
        let ended = tokio::time::timeout(wait, outcome.wait_for(Option::is_some)).await;
        match ended.ok().and_then(Result::ok).and_then(|outcome| *outcome) {
            Some(Outcome::Done) => Shadow::Done,
            Some(Outcome::Retried | Outcome::Dead) => Shadow::Failed,
            Some(Outcome::Lost) | None => Shadow::StillRunning,
        }
    }

    /// Runs due jobs one after the other until none is due by the clock. For tests, in place of a background runner.
    pub async fn drain(&self, ctx: &C) -> Result<Drained, StoreError> {
        let mut drained = Drained::default();
        while let Some(claim) = self.claim_one_due().await? {
            match self.execute(ctx, claim).await {
                Outcome::Done => drained.done += 1,
                Outcome::Retried => drained.retried += 1,
                Outcome::Dead => drained.dead += 1,
                Outcome::Lost => {}
            }
        }
        Ok(drained)
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&Kind<C>> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    pub(crate) fn kind_names(&self) -> Vec<&'static str> {
        self.kinds.iter().map(|kind| kind.name).collect()
    }

    /// Whether leases that have run out by the clock are over.
    pub(crate) fn overtakes(&self) -> bool {
        self.steadiness.lasts(&*self.clock, self.lease)
    }

    /// A new name for a lease: never reused, so that a run that lost its lease cannot end another one's.
    pub(crate) fn owner(&self) -> String {
        format!("{:032x}", u128::from_le_bytes(random_bytes(&*self.random)))
    }
}
