//! Puts a configured program together and runs it: database, sandbox, workers, web server.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use domain::{Clock, Random, Steadiness, SystemRandom};
use jobs::Runner;
use secrecy::{ExposeSecret, SecretString};
use store::{Store, sealing_key, users};
use tokio::net::TcpListener;
use tokio::signal;
use url::Url;
use zoom_sandbox::{Builder, Sandbox};

use crate::accounts::SetupKey;
use crate::app::{App, Parts};
use crate::config::Config;
use crate::connections::{
    Entered, Given, NEEDED, ZoomApp, ZoomEnvironment, ZoomKind, address_lines, entered, put_grants_in_use,
};
use crate::failpoint;
use crate::http::{serve, serve_metrics};
use crate::keep_current::{keep_key_current, keep_sandbox_current, keep_zoom_app_current};
use crate::keys::Keys;
use crate::mail::Mailer;
use crate::marketplace::probes::{Means, Outside};
use crate::marketplace::urls::ZoomUrl;
use crate::metrics::Metrics;

/// How long running jobs and requests may take to finish at the end; longer than a call to Zoom, because a refresh
/// must not be cut between Zoom's answer and our database.
const GRACE: Duration = Duration::from_secs(25);

/// Opens the configured database and brings its schema up to date.
pub(crate) async fn open_store(
    config: &Config,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> anyhow::Result<Store> {
    let database = config.database.resolve(&config.data)?;
    let store = Store::open(&database, clock, random).await?;
    store.migrate().await.with_context(|| format!("cannot bring {database} up to date"))?;
    Ok(store)
}

/// A running program.
pub struct Server {
    app: App,
    listener: TcpListener,
    metrics_listener: Option<TcpListener>,
    sandbox: Option<Sandbox>,
}

impl Server {
    /// Opens everything. Each failure is one line that names what to change.
    pub async fn start(config: Config) -> anyhow::Result<Self> {
        start_logging(&config.log, config.log_json)?;
        make_folder(&config.data)?;
        let listener = TcpListener::bind(config.listen).await.with_context(|| {
            format!("cannot listen on {}; choose another address with --listen", config.listen)
        })?;
        let metrics_listener = match config.metrics.listen {
            Some(address) => Some(TcpListener::bind(address).await.with_context(|| {
                format!("cannot listen on {address}; choose another address as `metrics.listen`")
            })?),
            None => None,
        };
        let public_url = match config.public_url.clone() {
            Some(url) => url,
            None => Url::parse(&format!("http://{}", reachable(listener.local_addr()?)))?,
        };
        failpoint::arm();
        let clock: Arc<dyn Clock> = failpoint::clock();
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let store = open_store(&config, clock.clone(), random.clone()).await?;
        let keys = keys(&config, users::any(&store.begin_read().await).await?, &*random)?;
        check_key(&store, &keys).await?;
        let entered = entered(&store, &keys).await?;
        let (zoom, sandbox) = zoom(&config, &public_url, entered.clone()).await?;
        refuse_half_a_production(&zoom, &entered, &public_url)?;
        if public_url.scheme() == "https" && config.proxies.trusted.is_empty() {
            tracing::warn!(
                "people come through a proxy that [proxies] does not name: all seem to have its address, in the audit log \
                 and for the limits on logging in; name it (docs/tunnels.md)"
            );
        }
        let outside = Outside::new(config.trusted_roots()?)?;
        let parts = Parts {
            keys,
            zoom,
            mailer: Mailer::new(&config.mail.from, config.mail.smtp.resolve("mail.smtp", None)?.as_ref())?,
            runner: crate::jobs::register(Runner::new(store.clone(), clock.clone(), random.clone())),
            public_url,
            proxies: config.proxies.clone(),
            compliance: config.zoom.compliance,
            publisher: config.publisher.clone(),
            metrics: metrics(&config)?,
            means: Means::new(config.data.clone(), config.mail.dkim_selector.clone(), outside),
            setup_key: SetupKey::new(&*random),
            store,
            steadiness: Steadiness::new(&*clock),
            clock,
            random,
        };
        let app = App::new(parts);
        put_grants_in_use(&app).await?;
        Ok(Self { app, listener, metrics_listener, sandbox })
    }

    /// The parts for a rehearsal, in which nothing runs by itself: whoever rehearses serves, and runs the jobs.
    pub(crate) fn into_rehearsal(self) -> (App, TcpListener, Option<Sandbox>) {
        (self.app, self.listener, self.sandbox)
    }

    /// The application, for seeding.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Where people reach it, without a slash at the end.
    pub fn url(&self) -> &str {
        self.app.public_url.as_str().trim_end_matches('/')
    }

    /// The key of the first-run set-up while there is nobody yet.
    pub async fn setup_key(&self) -> anyhow::Result<Option<String>> {
        let empty = !users::any(&self.app.store.begin_read().await).await?;
        Ok(empty.then(|| self.app.setup_key.reveal().to_owned()))
    }

    /// Says where everything is.
    pub fn announce(&self) {
        if let Some(sandbox) = &self.sandbox {
            println!("Zoom sandbox at {}", sandbox.url().trim_end_matches('/'));
        }
        // Behind a tunnel or a proxy, this is where it has to lead.
        if let Ok(address) = self.listener.local_addr()
            && self.app.public_url.port_or_known_default() != Some(address.port())
        {
            println!("Listening on http://{}", reachable(address));
        }
        println!("Rapport is ready at {}", self.url());
    }

    /// Serves until Ctrl-C or SIGTERM, then lets running requests and jobs finish.
    pub async fn run_until_stopped(self) -> anyhow::Result<()> {
        let workers = self.app.runner.start(self.app.clone());
        tokio::spawn(keep_zoom_app_current(self.app.clone()));
        tokio::spawn(keep_key_current(self.app.clone()));
        if let Some(sandbox) = &self.sandbox {
            // The sandbox asks the webhook address to prove itself, as Zoom does when it is saved.
            let control = sandbox.control();
            tokio::spawn(async move { control.validate_webhook().await });
            tokio::spawn(keep_sandbox_current(self.app.clone(), sandbox.control()));
        }
        if let Some(listener) = self.metrics_listener {
            tokio::spawn(serve_metrics(self.app.clone(), listener));
        }
        let app = self.app.clone();
        serve(self.app.clone(), self.listener, stopped(), GRACE).await.context("the web server stopped")?;
        workers.shutdown(GRACE).await;
        if tokio::time::timeout(GRACE, app.zoom.underway().finished()).await.is_err() {
            tracing::warn!("a refresh of Zoom tokens was still under way and is cut");
        }
        if let Some(sandbox) = self.sandbox {
            sandbox.shutdown().await.context("the sandbox's state could not be saved")?;
        }
        Ok(())
    }
}

/// Between two times of putting away what durations have gathered.
const UPKEEP: Duration = Duration::from_secs(5);

/// What is counted, if somebody is to read it.
fn metrics(config: &Config) -> anyhow::Result<Option<Metrics>> {
    if !config.metrics.is_on() {
        return Ok(None);
    }
    let token = config.metrics.token.resolve("metrics.token", config.metrics.token_file.as_ref())?;
    let metrics = Metrics::start(token)?;
    let kept = metrics.clone();
    tokio::spawn(async move {
        let mut upkeep = tokio::time::interval(UPKEEP);
        loop {
            upkeep.tick().await;
            kept.upkeep();
        }
    });
    Ok(Some(metrics))
}

/// Ctrl-C, or SIGTERM from a service manager.
async fn stopped() {
    let interrupt = async {
        let _ = signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// An address that a browser on this machine can open.
pub(crate) fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            Ipv4Addr::LOCALHOST.into()
        } else {
            Ipv6Addr::LOCALHOST.into()
        });
    }
    address
}

