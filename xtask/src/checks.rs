//! The checks of the Rust code: formatting, clippy, tests, doc tests.

use crate::{
    databases::Databases,
    postgres,
    run::{cargo, program, wait},
    setup,
    steps::Steps,
};
use anyhow::Result;
use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

/// Packages that stand outside the workspace, as they share nothing with it.
const OUTSIDE: [&str; 2] = ["e2e/strangers/rust/Cargo.toml", "fuzz/Cargo.toml"];

/// Formatting, clippy and the documents of the published crates, all without mercy.
pub(crate) fn lint(steps: &mut Steps) -> Result<()> {
    steps.run("formatting", "cargo fmt --all", || {
        wait(cargo().args(["fmt", "--all", "--check"]))?;
        OUTSIDE.iter().try_for_each(|path| wait(cargo().args(["fmt", "--manifest-path", path, "--check"])))
    })?;
    steps.run("clippy", "cargo xtask test --only lint", || {
        wait(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    steps.run("dependencies", "cargo xtask test --only lint", dependencies)?;
    steps.run("documentation", "cargo xtask test --only lint", || {
        let mut doc = cargo();
        doc.args(["doc", "--no-deps", "--package", "zoom", "--package", "zoom-sandbox"]);
        wait(doc.env("RUSTDOCFLAGS", "-D warnings"))
    })
}

/// Licences, banned libraries and sources as `deny.toml` says, and known weaknesses where the list of them can be had.
fn dependencies() -> Result<()> {
    let deny = setup::cargo_deny()?;
    let check = |what: &[&str]| {
        let mut deny = program(&deny);
        deny.args(["--locked", "--log-level", "error", "check", "--hide-inclusion-graph"]).args(what);
        deny
    };
    wait(&mut check(&["licenses", "bans", "sources"]))?;
    // The list is a repository elsewhere, which not every machine reaches.
    let fetched = program(&deny).args(["--locked", "fetch", "db"]).stderr(Stdio::null()).status();
    if fetched.is_ok_and(|status| status.success()) {
        return wait(&mut check(&["--disable-fetch", "advisories"]));
    }
    eprintln!(
        "NOT CHECKED: known weaknesses of dependencies, because the RustSec list cannot be fetched from here"
    );
    Ok(())
}

/// All Rust tests under nextest: everything on SQLite, then everything that uses a database on PostgreSQL, from the
/// same build. Then the doc tests, which nextest does not run.
pub(crate) fn rust(steps: &mut Steps, databases: Databases) -> Result<()> {
    let mut nextest = None;
    steps.run("cargo-nextest", "cargo xtask test --only rust", || {
        nextest = setup::nextest();
        Ok(())
    })?;
    if databases.sqlite() {
        steps.run("rust tests on SQLite", "cargo xtask test --only rust --database sqlite", || {
            wait(&mut tests(nextest.as_ref(), "default", "postgres::"))
        })?;
    }
    if databases.postgres() {
        steps.run("rust tests on PostgreSQL", "cargo xtask test --only rust --database postgres", || {
            let server = postgres::start()?;
            let mut tests = tests(nextest.as_ref(), "postgres", "sqlite::");
            wait(tests.env(postgres::SERVER, server.url("postgres")))
        })?;
    }
    steps.run("doc tests", "cargo test --doc --workspace", || {
        wait(cargo().args(["test", "--doc", "--workspace"]))
    })
}

/// The tests of a profile of `.config/nextest.toml`; without nextest, all but those whose name contains `skip`.
fn tests(nextest: Option<&PathBuf>, profile: &str, skip: &str) -> Command {
    if let Some(path) = nextest {
        let mut command = program(path);
        command.args(["nextest", "run", "--workspace", "--profile", profile]);
        return command;
    }
    let mut command = cargo();
    command.args(["test", "--workspace", "--lib", "--bins", "--tests", "--", "--skip", skip]);
    command
}
