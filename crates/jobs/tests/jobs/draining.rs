//! What becomes of jobs, seen by draining the queue step by step.

use jobs::{Drained, Options};

use crate::support::{Behaviour, Changed, Queue, Task};

const NOTHING: Drained = Drained { done: 0, retried: 0, dead: 0 };

#[tokio::test]
async fn a_job_that_succeeds_is_gone() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::Succeed).await;
    queue.add("b", Behaviour::Succeed).await;
    assert_eq!(queue.drain().await, Drained { done: 2, ..NOTHING });
    assert_eq!(queue.seen.log(), ["a 1", "b 1"]);
    assert_eq!((queue.pending().await, queue.drain().await), (0, NOTHING));
}

#[tokio::test]
async fn a_job_waits_for_its_time() {
    let queue = Queue::new().await;
    queue
        .add_with(
            "later",
            Behaviour::Succeed,
            Options { run_at: Some(queue.in_seconds(60)), dedupe_key: None },
        )
        .await;
    assert_eq!(queue.drain().await, NOTHING);
    queue.advance(60);
    assert_eq!(queue.drain().await, Drained { done: 1, ..NOTHING });
}

#[tokio::test]
async fn a_failed_job_is_tried_again_after_a_pause() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::FailOnce).await;
    assert_eq!(queue.drain().await, Drained { retried: 1, ..NOTHING });
    assert_eq!(queue.drain().await, NOTHING, "not at once");
    queue.advance(7);
    assert_eq!(queue.drain().await, Drained { done: 1, ..NOTHING });
    assert_eq!(queue.seen.log(), ["a 1", "a 2"]);
}

#[tokio::test]
async fn a_pause_that_the_handler_asks_for_is_kept() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::RetryAfterAnHour).await;
    queue.drain().await;
    queue.advance(3599);
    assert_eq!(queue.drain().await, NOTHING);
    queue.advance(1);
    assert_eq!(queue.drain().await, Drained { retried: 1, ..NOTHING });
}

#[tokio::test]
async fn a_job_is_given_up_after_its_last_attempt_with_the_reason() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::AlwaysRetry).await;
    for _ in 0..3 {
        queue.drain().await;
        queue.advance(3600);
    }
    assert_eq!(queue.seen.log(), ["a 1", "a 2", "a 3 last"]);
    assert_eq!(queue.reasons_of_the_dead().await, ["no answer"]);
    assert_eq!(queue.pending().await, 0);
}

#[tokio::test]
async fn a_job_that_cannot_succeed_is_given_up_at_once() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::Fail).await;
    assert_eq!(queue.drain().await, Drained { dead: 1, ..NOTHING });
    assert_eq!(queue.reasons_of_the_dead().await, ["refused"]);
}

#[tokio::test]
async fn a_handler_that_panics_is_tried_again_and_harms_nobody() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::Panic).await;
    queue.add("b", Behaviour::Succeed).await;
    assert_eq!(queue.drain().await, Drained { done: 1, retried: 1, dead: 0 });
    for _ in 0..2 {
        queue.advance(3600);
        queue.drain().await;
    }
    assert_eq!(queue.reasons_of_the_dead().await, ["its handler panicked: a bug"]);
}

#[tokio::test]
async fn a_payload_that_cannot_be_read_is_given_up_with_the_reason() {
    let queue = Queue::new().await;
    let tx = queue.store.begin_write().await.unwrap();
    jobs::enqueue(&tx, None, &Changed { number: "7".into() }, Options::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(queue.drain().await, Drained { dead: 1, ..NOTHING });
    let reasons = queue.reasons_of_the_dead().await;
    assert!(reasons[0].starts_with("its payload cannot be read: missing field `name`"), "{reasons:?}");
}

#[tokio::test]
async fn a_job_of_an_unknown_kind_waits() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::Succeed).await;
    let store = queue.store.clone();
    let random = std::sync::Arc::new(domain::SeededRandom::new(3));
    let clock = std::sync::Arc::new(queue.clock.clone());
    let knows_nothing = jobs::Runner::new(store, clock, random);
    assert_eq!(knows_nothing.drain(&queue.seen).await.unwrap(), NOTHING);
    assert_eq!(queue.pending().await, 1);
}

#[tokio::test]
async fn a_job_whose_transaction_is_dropped_never_runs() {
    let queue = Queue::new().await;
    let tx = queue.store.begin_write().await.unwrap();
    let job = Task { name: "a".into(), behaviour: Behaviour::Succeed };
    jobs::enqueue(&tx, None, &job, Options::default()).await.unwrap();
    drop(tx);
    assert_eq!(queue.drain().await, NOTHING);
}

#[tokio::test]
async fn jobs_with_the_same_key_run_once() {
    let queue = Queue::new().await;
    let key = || Options { run_at: None, dedupe_key: Some("meeting 1".into()) };
    let first = queue.add_with("a", Behaviour::Succeed, key()).await;
    assert_eq!(queue.add_with("b", Behaviour::Succeed, key()).await, first);
    assert_eq!(queue.drain().await, Drained { done: 1, ..NOTHING });
    assert_eq!(queue.seen.log(), ["b 1"]);
}

#[tokio::test]
async fn a_job_that_kills_its_process_every_time_is_given_up() {
    let queue = Queue::new().await;
    queue.add("a", Behaviour::Succeed).await;
    for n in 0..3 {
        // A claim that is never answered for is what a dead process leaves behind.
        let tx = queue.store.begin_write().await.unwrap();
        let (now, until) = (queue.in_seconds(0), queue.in_seconds(60));
        store::jobs::join_lines(&tx, now, true, 1).await.unwrap();
        let claimed = store::jobs::claim_due(&tx, "task", &format!("dead {n}"), now, until, 1).await.unwrap();
        assert_eq!(claimed.len(), 1);
        tx.commit().await.unwrap();
        assert_eq!(queue.drain().await, NOTHING, "its lease lasts");
        queue.advance(60);
    }
    assert_eq!(queue.drain().await, Drained { dead: 1, ..NOTHING });
    assert_eq!(queue.reasons_of_the_dead().await, ["it was interrupted on every attempt"]);
}