pub(crate) fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let fail = || format!("cannot write to the data folder {}; choose another with --data", folder.display());
    std::fs::create_dir_all(folder).with_context(fail)?;
    let probe = folder.join(".writable");
    std::fs::write(&probe, b"").with_context(fail)?;
    match std::fs::remove_file(&probe) {
        // Another process that starts at the same moment has removed it.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed.with_context(fail),
    }
}

/// A database without its key would open and then fail on every secret, so that is said at once. Where there is no
/// database yet, a key is made.
pub(crate) fn keys(config: &Config, in_use: bool, random: &dyn Random) -> anyhow::Result<Keys> {
    let usual = config.data.join("secret.key");
    if in_use && !config.secret_key.is_set() && config.secret_key_file.is_none() && !usual.exists() {
        anyhow::bail!("the key file {} is missing; restore it beside its database", usual.display());
    }
    if let Some(path) = config.secret_key_file.as_ref().filter(|path| in_use && !path.exists()) {
        anyhow::bail!("the key file {} is missing; restore it", path.display());
    }
    match &config.secret_key_file {
        Some(path) => Ok(Keys::from_file(path, random)?),
        None => match config.secret_key.resolve("secret_key", None)? {
            Some(text) => Ok(Keys::from_hex(text.expose_secret())?),
            None => Ok(Keys::from_file(&usual, random)?),
        },
    }
}

/// Processes with different keys on one database could not read each other's secrets, which shows late and badly. Of
/// several keys, the one that the database names seals.
async fn check_key(store: &Store, keys: &Keys) -> anyhow::Result<()> {
    let (own, known) = (keys.id(), sealing_key::of_installation(store, &keys.id()).await?);
    anyhow::ensure!(
        keys.seal_with(&known).is_ok(),
        "the secrets in the database are sealed with the key {known}, and this process has the key {own}; \
         give all processes the same `secret_key`, or the `secret.key` file of the data folder that was first"
    );
    Ok(())
}

