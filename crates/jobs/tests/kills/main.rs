//! 10,000 jobs by three processes that are killed at random: each effect happens once by its key, and each write once.
//!
//! A program of its own, because it starts itself as worker: `cargo nextest run -p jobs --test kills`. It speaks as
//! much of the test harness's language as nextest and `cargo test` ask for.
#![expect(clippy::unwrap_used, reason = "a failing helper fails the test")]

mod rig;
mod worker;

use std::path::PathBuf;

use test_database::TestDatabase;

const TESTS: [(&str, fn()); 1] = [("each_effect_happens_once", each_effect_happens_once)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        ["work", database, folder, seed] => {
            worker::run(database, &PathBuf::from(folder), seed.parse().unwrap());
        }
        _ if arguments.contains(&"--list") => {
            // No test is switched off, so a list of those is empty.
            let tests = TESTS.iter().filter(|_| !arguments.contains(&"--ignored"));
            tests.for_each(|(name, _)| println!("{name}: test"));
        }
        _ => {
            let wanted = arguments.iter().find(|argument| !argument.starts_with('-'));
            let tests = TESTS.iter().filter(|(name, _)| wanted.is_none_or(|wanted| name.contains(wanted)));
            tests.for_each(|(_, test)| test());
        }
    }
}

fn each_effect_happens_once() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let database = TestDatabase::new().await;
        let outside = tempfile::tempdir().unwrap();
        rig::run(&name(&database), &outside.path().join("effects"), 1).await;
    });
}

/// The database as one word, for another process.
fn name(database: &TestDatabase) -> String {
    match database.for_process() {
        (variables, None) => variables[0].1.clone(),
        (_, Some(folder)) => folder.join("rapport.db").to_str().unwrap().to_owned(),
    }
}
