//! Who may know whom. `ARCHITECTURE.md` draws the picture; this is the same in code.

use crate::tree::root;
use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use std::{collections::BTreeSet, fs};

/// Each crate and the crates of ours that it may use. Tests may use more.
const MAY_USE: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("jobs", &["domain", "store"]),
    ("zoom", &[]),
    ("zoom-sandbox", &[]),
    ("rapport", &["domain", "store", "jobs", "zoom", "zoom-sandbox"]),
    ("test-database", &["domain", "store", "postgres-cluster"]),
    ("testing", &["domain", "store", "jobs", "zoom", "zoom-sandbox", "rapport", "test-database"]),
    ("postgres-cluster", &[]),
    ("chaos", &["domain", "store", "postgres-cluster"]), // its pages and tables are all it may know of Rapport
    ("xtask", &["postgres-cluster"]),
];

/// Libraries that only some crates may see, so that each can be replaced in one place.
const ONLY_IN: [(&str, &[&str]); 7] = [
    ("sea-orm", &["store", "test-database"]), // test-database makes and deletes databases
    ("axum", &["rapport", "zoom-sandbox", "testing"]), // testing calls the router and listens for webhooks
    ("lettre", &["rapport"]),
    ("clap", &["chaos", "rapport", "zoom-sandbox", "xtask"]),
    ("chrono", &[]), // jiff is the one time library
    ("time", &[]),
    ("reqwest", &["chaos", "zoom", "zoom-sandbox", "rapport", "testing"]),
];

/// Libraries that must not be built at all, with the reason.
const BANNED: [(&str, &str); 3] = [
    ("openssl-sys", "TLS is rustls with ring: nothing to install, one thing to keep up to date"),
    ("native-tls", "TLS is rustls with ring"),
    ("aws-lc-sys", "ring builds faster and needs no cmake"),
];

/// Libraries that link C code or hold global state, so a second version breaks the first.
const ONCE: [&str; 3] = ["sqlx-core", "libsqlite3-sys", "rustls"];

fn packages() -> Vec<Package> {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    metadata.packages
}

/// What the shipped code of a package depends on; tests are left out.
fn shipped(package: &Package) -> BTreeSet<String> {
    let normal =
        package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
    normal.map(|dependency| dependency.name.clone()).collect()
}

/// Name and version of each locked package.
fn locked() -> Vec<(String, String)> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let field = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.map(|rest| rest.trim_end_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| Some((field(block, "name")?, field(block, "version")?)))
        .collect()
}

#[test]
fn crates_use_only_the_crates_below_them() {
    let packages = packages();
    let ours: BTreeSet<_> = packages.iter().map(|package| package.name.to_string()).collect();
    for package in &packages {
        let name = package.name.as_str();
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            panic!("the crate {name} is new: say in MAY_USE what it may use, and draw it in ARCHITECTURE.md");
        };
        for used in shipped(package).intersection(&ours) {
            assert!(allowed.contains(&used.as_str()), "{name} may not use {used}");
        }
    }
}

#[test]
fn fenced_libraries_stay_behind_their_fence() {
    for package in packages() {
        let shipped = shipped(&package);
        for (library, crates) in ONLY_IN {
            let seen = shipped.contains(library);
            assert!(
                !seen || crates.contains(&package.name.as_str()),
                "{} may not use {library}: only {crates:?}",
                package.name
            );
        }
    }
}

#[test]
fn the_sandbox_and_the_client_share_nothing_but_tests() {
    let packages = packages();
    let used_by =
        |name: &str| shipped(packages.iter().find(|package| package.name.as_str() == name).unwrap());
    assert!(!used_by("zoom").contains("zoom-sandbox"));
    assert!(!used_by("zoom-sandbox").contains("zoom"));
}

#[test]
fn banned_libraries_are_not_built() {
    let built = built();
    for (library, reason) in BANNED {
        assert!(!built.contains(library), "{library} is built: {reason}");
    }
}

/// What is really built on this machine: the lock file also names what other systems would need.
fn built() -> BTreeSet<String> {
    let host = "x86_64-unknown-linux-gnu";
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--filter-platform".to_owned(), host.to_owned(), "--locked".to_owned()])
        .exec()
        .unwrap();
    let nodes = &metadata.resolve.as_ref().unwrap().nodes;
    nodes.iter().map(|node| metadata[&node.id].name.to_string()).collect()
}

#[test]
fn libraries_with_global_state_come_in_one_version() {
    let locked = locked();
    for library in ONCE {
        let versions: Vec<_> = locked.iter().filter(|(name, _)| name == library).collect();
        assert!(versions.len() <= 1, "{library} comes twice: {versions:?}");
    }
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    for package in packages() {
        let manifest = fs::read_to_string(&package.manifest_path).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{} sets no workspace lints", package.name);
    }
}

#[test]
fn every_dependency_comes_from_the_one_table() {
    for package in packages() {
        let manifest = fs::read_to_string(&package.manifest_path).unwrap();
        let mut in_dependencies = false;
        for line in manifest.lines() {
            if line.starts_with('[') {
                in_dependencies = line.ends_with("dependencies]");
            } else if in_dependencies && !line.trim().is_empty() && !line.starts_with('#') {
                assert!(
                    line.contains("workspace = true"),
                    "{}: `{line}` belongs in the root Cargo.toml",
                    package.name
                );
            }
        }
    }
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let table = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    for line in table.lines().filter(|line| line.contains(" = ")) {
        assert!(line.contains(" # "), "no word on what this is for: {line}");
    }
}
