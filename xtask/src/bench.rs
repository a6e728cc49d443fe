//! Measurements that hold a floor: how fast something is, beside the least that the same machine can do.

mod schedule;

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    run::{built, cargo, exists, program, root, wait},
    server::Server,
    steps::Steps,
};

pub(crate) use schedule::schedule;

/// `GET /v2/users/me` a second that the sandbox must reach, so that it never limits another benchmark.
const FLOOR: f64 = 5000.0;
const ROUNDS: usize = 3;
const SECONDS: u32 = 5;

/// The sandbox's throughput, beside a bare axum handler that answers the same bytes, in turns.
pub(crate) fn sandbox(steps: &mut Steps) -> Result<()> {
    steps.run("build the sandbox and the bare server", "cargo xtask bench sandbox", || {
        ensure!(exists("wrk"), "the load generator wrk is missing: apt-get install wrk");
        let built =
            ["build", "--release", "--package", "zoom-sandbox", "--bin", "zoom-sandbox", "--example", "bare"];
        wait(cargo().args(built))
    })?;
    steps.run("GET /v2/users/me", "cargo xtask bench sandbox", measure_sandbox)
}

fn measure_sandbox() -> Result<()> {
    let sandbox = Server::start(&built("release", "zoom-sandbox"), &["serve", "--listen", "127.0.0.1:0"])?;
    let connect = "POST /_sandbox/users/mara@halden.example/connect HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                   content-length: 0\r\n\r\n";
    let tokens = exchange(&sandbox, connect)?;
    let token = tokens.split("\"access_token\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let token = token.context("the sandbox gave no token")?;
    let accept = "accept: application/json";
    let authorization = format!("authorization: Bearer {token}");
    let user = exchange(
        &sandbox,
        &format!(
            "GET /v2/users/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{accept}\r\n{authorization}\r\n\r\n"
        ),
    )?;
    let answer = root().join("target/bench-answer.json");
    fs::write(&answer, &user)?;
    let bare = Server::start(&built("release", "examples/bare"), &[&answer.to_string_lossy()])?;

    let headers = [accept, authorization.as_str()];
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(requests_a_second(&sandbox, &headers)?);
        floor.push(requests_a_second(&bare, &headers)?);
    }
    let (ours, floor) = (median(&mut ours), median(&mut floor));
    println!(
        "GET /v2/users/me, {} bytes, 32 connections, wrk on the same machine, median of {ROUNDS}:",
        user.len()
    );
    println!("  sandbox      {ours:>9.0} requests a second");
    println!("  bare handler {floor:>9.0} requests a second");
    println!("  ratio        {:>9.2}", ours / floor);
    ensure!(ours >= FLOOR, "the sandbox reaches {ours:.0} requests a second, less than {FLOOR:.0}");
    Ok(())
}

fn requests_a_second(server: &Server, headers: &[&str]) -> Result<f64> {
    let mut wrk = program("wrk");
    wrk.args(["-t1", "-c32", &format!("-d{SECONDS}s")]);
    for header in headers {
        wrk.args(["-H", header]);
    }
    let output = wrk.arg(format!("{}/v2/users/me", server.url)).output().context("cannot start wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    // A server that refuses quickly is not fast.
    if let Some(line) = text.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors")) {
        bail!("wrk met errors: {}", line.trim());
    }
    let line = text.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    line.and_then(|number| number.trim().parse().ok()).with_context(|| format!("wrk said:\n{text}"))
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Sends one request and returns the body of the answer.
fn exchange(server: &Server, request: &str) -> Result<String> {
    let mut stream = TcpStream::connect(server.address())?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    ensure!(head.starts_with("HTTP/1.1 200"), "the server answered {head}");
    Ok(body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_does_not_care_for_one_bad_round() {
        assert!((median(&mut [3.0, 900.0, 4.0]) - 4.0).abs() < f64::EPSILON);
    }
}
