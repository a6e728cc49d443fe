//! The program; everything it does is in `rapport::cli`.

use std::process::ExitCode;

use clap::Parser;
use rapport::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            // One line: what happened and, in the causes, why.
            eprintln!("rapport: {error:#}");
            ExitCode::FAILURE
        }
    }
}
