//! The background runner of a process.

use std::time::Duration;

use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{MissedTickBehavior, interval, timeout},
};

use crate::{Runner, job::chain};

/// How often the queue is looked at when nothing wakes the runner: the truth, of which waking is a short cut.
const POLL: Duration = Duration::from_secs(1);

/// A queue that was not looked at for so long is looked at by nobody.
const STALLED: Duration = Duration::from_secs(15);

/// How the background runner of a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// There is none, or it was told to end.
    NotStarted,
    /// It looks at the queue.
    Working,
    /// It has not been able to look at the queue for 15 seconds.
    Stalled,
}

/// A background runner. Dropped, it goes on; [`Handle::shutdown`] ends it.
#[derive(Debug)]
pub struct Handle {
    stop: watch::Sender<Option<Duration>>,
    task: JoinHandle<()>,
}

impl Handle {
    /// Claims nothing more and waits up to `grace` for what is running; the rest is stopped and given back to the
    /// queue without counting as an attempt.
    pub async fn shutdown(self, grace: Duration) {
        self.stop.send_replace(Some(grace));
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the job runner ended badly");
        }
    }
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// Runs due jobs in the background, of each kind up to [`crate::Job::WORKERS`] at a time.
    pub fn start(&self, ctx: C) -> Handle {
        let (stop, stopped) = watch::channel(None);
        let runner = self.clone();
        // Kept in the task, so that a dropped handle does not look like an order to stop.
        let keep = stop.clone();
        let task = tokio::spawn(async move {
            let _keep = keep;
            runner.running.note_look();
            let grace = runner.serve(&ctx, stopped).await;
            runner.running.forget_looks();
            runner.wind_down(grace).await;
        });
        Handle { stop, task }
    }

    /// How the background runner of this process does.
    pub fn background(&self) -> Background {
        match self.running.since_last_look() {
            None => Background::NotStarted,
            Some(since) if since < STALLED => Background::Working,
            Some(_) => Background::Stalled,
        }
    }

    /// Runs jobs until it is told to stop; how long those that run then may take.
    async fn serve(&self, ctx: &C, mut stopped: watch::Receiver<Option<Duration>>) -> Duration {
        let mut poll = interval(POLL);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            // Both keep a permit when nobody waits, so that nothing is missed between looking and waiting.
            let (committed, ended) = (self.store.jobs_committed().notified(), self.running.ended.notified());
            match self.claim_due().await {
                Ok(claims) => {
                    self.running.note_look();
                    for claim in claims {
                        self.spawn(ctx, claim);
                    }
                }
                Err(error) => tracing::warn!(error = %chain(&error), "the queue could not be read"),
            }
            tokio::select! {
                grace = told(&mut stopped) => return grace,
                () = committed => {}
                () = ended => {}
                _ = poll.tick() => {
                    if let Err(error) = self.enqueue_scheduled().await {
                        tracing::warn!(error = %chain(&error), "recurring work could not be enqueued");
                    }
                }
            }
        }
    }

    async fn wind_down(&self, grace: Duration) {
        let runs = self.running.all();
        let all = async {
            for (_, run) in &runs {
                let mut outcome = run.outcome.clone();
                // An error means that the run is gone, which is just as well.
                let _ = outcome.wait_for(Option::is_some).await;
            }
        };
        if timeout(grace, all).await.is_ok() {
            return;
        }
        for (id, run) in self.running.all() {
            if let Some(abort) = &run.abort {
                abort.abort();
            }
            if let Err(error) = self.give_back(id, &run.owner).await {
                tracing::warn!(job = %id, error = %chain(&error), "a job was not given back; its lease runs out");
            }
        }
    }

    async fn give_back(&self, id: domain::JobId, owner: &str) -> Result<(), store::StoreError> {
        let tx = self.store.begin_write().await?;
        store::jobs::release(&tx, id, owner).await?;
        tx.commit().await
    }
}

/// Waits for the order to stop; how long running jobs may take.
async fn told(stopped: &mut watch::Receiver<Option<Duration>>) -> Duration {
    stopped.wait_for(Option::is_some).await.ok().and_then(|grace| *grace).unwrap_or_default()
}
