//! The queue's table: claims, leases, repeated keys, the dead.

use domain::JobId;
use store::jobs::{self, Counts, JobState, NewJob, RunAgain};

use crate::support::{World, minutes};

fn job<'a>(world: &World, kind: &'a str, key: Option<&'a str>) -> NewJob<'a> {
    NewJob {
        workspace_id: Some(world.ws),
        kind,
        payload: "{}",
        dedupe_key: key,
        run_at: world.now(),
        max_attempts: 3,
    }
}

async fn enqueue(world: &World, job: &NewJob<'_>) -> JobId {
    let tx = world.write().await;
    let id = jobs::insert(&tx, job).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn claim(world: &World, owner: &str) -> Vec<jobs::ClaimedJob> {
    let tx = world.write().await;
    let until = world.now() + minutes(1);
    jobs::join_lines(&tx, world.now(), true, 100).await.unwrap();
    let mut claimed = Vec::new();
    for kind in ["mail", "sync"] {
        claimed.extend(jobs::claim_due(&tx, kind, owner, world.now(), until, 10).await.unwrap());
    }
    tx.commit().await.unwrap();
    claimed
}

async fn look(world: &World, kinds: &[&str]) -> jobs::Look {
    jobs::look(&world.read().await, kinds, world.now(), true).await.unwrap()
}

fn ids(claimed: &[jobs::ClaimedJob]) -> Vec<JobId> {
    claimed.iter().map(|job| job.id).collect()
}

#[tokio::test]
async fn due_jobs_of_known_kinds_are_claimed_once() {
    let world = World::new().await;
    let mail = enqueue(&world, &job(&world, "mail", None)).await;
    let sync = enqueue(&world, &job(&world, "sync", None)).await;
    enqueue(&world, &NewJob { run_at: world.now() + minutes(5), ..job(&world, "mail", None) }).await;
    enqueue(&world, &job(&world, "unknown", None)).await;
    let claimed = claim(&world, "a").await;
    assert_eq!(ids(&claimed), [mail, sync]);
    assert_eq!((claimed[0].attempt, claimed[0].workspace_id), (1, Some(world.ws)));
    assert!(claim(&world, "b").await.is_empty());
    let db = world.read().await;
    assert_eq!(jobs::pending_count(&db).await.unwrap(), 4);
    assert_eq!(jobs::next_due(&db).await.unwrap(), Some(world.now()));
}

#[tokio::test]
async fn a_look_tells_what_there_is_to_do() {
    let world = World::new().await;
    assert_eq!(look(&world, &["mail"]).await, jobs::Look::default());
    enqueue(&world, &job(&world, "sync", None)).await;
    enqueue(&world, &NewJob { run_at: world.now() + minutes(5), ..job(&world, "mail", None) }).await;
    let ready = |kinds: &[&str], joining| jobs::Look {
        joining,
        ready: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    assert_eq!(look(&world, &["mail", "sync"]).await, ready(&["sync"], false));
    assert_eq!(look(&world, &["mail"]).await, ready(&[], false), "another kind waits for somebody else");
    claim(&world, "a").await;
    assert_eq!(look(&world, &["mail", "sync"]).await, ready(&[], false));
    world.clock.advance(minutes(5));
    assert_eq!(look(&world, &["mail", "sync"]).await, ready(&[], true), "one is due, one lost its lease");
    let tx = world.write().await;
    assert_eq!(jobs::join_lines(&tx, world.now(), true, 100).await.unwrap(), 2);
    assert_eq!(jobs::join_lines(&tx, world.now(), true, 100).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(look(&world, &["mail", "sync"]).await, ready(&["mail", "sync"], false));
}

#[tokio::test]
async fn a_lease_that_ran_out_is_claimed_by_the_next_and_lost_to_the_first() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "mail", None)).await;
    claim(&world, "a").await;
    let tx = world.write().await;
    assert!(jobs::extend(&tx, id, "a", world.now() + minutes(2)).await.unwrap());
    tx.commit().await.unwrap();
    world.clock.advance(minutes(1));
    assert!(claim(&world, "b").await.is_empty(), "it was extended");
    world.clock.advance(minutes(1));
    let again = claim(&world, "b").await;
    assert_eq!((ids(&again), again[0].attempt), (vec![id], 2));
    let tx = world.write().await;
    assert!(!jobs::complete(&tx, id, "a").await.unwrap());
    assert!(!jobs::extend(&tx, id, "a", world.now()).await.unwrap());
    assert!(!jobs::retry(&tx, id, "a", world.now(), "x").await.unwrap());
    assert!(!jobs::bury(&tx, id, "a", "x", world.now()).await.unwrap());
    assert!(jobs::complete(&tx, id, "b").await.unwrap());
    assert_eq!(jobs::state(&tx, id).await.unwrap(), None, "a job that is done has no row");
}

