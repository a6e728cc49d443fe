//! The README's five-line starts, run as they stand.

use std::process::Command;

use serde_json::Value;
use zoom_sandbox::Sandbox;

const README: &str = include_str!("../../README.md");

/// The README's block in this language, pointed at a sandbox.
fn block(language: &str, base: &str) -> String {
    let fence = format!("```{language}\n");
    let start = README.find(&fence).unwrap() + fence.len();
    let block = &README[start..];
    let block = &block[..block.find("```").unwrap()];
    assert_eq!(block.lines().count(), 5, "five lines");
    assert_eq!(block.matches("http://127.0.0.1:8090").count(), 1);
    block.replace("http://127.0.0.1:8090", base)
}

/// Runs a block with a program; what it prints must be the meeting.
async fn creates_a_meeting(program: &'static str, arguments: &'static [&'static str], language: &str) {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let block = block(language, sandbox.url());
    let run = move || Command::new(program).args(arguments).arg(block).output();
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let output = output.unwrap_or_else(|error| panic!("this test needs {program}: {error}"));
    let printed = String::from_utf8(output.stdout).unwrap();
    let made: Value = serde_json::from_str(&printed)
        .unwrap_or_else(|_| panic!("{printed}\n{}", String::from_utf8_lossy(&output.stderr)));
    let meetings = sandbox.control().meetings("mara@halden.example");
    assert_eq!((meetings[0].topic.as_str(), meetings[0].duration), ("Kick-off", 30));
    assert_eq!(made["id"], meetings[0].id);
}

#[tokio::test]
async fn the_start_with_curl_creates_a_meeting() {
    creates_a_meeting("bash", &["-c"], "bash").await;
}

#[tokio::test]
async fn the_start_with_python_creates_a_meeting() {
    creates_a_meeting("python3", &["-c"], "python").await;
}

#[tokio::test]
async fn the_start_with_javascript_creates_a_meeting() {
    creates_a_meeting("node", &["--input-type=module", "-e"], "js").await;
}
