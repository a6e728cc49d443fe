//! One process of the test: runs jobs until it is killed, or told to end by the end of its input.

use std::{
    fs::File,
    io::{ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use domain::{SeededRandom, SystemClock};
use jiff::SignedDuration;
use jobs::{Attempt, Job, JobError, Options, Runner, enqueue};
use serde::{Deserialize, Serialize};
use store::{Database, Store};

/// Short, so that what a killed process held is soon taken over.
const LEASE: SignedDuration = SignedDuration::from_secs(2);

/// What handlers need: the database, and the outside world that knows each effect by its key.
#[derive(Clone)]
pub(crate) struct World {
    store: Store,
    outside: PathBuf,
}

/// Sends one effect to the outside world, and books it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Effect {
    pub(crate) key: u32,
}

/// A booking is a job of a kind that nobody runs, so that it can be counted.
#[derive(Serialize, Deserialize)]
pub(crate) struct Booking {
    key: u32,
}

impl Job for Effect {
    const KIND: &'static str = "effect";
    const WORKERS: usize = 16;
    type Context = World;

    async fn run(self, world: &World, attempt: Attempt) -> Result<(), JobError> {
        // The receiver accepts each key once; who repeats it is told that it is known, which is as good.
        match File::create_new(world.outside.join(self.key.to_string())) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                note_repetition(&world.outside).map_err(JobError::retry)?;
            }
            Err(error) => return Err(JobError::retry(error)),
        }
        let tx = world.store.begin_write().await?;
        enqueue(&tx, None, &Booking { key: self.key }, Options::default()).await?;
        attempt.finish(&tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl Job for Booking {
    const KIND: &'static str = "booking";
    type Context = World;

    async fn run(self, _: &World, _: Attempt) -> Result<(), JobError> {
        Err(JobError::fail("bookings are only counted"))
    }
}

/// A file of as many bytes as there were repetitions, beside the effects.
pub(crate) fn repetitions(outside: &Path) -> PathBuf {
    outside.with_extension("repeated")
}

fn note_repetition(outside: &Path) -> std::io::Result<()> {
    let mut file = File::options().create(true).append(true).open(repetitions(outside))?;
    file.write_all(b".")
}

/// The database that a process is told to use: an address of PostgreSQL, or a file.
fn database(name: &str) -> Database {
    match name.parse() {
        Ok(url) => Database::Postgres { url, connections: 8 },
        Err(_) => Database::Sqlite { path: name.into() },
    }
}

pub(crate) async fn open(name: &str, seed: u64) -> Store {
    let random = Arc::new(SeededRandom::new(seed));
    Store::open(&database(name), Arc::new(SystemClock), random).await.unwrap()
}

/// The whole life of a worker.
pub(crate) fn run(database: &str, outside: &Path, seed: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open(database, seed).await;
        let random = Arc::new(SeededRandom::new(seed));
        let runner =
            Runner::new(store.clone(), Arc::new(SystemClock), random).with_lease(LEASE).register::<Effect>();
        let handle = runner.start(World { store, outside: outside.to_owned() });
        let told = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        told.await.unwrap().unwrap();
        handle.shutdown(Duration::from_secs(10)).await;
    });
}
