//! Who holds a job, and what becomes of whoever lost it.

use std::sync::Arc;

use domain::{Clock, JobId, ManualClock, SeededRandom};
use jiff::{SignedDuration, Timestamp};
use jobs::{Attempt, Drained, Job, JobError, Options, Runner, Shadow, enqueue};
use serde::{Deserialize, Serialize};
use store::Store;
use tokio::sync::Notify;

use crate::support::{PATIENCE, Queue};

#[derive(Clone)]
struct Bank {
    store: Store,
    holding: Arc<Notify>,
    release: Arc<Notify>,
    stopped: Arc<Notify>,
}

/// Waits until the test lets it go on, and then books once: a booking is a job of a kind that nobody runs.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Book {
    Holding,
    Finishing,
    FinishingInVain,
}

#[derive(Serialize, Deserialize)]
struct Booking;

impl Job for Booking {
    const KIND: &'static str = "booking";
    type Context = Bank;

    async fn run(self, _: &Bank, _: Attempt) -> Result<(), JobError> {
        Ok(())
    }
}

struct TellWhenStopped(Arc<Notify>);

impl Drop for TellWhenStopped {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

impl Job for Book {
    const KIND: &'static str = "book";
    const MAX_ATTEMPTS: u32 = 2;
    type Context = Bank;

    async fn run(self, bank: &Bank, attempt: Attempt) -> Result<(), JobError> {
        let _told = TellWhenStopped(bank.stopped.clone());
        bank.holding.notify_one();
        bank.release.notified().await;
        let tx = bank.store.begin_write().await?;
        enqueue(&tx, None, &Booking, Options::default()).await?;
        match self {
            Self::Holding => attempt.hold(&tx).await?,
            Self::Finishing => attempt.finish(&tx).await?,
            Self::FinishingInVain => {
                attempt.finish(&tx).await?;
                return Err(JobError::retry("changed its mind"));
            }
        }
        tx.commit().await?;
        Ok(())
    }
}

struct World {
    queue: Queue,
    bank: Bank,
    runner: Runner<Bank>,
}

impl World {
    async fn new(lease: SignedDuration) -> Self {
        let queue = Queue::new().await;
        let bank = Bank {
            store: queue.store.clone(),
            holding: Arc::default(),
            release: Arc::default(),
            stopped: Arc::default(),
        };
        let random = Arc::new(SeededRandom::new(3));
        let runner = Runner::new(queue.store.clone(), Arc::new(queue.clock.clone()), random)
            .with_lease(lease)
            .register::<Book>();
        Self { queue, bank, runner }
    }

    /// The job has begun and waits.
    async fn begin(&self, book: Book) -> JobId {
        let tx = self.queue.store.begin_write().await.unwrap();
        let id = enqueue(&tx, None, &book, Options::default()).await.unwrap();
        tx.commit().await.unwrap();
        let shadow = self.runner.run_in_shadow(&self.bank, id, std::time::Duration::ZERO).await;
        assert_eq!(shadow, Shadow::StillRunning);
        self.bank.holding.notified().await;
        id
    }

    async fn end(&self, id: JobId) -> Shadow {
        self.bank.release.notify_one();
        self.runner.run_in_shadow(&self.bank, id, PATIENCE).await
    }

    /// Another process takes the job, as if the lease had run out.
    async fn steal(&self) {
        let later = self.queue.clock.now() + SignedDuration::from_hours(1);
        let tx = self.queue.store.begin_write().await.unwrap();
        let until = later + SignedDuration::from_hours(1);
        assert_eq!(store::jobs::join_lines(&tx, later, true, 1).await.unwrap(), 1);
        let stolen = store::jobs::claim_due(&tx, "book", "thief", later, until, 1).await.unwrap();
        assert_eq!(stolen.len(), 1);
        tx.commit().await.unwrap();
    }

    async fn bookings(&self) -> u64 {
        let db = self.queue.store.begin_read().await;
        let kinds = store::jobs::kind_counts(&db, self.queue.clock.now()).await.unwrap();
        kinds.iter().find(|kind| kind.kind == "booking").map_or(0, |kind| kind.counts.waiting)
    }
}

/// A clock that somebody sets, while no time passes.
#[derive(Debug)]
struct SetClock(ManualClock);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn passed(&self) -> SignedDuration {
        SignedDuration::from_hours(1)
    }
}

