//! What a job is, and how it fails.

use std::{error::Error, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use store::StoreError;

use crate::Attempt;

/// A unit of work: a small struct that says what to do, stored as JSON.
///
/// It may run more than once, and the outside may have seen an earlier run, so it must be idempotent: look at what is
/// done already, and give what leaves the program a key by which a repetition is known. Its own writes can be made to
/// count once, see [`Attempt`]. Fields may be added later only with `#[serde(default)]`: jobs of the version before are
/// still in the queue.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the queue. Never changes.
    const KIND: &'static str;

    /// How often it is tried before it is given up. With the default pauses, 20 attempts take about two days.
    const MAX_ATTEMPTS: u32 = 20;

    /// How many of the kind one process runs at a time. Kinds share no workers: however slow the calls of one are, and
    /// however many jobs it has, the others go on.
    const WORKERS: usize = 4;

    /// What handlers need: usually the application.
    type Context: Clone + Send + Sync + 'static;

    /// Does it.
    fn run(self, ctx: &Self::Context, attempt: Attempt) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// Why a job did not succeed, and whether that may change. The text of the error and of its sources is kept with the
/// job and shown to operators: no secrets.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may work later.
    #[error("{source}")]
    Retry {
        /// How long to wait; `None` for the usual growing pause.
        after: Option<Duration>,
        /// What happened.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It never will.
    #[error("{0}")]
    Fail(#[source] Box<dyn Error + Send + Sync>),
}

impl JobError {
    /// It may work later, after the usual pause.
    pub fn retry(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Retry { after: None, source: source.into() }
    }

    /// It may work after this pause.
    pub fn retry_after(after: Duration, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Retry { after: Some(after), source: source.into() }
    }

    /// It never will.
    pub fn fail(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Fail(source.into())
    }
}

/// A database that is busy now is free later.
impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::retry(error)
    }
}

/// The error and what caused it, on one line.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let words = cause.to_string();
        // Errors that show their source themselves would say everything twice.
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("mail was not sent")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn an_error_is_told_with_its_causes_and_nothing_twice() {
        let error = JobError::retry(Outer(std::io::Error::other("connection refused")));
        assert_eq!(chain(&error), "mail was not sent: connection refused");
        assert_eq!(chain(&JobError::fail("no such meeting")), "no such meeting");
    }
}
