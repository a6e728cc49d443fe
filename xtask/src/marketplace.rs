//! What the Marketplace kit makes, for a made-up publisher: to be looked at, and kept by CI as artefacts.

use crate::run::{built, program, root, wait};
use anyhow::{Context, Result, ensure};
use std::fs;

const CONFIG: &str = "e2e/publisher.toml";
/// What each command prints, and where it is kept.
const PRINTED: [(&[&str], &str); 4] = [
    (&["manifest"], "manifest.json"),
    (&["scopes"], "scopes.txt"),
    (&["scopes", "--json"], "scopes.json"),
    (&["scopes", "--prove"], "scopes-proof.txt"),
];

/// Documents with the screenshots of the journeys, the manifest, and the proof of the scopes, in `target/marketplace`.
pub(crate) fn documents() -> Result<()> {
    let folder = root().join("target/marketplace");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let rapport = || {
        let mut command = program(built("debug", "rapport"));
        command.args(["marketplace", "--config", CONFIG]);
        command
    };
    for name in ["design-doc", "test-plan"] {
        wait(rapport().arg(name).arg("--out").arg(&folder))?;
    }
    for (arguments, file) in PRINTED {
        let output = rapport().args(arguments).output().context("cannot start rapport")?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.success(), "rapport marketplace {}: {errors}", arguments.join(" "));
        let path = folder.join(file);
        fs::write(&path, output.stdout).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
