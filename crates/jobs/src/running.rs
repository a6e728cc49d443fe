//! The jobs this process is running right now.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use domain::JobId;
use tokio::{
    sync::{Notify, watch},
    task::AbortHandle,
};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It succeeded.
    Done,
    /// It failed and waits for its next attempt.
    Retried,
    /// It was given up.
    Dead,
    /// Its result could not be recorded, or its lease was lost: it runs again.
    Lost,
}

impl Outcome {
    /// For metrics.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retried => "retried",
            Self::Dead => "dead",
            Self::Lost => "lost",
        }
    }
}

/// One job under way.
#[derive(Clone)]
pub(crate) struct Run {
    /// What kind it is.
    kind: &'static str,
    /// The name of the lease.
    pub(crate) owner: String,
    /// Holds the outcome at the end.
    pub(crate) outcome: watch::Receiver<Option<Outcome>>,
    /// Stops it; `None` in the moment before it starts.
    pub(crate) abort: Option<AbortHandle>,
}

/// All jobs under way, by id.
#[derive(Default)]
pub(crate) struct Running {
    runs: Mutex<HashMap<JobId, Run>>,
    /// When the background runner looked at the queue last; `None` while there is no such runner.
    last_look: Mutex<Option<Instant>>,
    /// Told whenever one ends.
    pub(crate) ended: Notify,
}

impl Running {
    fn runs(&self) -> MutexGuard<'_, HashMap<JobId, Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a job was claimed; the sender is for its outcome.
    pub(crate) fn begin(&self, id: JobId, kind: &'static str, owner: &str) -> watch::Sender<Option<Outcome>> {
        let (sender, outcome) = watch::channel(None);
        self.runs().insert(id, Run { kind, owner: owner.to_owned(), outcome, abort: None });
        sender
    }

    /// Notes how to stop it.
    pub(crate) fn set_abort(&self, id: JobId, abort: AbortHandle) {
        if let Some(run) = self.runs().get_mut(&id) {
            run.abort = Some(abort);
        }
    }

    /// Notes that it ended.
    pub(crate) fn end(&self, id: JobId) {
        self.runs().remove(&id);
        self.ended.notify_one();
    }

    /// The run of this job.
    pub(crate) fn get(&self, id: JobId) -> Option<Run> {
        self.runs().get(&id).cloned()
    }

    /// Everything under way.
    pub(crate) fn all(&self) -> Vec<(JobId, Run)> {
        self.runs().iter().map(|(id, run)| (*id, run.clone())).collect()
    }

    /// The background runner has looked at the queue.
    pub(crate) fn note_look(&self) {
        *self.last_look.lock().unwrap_or_else(PoisonError::into_inner) = Some(now());
    }

    /// The background runner has ended.
    pub(crate) fn forget_looks(&self) {
        *self.last_look.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How long ago the background runner looked; `None` while there is no such runner.
    pub(crate) fn since_last_look(&self) -> Option<Duration> {
        self.last_look.lock().unwrap_or_else(PoisonError::into_inner).map(|look| now().duration_since(look))
    }

    /// How many there are of each kind.
    pub(crate) fn by_kind(&self) -> HashMap<&'static str, usize> {
        let mut counts = HashMap::new();
        for run in self.runs().values() {
            *counts.entry(run.kind).or_insert(0) += 1;
        }
        counts
    }
}

#[expect(clippy::disallowed_methods, reason = "measures how long ago the queue was looked at, in real time")]
fn now() -> Instant {
    Instant::now()
}
