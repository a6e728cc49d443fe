//! What every request handler, page and background task of one sandbox shares.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::{Notify, OnceCell};

use crate::{
    clock::Clock, faults::Faults, limits::Meters, random::Random, webhooks::send::Line, world::World,
};

/// Calls kept for the log.
const KEPT_REQUESTS: usize = 10_000;

/// One call a client made. Paths only: queries and bodies may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestEntry {
    /// Sandbox time.
    pub at: Timestamp,
    /// HTTP method.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// Status answered; 0 if the connection was broken on purpose.
    pub status: u16,
    /// The scope the call needed, if it is a REST call.
    pub scope: Option<String>,
    /// Id of the user whose token was used.
    pub user_id: Option<String>,
}

/// The inside of one sandbox.
pub(crate) struct Shared {
    world: Mutex<World>,
    requests: Mutex<VecDeque<RequestEntry>>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) meters: Mutex<Meters>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    /// Rung when there may be something to deliver or end.
    pub(crate) work: Notify,
    /// Rung when the state file is out of date.
    pub(crate) dirty: Notify,
    /// Held while deliveries go out, so that no two tasks send the same one.
    pub(crate) delivering: tokio::sync::Mutex<()>,
    /// Held while the state file is written, so that an older state never replaces a newer one.
    pub(crate) saving: Mutex<()>,
    /// How events are sent.
    pub(crate) webhook_line: Line,
    /// Made at the first delivery; most tests need none.
    pub(crate) http: OnceCell<reqwest::Client>,
}

impl Shared {
    pub(crate) fn new(
        world: World,
        clock: Clock,
        random: Random,
        faults: Faults,
        meters: Meters,
        webhook_line: Line,
    ) -> Self {
        Self {
            world: Mutex::new(world),
            requests: Mutex::default(),
            faults: Mutex::new(faults),
            meters: Mutex::new(meters),
            clock,
            random,
            work: Notify::new(),
            dirty: Notify::new(),
            delivering: tokio::sync::Mutex::default(),
            saving: Mutex::default(),
            webhook_line,
            http: OnceCell::new(),
        }
    }

    /// Looks at the world as of now.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&World, Timestamp) -> T) -> T {
        let now = self.clock.now();
        let mut world = lock(&self.world);
        let first = world.next_delivery;
        if world.tick(now) {
            lock(&self.faults).disturb(&mut world, first, now);
            self.changed();
        }
        look(&world, now)
    }

    /// Changes the world as of now.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut World, Timestamp, &Random) -> T) -> T {
        let now = self.clock.now();
        let mut world = lock(&self.world);
        let first = world.next_delivery;
        world.tick(now);
        let result = change(&mut world, now, &self.random);
        lock(&self.faults).disturb(&mut world, first, now);
        drop(world);
        self.changed();
        result
    }

    pub(crate) fn log(&self, entry: RequestEntry) {
        let mut requests = lock(&self.requests);
        if requests.len() == KEPT_REQUESTS {
            requests.pop_front();
        }
        requests.push_back(entry);
    }

    /// Oldest first.
    pub(crate) fn requests(&self) -> Vec<RequestEntry> {
        lock(&self.requests).iter().cloned().collect()
    }

    /// The last few, newest first.
    pub(crate) fn last_requests(&self, count: usize) -> Vec<RequestEntry> {
        lock(&self.requests).iter().rev().take(count).cloned().collect()
    }

    pub(crate) fn count_requests(&self, counts: impl Fn(&RequestEntry) -> bool) -> usize {
        lock(&self.requests).iter().filter(|entry| counts(entry)).count()
    }

    pub(crate) fn forget_requests(&self) {
        lock(&self.requests).clear();
    }

    /// Tells the background tasks to look again.
    pub(crate) fn changed(&self) {
        self.work.notify_one();
        self.dirty.notify_one();
    }
}

/// Locks; a panic elsewhere does not take the whole sandbox down.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
