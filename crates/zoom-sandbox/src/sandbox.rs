//! Starting and stopping a sandbox.

use std::{
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    builder::Builder,
    clock::Clock,
    connection::{Peer, bind},
    control::Control,
    faults::Faults,
    limits::Meters,
    random::Random,
    seed, server,
    shared::Shared,
    state_file::StateFile,
    webhooks::deliver,
    world::World,
};

/// A change is written at once, the next no sooner than this: what a kill -9 can cost at most.
const SAVE_EVERY: Duration = Duration::from_millis(200);

/// How long a shutdown waits for calls under way.
const LAST_CALLS: Duration = Duration::from_secs(2);

/// Why a sandbox did not start or could not save its state.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// The operating system's reason.
        reason: io::Error,
    },
    /// A meeting of the seed has a host that does not exist.
    #[error("a meeting of the seed is hosted by {0}, who is not a user of the sandbox")]
    Seed(String),
    /// The state file cannot be read or written, or another sandbox is using it.
    #[error("cannot use the state file {path}: {reason}")]
    StateFile {
        /// The file.
        path: PathBuf,
        /// The operating system's reason, or what is wrong with its contents.
        reason: io::Error,
    },
}

impl Builder {
    /// Binds the address, reads the state file, and serves until the sandbox is dropped or shut down.
    pub async fn start(self) -> Result<Sandbox, SandboxError> {
        let random = self.random_seed.map_or(Random::System, Random::seeded);
        let dice = self.random_seed.map_or(Random::System, |seed| Random::seeded(!seed));
        let clock = Clock::new(self.clock);
        let state_file = match &self.state_file {
            Some(path) => {
                let file = StateFile::open(path).await.map_err(|reason| state_error(path, reason))?;
                Some(Arc::new(file))
            }
            None => None,
        };
        let saved = match &state_file {
            Some(file) => file.load().map_err(|reason| state_error(file.path(), reason))?,
            None => None,
        };
        let fresh = saved.is_none();
        let mut world = match saved {
            Some(saved) => {
                clock.resume(saved.clock);
                let mut world = saved.world;
                world.complete(&random);
                world
            }
            None => World::new(&random),
        };
        self.app.apply_to(&mut world, clock.now());

        let listening = bind(self.listen).await;
        let (listener, address) =
            listening.map_err(|reason| SandboxError::Listen { address: self.listen, reason })?;
        if fresh {
            seed::plant(&mut world, self.seed, clock.now(), &random).map_err(SandboxError::Seed)?;
        }
        world.base_url = self.public_url.unwrap_or_else(|| format!("http://{address}"));
        let url = world.base_url.clone();
        world.end_empty_after = self.end_empty_after;
        world.index();
        let meters = Meters::new(self.limits, self.enforce_limits);
        let shared = Shared::new(world, clock, random, Faults::new(dice), meters, self.webhook_line);
        let shared = Arc::new(shared);
        if let Some(file) = &state_file {
            // A file that cannot be written is noticed now, not at the end.
            file.save(&shared).map_err(|reason| state_error(file.path(), reason))?;
        }

        let (stop, stopped) = watch::channel(false);
        let router = server::router(Arc::clone(&shared)).into_make_service_with_connect_info::<Peer>();
        let server = axum::serve(listener, router).with_graceful_shutdown(until(stopped));
        let server = tokio::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the sandbox stopped serving");
            }
        });
        let mut tasks = vec![tokio::spawn(deliver::run(Arc::clone(&shared)))];
        if let Some(file) = state_file.clone() {
            tasks.push(tokio::spawn(keep_saved(Arc::clone(&shared), file)));
        }
        Ok(Sandbox { url, address, shared, state_file, stop, server, tasks })
    }
}

/// A running sandbox. Dropping it stops it; [`Sandbox::shutdown`] also writes the state file.
pub struct Sandbox {
    url: String,
    address: SocketAddr,
    shared: Arc<Shared>,
    state_file: Option<Arc<StateFile>>,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    tasks: Vec<JoinHandle<()>>,
}

impl Sandbox {
    /// A sandbox on a free port, in memory, with the default app and users.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Base of every URL, without a slash at the end: stands for `https://zoom.us` and `https://api.zoom.us`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address that was bound.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Moves and reads sandbox time.
    pub fn clock(&self) -> ClockHandle {
        ClockHandle { control: self.control() }
    }

    /// Looks at and changes everything.
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.shared))
    }

    /// Stops serving and writes the state file.
    pub async fn shutdown(mut self) -> Result<(), SandboxError> {
        let _ = self.stop.send(true);
        // Calls under way may finish; a client that hangs is cut off.
        let _ = tokio::time::timeout(LAST_CALLS, &mut self.server).await;
        self.stop_tasks();
        match &self.state_file {
            Some(file) => file.save(&self.shared).map_err(|reason| state_error(file.path(), reason)),
            None => Ok(()),
        }
    }

    fn stop_tasks(&self) {
        let _ = self.stop.send(true);
        self.server.abort();
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop_tasks();
    }
}

/// Sandbox time in the hands of a test.
#[derive(Clone)]
pub struct ClockHandle {
    control: Control,
}

impl ClockHandle {
    /// Sandbox time.
    pub fn now(&self) -> Timestamp {
        self.control.now()
    }

    /// Moves it forward; what became due happens, deliveries in the background.
    pub fn advance(&self, by: SignedDuration) {
        self.control.advance(by);
    }

    /// Sets it.
    pub fn set(&self, to: Timestamp) {
        self.control.set_time(to);
    }
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Writes the state file after each change.
async fn keep_saved(shared: Arc<Shared>, file: Arc<StateFile>) {
    loop {
        shared.dirty.notified().await;
        let (shared, file) = (Arc::clone(&shared), Arc::clone(&file));
        let saved = tokio::task::spawn_blocking(move || {
            if let Err(error) = file.save(&shared) {
                tracing::error!(%error, path = %file.path().display(), "the sandbox's state file cannot be written");
            }
        });
        let _ = saved.await;
        pause().await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a background task that gathers changes before it writes again"
)]
async fn pause() {
    tokio::time::sleep(SAVE_EVERY).await;
}

fn state_error(path: &Path, reason: io::Error) -> SandboxError {
    SandboxError::StateFile { path: path.to_owned(), reason }
}
