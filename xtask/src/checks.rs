//! The checks of the Rust code: formatting, clippy, tests, doc tests.

use crate::{
    run::{cargo, program, wait},
    setup,
    steps::Steps,
};
use anyhow::Result;

/// Formatting and clippy, both without mercy.
pub(crate) fn lint(steps: &mut Steps) -> Result<()> {
    steps.run("formatting", "cargo fmt --all", || wait(cargo().args(["fmt", "--all", "--check"])))?;
    steps.run("clippy", "cargo xtask test --only lint", || {
        wait(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })
}

/// All Rust tests under nextest, then the doc tests, which nextest does not run.
pub(crate) fn rust(steps: &mut Steps) -> Result<()> {
    let mut nextest = None;
    steps.run("cargo-nextest", "cargo xtask test --only rust", || {
        nextest = setup::nextest();
        Ok(())
    })?;
    steps.run("rust tests", "cargo nextest run --workspace", || match &nextest {
        Some(path) => wait(program(path).args(["nextest", "run", "--workspace"])),
        None => wait(cargo().args(["test", "--workspace", "--lib", "--bins", "--tests"])),
    })?;
    steps.run("doc tests", "cargo test --doc --workspace", || {
        wait(cargo().args(["test", "--doc", "--workspace"]))
    })
}
