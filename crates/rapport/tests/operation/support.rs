//! The program as a command, beside whatever else uses its database.

use std::process::{Command, Output};

use test_database::TestDatabase;

/// Runs `rapport` on this database with these variables.
pub(crate) fn rapport_with(
    database: &TestDatabase,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Output {
    let (its, data) = database.for_process();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.args(arguments).envs(its).envs(variables.iter().copied());
    if let Some(data) = data {
        command.arg("--data").arg(data);
    }
    command.output().unwrap()
}

/// Runs `rapport` on this database.
pub(crate) fn rapport(database: &TestDatabase, arguments: &[&str]) -> Output {
    rapport_with(database, arguments, &[])
}

/// What it printed.
pub(crate) fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
