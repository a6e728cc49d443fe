//! A durable queue on top of the store.
//!
//! - **Enqueued in the business transaction** ([`enqueue`] takes a `Tx`): the row and its job commit together or not
//!   at all.
//! - **At least once**: a job is claimed by a lease, run, and its result recorded in a second short transaction. A
//!   process that dies in between leaves a lease that runs out, and the job runs again. So handlers must be
//!   *idempotent*: look at what is there before doing it.
//! - **Never silently lost**: what fails is tried again with growing pauses; what fails for good stays as a dead job
//!   with its reason, for an operator to run again.
//! - **Recurring work has no leader**: [`Runner::schedule`] enqueues each due occurrence once, whichever processes run.
#![warn(missing_docs)]

mod backoff;
mod enqueue;
mod handle;
mod job;
mod runner;
mod running;
mod schedule;

pub use enqueue::{Options, enqueue};
pub use handle::Handle;
pub use job::{Attempt, Job, JobError};
pub use runner::{Drained, Runner, Shadow};
pub use schedule::Recurrence;