#[tokio::test]
async fn a_key_that_waits_takes_the_newer_payload_and_the_earlier_time() {
    let world = World::new().await;
    let at = |n| world.now() + minutes(n);
    let id = enqueue(&world, &NewJob { run_at: at(9), ..job(&world, "sync", Some("m1")) }).await;
    let sooner = NewJob { run_at: at(3), payload: "{\"v\":2}", ..job(&world, "sync", Some("m1")) };
    assert_eq!(enqueue(&world, &sooner).await, id);
    assert_eq!(enqueue(&world, &NewJob { run_at: at(5), ..sooner }).await, id);
    assert_ne!(
        enqueue(&world, &NewJob { run_at: at(5), ..job(&world, "mail", Some("m1")) }).await,
        id,
        "another kind"
    );
    assert_eq!(jobs::next_due(&world.read().await).await.unwrap(), Some(at(3)));
    world.clock.advance(minutes(3));
    let claimed = claim(&world, "a").await;
    assert_eq!((ids(&claimed), claimed[0].payload.as_str()), (vec![id], "{\"v\":2}"));
}

#[tokio::test]
async fn a_key_enqueued_while_its_job_runs_runs_once_more() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "sync", Some("m1"))).await;
    claim(&world, "a").await;
    for _ in 0..2 {
        assert_eq!(
            enqueue(&world, &NewJob { payload: "{\"v\":2}", ..job(&world, "sync", Some("m1")) }).await,
            id
        );
    }
    assert!(claim(&world, "b").await.is_empty(), "not while it runs");
    let tx = world.write().await;
    assert!(jobs::complete(&tx, id, "a").await.unwrap());
    tx.commit().await.unwrap();
    let again = claim(&world, "b").await;
    assert_eq!((ids(&again), again[0].attempt, again[0].payload.as_str()), (vec![id], 1, "{\"v\":2}"));
    let tx = world.write().await;
    assert!(jobs::complete(&tx, id, "b").await.unwrap());
    assert_eq!(jobs::state(&tx, id).await.unwrap(), None);
}

#[tokio::test]
async fn a_job_that_enqueues_itself_for_later_waits_until_then() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "sync", Some("hourly"))).await;
    claim(&world, "a").await;
    let next = NewJob { run_at: world.now() + minutes(60), ..job(&world, "sync", Some("hourly")) };
    assert_eq!(enqueue(&world, &next).await, id);
    let tx = world.write().await;
    jobs::complete(&tx, id, "a").await.unwrap();
    tx.commit().await.unwrap();
    assert!(claim(&world, "a").await.is_empty());
    world.clock.advance(minutes(60));
    assert_eq!(ids(&claim(&world, "a").await), [id]);
}

#[tokio::test]
async fn a_failed_job_waits_unless_it_was_wanted_sooner_meanwhile() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "sync", Some("m1"))).await;
    let fail = async || {
        let tx = world.write().await;
        assert!(jobs::retry(&tx, id, "a", world.now() + minutes(10), "no answer").await.unwrap());
        tx.commit().await.unwrap();
    };
    claim(&world, "a").await;
    fail().await;
    assert!(claim(&world, "a").await.is_empty());
    world.clock.advance(minutes(10));
    assert_eq!(claim(&world, "a").await[0].attempt, 2);
    enqueue(&world, &job(&world, "sync", Some("m1"))).await;
    fail().await;
    assert_eq!(claim(&world, "a").await[0].attempt, 3, "at once");
}

#[tokio::test]
async fn a_released_job_is_free_at_once_and_knows_that_it_was_tried() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "mail", None)).await;
    claim(&world, "a").await;
    let tx = world.write().await;
    assert!(jobs::release(&tx, id, "a").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(claim(&world, "b").await[0].attempt, 2);
}

#[tokio::test]
async fn one_job_can_be_claimed_by_name_if_it_is_due_and_free() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "mail", None)).await;
    let tx = world.write().await;
    let one = async |owner, kind, now| {
        jobs::claim_one(&tx, id, &[kind], owner, now, now + minutes(1)).await.unwrap().is_some()
    };
    assert!(!one("a", "mail", world.now() - minutes(1)).await, "not due");
    assert!(!one("a", "sync", world.now()).await, "not a known kind");
    assert!(one("a", "mail", world.now()).await);
    assert!(!one("b", "mail", world.now()).await, "not free");
}

