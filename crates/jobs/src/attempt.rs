//! One attempt at a job, as its handler sees it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{Clock, JobId};
use jiff::{SignedDuration, Timestamp};
use store::{Tx, jobs as table};

use crate::JobError;

/// Which attempt this is, and the hold on the job that comes with it.
///
/// A process that was away for too long (asleep, cut off) loses its job to another. It notices with its next sign of
/// life and stops the handler, but until then two run. What a handler writes can be made to count once:
///
/// - [`Attempt::hold`] in a transaction fails if the job was lost, and as long as the transaction is open nobody can
///   take it. So two runs write one after the other, and the second sees what the first did.
/// - [`Attempt::finish`] ends the job in the handler's own transaction: its writes and the end of the job commit
///   together, so they happen once, without looking for an earlier run's.
///
/// What leaves the program cannot be held back like this: it needs a key that the receiver knows again.
#[derive(Clone)]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// Whether the job is given up if this one fails.
    pub last: bool,
    pub(crate) lease: Arc<Lease>,
}

/// The claim on a job.
pub(crate) struct Lease {
    pub(crate) job: JobId,
    /// Never used twice.
    pub(crate) owner: String,
    /// How long it lasts without a sign of life.
    pub(crate) length: SignedDuration,
    pub(crate) clock: Arc<dyn Clock>,
    /// The handler has ended the job itself, if its transaction was committed.
    pub(crate) finished: AtomicBool,
}

impl Lease {
    /// When it ends if it is extended now.
    pub(crate) fn end(&self) -> Timestamp {
        end(self.clock.now(), self.length)
    }
}

/// When a lease that begins at `now` ends.
pub(crate) fn end(now: Timestamp, length: SignedDuration) -> Timestamp {
    now.saturating_add(length).unwrap_or(now)
}

/// The job was lost to another process.
#[derive(Debug, thiserror::Error)]
#[error("another process has taken the job over")]
struct Lost;

impl Attempt {
    /// Makes sure that the job is still this attempt's, until the transaction ends. Return its error as it is: then
    /// nothing of the transaction counts. Last in the transaction: whoever enqueues the job holds other rows already,
    /// and the job's row is the last of the order in which rows are locked.
    pub async fn hold(&self, tx: &Tx) -> Result<(), JobError> {
        let lease = &self.lease;
        let ours = table::extend(tx, lease.job, &lease.owner, lease.end()).await?;
        if ours { Ok(()) } else { Err(JobError::retry(Lost)) }
    }

    /// Ends the job within this transaction; commit it and return `Ok`. Return its error as it is: then nothing of the
    /// transaction counts.
    pub async fn finish(&self, tx: &Tx) -> Result<(), JobError> {
        if !table::complete(tx, self.lease.job, &self.lease.owner).await? {
            return Err(JobError::retry(Lost));
        }
        self.lease.finished.store(true, Ordering::Relaxed);
        Ok(())
    }
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attempt")
            .field("number", &self.number)
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}
