//! The program itself: its options, and what a `kill -9` leaves.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::client::{MARA, http, json};

/// `zoom-sandbox serve` as a process of its own. Dropping it kills it with SIGKILL.
struct Program {
    process: Child,
    /// Kept open, so that the program can go on writing.
    _output: BufReader<ChildStdout>,
    url: String,
}

impl Program {
    fn start(options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_zoom-sandbox"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Zoom Sandbox is ready at ").unwrap().to_owned();
        Self { process, _output: output, url }
    }

    async fn state(&self) -> Value {
        json(http().get(format!("{}/_sandbox/state", self.url)).send().await.unwrap()).await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Waits until the file holds this text.
async fn written(file: &Path, text: &str) {
    let mut looks = tokio::time::interval(Duration::from_millis(5));
    let look = async {
        while !fs::read_to_string(file).unwrap_or_default().contains(text) {
            looks.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), look).await.unwrap();
}

#[tokio::test]
async fn a_kill_leaves_the_last_written_state() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let options = ["--state", file.to_str().unwrap()];
    for round in 1..=3 {
        let program = Program::start(&options);
        let kept = program.state().await["meetings"].as_array().unwrap().len();
        assert_eq!(kept, round - 1, "what was written before the kill");
        let topic = format!("Round {round}");
        let new = json!({ "host": MARA, "topic": topic });
        let post = http().post(format!("{}/_sandbox/meetings", program.url)).json(&new);
        assert_eq!(post.send().await.unwrap().status(), 201);
        written(&file, &topic).await;
    }
    let last = fs::read_to_string(&file).unwrap();
    assert!((1..=3).all(|round| last.contains(&format!("Round {round}"))), "{last}");
}

#[tokio::test]
async fn a_damaged_state_file_ends_the_start_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    fs::write(&file, "{\"clock\":").unwrap();
    let program = Command::new(env!("CARGO_BIN_EXE_zoom-sandbox"))
        .args(["serve", "--listen", "127.0.0.1:0", "--state"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(!program.status.success());
    let told = String::from_utf8(program.stderr).unwrap();
    assert!(told.contains("sandbox.json") && told.contains("move it away to start anew"), "{told}");
}

#[tokio::test]
async fn clock_seed_and_randomness_can_be_chosen() {
    let options = ["--at", "2027-03-15T08:00:00Z", "--random-seed", "7", "--end-empty-after", "5m"];
    let id = async || {
        let program = Program::start(&options);
        let state = program.state().await;
        assert_eq!((&state["now"], &state["clock"]), (&json!("2027-03-15T08:00:00Z"), &json!("explicit")));
        let new = json!({ "host": MARA, "topic": "Same" });
        let post = http().post(format!("{}/_sandbox/meetings", program.url)).json(&new);
        json(post.send().await.unwrap()).await["id"].clone()
    };
    assert_eq!(id().await, id().await);
}
