//! The background runner.

use std::time::Duration;

use crate::support::{Behaviour, PATIENCE, Queue};

#[tokio::test]
async fn committing_a_job_wakes_the_runner_of_this_process() {
    let queue = Queue::new().await;
    let handle = queue.runner.start(queue.seen.clone());
    queue.add("a", Behaviour::Hold).await;
    queue.seen.holding.notified().await;
    queue.seen.release.notify_one();
    handle.shutdown(PATIENCE).await;
    assert_eq!((queue.seen.log(), queue.pending().await), (vec!["a 1".to_owned()], 0));
}

#[tokio::test]
async fn jobs_of_another_process_are_found_by_looking() {
    let queue = Queue::new().await;
    let handle = queue.other_process().await.start(queue.seen.clone());
    queue.add("a", Behaviour::Hold).await;
    queue.seen.holding.notified().await;
    queue.seen.release.notify_one();
    handle.shutdown(PATIENCE).await;
    assert_eq!(queue.pending().await, 0);
}

#[tokio::test]
async fn no_more_jobs_run_at_a_time_than_there_are_workers() {
    let queue = Queue::new().await;
    for name in ["a", "b", "c"] {
        queue.add(name, Behaviour::Hold).await;
    }
    let handle = queue.runner.start(queue.seen.clone());
    queue.seen.holding.notified().await;
    queue.seen.holding.notified().await;
    assert_eq!(queue.seen.log().len(), 2);
    queue.seen.release.notify_one();
    queue.seen.holding.notified().await;
    assert_eq!(queue.seen.log().len(), 3, "a free worker takes the next");
    queue.seen.release.notify_waiters();
    handle.shutdown(PATIENCE).await;
    assert_eq!(queue.pending().await, 0);
}

#[tokio::test]
async fn what_cannot_finish_in_time_is_given_back_and_its_attempt_counts() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::Hold).await;
    let handle = queue.runner.start(queue.seen.clone());
    queue.seen.holding.notified().await;
    handle.shutdown(Duration::ZERO).await;
    assert_eq!(queue.pending().await, 1);
    // Another process has it at once, and knows that it is not the first to try.
    let handle = queue.other_process().await.start(queue.seen.clone());
    queue.seen.holding.notified().await;
    assert_eq!(queue.seen.log(), ["a 1", "a 2"]);
    queue.seen.release.notify_one();
    handle.shutdown(PATIENCE).await;
    assert_eq!(queue.pending().await, 0);
}
