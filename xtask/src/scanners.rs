//! Other people's security scanners against a running Rapport: one crawls and attacks it, two judge its headers.
//!
//! `e2e/scanners` says which, and what of their findings is kept with which reason.

use crate::{
    run::{built, cargo, program, root, wait},
    setup,
    steps::Steps,
};
use anyhow::Result;

const PYTHON: setup::Python = setup::Python {
    folder: "scanners/python",
    requirements: "e2e/scanners/requirements.txt",
    whose: "the scanners",
};

/// Everything from an empty machine to the last finding.
pub(crate) fn all(steps: &mut Steps) -> Result<()> {
    steps.run("what the scanners need", "cargo xtask scanners", || {
        setup::python_packages(&PYTHON)?;
        setup::node_packages("e2e/scanners")
    })?;
    steps.run("build rapport", "cargo build --package rapport", || {
        wait(cargo().args(["build", "--package", "rapport", "--bin", "rapport"]))
    })?;
    steps.run("scanners", "cargo xtask scanners", || {
        let mut node = program("node");
        node.args(["--test", "--test-reporter=spec", "--test-concurrency=2"]);
        node.args(["crawl.test.mjs", "headers.test.mjs"]).current_dir(root().join("e2e/scanners"));
        node.env("RAPPORT_E2E_PROGRAM", built("debug", "rapport"));
        wait(node.env("RAPPORT_E2E_WAPITI", PYTHON.program("wapiti")))
    })
}
