//! Running jobs: claim, run, record.

use std::{any::Any, collections::HashMap, pin::Pin, sync::Arc, time::Duration};

use domain::{Clock, JobId, Random, random_bytes};
use jiff::{SignedDuration, Timestamp};
use store::{
    Store, StoreError,
    jobs::{self as table, ClaimedJob},
};
use tokio::sync::watch;

use crate::{
    Attempt, Job, JobError, backoff,
    job::chain,
    running::{Outcome, Running},
    schedule::Schedule,
};

/// How long a claim lasts without a sign of life.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often a running job gives one.
const HEARTBEAT: Duration = Duration::from_secs(20);

type Work = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler<C> = Arc<dyn Fn(&str, C, Attempt) -> Result<Work, serde_json::Error> + Send + Sync>;

/// Runs the jobs of the kinds it knows; jobs of other kinds wait for a program that does. Clones are the same runner.
#[derive(Clone)]
pub struct Runner<C> {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    handlers: Arc<HashMap<&'static str, Handler<C>>>,
    pub(crate) schedules: Arc<Vec<Schedule>>,
    pub(crate) running: Arc<Running>,
    /// Held while a claim commits and is noted, so that nobody sees a job that is neither free nor running.
    claiming: Arc<tokio::sync::Mutex<()>>,
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

/// A claimed job with the place for its outcome.
pub(crate) struct Claim {
    job: ClaimedJob,
    owner: String,
    outcome: watch::Sender<Option<Outcome>>,
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// A runner that knows no kinds yet.
    pub fn new(store: Store, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            handlers: Arc::default(),
            schedules: Arc::default(),
            running: Arc::default(),
            claiming: Arc::default(),
        }
    }

    /// Teaches it a kind.
    #[must_use]
    pub fn register<J: Job<Context = C>>(mut self) -> Self {
        let handler: Handler<C> = Arc::new(|payload, ctx, attempt| {
            let job: J = serde_json::from_str(payload)?;
            Ok(Box::pin(async move { job.run(&ctx, attempt).await }))
        });
        Arc::make_mut(&mut self.handlers).insert(J::KIND, handler);
        self
    }

