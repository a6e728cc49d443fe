//! Names each step, times it, and sums up at the end.

use anyhow::{Context, Result};
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

/// The steps of one run, in order.
pub(crate) struct Steps {
    started: Instant,
    done: Vec<Step>,
    rerun: Option<&'static str>,
}

struct Step {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Starts the clock of the whole run.
    pub(crate) fn start() -> Self {
        Self { started: now(), done: Vec::new(), rerun: None }
    }

    /// Runs one step under a heading. `rerun` is the command that repeats this step alone.
    /// An error ends the run: the caller passes it on.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        rerun: &'static str,
        step: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        eprintln!("\n==> {name}");
        let started = now();
        let result = step();
        self.done.push(Step { name, took: started.elapsed(), passed: result.is_ok() });
        if result.is_err() {
            self.rerun = Some(rerun);
        }
        result.with_context(|| format!("step \"{name}\" failed"))
    }

    /// Prints the summary. Success only if every step passed.
    pub(crate) fn finish(self, result: Result<()>) -> ExitCode {
        eprintln!();
        for step in &self.done {
            let mark = if step.passed { "ok    " } else { "FAILED" };
            eprintln!("{mark} {:>8}  {}", seconds(step.took), step.name);
        }
        eprintln!("       {:>8}  in all", seconds(self.started.elapsed()));
        let Err(error) = result else {
            return ExitCode::SUCCESS;
        };
        eprintln!("\n{error:#}");
        if let Some(rerun) = self.rerun {
            eprintln!("Run this step again with: {rerun}");
        }
        ExitCode::FAILURE
    }
}

#[expect(clippy::disallowed_methods, reason = "measures how long a step took")]
fn now() -> Instant {
    Instant::now()
}

fn seconds(took: Duration) -> String {
    let tenths = took.as_millis() / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_is_named_in_its_error() {
        let mut steps = Steps::start();
        steps.run("one", "again one", || Ok(())).unwrap();
        let error = steps.run("two", "again two", || anyhow::bail!("no such file")).unwrap_err();
        assert_eq!(format!("{error:#}"), "step \"two\" failed: no such file");
        assert_eq!(steps.rerun, Some("again two"));
    }

    #[test]
    fn times_are_shown_in_tenths_of_a_second() {
        assert_eq!(seconds(Duration::from_millis(62_345)), "62.3 s");
        assert_eq!(seconds(Duration::from_millis(40)), "0.0 s");
    }
}
