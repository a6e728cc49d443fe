//! The built program as a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const READY: &str = "Rapport is ready at ";

/// What a process gets beside its arguments.
pub(crate) type Variables<'a> = &'a [(&'a str, String)];

fn command(arguments: &[&str], data: &Path, variables: Variables<'_>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.args(arguments).arg("--data").arg(data).current_dir(data).stdin(Stdio::null());
    command.env("RAPPORT_LISTEN", "127.0.0.1:0").env("RAPPORT_ZOOM__SANDBOX_LISTEN", "127.0.0.1:0");
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Starts `rapport migrate`.
pub(crate) fn migrate(data: &Path, variables: Variables<'_>) -> Child {
    command(&["migrate"], data, variables).spawn().unwrap()
}

/// Starts `rapport serve`.
pub(crate) fn serve(data: &Path, variables: Variables<'_>) -> Child {
    command(&["serve"], data, variables).spawn().unwrap()
}

/// How a process ended, and what it said.
pub(crate) fn ended(child: Child) -> (bool, String, String) {
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.success(), text(stdout), text(stderr))
}

/// A running `rapport serve`; killed when it is dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) url: String,
}

impl Serving {
    /// Starts it and waits until it says where it is.
    pub(crate) fn start(data: &Path, variables: Variables<'_>) -> Self {
        let mut child = serve(data, variables);
        let mut said = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            said.push(line.unwrap());
            if said.last().is_some_and(|line| line.starts_with(READY)) {
                break;
            }
        }
        let url = said.iter().find_map(|line| line.strip_prefix(READY));
        let Some(url) = url.map(str::to_owned) else {
            let mut errors = String::new();
            child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
            panic!("it did not start: {said:?} {errors}");
        };
        // Nobody reads what it says from here on, and a full pipe would stop it.
        let mut errors = child.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
        Self { child, url }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks a running program as a browser would, without following redirects.
pub(crate) async fn get(url: &str) -> reqwest::Response {
    let options =
        zoom::transport::Options { proxy_from_environment: false, ..zoom::transport::Options::default() };
    zoom::transport::http_client(&options).unwrap().get(url).send().await.unwrap()
}
