//! A server of ours that runs for as long as it is needed.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::run::program;

/// A program that serves, and is stopped when this is dropped.
pub(crate) struct Server {
    process: Child,
    /// Kept open: a program whose output is closed may end.
    output: BufReader<ChildStdout>,
    /// Where it is, such as `http://127.0.0.1:8090`.
    pub(crate) url: String,
}

impl Server {
    /// Starts a program that says `… is ready at URL`.
    pub(crate) fn start(path: &Path, arguments: &[&str]) -> Result<Self> {
        let name = || format!("cannot start {}", path.display());
        let mut process = program(path).args(arguments).stdout(Stdio::piped()).spawn().with_context(name)?;
        let output = BufReader::new(process.stdout.take().context("no output")?);
        // From here on it is stopped, whatever goes wrong.
        let mut server = Self { process, output, url: String::new() };
        server.url = url(&mut server.output)?;
        Ok(server)
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }
}

/// The address in the first line that has one.
fn url(output: &mut impl BufRead) -> Result<String> {
    for line in output.lines() {
        let line = line.context("cannot read what the server says")?;
        if let Some((_, url)) = line.split_once("is ready at ") {
            return Ok(url.trim().to_owned());
        }
    }
    bail!("the server ended without saying where it is")
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, and nothing is lost with it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_what_the_server_says() {
        let said = "something else\nZoom Sandbox is ready at http://127.0.0.1:41234\nand more\n";
        assert_eq!(url(&mut said.as_bytes()).unwrap(), "http://127.0.0.1:41234");
    }

    #[test]
    fn a_server_that_ends_early_is_an_error() {
        let error = url(&mut "cannot listen\n".as_bytes()).unwrap_err().to_string();
        assert!(error.contains("ended"), "{error}");
    }
}