#[tokio::test]
async fn a_clock_that_jumps_takes_no_job_from_who_is_at_it() {
    let world = World::new(LONG).await;
    let clock = Arc::new(SetClock(world.queue.clock.clone()));
    let other =
        Runner::new(world.queue.store.clone(), clock, Arc::new(SeededRandom::new(4))).register::<Book>();
    let id = world.begin(Book::Finishing).await;
    world.queue.advance(77);
    assert_eq!(other.drain(&world.bank).await.unwrap(), Drained::default());
    assert_eq!(world.end(id).await, Shadow::Done);
    assert_eq!(world.bookings().await, 1);
}

#[tokio::test]
async fn what_is_asked_for_after_a_lease_ran_out_is_not_lost_with_the_job_that_ends() {
    let world = World::new(LONG).await;
    let key = || Options { dedupe_key: Some("book".into()), ..Options::default() };
    let ask = async || {
        let tx = world.queue.store.begin_write().await.unwrap();
        let id = enqueue(&tx, None, &Book::Finishing, key()).await.unwrap();
        tx.commit().await.unwrap();
        id
    };
    let id = ask().await;
    let run = world.runner.run_in_shadow(&world.bank, id, std::time::Duration::ZERO).await;
    assert_eq!(run, Shadow::StillRunning);
    world.bank.holding.notified().await;
    world.queue.advance(77);
    assert_eq!(ask().await, id);
    assert_eq!(world.end(id).await, Shadow::Done);
    assert_eq!(world.queue.pending().await, 2, "the booking, and the job again");
}

const LONG: SignedDuration = SignedDuration::from_secs(30);
/// So short that signs of life come at once.
const SHORT: SignedDuration = SignedDuration::from_millis(60);

#[tokio::test]
async fn a_run_that_holds_its_job_writes() {
    for book in [Book::Holding, Book::Finishing] {
        let world = World::new(LONG).await;
        let id = world.begin(book).await;
        assert_eq!(world.end(id).await, Shadow::Done);
        assert_eq!((world.bookings().await, world.queue.pending().await), (1, 1), "and its job is gone");
    }
}

#[tokio::test]
async fn a_run_that_lost_its_job_writes_nothing_and_ends_nothing() {
    for book in [Book::Holding, Book::Finishing] {
        let world = World::new(LONG).await;
        let id = world.begin(book).await;
        world.steal().await;
        assert_eq!(world.end(id).await, Shadow::StillRunning, "the other process has it");
        assert_eq!(world.bookings().await, 0);
        let db = world.queue.store.begin_read().await;
        assert!(store::jobs::state(&db, id).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_job_that_ends_itself_and_then_fails_is_not_ended() {
    let world = World::new(LONG).await;
    let id = world.begin(Book::FinishingInVain).await;
    assert_eq!(world.end(id).await, Shadow::Failed);
    assert_eq!((world.bookings().await, world.queue.pending().await), (0, 1));
}

#[tokio::test]
async fn a_handler_whose_job_was_taken_is_stopped() {
    let world = World::new(SHORT).await;
    world.begin(Book::Holding).await;
    world.steal().await;
    tokio::time::timeout(PATIENCE, world.bank.stopped.notified()).await.expect("it is stopped");
    assert_eq!(world.bookings().await, 0);
}

#[tokio::test]
async fn a_long_run_keeps_its_job_by_signs_of_life() {
    let world = World::new(SHORT).await;
    let id = world.begin(Book::Holding).await;
    // Ten leases pass, each only when the one before was extended.
    for _ in 0..10 {
        world.queue.clock.advance(SHORT * 9 / 10);
        let now = world.queue.clock.now();
        let extended = async {
            loop {
                let tx = world.queue.store.begin_write().await.unwrap();
                let free_at = now + SHORT / 2;
                if store::jobs::join_lines(&tx, free_at, true, 1).await.unwrap() == 0 {
                    return;
                }
                // Not extended yet: leave no trace, look again.
                drop(tx);
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, extended).await.expect("the lease is extended");
    }
    assert_eq!(world.end(id).await, Shadow::Done);
    assert_eq!(world.bookings().await, 1);
}