    /// Makes the background runner of this process look at the queue now.
    pub fn wake(&self) {
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

    async fn claim_or_join(
        &self,
        ctx: &C,
        id: JobId,
    ) -> Result<Option<watch::Receiver<Option<Outcome>>>, StoreError> {
        let _guard = self.claiming.lock().await;
        if let Some(run) = self.running.get(id) {
            return Ok(Some(run.outcome));
        }
        let owner = self.owner();
        let now = self.clock.now();
        let tx = self.store.begin_write().await?;
        let claimed = table::claim_one(&tx, id, &self.kinds(), &owner, now, lease_end(now)).await?;
        tx.commit().await?;
        Ok(claimed.map(|job| {
            let claim = self.begin(job, &owner);
            let outcome = claim.outcome.subscribe();
            self.spawn(ctx, claim);
            outcome
        }))
    }

    /// Runs due jobs one after the other until none is due by the clock. For tests, in place of a background runner.
    pub async fn drain(&self, ctx: &C) -> Result<Drained, StoreError> {
        let mut drained = Drained::default();
        while let Some(claim) = self.claim_due(1).await?.pop() {
            match self.execute(ctx, claim).await {
                Outcome::Done => drained.done += 1,
                Outcome::Retried => drained.retried += 1,
                Outcome::Dead => drained.dead += 1,
                Outcome::Lost => {}
            }
        }
        Ok(drained)
    }

    /// Claims up to `limit` due jobs.
    pub(crate) async fn claim_due(&self, limit: u32) -> Result<Vec<Claim>, StoreError> {
        let (kinds, now) = (self.kinds(), self.clock.now());
        // Looked at first, because a claim, even of nothing, keeps other writers waiting.
        if limit == 0 || !table::any_due(&self.store.begin_read().await, &kinds, now).await? {
            return Ok(Vec::new());
        }
        let _guard = self.claiming.lock().await;
        let owner = self.owner();
        let tx = self.store.begin_write().await?;
        let claimed = table::claim_due(&tx, &kinds, &owner, now, lease_end(now), limit).await?;
        tx.commit().await?;
        Ok(claimed.into_iter().map(|job| self.begin(job, &owner)).collect())
    }

    fn begin(&self, job: ClaimedJob, owner: &str) -> Claim {
        let outcome = self.running.begin(job.id, owner);
        Claim { job, owner: owner.to_owned(), outcome }
    }

    /// Runs a claimed job in the background.
    pub(crate) fn spawn(&self, ctx: &C, claim: Claim) {
        let (runner, ctx, id) = (self.clone(), ctx.clone(), claim.job.id);
        let task = tokio::spawn(async move { runner.execute(&ctx, claim).await });
        self.running.set_abort(id, task.abort_handle());
    }

    async fn execute(&self, ctx: &C, claim: Claim) -> Outcome {
        let Claim { job, owner, outcome: sender } = claim;
        let _end = EndOnDrop { running: &self.running, id: job.id };
        let result = self.run(ctx, &job, &owner).await;
        let outcome = self.record(&job, &owner, result).await.unwrap_or_else(|error| {
            let error = chain(&error);
            tracing::error!(job = %job.id, kind = job.kind, error, "a result could not be recorded; the job runs again");
            Outcome::Lost
        });
        sender.send_replace(Some(outcome));
        outcome
    }

    async fn run(&self, ctx: &C, job: &ClaimedJob, owner: &str) -> Result<(), JobError> {
        if job.attempt > job.max_attempts {
            return Err(JobError::fail("it was interrupted on every attempt"));
        }
        let handler = self
            .handlers
            .get(job.kind.as_str())
            .ok_or_else(|| JobError::retry("no handler is registered for it"))?;
        let attempt = Attempt { number: job.attempt, last: job.attempt == job.max_attempts };
        let work = handler(&job.payload, ctx.clone(), attempt)
            .map_err(|error| JobError::fail(format!("its payload cannot be read: {error}")))?;
        // In a task of its own, so that a panic stays there.
        let mut task = AbortOnDrop(tokio::spawn(work));
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        heartbeat.tick().await;
        loop {
            tokio::select! {
                ended = &mut task.0 => {
                    return ended.unwrap_or_else(|error| Err(JobError::retry(match error.try_into_panic() {
                        Ok(panic) => format!("its handler panicked: {}", panic_words(&*panic)),
                        Err(_) => "it was stopped".to_owned(),
                    })));
                }
                _ = heartbeat.tick() => {
                    if let Err(error) = self.extend(job, owner).await {
                        tracing::warn!(job = %job.id, kind = job.kind, error = %chain(&error), "a lease was not extended");
                    }
                }
            }
        }
    }

    async fn extend(&self, job: &ClaimedJob, owner: &str) -> Result<(), StoreError> {
        let tx = self.store.begin_write().await?;
        table::extend(&tx, job.id, owner, lease_end(self.clock.now())).await?;
        tx.commit().await
    }

    async fn record(
        &self,
        job: &ClaimedJob,
        owner: &str,
        result: Result<(), JobError>,
    ) -> Result<Outcome, StoreError> {
        let now = self.clock.now();
        let tx = self.store.begin_write().await?;
        let (ours, outcome) = match result {
            Ok(()) => (table::complete(&tx, job.id, owner).await?, Outcome::Done),
            Err(error @ JobError::Retry { after, .. }) if job.attempt < job.max_attempts => {
                let pause = after
                    .and_then(|after| SignedDuration::try_from(after).ok())
                    .unwrap_or_else(|| backoff::pause(job.attempt, &*self.random));
                let run_at = now.saturating_add(pause).unwrap_or(now);
                let error = chain(&error);
                tracing::info!(job = %job.id, kind = job.kind, attempt = job.attempt, error, "a job failed and is tried again");
                (table::retry(&tx, job.id, owner, run_at, &error).await?, Outcome::Retried)
            }
            Err(error) => {
                let error = chain(&error);
                tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempt, error, "a job was given up");
                (table::bury(&tx, job.id, owner, &error, now).await?, Outcome::Dead)
            }
        };
        tx.commit().await?;
        Ok(if ours { outcome } else { Outcome::Lost })
    }

    fn kinds(&self) -> Vec<&'static str> {
        self.handlers.keys().copied().collect()
    }

    /// A new name for a lease: never reused, so that a run that lost its lease cannot end another one's.
    fn owner(&self) -> String {
        format!("{:032x}", u128::from_le_bytes(random_bytes(&*self.random)))
    }
}

fn lease_end(now: Timestamp) -> Timestamp {
    now.saturating_add(LEASE).unwrap_or(now)
}

fn panic_words(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}

/// A run that is stopped half way is not running either.
struct EndOnDrop<'a> {
    running: &'a Running,
    id: JobId,
}

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.running.end(self.id);
    }
}

/// Stopping a run stops its handler.
struct AbortOnDrop(tokio::task::JoinHandle<Result<(), JobError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
