//! `rapport doctor` as scripts use it.

use std::process::{Command, Output};

use serde_json::Value;

/// Runs it in an empty folder, with everything that it could ask at addresses where nothing listens.
fn doctor(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.current_dir(folder.path()).arg("doctor").args(arguments);
    command.args(["--listen", "127.0.0.1:1", "--sandbox-listen", "127.0.0.1:1"]).output().unwrap()
}

fn probe<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["probes"].as_array().unwrap().iter().find(|probe| probe["id"] == id).unwrap()
}

#[test]
fn what_fails_ends_with_code_2_and_every_other_check_is_told_all_the_same() {
    let output = doctor(&["--json", "--data", "missing"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["result"], "fail");
    assert_eq!(probe(&report, "configuration")["result"], "pass");
    for id in ["data-folder", "database", "secret-key", "reachable", "zoom-credentials", "webhook-challenge"]
    {
        let probe = probe(&report, id);
        assert_eq!(probe["result"], "fail", "{probe}");
        assert!(!probe["cure"].as_str().unwrap().is_empty(), "{probe}");
    }
    assert_eq!(probe(&report, "mail-server")["result"], "warn");
}

#[test]
fn it_makes_nothing_where_nothing_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    doctor(&["--data", &data.to_string_lossy()]);
    assert!(!data.exists());
}

#[test]
fn a_configuration_that_cannot_be_used_is_a_result_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rapport.toml");
    std::fs::write(&file, "public_url = \"https://crm.example.com/path\"\n").unwrap();
    let output = doctor(&["--config", &file.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.starts_with("FAIL  Configuration") && text.contains("must be an origin"), "{text}");
}

#[test]
fn help_says_what_the_codes_mean() {
    let help = String::from_utf8(doctor(&["--help"]).stdout).unwrap();
    assert!(help.contains("Exit code: 0 if everything passes, 1"), "{help}");
}
