//! Recurring work, by any number of processes.

use jiff::{SignedDuration, civil::time};
use jobs::{Recurrence, Runner};

use crate::support::{Behaviour, Queue, Seen, Task};

const HOURLY: Recurrence = Recurrence::Every(SignedDuration::from_hours(1));

fn scheduled(runner: Runner<Seen>, recurrence: Recurrence, behaviour: Behaviour) -> Runner<Seen> {
    runner.schedule("hourly", recurrence, Task { name: "tick".into(), behaviour })
}

async fn tick(runner: &Runner<Seen>) -> u32 {
    runner.enqueue_scheduled().await.unwrap()
}

// The clock of `Queue` starts at 08:42.

#[tokio::test]
async fn work_is_enqueued_when_it_is_due_and_once() {
    let queue = Queue::new().await;
    let runner = scheduled(queue.runner.clone(), HOURLY, Behaviour::Succeed);
    assert_eq!(tick(&runner).await, 0, "the first occurrence is the next full hour");
    queue.advance(18 * 60 - 1);
    assert_eq!(tick(&runner).await, 0);
    queue.advance(1);
    assert_eq!((tick(&runner).await, tick(&runner).await), (1, 0));
    assert_eq!(runner.drain(&queue.seen).await.unwrap().done, 1);
    queue.advance(3600);
    assert_eq!(tick(&runner).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_processes_one_enqueues_each_occurrence() {
    let queue = Queue::new().await;
    let mut processes = Vec::new();
    for _ in 0..8 {
        processes.push(scheduled(queue.other_process().await, HOURLY, Behaviour::Succeed));
    }
    for round in 0..5 {
        let ticks = processes.iter().cloned().map(|runner| tokio::spawn(async move { tick(&runner).await }));
        let mut enqueued = 0;
        for tick in ticks.collect::<Vec<_>>() {
            enqueued += tick.await.unwrap();
        }
        assert_eq!(enqueued, u32::from(round > 0), "round {round}");
        assert_eq!(processes[0].drain(&queue.seen).await.unwrap().done, enqueued);
        queue.advance(3600);
    }
}

#[tokio::test]
async fn what_fell_due_while_nobody_ran_is_made_up_for_once() {
    let queue = Queue::new().await;
    let runner = scheduled(queue.runner.clone(), HOURLY, Behaviour::Succeed);
    tick(&runner).await;
    queue.advance(5 * 24 * 3600);
    assert_eq!((tick(&runner).await, queue.pending().await), (1, 1));
    runner.drain(&queue.seen).await.unwrap();
    assert_eq!(tick(&runner).await, 0, "and goes on at its next hour");
    queue.advance(18 * 60);
    assert_eq!(tick(&runner).await, 1);
}

#[tokio::test]
async fn work_that_still_waits_is_not_piled_up() {
    let queue = Queue::new().await;
    let runner = scheduled(queue.runner.clone(), HOURLY, Behaviour::AlwaysRetry);
    tick(&runner).await;
    for _ in 0..4 {
        queue.advance(3600);
        assert_eq!(tick(&runner).await, 1);
    }
    assert_eq!(queue.pending().await, 1);
}

#[tokio::test]
async fn once_a_day_means_once_a_day() {
    let queue = Queue::new().await;
    let runner = scheduled(queue.runner.clone(), Recurrence::DailyAt(time(2, 30, 0, 0)), Behaviour::Succeed);
    let mut enqueued = 0;
    // Looked at every ten minutes for three days.
    for _ in 0..3 * 24 * 6 {
        enqueued += tick(&runner).await;
        runner.drain(&queue.seen).await.unwrap();
        queue.advance(600);
    }
    assert_eq!(enqueued, 3);
}

#[tokio::test]
async fn a_new_recurrence_counts_at_once() {
    let queue = Queue::new().await;
    tick(&scheduled(
        queue.runner.clone(),
        Recurrence::Every(SignedDuration::from_hours(24)),
        Behaviour::Succeed,
    ))
    .await;
    let sooner =
        scheduled(queue.runner.clone(), Recurrence::Every(SignedDuration::from_mins(10)), Behaviour::Succeed);
    assert_eq!(tick(&sooner).await, 0);
    queue.advance(8 * 60);
    assert_eq!(tick(&sooner).await, 1);
}

#[tokio::test]
async fn a_clock_that_was_wrong_for_a_while_stops_nothing() {
    let queue = Queue::new().await;
    let runner = scheduled(queue.runner.clone(), HOURLY, Behaviour::Succeed);
    tick(&runner).await;
    queue.advance(365 * 24 * 3600);
    assert_eq!(tick(&runner).await, 1);
    queue.advance(-365 * 24 * 3600);
    runner.drain(&queue.seen).await.unwrap();
    assert_eq!(tick(&runner).await, 0);
    queue.advance(18 * 60);
    assert_eq!(tick(&runner).await, 1);
}

#[tokio::test]
async fn a_background_runner_enqueues_what_is_due_and_runs_it() {
    let queue = Queue::new().await;
    let runner = scheduled(queue.runner.clone(), HOURLY, Behaviour::Hold);
    tick(&runner).await;
    queue.advance(3600);
    let handle = runner.start(queue.seen.clone());
    queue.seen.holding.notified().await;
    queue.seen.release.notify_one();
    handle.shutdown(std::time::Duration::from_secs(20)).await;
    assert_eq!(queue.seen.log(), ["tick 1"]);
}
