//! `zoom-sandbox serve`: Zoom on localhost for clients in any language.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use jiff::{SignedDuration, Timestamp};
use tracing_subscriber::EnvFilter;
use zoom_sandbox::{CLIENT_ID, CLIENT_SECRET, LimitTable, Sandbox, SandboxClock, Seed, WEBHOOK_SECRET};

/// Zoom on localhost: OAuth, REST, signed webhooks, licences, limits, a clock and faults.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until Ctrl-C.
    Serve(Serve),
}

#[derive(clap::Args)]
struct Serve {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// File that keeps the state over restarts.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// JSON file with users and meetings to begin with; see the README.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// How clients reach it, if not at the address it listens on, such as through a proxy.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Where events go.
    #[arg(long, value_name = "URL")]
    webhook_url: Option<String>,
    /// Address people may be sent back to; repeats. Without it any address on this machine is taken.
    #[arg(long, value_name = "URI")]
    redirect_uri: Vec<String>,
    /// Scope the app asks for; repeats. Without it, every scope the sandbox serves.
    #[arg(long, value_name = "SCOPE")]
    scope: Vec<String>,
    /// Refuses calls beyond Zoom's limits per second and day: free, pro or business.
    #[arg(long, value_name = "PLAN", value_parser = limit_table)]
    limits: Option<LimitTable>,
    /// Ends a meeting this long after its last participant left, for example 5m.
    #[arg(long, value_name = "TIME")]
    end_empty_after: Option<SignedDuration>,
    /// A clock that stands at this instant until it is moved, for example 2027-03-15T08:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
    /// Repeats the same ids, tokens and chances in each run.
    #[arg(long, value_name = "NUMBER")]
    random_seed: Option<u64>,
}

fn limit_table(text: &str) -> Result<LimitTable, String> {
    match text {
        "free" => Ok(LimitTable::Free),
        "pro" => Ok(LimitTable::Pro),
        "business" => Ok(LimitTable::Business),
        _ => Err("it is free, pro or business".to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let Command::Serve(options) = Cli::parse().command;
    match serve(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("zoom-sandbox: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn read_seed(path: &Path) -> Result<Seed, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read the seed file {}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} is not a seed file: {error}", path.display()))
}

async fn serve(options: Serve) -> Result<(), String> {
    let mut builder = Sandbox::builder().listen(options.listen);
    if let Some(path) = options.state {
        builder = builder.state_file(path);
    }
    if let Some(path) = options.seed {
        builder = builder.seed(read_seed(&path)?);
    }
    if let Some(url) = &options.public_url {
        builder = builder.public_url(url);
    }
    if let Some(url) = &options.webhook_url {
        builder = builder.webhook_url(url);
    }
    for uri in &options.redirect_uri {
        builder = builder.redirect_uri(uri);
    }
    if !options.scope.is_empty() {
        builder = builder.scopes(options.scope);
    }
    if let Some(table) = options.limits {
        builder = builder.enforce_limits(table);
    }
    if let Some(wait) = options.end_empty_after {
        builder = builder.end_empty_meetings_after(wait);
    }
    if let Some(instant) = options.at {
        builder = builder.clock(SandboxClock::Explicit(instant));
    }
    if let Some(seed) = options.random_seed {
        builder = builder.random_seed(seed);
    }
    let sandbox = builder.start().await.map_err(|error| error.to_string())?;
    println!("Zoom Sandbox is ready at {}", sandbox.url());
    println!("Client id {CLIENT_ID}, client secret {CLIENT_SECRET}, webhook secret token {WEBHOOK_SECRET}");
    tokio::signal::ctrl_c().await.map_err(|error| format!("cannot listen for Ctrl-C: {error}"))?;
    sandbox.shutdown().await.map_err(|error| error.to_string())
}
