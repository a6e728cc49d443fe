//! What the program is built from, as it was locked when it was built.

use std::collections::{BTreeMap, BTreeSet};

const LOCK: &str = include_str!("../../../../../Cargo.lock");

/// The program's own crates, with what each says it needs to run.
const OURS: [(&str, &str); 6] = [
    ("domain", include_str!("../../../../domain/Cargo.toml")),
    ("jobs", include_str!("../../../../jobs/Cargo.toml")),
    ("rapport", include_str!("../../../Cargo.toml")),
    ("store", include_str!("../../../../store/Cargo.toml")),
    ("zoom", include_str!("../../../../zoom/Cargo.toml")),
    ("zoom-sandbox", include_str!("../../../../zoom-sandbox/Cargo.toml")),
];

/// A library of somebody else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// Its name on crates.io.
    pub name: String,
    /// The locked version.
    pub version: String,
    /// Whether our own code uses it, and not only a library does.
    pub direct: bool,
}

struct Locked<'a> {
    name: &'a str,
    version: &'a str,
    /// "name", or "name version" where there are several.
    needs: Vec<&'a str>,
}

/// Every library of the program, on any system it is built for. What only tests use is left out.
pub fn dependencies() -> Vec<Dependency> {
    let locked = locked();
    let mut found: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    let mut waiting: Vec<(&Locked<'_>, bool)> = Vec::new();
    for (name, manifest) in OURS {
        let wanted = needed_to_run(manifest);
        let Some(own) = locked.iter().find(|package| package.name == name) else { continue };
        let direct = own.needs.iter().filter(|need| wanted.contains(need.split(' ').next().unwrap_or(need)));
        waiting.extend(direct.filter_map(|need| resolve(&locked, need)).map(|package| (package, true)));
    }
    while let Some((package, direct)) = waiting.pop() {
        if OURS.iter().any(|(name, _)| *name == package.name) {
            continue;
        }
        let known = found.get(&(package.name, package.version)).copied();
        if known.is_some_and(|before| before || !direct) {
            continue;
        }
        found.insert((package.name, package.version), direct);
        if known.is_none() {
            let needs = package.needs.iter().filter_map(|need| resolve(&locked, need));
            waiting.extend(needs.map(|package| (package, false)));
        }
    }
    let owned = found.into_iter().map(|((name, version), direct)| Dependency {
        name: name.to_owned(),
        version: version.to_owned(),
        direct,
    });
    owned.collect()
}

fn locked() -> Vec<Locked<'static>> {
    let field = |block: &'static str, key: &str| {
        block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
    };
    let blocks = LOCK.split("[[package]]").skip(1);
    blocks
        .filter_map(|block| {
            let quoted = |line: &'static str| line.strip_prefix(" \"")?.strip_suffix("\",");
            let needs = block.lines().filter_map(quoted).collect();
            Some(Locked { name: field(block, "name")?, version: field(block, "version")?, needs })
        })
        .collect()
}

fn resolve<'a, 'b>(locked: &'b [Locked<'a>], need: &str) -> Option<&'b Locked<'a>> {
    let mut words = need.split(' ');
    let (name, version) = (words.next()?, words.next());
    locked
        .iter()
        .find(|package| package.name == name && version.is_none_or(|version| package.version == version))
}

/// Names in `[dependencies]` that are always there.
fn needed_to_run(manifest: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && !line.contains("optional = true") {
            let name: &str = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                names.insert(name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_listed_and_what_tests_use_is_not() {
        let all = dependencies();
        let find = |name: &str| all.iter().find(|dependency| dependency.name == name);
        assert!(find("axum").unwrap().direct && find("rustls").is_some());
        assert!(!find("hyper").unwrap().direct, "a library of a library");
        for test in ["insta", "scraper", "proptest", "rapport", "domain", "fail"] {
            assert!(find(test).is_none(), "{test} is listed");
        }
        let locked = format!("name = \"axum\"\nversion = \"{}\"", find("axum").unwrap().version);
        assert!(LOCK.contains(&locked));
    }
}
