//! Jobs that run in the shadow of a request.

use std::time::Duration;

use jobs::{Options, Shadow};

use crate::support::{Behaviour, PATIENCE, Queue};

#[tokio::test]
async fn a_request_sees_its_job_done() {
    let queue = Queue::new().await;
    let id = queue.add("a", Behaviour::Succeed).await;
    assert_eq!(queue.runner.run_in_shadow(&queue.seen, id, PATIENCE).await, Shadow::Done);
    assert_eq!(queue.pending().await, 0);
    // Asked again, it is still done.
    assert_eq!(queue.runner.run_in_shadow(&queue.seen, id, PATIENCE).await, Shadow::Done);
    assert_eq!(queue.seen.log(), ["a 1"]);
}

#[tokio::test]
async fn a_request_sees_its_job_fail() {
    let queue = Queue::new().await;
    let retried = queue.add("a", Behaviour::AlwaysRetry).await;
    assert_eq!(queue.runner.run_in_shadow(&queue.seen, retried, PATIENCE).await, Shadow::Failed);
    assert_eq!(
        queue.runner.run_in_shadow(&queue.seen, retried, PATIENCE).await,
        Shadow::NotClaimed,
        "it pauses"
    );
    let dead = queue.add("b", Behaviour::Fail).await;
    assert_eq!(queue.runner.run_in_shadow(&queue.seen, dead, PATIENCE).await, Shadow::Failed);
    assert_eq!(
        queue.runner.run_in_shadow(&queue.seen, dead, PATIENCE).await,
        Shadow::NotClaimed,
        "it is given up"
    );
}

#[tokio::test]
async fn a_slow_job_goes_on_when_the_request_stops_waiting() {
    let queue = Queue::new().await;
    let id = queue.add("a", Behaviour::Hold).await;
    assert_eq!(queue.runner.run_in_shadow(&queue.seen, id, Duration::ZERO).await, Shadow::StillRunning);
    queue.seen.holding.notified().await;
    let other = queue.other_process().await;
    assert_eq!(
        other.run_in_shadow(&queue.seen, id, PATIENCE).await,
        Shadow::NotClaimed,
        "another process has it"
    );
    queue.seen.release.notify_one();
    // The second request joins the run of the first.
    assert_eq!(queue.runner.run_in_shadow(&queue.seen, id, PATIENCE).await, Shadow::Done);
    assert_eq!(queue.seen.log(), ["a 1"]);
}

#[tokio::test]
async fn a_job_for_later_is_not_claimed_early() {
    let queue = Queue::new().await;
    let options = Options { run_at: Some(queue.in_seconds(60)), dedupe_key: None };
    let id = queue.add_with("a", Behaviour::Succeed, options).await;
    assert_eq!(queue.runner.run_in_shadow(&queue.seen, id, PATIENCE).await, Shadow::NotClaimed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn beside_a_background_runner_each_job_runs_once_and_every_request_sees_its_end() {
    let queue = std::sync::Arc::new(Queue::new().await);
    let handle = queue.runner.start(queue.seen.clone());
    let requests = (0..20).map(|n| {
        let queue = queue.clone();
        tokio::spawn(async move {
            let id = queue.add(&format!("{n:02}"), Behaviour::Succeed).await;
            queue.runner.run_in_shadow(&queue.seen, id, PATIENCE).await
        })
    });
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap(), Shadow::Done);
    }
    handle.shutdown(PATIENCE).await;
    let mut log = queue.seen.log();
    log.sort();
    log.dedup();
    assert_eq!((log.len(), queue.seen.log().len()), (20, 20));
}
