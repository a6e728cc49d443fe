//! Running a claimed job and recording what became of it.

use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use domain::JobId;
use jiff::SignedDuration;
use store::{
    StoreError,
    jobs::{self as table, ClaimedJob},
};

use crate::{
    Attempt, JobError, Runner,
    attempt::Lease,
    backoff,
    claim::Claim,
    job::chain,
    running::{Outcome, Running},
};

/// How a handler's run ended.
enum Ended {
    /// With its result.
    With(Result<(), JobError>),
    /// It was stopped, because another process has the job or may have.
    Lost,
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// Runs a claimed job to its end.
    pub(crate) async fn execute(&self, ctx: &C, claim: Claim) -> Outcome {
        let Claim { job, owner, outcome: sender } = claim;
        let _end = EndOnDrop { running: &self.running, id: job.id };
        let lease = Arc::new(Lease {
            job: job.id,
            owner,
            length: self.lease,
            clock: Arc::clone(&self.clock),
            finished: AtomicBool::new(false),
        });
        let started = now();
        let outcome = match self.run(ctx, &job, &lease).await {
            Ended::With(result) => self.record(&job, &lease, result).await.unwrap_or_else(|error| {
                let error = chain(&error);
                tracing::error!(job = %job.id, kind = job.kind, error, "a result could not be recorded; the job runs again");
                Outcome::Lost
            }),
            Ended::Lost => {
                tracing::warn!(job = %job.id, kind = job.kind, "a job was lost to another process and its handler stopped");
                Outcome::Lost
            }
        };
        metrics::counter!("rapport_job_runs_total", "kind" => job.kind.clone(), "outcome" => outcome.as_str())
            .increment(1);
        metrics::histogram!("rapport_job_duration_seconds", "kind" => job.kind.clone())
            .record(started.elapsed());
        sender.send_replace(Some(outcome));
        outcome
    }

    async fn run(&self, ctx: &C, job: &ClaimedJob, lease: &Arc<Lease>) -> Ended {
        if job.attempt > job.max_attempts {
            return Ended::With(Err(JobError::fail("it was interrupted on every attempt")));
        }
        let Some(kind) = self.kind(&job.kind) else {
            return Ended::With(Err(JobError::retry("no handler is registered for it")));
        };
        let attempt =
            Attempt { number: job.attempt, last: job.attempt == job.max_attempts, lease: Arc::clone(lease) };
        let work = match (kind.handler)(&job.payload, ctx.clone(), attempt) {
            Ok(work) => work,
            Err(error) => {
                return Ended::With(Err(JobError::fail(format!("its payload cannot be read: {error}"))));
            }
        };
        // In a task of its own, so that a panic stays there.
        let mut task = AbortOnDrop(tokio::spawn(work));
        let mut heartbeat = tokio::time::interval(self.heartbeat());
        heartbeat.tick().await;
        let mut until = lease.end();
        loop {
            tokio::select! {
                ended = &mut task.0 => {
                    return Ended::With(ended.unwrap_or_else(|error| Err(JobError::retry(match error.try_into_panic() {
                        Ok(panic) => format!("its handler panicked: {}", panic_words(&*panic)),
                        Err(_) => "it was stopped".to_owned(),
                    }))));
                }
                _ = heartbeat.tick() => {
                    let next = lease.end();
                    match self.extend(lease, next).await {
                        Ok(true) => until = next,
                        // A handler that has just ended the job itself is about to return.
                        Ok(false) if lease.finished.load(Ordering::Relaxed) => {}
                        Ok(false) => return Ended::Lost,
                        Err(_) if self.clock.now() >= until => return Ended::Lost,
                        Err(error) => {
                            tracing::warn!(job = %job.id, kind = job.kind, error = %chain(&error), "a lease was not extended");
                        }
                    }
                }
            }
        }
    }

    /// Three signs of life in the time of a lease: two may be missed.
    fn heartbeat(&self) -> Duration {
        Duration::try_from(self.lease).map_or(Duration::from_secs(1), |lease| lease / 3)
    }

    async fn extend(&self, lease: &Lease, until: jiff::Timestamp) -> Result<bool, StoreError> {
        let tx = self.store.begin_write().await?;
        let ours = table::extend(&tx, lease.job, &lease.owner, until).await?;
        tx.commit().await?;
        Ok(ours)
    }

    async fn record(
        &self,
        job: &ClaimedJob,
        lease: &Lease,
        result: Result<(), JobError>,
    ) -> Result<Outcome, StoreError> {
        let (now, owner) = (self.clock.now(), &*lease.owner);
        let tx = self.store.begin_write().await?;
        let (ours, outcome) = match result {
            Ok(()) => {
                let ours = table::complete(&tx, job.id, owner).await?;
                (ours || lease.finished.load(Ordering::Relaxed), Outcome::Done)
            }
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
}

#[expect(clippy::disallowed_methods, reason = "measures how long a job took")]
fn now() -> Instant {
    Instant::now()
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
