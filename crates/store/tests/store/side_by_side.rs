//! The same thing done by many at once: who wins, and who waits for whom.

use std::sync::Arc;

use domain::JobId;
use store::{
    grants,
    jobs::{self, NewJob},
    oauth_states::{self, NewOauthState, TakenState},
    webhook_inbox::{self, InboxEvent, InboxState},
};

use crate::support::{World, minutes};

/// How many try at once.
pub(crate) const MANY: usize = 8;

/// Runs `what` many times at once, in tasks of their own; the answers.
pub(crate) async fn at_once<T, F>(world: &Arc<World>, what: impl Fn(Arc<World>, usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..MANY).map(|n| tokio::spawn(what(world.clone(), n))).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

fn job(world: &World) -> NewJob<'static> {
    NewJob {
        workspace_id: Some(world.ws),
        kind: "sync",
        payload: "{}",
        dedupe_key: Some("meeting 1"),
        run_at: world.now(),
        max_attempts: 3,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_gets_the_lease_of_a_grant() {
    let world = Arc::new(World::new().await);
    let grant = world.add_grant("zoom-mara").await;
    let got = at_once(&world, |world, n| async move {
        let tx = world.write().await;
        let lease = world.lease(&tx, grant, &n.to_string()).await;
        tx.commit().await.unwrap();
        lease.is_some()
    })
    .await;
    assert_eq!(got.iter().filter(|got| **got).count(), 1, "{got:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_zoom_account_connected_by_many_at_once_is_one_grant() {
    let world = Arc::new(World::new().await);
    let ids = at_once(&world, |world, _| async move { world.add_grant("zoom-mara").await }).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let grant = grants::get(&world.read().await, ids[0]).await.unwrap().unwrap();
    assert_eq!(grant.generation, i64::try_from(MANY).unwrap(), "the tokens of the last one hold");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_authorization_is_taken_once() {
    let world = Arc::new(World::new().await);
    let state = NewOauthState {
        state_hash: [7; 32],
        workspace_id: world.ws,
        user_id: world.mara,
        verifier: b"sealed".to_vec(),
        client_id: "app".into(),
        created_at: world.now(),
        expires_at: world.now() + minutes(10),
    };
    let tx = world.write().await;
    oauth_states::create(&tx, &state).await.unwrap();
    tx.commit().await.unwrap();
    let taken = at_once(&world, |world, _| async move {
        let tx = world.write().await;
        let taken = oauth_states::take(&tx, &[7; 32], world.now()).await.unwrap();
        tx.commit().await.unwrap();
        matches!(taken, TakenState::Valid { .. })
    })
    .await;
    assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_event_is_kept_once() {
    let world = Arc::new(World::new().await);
    let kept = at_once(&world, |world, _| async move {
        let event = InboxEvent {
            body_hash: [9; 32],
            received_at: world.now(),
            event: "meeting.started".into(),
            event_ts: None,
            account_id: None,
            user_id: None,
            client_id: "app".into(),
            body: b"sealed".to_vec(),
            state: InboxState::Waiting,
        };
        let tx = world.write().await;
        let kept = webhook_inbox::insert(&tx, &event).await.unwrap();
        tx.commit().await.unwrap();
        kept
    })
    .await;
    assert_eq!(kept.iter().filter(|kept| **kept).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_enqueued_by_many_at_once_is_one() {
    let world = Arc::new(World::new().await);
    let ids = at_once(&world, |world, _| async move {
        let tx = world.write().await;
        let id = jobs::insert(&tx, &job(&world)).await.unwrap();
        tx.commit().await.unwrap();
        id
    })
    .await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_is_claimed_by_one() {
    let world = Arc::new(World::new().await);
    let tx = world.write().await;
    for _ in 0..40 {
        jobs::insert(&tx, &NewJob { dedupe_key: None, ..job(&world) }).await.unwrap();
    }
    tx.commit().await.unwrap();
    let claims = at_once(&world, |world, n| async move {
        let mut claimed: Vec<JobId> = Vec::new();
        loop {
            let tx = world.write().await;
            let (now, until) = (world.now(), world.now() + minutes(1));
            let some = jobs::claim_due(&tx, "sync", &n.to_string(), now, until, 2).await.unwrap();
            tx.commit().await.unwrap();
            assert!(some.len() <= 2, "no more than asked for");
            if some.is_empty() {
                return claimed;
            }
            claimed.extend(some.into_iter().map(|job| job.id));
        }
    })
    .await;
    let mut all: Vec<_> = claims.into_iter().flatten().collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 40);
}

mod postgres {
    //! Where SQLite lets the second one begin when the first is done, PostgreSQL lets it wait in the middle.

    use std::sync::Arc;

    use domain::ContactId;
    use store::{
        StoreError, Unavailable, contacts, forget, grants,
        jobs::{self, JobState},
        meetings,
    };

    use super::{World, job, minutes};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_wish_that_comes_while_its_job_is_completed_is_not_lost() {
        let world = Arc::new(World::new().await);
        let tx = world.write().await;
        let id = jobs::insert(&tx, &job(&world)).await.unwrap();
        tx.commit().await.unwrap();
        let tx = world.write().await;
        let until = world.now() + minutes(1);
        jobs::claim_due(&tx, "sync", "runner", world.now(), until, 1).await.unwrap();
        tx.commit().await.unwrap();

        let wish = world.write().await;
        assert_eq!(jobs::insert(&wish, &job(&world)).await.unwrap(), id);
        let completing = tokio::spawn({
            let world = world.clone();
            async move {
                let tx = world.write().await;
                assert!(jobs::complete(&tx, id, "runner").await.unwrap());
                tx.commit().await.unwrap();
            }
        });
        world.database.until_somebody_waits().await;
        wish.commit().await.unwrap();
        completing.await.unwrap();
        let state = jobs::state(&world.read().await, id).await.unwrap();
        assert_eq!(state, Some(JobState::Pending), "it waits to run once more");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_farewell_waits_for_the_meeting_that_is_being_made() {
        let world = Arc::new(World::new().await);
        let grant = world.add_grant("zoom-mara").await;
        let meeting = world.add_meeting(&world.meeting("Kick-off", world.now())).await;
        let zoom = world.zoom_part(meeting, grant, "81234567890").await;
        let making = world.write().await;
        assert!(meetings::set_in_zoom(&making, world.ws, meeting, &zoom, world.now()).await.unwrap());
        let farewell = tokio::spawn({
            let world = world.clone();
            async move {
                let tx = world.write().await;
                let counts = forget::delete_everything(&tx, grant, world.now()).await.unwrap();
                tx.commit().await.unwrap();
                counts
            }
        });
        world.database.until_somebody_waits().await;
        making.commit().await.unwrap();
        assert_eq!(farewell.await.unwrap().meetings, 1, "it saw the meeting");
        let db = world.read().await;
        assert!(grants::get(&db, grant).await.unwrap().is_none());
        assert!(meetings::get(&db, world.ws, meeting).await.unwrap().unwrap().zoom.is_none());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn of_two_that_block_each_other_one_may_try_again() {
        let world = Arc::new(World::new().await);
        let (one, other) = (add(&world, "Ana").await, add(&world, "Ben").await);
        let (first, second) = (world.write().await, world.write().await);
        contacts::lock(&first, world.ws, &[one]).await.unwrap();
        contacts::lock(&second, world.ws, &[other]).await.unwrap();
        let (first, second) =
            tokio::join!(async { contacts::lock(&first, world.ws, &[other]).await.map(|()| first) }, async {
                contacts::lock(&second, world.ws, &[one]).await.map(|()| second)
            },);
        let error = match (first, second) {
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
            (first, second) => panic!("{:?} {:?}", first.err(), second.err()),
        };
        assert!(matches!(error, StoreError::Unavailable(Unavailable::Busy(_))), "{error:?}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn those_who_lock_all_at_once_never_block_each_other() {
        let world = Arc::new(World::new().await);
        let (one, other) = (add(&world, "Ana").await, add(&world, "Ben").await);
        super::at_once(&world, |world, n| async move {
            let ids = if n % 2 == 0 { [one, other] } else { [other, one] };
            for _ in 0..10 {
                let tx = world.write().await;
                contacts::lock(&tx, world.ws, &ids).await.unwrap();
                tx.commit().await.unwrap();
            }
        })
        .await;
    }

    async fn add(world: &World, named: &str) -> ContactId {
        let contact = world.contact(named, None);
        let tx = world.write().await;
        contacts::create(&tx, world.ws, &contact).await.unwrap();
        tx.commit().await.unwrap();
        contact.id
    }
}
