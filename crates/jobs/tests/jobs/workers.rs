//! Kinds share no workers.

use jobs::{Attempt, Job, JobError, Options, enqueue};
use serde::{Deserialize, Serialize};

use crate::support::{Behaviour, PATIENCE, Queue, Seen};

/// Something that must not wait behind slow work.
#[derive(Serialize, Deserialize)]
struct Mail;

impl Job for Mail {
    const KIND: &'static str = "mail";
    type Context = Seen;

    async fn run(self, seen: &Seen, _: Attempt) -> Result<(), JobError> {
        seen.holding.notify_one();
        Ok(())
    }
}

#[tokio::test]
async fn slow_jobs_of_one_kind_do_not_hold_up_another() {
    let queue = Queue::new().await;
    // Far more slow calls than workers, and not one of them ends.
    for n in 0..50 {
        queue.add(&n.to_string(), Behaviour::Hold).await;
    }
    let runner = queue.runner.clone().register::<Mail>();
    let handle = runner.start(queue.seen.clone());
    queue.seen.holding.notified().await;
    queue.seen.holding.notified().await;
    let tx = queue.store.begin_write().await.unwrap();
    enqueue(&tx, None, &Mail, Options::default()).await.unwrap();
    tx.commit().await.unwrap();
    tokio::time::timeout(PATIENCE, queue.seen.holding.notified()).await.expect("the mail is sent");
    assert_eq!(queue.seen.log().len(), 2, "the slow kind has its two workers and no more");
    handle.shutdown(std::time::Duration::ZERO).await;
    // The mail has left, but may not have left the queue yet.
    assert!(queue.pending().await >= 50);
}