/// How Zoom itself is called. Whoever uses it brings credentials.
fn real_zoom(config: &Config) -> anyhow::Result<zoom::App> {
    let http = zoom::transport::http_client(&zoom::transport::Options {
        more_roots: config.trusted_roots()?,
        ..zoom::transport::Options::default()
    })?;
    let endpoints =
        zoom::Endpoints { oauth_base: config.zoom.oauth_url.clone(), api_base: config.zoom.api_url.clone() };
    let nobody = zoom::Credentials { client_id: String::new(), client_secret: SecretString::default() };
    Ok(zoom::App::new(http, endpoints, nobody))
}

/// The Zoom app that the configuration or Settings name, if one of them does.
pub(crate) fn named_zoom(config: &Config, entered: &Entered) -> anyhow::Result<Option<ZoomApp>> {
    let chosen = config.zoom.environment;
    if let Some(found) = config.zoom.credentials()? {
        let credentials =
            zoom::Credentials { client_id: found.client_id, client_secret: found.client_secret };
        let environment = chosen.unwrap_or(ZoomEnvironment::Development);
        let given = Given::Configured { credentials, webhook_secret: found.webhook_secret, environment };
        let app = ZoomApp::new(real_zoom(config)?, given, None, entered.clone());
        return app.context("the configuration names no Zoom app").map(Some);
    }
    let Some(environment) = chosen.or(entered.in_use()) else { return Ok(None) };
    let app = ZoomApp::new(real_zoom(config)?, Given::Nothing, chosen, entered.clone());
    let app = app.with_context(|| {
        format!(
            "configuration: `zoom.environment` is {environment}, and no credentials were entered for it; take it out, \
             start, and enter them in Settings, Zoom app"
        )
    });
    app.map(Some)
}

/// The sandbox's default app, where the sandbox is.
pub(crate) fn simulated_zoom(config: &Config, sandbox: Url, entered: Entered) -> anyhow::Result<ZoomApp> {
    let options =
        zoom::transport::Options { proxy_from_environment: false, ..zoom::transport::Options::default() };
    let app = ZoomApp::sandbox(real_zoom(config)?, zoom::transport::http_client(&options)?, sandbox, entered);
    app.context("the sandbox is no Zoom app")
}

/// The Zoom app that is named, or the embedded sandbox in its place.
async fn zoom(
    config: &Config,
    public_url: &Url,
    entered: Entered,
) -> anyhow::Result<(ZoomApp, Option<Sandbox>)> {
    if let Some(zoom) = named_zoom(config, &entered)? {
        return Ok((zoom, None));
    }
    let address = config.zoom.sandbox_listen;
    let builder = config.trusted_roots()?.into_iter().fold(Sandbox::builder(), Builder::webhook_root);
    let sandbox = builder
        .listen(address)
        .state_file(config.data.join("zoom-sandbox.json"))
        .webhook_url(ZoomUrl::Webhook.at(public_url).as_str())
        .redirect_uri(ZoomUrl::Redirect.at(public_url).as_str())
        .app_name("Rapport")
        .scopes(NEEDED.map(|(scope, _)| scope))
        .start()
        .await
        .with_context(|| {
            format!("cannot start the Zoom sandbox on {address}; choose another with --sandbox-listen")
        })?;
    Ok((simulated_zoom(config, Url::parse(sandbox.url())?, entered)?, Some(sandbox)))
}

/// Production is for people outside: it does not run at an address that they cannot use, nor with the credentials that
/// only the app's owner can use.
fn refuse_half_a_production(zoom: &ZoomApp, entered: &Entered, public_url: &Url) -> anyhow::Result<()> {
    if zoom.kind() != ZoomKind::Real(ZoomEnvironment::Production) {
        return Ok(());
    }
    let instead = "or start with `zoom.environment` = \"development\"";
    if let Some(line) = address_lines(public_url).into_iter().find(|line| !line.passed) {
        anyhow::bail!("Zoom’s production credentials are not used: {} {} ({instead})", line.found, line.cure);
    }
    if entered.client_id(ZoomEnvironment::Development) == Some(zoom.client_id().as_str()) {
        anyhow::bail!(
            "configuration: `zoom.environment` is production, and `zoom.client_id` is that of development; \
             copy the one under Production in Zoom’s portal ({instead})"
        );
    }
    Ok(())
}

fn start_logging(filter: &str, json: bool) -> anyhow::Result<()> {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_new(filter)
        .context("configuration: `log` is not a filter like `warn,rapport=info`")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Tests may have installed one already.
    let _ = if json { builder.json().try_init() } else { builder.try_init() };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_that_start_at_once_do_not_take_the_folder_for_unwritable() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..200).for_each(|_| make_folder(folder.path()).unwrap()));
            }
        });
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing is left behind");
    }
}
