//! Whose job is next: workspaces are served in turn, and the crowd of one does not slow the others.

use domain::WorkspaceId;
use store::jobs::{self, NewJob};

use crate::support::{World, minutes};

fn job(workspace: Option<WorkspaceId>, world: &World) -> NewJob<'static> {
    NewJob {
        workspace_id: workspace,
        kind: "mail",
        payload: "{}",
        dedupe_key: None,
        run_at: world.now(),
        max_attempts: 3,
    }
}

async fn enqueue(world: &World, job: &NewJob<'_>, times: usize) {
    let tx = world.write().await;
    for _ in 0..times {
        jobs::insert(&tx, job).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// The workspaces of the next jobs, in the order in which they are claimed.
async fn served(world: &World, count: usize) -> Vec<Option<WorkspaceId>> {
    let mut served = Vec::new();
    let tx = world.write().await;
    for _ in 0..count {
        let until = world.now() + minutes(1);
        let claimed = jobs::claim_due(&tx, "mail", "a", world.now(), until, 1).await.unwrap();
        served.extend(claimed.into_iter().map(|job| job.workspace_id));
    }
    tx.commit().await.unwrap();
    served
}

#[tokio::test]
async fn workspaces_are_served_in_turn() {
    let world = World::new().await;
    let (a, b, c) =
        (Some(world.ws), Some(world.add_workspace("B").await), Some(world.add_workspace("C").await));
    enqueue(&world, &job(a, &world), 5).await;
    assert_eq!(served(&world, 2).await, [a, a]);
    world.clock.advance(minutes(1));
    enqueue(&world, &job(b, &world), 3).await;
    world.clock.advance(minutes(1));
    enqueue(&world, &job(c, &world), 1).await;
    assert_eq!(served(&world, 10).await, [a, b, c, a, b, a, b]);
}

#[tokio::test]
async fn whoever_was_away_gains_nothing_by_it() {
    let world = World::new().await;
    let (a, b) = (Some(world.ws), Some(world.add_workspace("B").await));
    enqueue(&world, &job(a, &world), 100).await;
    served(&world, 90).await;
    world.clock.advance(minutes(1));
    enqueue(&world, &job(b, &world), 100).await;
    let next = served(&world, 20).await;
    assert_eq!(next.iter().filter(|workspace| **workspace == a).count(), 10, "{next:?}");
}

#[tokio::test]
async fn jobs_whose_time_comes_at_once_are_served_in_turn_too() {
    let world = World::new().await;
    let (a, b) = (Some(world.ws), Some(world.add_workspace("B").await));
    let later = |workspace| NewJob { run_at: world.now() + minutes(1), ..job(workspace, &world) };
    enqueue(&world, &later(a), 200).await;
    enqueue(&world, &later(b), 3).await;
    world.clock.advance(minutes(1));
    let tx = world.write().await;
    assert_eq!(jobs::join_lines(&tx, world.now(), true, 500).await.unwrap(), 203);
    tx.commit().await.unwrap();
    let next = served(&world, 6).await;
    assert_eq!(next.iter().filter(|workspace| **workspace == b).count(), 3, "{next:?}");
}

/// On PostgreSQL enqueuing so many takes minutes; the tests above hold there too.
mod sqlite {
    use super::*;

    #[tokio::test]
    async fn a_hundred_thousand_jobs_of_one_workspace_do_not_starve_another() {
        let world = World::new().await;
        let (a, b) = (Some(world.ws), Some(world.add_workspace("B").await));
        for _ in 0..10 {
            enqueue(&world, &job(a, &world), 10_000).await;
        }
        served(&world, 8).await;
        world.clock.advance(minutes(1));
        enqueue(&world, &job(b, &world), 5).await;
        let next = served(&world, 10).await;
        let waited = next.iter().position(|workspace| *workspace == b);
        assert_eq!(waited, Some(1), "one job of the crowd goes first");
        assert_eq!(next.iter().filter(|workspace| **workspace == b).count(), 5, "then one each: {next:?}");
    }
}
