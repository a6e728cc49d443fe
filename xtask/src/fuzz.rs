//! Fuzzing with libFuzzer, on stable Rust: the compiler's coverage instrumentation is switched on by
//! plain code generation options, and what cargo-fuzz would add, a sanitizer, finds little in code without `unsafe`.

use crate::{
    run::{cargo, program, root, wait},
    steps::Steps,
};
use anyhow::{Context, Result, bail, ensure};
use std::{env::consts::EXE_SUFFIX, fs, path::PathBuf};

/// Each target and where its first inputs are, beside `fuzz/corpus/NAME`.
const TARGETS: [(&str, &[&str]); 8] = [
    ("calendar", &[]),
    ("callback", &[]),
    ("event", &["crates/zoom/tests/fixtures/webhooks"]),
    ("models", &["crates/zoom/tests/fixtures/webhooks", "crates/zoom/tests/fixtures/endpoints"]),
    ("signature", &[]),
    ("table", &[]),
    ("templates", &[]),
    ("typed", &[]),
];

/// Those that need the whole of Rapport: the feature of `fuzz/Cargo.toml` that builds it.
const WHOLE: (&str, [&str; 2]) = ("whole", ["callback", "templates"]);

/// Counters at every edge, and a look at what is compared with what.
const INSTRUMENTATION: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// Fuzzes one target, or all, for so many minutes each.
pub(crate) fn all(steps: &mut Steps, minutes: u32, only: Option<&str>) -> Result<()> {
    let targets: Vec<_> = TARGETS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
    if targets.is_empty() {
        bail!("no such target; there are {}", TARGETS.map(|(name, _)| name).join(", "));
    }
    let host = host()?;
    steps.run("build the fuzz targets", "cargo xtask fuzz", || build(&host, &targets))?;
    for (name, seeds) in targets {
        steps.run("fuzz", "cargo xtask fuzz", || fuzz(&host, name, seeds, minutes))?;
    }
    Ok(())
}

/// The machine's own target: naming it keeps the options away from build scripts and macros.
fn host() -> Result<String> {
    let output = program("rustc").arg("-vV").output().context("cannot start rustc")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what machine this is")
}

fn build(host: &str, targets: &[&(&str, &[&str])]) -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target", host]);
    build.args(["--target-dir", "target/fuzz"]);
    for (name, _) in targets {
        build.args(["--bin", name]);
        if WHOLE.1.contains(name) {
            build.args(["--features", WHOLE.0]);
        }
    }
    wait(build.env("RUSTFLAGS", INSTRUMENTATION))
}

/// New inputs go to `target/fuzz/found`; one that breaks something to `target/fuzz/broken`, and the step fails.
fn fuzz(host: &str, name: &str, seeds: &[&str], minutes: u32) -> Result<()> {
    let found = root().join("target/fuzz/found").join(name);
    let broken = root().join("target/fuzz/broken");
    for folder in [&found, &broken] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let mut fuzzer = program(target(host, name));
    fuzzer.arg(found).arg(PathBuf::from("fuzz/corpus").join(name)).args(seeds);
    fuzzer.arg(format!("-max_total_time={}", u64::from(minutes) * 60)).arg("-max_len=16384");
    fuzzer.arg(format!("-artifact_prefix={}/{name}-", broken.display()));
    let result = wait(&mut fuzzer);
    ensure!(
        result.is_ok(),
        "{name} is broken by the input that is named above: put it into fuzz/corpus/{name}, which makes it a test, and \
         mend what it breaks"
    );
    Ok(())
}

fn target(host: &str, name: &str) -> PathBuf {
    root().join("target/fuzz").join(host).join("release").join(format!("{name}{EXE_SUFFIX}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_a_program_with_kept_inputs() {
        let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        for (name, seeds) in TARGETS {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            assert!(root().join("fuzz/corpus").join(name).is_dir(), "{name}");
            assert!(seeds.iter().all(|folder| root().join(folder).is_dir()), "{seeds:?}");
        }
        assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
        assert_eq!(manifest.matches("required-features = [\"whole\"]").count(), WHOLE.1.len());
    }
}
