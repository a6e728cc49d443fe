//! What `rapport doctor` and `rapport marketplace check` share: options, how results are printed, the exit code.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use domain::{Random, SystemClock, SystemRandom};
use serde_json::json;
use store::Store;
use url::Url;

use super::database::open_existing;
use crate::config::Config;
use crate::connections::{Entered, ZoomApp, entered};
use crate::keys::Keys;
use crate::mail::Mailer;
use crate::marketplace::probes::{self, Check, Means, Outside, Probe, Subject, Verdict};
use crate::server;

/// The end of `--help`.
pub(super) const CODES: &str = "\
Exit code: 0 if everything passes, 1 if there is something to look at, 2 if something fails.
It asks the public address, so `rapport serve` should run, and the tunnel or proxy in front of it. \
Nothing is changed and no mail is sent.";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Address that `serve` was told to listen on; counts only without a public URL.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Address of the Zoom sandbox that `serve` was told, while no Zoom app is configured.
    #[arg(long)]
    sandbox_listen: Option<SocketAddr>,
    /// As JSON, for programs.
    #[arg(long)]
    json: bool,
}

impl Options {
    /// Runs the checks on the installation of this data folder and configuration file, and prints what they found.
    pub(super) async fn run(
        self,
        data: Option<PathBuf>,
        config: Option<PathBuf>,
        checks: impl IntoIterator<Item = &'static Check>,
    ) -> anyhow::Result<ExitCode> {
        let found = match self.subject(data, config).await {
            Ok(subject) => probes::run(Arc::new(subject), checks).await,
            // Without a configuration there is nothing else to look at.
            Err(error) => vec![Probe {
                id: "configuration",
                name: "Configuration",
                result: Verdict::Fail,
                found: format!("{error:#}"),
                cure: "Correct it; nothing else was looked at.".to_owned(),
            }],
        };
        let worst = probes::worst(&found);
        if self.json {
            let report = json!({ "result": worst, "version": env!("CARGO_PKG_VERSION"), "probes": found });
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            found.iter().for_each(print);
        }
        Ok(match worst {
            Verdict::Pass => ExitCode::SUCCESS,
            Verdict::Warn => ExitCode::from(1),
            Verdict::Fail => ExitCode::from(2),
        })
    }

    /// The configured installation, as far as it can be put together without changing anything.
    async fn subject(&self, data: Option<PathBuf>, file: Option<PathBuf>) -> anyhow::Result<Subject> {
        let mut config = Config::load(Path::new("rapport-data"), file.as_deref())?;
        config.data = data.unwrap_or(config.data);
        config.listen = self.listen.unwrap_or(config.listen);
        config.zoom.sandbox_listen = self.sandbox_listen.unwrap_or(config.zoom.sandbox_listen);
        let public_url = match config.public_url.clone() {
            Some(url) => url,
            None => Url::parse(&format!("http://{}", server::reachable(config.listen)))?,
        };
        let outside = Outside::new(config.trusted_roots()?)?;
        let from = match &file {
            Some(path) => format!("{} and the environment can be read", path.display()),
            None => "the environment can be read; no file is named with --config".to_owned(),
        };
        let (store, keys) = (in_words(store(&config).await), in_words(keys(&config)));
        Ok(Subject {
            configuration: from,
            public_url,
            means: Means::new(config.data.clone(), config.mail.dkim_selector.clone(), outside),
            zoom: in_words(zoom(&config, store.as_ref().ok(), keys.as_ref().ok()).await),
            store,
            keys,
            mailer: in_words(mailer(&config)),
            publisher: config.publisher.clone(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            limit: Subject::usual_limit(),
        })
    }
}

fn in_words<T>(result: anyhow::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("{error:#}"))
}

/// The database of the configuration, if it is there.
pub(super) async fn store(config: &Config) -> anyhow::Result<Store> {
    let database = config.database.resolve(&config.data)?;
    open_existing(&database).await?.with_context(|| format!("{database} does not exist"))
}

fn keys(config: &Config) -> anyhow::Result<Keys> {
    let random: &dyn Random = &SystemRandom;
    // As if the database were in use: no key is made here.
    server::keys(config, true, random)
}

/// Credentials that were entered in Settings stand in the database, sealed.
async fn zoom(config: &Config, store: Option<&Store>, keys: Option<&Keys>) -> anyhow::Result<ZoomApp> {
    let entered = match (store, keys) {
        (Some(store), Some(keys)) => entered(store, keys).await?,
        _ => Entered::default(),
    };
    if let Some(zoom) = server::named_zoom(config, &entered)? {
        return Ok(zoom);
    }
    let sandbox = Url::parse(&format!("http://{}", config.zoom.sandbox_listen))?;
    server::simulated_zoom(config, sandbox, entered)
}

fn mailer(config: &Config) -> anyhow::Result<Mailer> {
    Ok(Mailer::new(&config.mail.from, config.mail.smtp.resolve("mail.smtp", None)?.as_ref())?)
}

fn print(probe: &Probe) {
    let result = match probe.result {
        Verdict::Pass => "pass",
        Verdict::Warn => "warn",
        Verdict::Fail => "FAIL",
    };
    println!("{result}  {:<26} {}", probe.name, probe.found);
    if !probe.cure.is_empty() {
        println!("      {:<26} -> {}", "", probe.cure);
    }
}
