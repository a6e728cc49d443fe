//! A durable queue on top of the store.
//!
//! - **Enqueued in the business transaction** ([`enqueue`] takes a `Tx`): the row and its job commit together or not
//!   at all.
//! - **At least once**: a job is claimed by a lease, run, and its result recorded in a second short transaction. A
//!   process that dies in between leaves a lease that runs out, and the job runs again. So handlers must be
//!   *idempotent*: look at what is there before doing it. [`Attempt`] says what can be made to count once.
//! - **In turn**: each kind has workers of its own ([`Job::WORKERS`]), so slow calls of one kind do not hold up another,
//!   and within a kind the workspaces are served one job each, so an import does not hold up another's invitations.
//! - **Never silently lost**: what fails is tried again with growing pauses; what fails for good stays as a dead job
//!   with its reason, for an operator to run again.
//! - **Recurring work has no leader**: [`Runner::schedule`] enqueues each due occurrence once, whichever processes run.
#![warn(missing_docs)]

mod attempt;
mod backoff;
mod claim;
mod enqueue;
mod execute;
mod handle;
mod job;
mod runner;
mod running;
mod schedule;

pub use attempt::Attempt;
pub use enqueue::{Options, enqueue};
pub use handle::{Background, Handle};
pub use job::{Job, JobError};
pub use runner::{Drained, Runner, Shadow};
pub use schedule::Recurrence;
