//! Other people's clients, unmodified, against the sandbox: what they take for Zoom is close enough to Zoom.
//!
//! `e2e/strangers` has one folder for each language. Every language gets a sandbox of its own, and is told its address
//! in `ZOOM_SANDBOX`; nothing else is changed for it. And a stranger at our own API: Schemathesis.

use crate::{
    run::{built, cargo, program, root, wait},
    server::Server,
    setup,
    steps::Steps,
};
use anyhow::{Context, Result};
use std::fs;

const PYTHON: setup::Python = setup::Python {
    folder: "strangers/python",
    requirements: "e2e/strangers/python/requirements.txt",
    whose: "the strangers' clients",
};

/// Everything from an empty machine to the last client.
pub(crate) fn all(steps: &mut Steps) -> Result<()> {
    steps.run("what the strangers' clients need", "cargo xtask strangers", || {
        setup::python_packages(&PYTHON)?;
        setup::node_packages("e2e/strangers/node")
    })?;
    steps.run("build zoom-sandbox", "cargo build --package zoom-sandbox", || {
        wait(cargo().args(["build", "--package", "zoom-sandbox", "--bin", "zoom-sandbox"]))
    })?;
    steps.run("strangers' clients", "cargo xtask strangers", || {
        python()?;
        node()?;
        rust()
    })?;
    steps.run("a stranger at our own API", "cargo xtask strangers", || {
        wait(cargo().args(["build", "--package", "rapport", "--bin", "rapport"]))?;
        api()
    })
}

/// Schemathesis reads the document of our own API and tries everything in it, against the sample world.
fn api() -> Result<()> {
    let data = root().join("target/strangers/sample-world");
    if data.exists() {
        fs::remove_dir_all(&data).context("cannot remove the sample world of the last run")?;
    }
    let folder = data.to_str().context("the path of the project is no text")?;
    let arguments = ["demo", "--data", folder, "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0"];
    let rapport = Server::start(&built("debug", "rapport"), &arguments)?;
    let mut python = program(PYTHON.program("python"));
    wait(python.arg("e2e/strangers/api/run.py").current_dir(root()).env("RAPPORT", &rapport.url))
}

fn python() -> Result<()> {
    let sandbox = sandbox()?;
    let mut python = program(PYTHON.program("python"));
    python.args(["-W", "ignore::DeprecationWarning", "-m", "unittest", "--verbose"]);
    wait(python.current_dir(root().join("e2e/strangers/python")).env("ZOOM_SANDBOX", &sandbox.url))
}

fn node() -> Result<()> {
    let sandbox = sandbox()?;
    let mut node = program("node");
    node.args(["--test", "--test-reporter=spec"]).current_dir(root().join("e2e/strangers/node"));
    wait(node.env("ZOOM_SANDBOX", &sandbox.url))
}

fn rust() -> Result<()> {
    let sandbox = sandbox()?;
    let mut client = cargo();
    client.args(["run", "--quiet", "--locked", "--manifest-path", "e2e/strangers/rust/Cargo.toml"]);
    client.args(["--target-dir", "target/strangers/rust"]);
    wait(client.env("ZOOM_SANDBOX", &sandbox.url))
}

/// A sandbox on a free port.
fn sandbox() -> Result<Server> {
    Server::start(&built("debug", "zoom-sandbox"), &["serve", "--listen", "127.0.0.1:0"])
}
