//! Starts the processes, kills them, and counts what happened.

use std::{
    collections::HashMap,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use domain::{Random, SeededRandom, random_bytes};
use jobs::{Job, Options, enqueue};
use store::Store;

use crate::worker::{Booking, Effect, open, repetitions};

const JOBS: u32 = 10_000;
const PROCESSES: usize = 3;
/// Between two kills, milliseconds: at least, and at random up to as much again.
const LIFE: u64 = 250;
/// Far longer than it takes on a slow machine.
const PATIENCE: Duration = Duration::from_mins(4);

/// Does it all on an empty database.
pub(crate) async fn run(database: &str, outside: &Path, seed: u64) {
    fs::create_dir(outside).unwrap();
    let store = open(database, 0).await;
    store.migrate().await.unwrap();
    fill(&store).await;
    let started = now();
    let kills = kill_until_done(&store, database, outside, seed).await;
    let took = started.elapsed();
    check(&store, outside).await;
    assert!(kills >= 10, "only {kills} kills: that proves little");
    let repeated = fs::metadata(repetitions(outside)).map_or(0, |file| file.len());
    println!(
        "seed {seed}: {JOBS} jobs over {PROCESSES} processes, {kills} kills, {took:.1?}: each effect once; \
             {repeated} were repeated and known by their key"
    );
}

async fn fill(store: &Store) {
    for chunk in (0..JOBS).collect::<Vec<_>>().chunks(1_000) {
        let tx = store.begin_write().await.unwrap();
        for key in chunk {
            enqueue(&tx, None, &Effect { key: *key }, Options::default()).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

/// How many processes were killed until no job was left.
async fn kill_until_done(store: &Store, database: &str, outside: &Path, seed: u64) -> u32 {
    let random = SeededRandom::new(seed);
    let mut kills = 0;
    let start = |kills: u32| {
        let program = std::env::current_exe().unwrap();
        let number = u64::from(kills) + 1_000 * seed + 1;
        Command::new(program)
            .args(["work", database, outside.to_str().unwrap(), &number.to_string()])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut processes: Vec<Child> = (0..PROCESSES).map(|n| start(u32::try_from(n).unwrap() + 500)).collect();
    let started = now();
    while left(store).await > 0 {
        assert!(started.elapsed() < PATIENCE, "{} jobs are left", left(store).await);
        pause(LIFE + below(&random, LIFE)).await;
        let victim = usize::try_from(below(&random, PROCESSES as u64)).unwrap();
        processes[victim].kill().unwrap();
        processes[victim].wait().unwrap();
        kills += 1;
        processes[victim] = start(kills);
    }
    for mut process in processes {
        drop(process.stdin.take());
        assert!(process.wait().unwrap().success(), "a process that is told to end ends well");
    }
    kills
}

async fn check(store: &Store, outside: &Path) {
    let reached = fs::read_dir(outside).unwrap().count();
    assert_eq!(reached, JOBS as usize, "effects that reached the outside");
    let db = store.begin_read().await;
    assert_eq!(store::jobs::dead(&db, 5).await.unwrap(), [], "nothing was given up");
    drop(db);
    // A booking is written in the transaction that ends its job, so each is there once though no handler looks.
    let mut booked: HashMap<String, u32> = HashMap::new();
    let tx = store.begin_write().await.unwrap();
    let (now, until) = (tx.now(), tx.now() + jiff::SignedDuration::from_hours(1));
    loop {
        let claimed = store::jobs::claim_due(&tx, Booking::KIND, "count", now, until, 1_000).await.unwrap();
        if claimed.is_empty() {
            break;
        }
        for job in claimed {
            *booked.entry(job.payload).or_default() += 1;
        }
    }
    let twice = booked.values().filter(|count| **count != 1).count();
    assert_eq!((booked.len(), twice), (JOBS as usize, 0), "bookings, and how many of them twice");
}

async fn left(store: &Store) -> u64 {
    let db = store.begin_read().await;
    let kinds = store::jobs::kind_counts(&db, jiff::Timestamp::MIN).await.unwrap();
    let effects = kinds.iter().filter(|kind| kind.kind == Effect::KIND);
    effects.map(|kind| kind.counts.waiting + kind.counts.running).sum()
}

fn below(random: &dyn Random, limit: u64) -> u64 {
    u64::from_le_bytes(random_bytes(random)) % limit
}

#[expect(clippy::disallowed_methods, reason = "processes live and die in real time")]
async fn pause(millis: u64) {
    tokio::time::sleep(Duration::from_millis(millis)).await;
}

#[expect(clippy::disallowed_methods, reason = "measures how long it took")]
fn now() -> Instant {
    Instant::now()
}
