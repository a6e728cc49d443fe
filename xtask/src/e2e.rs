//! The browser journeys: builds the program, then Node's own test runner drives Chromium.

use crate::{
    databases::Databases,
    marketplace, postgres,
    run::{built, cargo, program, root, wait},
    setup,
    steps::Steps,
};
use anyhow::{Context, Result, ensure};
use std::{fs, path::PathBuf, process::Command};

/// How the journeys run.
#[derive(Default)]
pub(crate) struct Options {
    /// Show the browser.
    pub(crate) headed: bool,
    /// Copy the fresh pictures to `docs/images`.
    pub(crate) update_screenshot: bool,
    /// Only test files whose name contains this.
    pub(crate) filter: Option<String>,
}

/// The journeys in which the database matters: they run on PostgreSQL too.
const ON_POSTGRES: [&str; 4] = ["deauthorization", "journey", "restart", "setup"];

/// The journeys through a tunnel and a proxy, which need both.
const TUNNELS: &str = "tunnels.test.mjs";

/// Everything from an empty machine to the last journey.
pub(crate) fn all(steps: &mut Steps, databases: Databases, options: &Options) -> Result<()> {
    steps.run("what the browser tests need", "cargo xtask e2e", || {
        setup::browser_packages()?;
        setup::node_packages("e2e")
    })?;
    let files = test_files(options.filter.as_deref())?;
    if files.iter().any(|file| file.ends_with(TUNNELS)) {
        steps.run("a tunnel and a proxy", "cargo xtask e2e tunnels", setup::tunnels)?;
    }
    steps.run("build rapport", "cargo build --package rapport", || {
        wait(cargo().args(["build", "--package", "rapport", "--bin", "rapport"]))
    })?;
    if databases.sqlite() {
        steps.run("browser journeys on SQLite", "cargo xtask e2e --database sqlite", || {
            wait(&mut journeys(options, &files))
        })?;
    }
    if databases.sqlite() && options.filter.is_none() {
        steps.run("documents of the Marketplace kit", "cargo xtask e2e", marketplace::documents)?;
    }
    let files = on_postgres(files);
    if databases.postgres() && !files.is_empty() {
        steps.run("browser journeys on PostgreSQL", "cargo xtask e2e --database postgres", || {
            let server = postgres::start()?;
            let mut node = journeys(options, &files);
            node.env("RAPPORT_E2E_POSTGRES", server.url("postgres"));
            wait(node.env("RAPPORT_E2E_PSQL", server.programs().join("psql")))
        })?;
    }
    Ok(())
}

fn on_postgres(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let matters = |file: &PathBuf| ON_POSTGRES.iter().any(|name| file.ends_with(format!("{name}.test.mjs")));
    files.into_iter().filter(matters).collect()
}

fn journeys(options: &Options, files: &[PathBuf]) -> Command {
    let mut node = program("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=2"]).args(files);
    node.env("RAPPORT_E2E_PROGRAM", built("debug", "rapport"));
    node.env("RAPPORT_E2E_BORE", setup::bore());
    if let Some(chromium) = setup::chromium() {
        node.env("CHROMIUM", chromium);
    }
    if options.headed {
        node.env("RAPPORT_E2E_HEADED", "1");
    }
    if options.update_screenshot {
        node.env("RAPPORT_E2E_UPDATE_SCREENSHOT", "1");
    }
    node
}

/// The journeys in the order of their names.
fn test_files(filter: Option<&str>) -> Result<Vec<PathBuf>> {
    let folder = root().join("e2e");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") && filter.is_none_or(|filter| name.contains(filter)) {
            files.push(PathBuf::from("e2e").join(name));
        }
    }
    ensure!(!files.is_empty(), "no journey in e2e/ matches {}", filter.unwrap_or("*.test.mjs"));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_picks_journeys_by_name() {
        let files = test_files(Some("restart")).unwrap();
        assert_eq!(files, [PathBuf::from("e2e/restart.test.mjs")]);
    }

    #[test]
    fn the_journeys_of_postgresql_exist() {
        assert_eq!(on_postgres(test_files(None).unwrap()).len(), ON_POSTGRES.len());
    }

    #[test]
    fn a_filter_that_matches_nothing_is_an_error() {
        let error = test_files(Some("no-such-journey")).unwrap_err();
        assert_eq!(error.to_string(), "no journey in e2e/ matches no-such-journey");
    }
}