#[tokio::test]
async fn dead_jobs_stay_with_their_reason_and_run_again_on_demand() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "sync", Some("m1"))).await;
    claim(&world, "a").await;
    let tx = world.write().await;
    assert!(jobs::bury(&tx, id, "a", "Zoom refused", world.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert!(claim(&world, "a").await.is_empty());
    let db = world.read().await;
    let dead = jobs::dead(&db, 10).await.unwrap();
    assert_eq!((dead[0].id, dead[0].last_error.as_deref(), dead[0].attempts), (id, Some("Zoom refused"), 1));
    assert_eq!((jobs::dead_count(&db).await.unwrap(), jobs::pending_count(&db).await.unwrap()), (1, 0));

    let again = async || {
        let tx = world.write().await;
        let became = jobs::run_again(&tx, id, world.now()).await.unwrap();
        tx.commit().await.unwrap();
        became
    };
    assert_eq!((again().await, again().await), (RunAgain::Queued, RunAgain::NotDead));
    assert_eq!(jobs::state(&world.read().await, id).await.unwrap(), Some(JobState::Pending));
    assert_eq!(claim(&world, "a").await[0].attempt, 1);
}

#[tokio::test]
async fn a_dead_job_that_a_newer_one_replaced_goes_instead_of_running_beside_it() {
    let world = World::new().await;
    let id = enqueue(&world, &job(&world, "sync", Some("m1"))).await;
    claim(&world, "a").await;
    let tx = world.write().await;
    jobs::bury(&tx, id, "a", "Zoom refused", world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let newer = enqueue(&world, &job(&world, "sync", Some("m1"))).await;
    assert_ne!(newer, id);
    let tx = world.write().await;
    assert_eq!(jobs::run_again(&tx, id, world.now()).await.unwrap(), RunAgain::Superseded);
    tx.commit().await.unwrap();
    assert_eq!(ids(&claim(&world, "a").await), [newer]);
    assert_eq!(jobs::dead_count(&world.read().await).await.unwrap(), 0);
}

#[tokio::test]
async fn a_workspace_sees_and_runs_only_its_own_dead_jobs() {
    let world = World::new().await;
    let other = world.add_workspace("Elsewhere").await;
    let id = enqueue(&world, &job(&world, "sync", None)).await;
    claim(&world, "a").await;
    let tx = world.write().await;
    jobs::bury(&tx, id, "a", "Zoom refused", world.now()).await.unwrap();
    tx.commit().await.unwrap();
    enqueue(&world, &job(&world, "sync", None)).await;
    let db = world.read().await;
    assert_eq!(jobs::dead_of(&db, other, 10).await.unwrap(), []);
    assert_eq!(jobs::dead_of(&db, world.ws, 10).await.unwrap().len(), 1);
    let counts = async |workspace| jobs::counts(&db, workspace, world.now()).await.unwrap();
    assert_eq!(counts(other).await, Counts::default());
    assert_eq!(counts(world.ws).await, Counts { waiting: 1, running: 0, dead: 1 });
    let tx = world.write().await;
    assert_eq!(jobs::run_again_of(&tx, other, id, world.now()).await.unwrap(), RunAgain::NotDead);
    assert_eq!(jobs::run_again_of(&tx, world.ws, id, world.now()).await.unwrap(), RunAgain::Queued);
    tx.commit().await.unwrap();
    claim(&world, "a").await;
    assert_eq!(counts(world.ws).await, Counts { waiting: 0, running: 2, dead: 0 });
}

#[tokio::test]
async fn kinds_are_counted_with_the_oldest_that_is_due() {
    let world = World::new().await;
    enqueue(&world, &job(&world, "mail", None)).await;
    enqueue(&world, &NewJob { run_at: world.now() - minutes(5), ..job(&world, "mail", None) }).await;
    enqueue(&world, &NewJob { run_at: world.now() + minutes(5), ..job(&world, "sync", None) }).await;
    let counted = jobs::kind_counts(&world.read().await, world.now()).await.unwrap();
    let counted: Vec<_> =
        counted.iter().map(|kind| (&*kind.kind, kind.counts.waiting, kind.due_since)).collect();
    assert_eq!(counted, [("mail", 2, Some(world.now() - minutes(5))), ("sync", 1, None)]);
}

#[tokio::test]
async fn a_job_of_a_transaction_that_is_dropped_does_not_exist() {
    let world = World::new().await;
    let tx = world.write().await;
    jobs::insert(&tx, &job(&world, "mail", None)).await.unwrap();
    drop(tx);
    let _ = world.write().await;
    assert_eq!(jobs::pending_count(&world.read().await).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_jobs_are_claimed_exactly_once_by_eight_workers() {
    let world = std::sync::Arc::new(World::new().await);
    let tx = world.write().await;
    for _ in 0..100 {
        jobs::insert(&tx, &job(&world, "mail", None)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let other = world.second_store().await;
    let workers = (0..8).map(|n| {
        let (world, store) = (world.clone(), if n % 2 == 0 { world.store.clone() } else { other.clone() });
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let tx = store.begin_write().await.unwrap();
                let until = world.now() + minutes(1);
                let claimed =
                    jobs::claim_due(&tx, "mail", &n.to_string(), world.now(), until, 3).await.unwrap();
                tx.commit().await.unwrap();
                if claimed.is_empty() {
                    return mine;
                }
                mine.extend(ids(&claimed));
            }
        })
    });
    let mut all = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        all.extend(worker.await.unwrap());
    }
    all.sort();
    assert_eq!(all.len(), 100);
    all.dedup();
    assert_eq!(all.len(), 100);
}
