//! Installs what the tests need and the machine lacks.

use crate::run::{cargo, exists, program, root, variable, wait};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

/// Chromium as the tests use it: `$CHROMIUM`, else Debian's.
pub(crate) fn chromium() -> Option<PathBuf> {
    let candidates = [variable("CHROMIUM").map(PathBuf::from), Some(PathBuf::from("/usr/bin/chromium"))];
    candidates.into_iter().flatten().find(|path| path.exists())
}

/// Makes sure of a browser, Node and the font of the screenshots: installs Debian's packages as
/// root, otherwise says which line to run.
pub(crate) fn browser_packages() -> Result<()> {
    install(&missing_packages(), "the browser tests", "Chromium may be elsewhere: set CHROMIUM to its path")
}

/// Makes sure of PostgreSQL's server, which a machine may lack although it has the client.
pub(crate) fn postgres_package() -> Result<()> {
    let missing = if postgres_cluster::programs().is_none() { vec!["postgresql"] } else { Vec::new() };
    install(&missing, "the tests on PostgreSQL", "without it: --database sqlite")
}

/// The tunnel of the journeys: its version, because another may speak another protocol.
const BORE: &str = "0.6.0";

/// The path of bore, as [`tunnels`] builds it: another version has another folder.
pub(crate) fn bore() -> PathBuf {
    root().join(format!("target/tools/bore-{BORE}/bin/bore"))
}

/// Makes sure of a tunnel (bore, built once under `target/`) and of a TLS proxy (nginx: of Debian's proxies that speak
/// HTTP, the smallest).
pub(crate) fn tunnels() -> Result<()> {
    let has_nginx = variable("NGINX").is_some() || Path::new("/usr/sbin/nginx").exists();
    let missing = if has_nginx { vec![] } else { vec!["nginx"] };
    install(&missing, "the journeys through a proxy", "nginx may be elsewhere: set NGINX to its path")?;
    if bore().exists() {
        return Ok(());
    }
    let folder = root().join(format!("target/tools/bore-{BORE}"));
    let mut cargo = cargo();
    // Not optimised: it carries a few pages, and is built in half the time.
    cargo.args(["install", "bore-cli", "--version", BORE, "--locked", "--debug", "--root"]);
    wait(cargo.arg(folder))
}

/// Installs Debian's packages as root, otherwise says which line to run.
fn install(missing: &[&str], whose: &str, otherwise: &str) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    if !exists("apt-get") {
        bail!("{whose} need {} ({otherwise})", missing.join(", "));
    }
    if !is_root() {
        bail!(
            "{whose} need Debian packages that are missing. Run this, then try again ({otherwise}):\n    sudo {line}"
        );
    }
    let apt = |arguments: &[&str]| {
        wait(program("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
    };
    apt(&["update"])?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(missing);
    apt(&install)
}

/// The npm packages of a folder, exactly as its `package-lock.json` says. None of them runs anything while it is installed.
pub(crate) fn node_packages(folder: &str) -> Result<()> {
    let folder = root().join(folder);
    if is_fresh(&folder.join("package-lock.json"), &folder.join("node_modules/.package-lock.json")) {
        return Ok(());
    }
    wait(program("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder))
}

/// An environment of Python with packages of its own, under `target/`.
pub(crate) struct Python {
    /// Below `target/`.
    pub(crate) folder: &'static str,
    /// Where `requirements.txt` is.
    pub(crate) requirements: &'static str,
    /// Who needs it.
    pub(crate) whose: &'static str,
}

impl Python {
    /// One of its programs, such as `python`.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        root().join("target").join(self.folder).join("bin").join(name)
    }
}

/// The Python packages of an environment, exactly as `requirements.txt` says, each checked by its hash.
pub(crate) fn python_packages(python: &Python) -> Result<()> {
    let folder = root().join("target").join(python.folder);
    let requirements = root().join(python.requirements);
    let installed = folder.join("installed");
    if is_fresh(&requirements, &installed) {
        return Ok(());
    }
    if !has_venv() {
        install(&["python3", "python3-venv"], python.whose, "there is no way around it")?;
    }
    wait(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = program(python.program("python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",
    ]);
    wait(pip.arg("--requirement").arg(requirements))?;
    fs::write(&installed, "").with_context(|| format!("cannot write {}", installed.display()))
}

/// Debian's Python comes without the part that makes environments.
fn has_venv() -> bool {
    let mut python = program("python3");
    python.args(["-c", "import ensurepip, venv"]).stdout(Stdio::null()).stderr(Stdio::null());
    python.status().is_ok_and(|status| status.success())
}

/// The path of cargo-nextest, built under `target/` if the machine has none.
/// `None` if it cannot be built: `cargo test` runs the same tests, only slower.
pub(crate) fn nextest() -> Option<PathBuf> {
    if exists("cargo-nextest") {
        return Some(PathBuf::from("cargo-nextest"));
    }
    let tools = root().join("target/tools");
    let ours = tools.join("bin/cargo-nextest");
    if ours.exists() {
        return Some(ours);
    }
    eprintln!("cargo-nextest is missing: building it once, this takes some minutes");
    let built = wait(cargo().args(["install", "cargo-nextest", "--locked", "--root"]).arg(tools));
    match built {
        Ok(()) => Some(ours),
        Err(error) => {
            eprintln!("{error:#}\nGoing on with `cargo test`: the same tests, one program after another.");
            None
        }
    }
}

/// The checker of dependencies: its version, because another may judge otherwise.
const DENY: &str = "0.20.2";

/// The path of cargo-deny, built once under `target/` if the machine has none of this version.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    let version = program("cargo-deny").arg("--version").stderr(Stdio::null()).output();
    if version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(DENY)) {
        return Ok(PathBuf::from("cargo-deny"));
    }
    let folder = root().join(format!("target/tools/cargo-deny-{DENY}"));
    let ours = folder.join("bin/cargo-deny");
    if !ours.exists() {
        let mut cargo = cargo();
        // Not optimised and without what it does not need here: it looks at a few files, and is built in half the time.
        cargo.args(["install", "cargo-deny", "--version", DENY, "--locked", "--debug"]);
        wait(cargo.args(["--no-default-features", "--root"]).arg(folder))?;
    }
    Ok(ours)
}

fn missing_packages() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if chromium().is_none() {
        missing.push("chromium");
    }
    if !exists("node") {
        missing.push("nodejs");
    }
    if !exists("npm") {
        missing.push("npm");
    }
    // Only the look of the pictures depends on it, so nobody but root is asked for it.
    if is_root() && exists("apt-get") && !has_debian_package("fonts-inter") {
        missing.push("fonts-inter");
    }
    missing
}

fn has_debian_package(name: &str) -> bool {
    let output = program("dpkg-query").args(["-W", "-f=${Status}", name]).output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).ends_with("ok installed"))
}

fn is_root() -> bool {
    let output = program("id").arg("-u").stderr(Stdio::null()).output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Whether `made` exists and is not older than `source`.
fn is_fresh(source: &Path, made: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    changed(made).is_some_and(|made| changed(source).is_some_and(|source| made >= source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_made_is_not_fresh() {
        let source = root().join("Cargo.toml");
        assert!(!is_fresh(&source, &root().join("no-such-file")));
        assert!(is_fresh(&source, &source));
    }
}
