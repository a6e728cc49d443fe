//! Grants, leases and connections.

use store::{
    connections,
    grants::{self, Grant, GrantState, Identity, Lease, RefreshedTokens, Refusal},
};

use crate::support::{World, email, minutes};

async fn get(world: &World, id: domain::GrantId) -> Grant {
    grants::get(&world.read().await, id).await.unwrap().unwrap()
}

fn refreshed(world: &World, refresh_token: &str) -> RefreshedTokens {
    RefreshedTokens {
        access_token: b"access 2".to_vec(),
        refresh_token: refresh_token.as_bytes().to_vec(),
        access_expires_at: world.now() + minutes(120),
        scopes: None,
        refreshed_at: world.now(),
    }
}

async fn store(world: &World, lease: &Lease, refresh_token: &str) -> bool {
    let tx = world.write().await;
    let pair = refreshed(world, refresh_token);
    let stored = grants::store_refreshed(&tx, lease, &pair, world.now() + minutes(60)).await.unwrap();
    tx.commit().await.unwrap();
    stored
}

async fn lease(world: &World, id: domain::GrantId, owner: &str) -> Option<Lease> {
    let tx = world.write().await;
    let lease = world.lease(&tx, id, owner).await;
    tx.commit().await.unwrap();
    lease
}

async fn refuse(world: &World, lease: &Lease) -> Refusal {
    let tx = world.write().await;
    let until = world.now() + minutes(1);
    let refusal = grants::note_refusal(&tx, lease, "refused", world.now(), until).await.unwrap();
    tx.commit().await.unwrap();
    refusal
}

#[tokio::test]
async fn connecting_again_replaces_the_tokens_and_keeps_the_grant() {
    let world = World::new().await;
    let first = world.add_grant("zoom-mara").await;
    let held = lease(&world, first, "a").await.unwrap();
    assert_eq!(refuse(&world, &held).await, Refusal::Broken);
    assert_eq!(refuse(&world, &held).await, Refusal::Outdated, "told once");
    assert_eq!(lease(&world, first, "b").await, None, "nobody asks in vain");
    let mut again = world.grant("zoom-mara");
    again.access_token = b"new".to_vec();
    again.plan_type = 2;
    let tx = world.write().await;
    assert_eq!(grants::upsert(&tx, &again).await.unwrap(), first);
    tx.commit().await.unwrap();
    let grant = get(&world, first).await;
    assert_eq!((grant.state, grant.generation, grant.plan_type), (GrantState::Healthy, 2, 2));
    assert_eq!((grant.access_token.as_slice(), grant.last_error), (b"new".as_slice(), None));
    assert_ne!(world.add_grant("zoom-oskar").await, first);
    let db = world.read().await;
    assert_eq!(grants::find(&db, "client", "zoom-mara").await.unwrap().unwrap().id, first);
    assert_eq!(grants::find(&db, "other app", "zoom-mara").await.unwrap(), None);
}

#[tokio::test]
async fn only_one_refreshes_at_a_time_until_the_lease_runs_out() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let first = lease(&world, id, "a").await.unwrap();
    assert!(!first.overtaken);
    assert_eq!(lease(&world, id, "b").await, None);
    world.clock.advance(minutes(1));
    let second = lease(&world, id, "b").await.unwrap();
    assert!(second.overtaken, "it ran out, and nobody gave it back");
    let tx = world.write().await;
    grants::release_lease(&tx, &first).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(lease(&world, id, "c").await, None, "a stranger cannot release it");
    let tx = world.write().await;
    grants::release_lease(&tx, &second).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!lease(&world, id, "c").await.unwrap().overtaken);
}

#[tokio::test]
async fn rt_03_whoever_looked_before_the_lease_was_taken_does_not_take_it() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let seen = get(&world, id).await;
    lease(&world, id, "a").await.unwrap();
    let tx = world.write().await;
    let late = grants::take_lease(&tx, &seen, "b", world.now() + minutes(1)).await.unwrap();
    assert_eq!(late, None, "it only waited for the row");
}

#[tokio::test]
async fn a_lease_of_a_clock_that_was_ahead_holds_nobody_up() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    world.clock.advance(minutes(600));
    lease(&world, id, "a").await.unwrap();
    world.clock.set(world.now() - minutes(600));
    assert!(lease(&world, id, "b").await.is_some());
}

#[tokio::test]
async fn refreshed_tokens_are_a_new_generation_and_give_the_lease_back() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let held = lease(&world, id, "a").await.unwrap();
    assert!(store(&world, &held, "refresh 2").await);
    assert!(lease(&world, id, "b").await.is_some());
    let grant = get(&world, id).await;
    assert_eq!((grant.generation, grant.refresh_token.as_slice()), (2, b"refresh 2".as_slice()));
    assert_eq!(grant.scopes, "user:read:user meeting:write:meeting", "scopes stay when none are told");
    assert_eq!(grant.access_expires_at, world.now() + minutes(120));
    assert_eq!((grant.refreshed_at, grant.next_check_at), (world.now(), world.now() + minutes(60)));
}

#[tokio::test]
async fn a_refresh_that_was_under_way_does_not_undo_a_reconnect() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let held = lease(&world, id, "a").await.unwrap();
    world.clock.advance(minutes(1));
    let mut again = world.grant("zoom-mara");
    again.refresh_token = b"of the reconnect".to_vec();
    let tx = world.write().await;
    grants::upsert(&tx, &again).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!store(&world, &held, "refresh 2").await);
    assert_eq!(
        refuse(&world, &held).await,
        Refusal::Outdated,
        "and its refusal says nothing about the new pair"
    );
    assert_eq!(get(&world, id).await.refresh_token, b"of the reconnect");
}

/// A paused process, or one whose database was away, comes back with the pair that Zoom gave it.
#[tokio::test]
async fn a_refusal_is_not_believed_while_a_lost_holder_may_have_a_newer_pair() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let paused = lease(&world, id, "paused").await.unwrap();
    world.clock.advance(minutes(1));
    let other = lease(&world, id, "other").await.unwrap();
    assert_eq!(refuse(&world, &other).await, Refusal::Suspected);
    assert_eq!(lease(&world, id, "third").await, None, "nobody asks meanwhile");
    assert!(store(&world, &paused, "refresh 2").await);
    let grant = get(&world, id).await;
    assert_eq!((grant.state, grant.refresh_token.as_slice()), (GrantState::Healthy, b"refresh 2".as_slice()));
    assert_eq!(refuse(&world, &other).await, Refusal::Outdated);
}

#[tokio::test]
async fn a_refusal_is_believed_when_the_lost_holder_does_not_come_back() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    lease(&world, id, "killed").await.unwrap();
    world.clock.advance(minutes(1));
    let other = lease(&world, id, "other").await.unwrap();
    assert_eq!(refuse(&world, &other).await, Refusal::Suspected);
    world.clock.advance(minutes(1));
    let third = lease(&world, id, "third").await.unwrap();
    assert_eq!(refuse(&world, &third).await, Refusal::Broken);
    assert_eq!(get(&world, id).await.state, GrantState::NeedsReconnect);
}

/// Some of Zoom's servers take a spent refresh token for a while, so both attempts get a pair.
#[tokio::test]
async fn of_two_pairs_for_one_spent_token_the_later_answer_stays() {
    for later_commits_first in [false, true] {
        let world = World::new().await;
        let id = world.add_grant("zoom-mara").await;
        world.clock.advance(minutes(1));
        let first = lease(&world, id, "a").await.unwrap();
        let early = refreshed(&world, "early");
        world.clock.advance(minutes(1));
        let second = lease(&world, id, "b").await.unwrap();
        let late = refreshed(&world, "late");
        let mut answers = [(&first, &early), (&second, &late)];
        if later_commits_first {
            answers.reverse();
        }
        let tx = world.write().await;
        for (lease, pair) in answers {
            grants::store_refreshed(&tx, lease, pair, world.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(
            get(&world, id).await.refresh_token,
            b"late",
            "later commits first: {later_commits_first}"
        );
    }
}

#[tokio::test]
async fn working_calls_are_noted_once_a_minute_and_errors_always() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let start = world.now();
    let next = start + minutes(24 * 60);
    let tx = world.write().await;
    grants::note_ok(&tx, id, start, next).await.unwrap();
    grants::note_ok(&tx, id, start + minutes(1), next).await.unwrap();
    assert_eq!(grants::get(&tx, id).await.unwrap().unwrap().last_ok_at, Some(start));
    grants::note_ok(&tx, id, start + minutes(2), next).await.unwrap();
    grants::note_error(&tx, id, "Zoom is not answering", start).await.unwrap();
    let identity = Identity {
        email: email("mara.new@halden.example"),
        display_name: "Mara L".into(),
        plan_type: 2,
        zoom_account_id: "account 2".into(),
        timezone: None,
    };
    grants::set_identity(&tx, id, &identity).await.unwrap();
    let grant = grants::get(&tx, id).await.unwrap().unwrap();
    assert_eq!(grant.last_ok_at, Some(start + minutes(2)));
    assert_eq!(
        (grant.last_error.as_deref(), grant.last_error_at),
        (Some("Zoom is not answering"), Some(start))
    );
    assert_eq!((grant.email, grant.plan_type), (email("mara.new@halden.example"), 2));
}

#[tokio::test]
async fn a_grant_is_looked_at_when_it_was_idle_soon_after_trouble_and_not_once_it_is_broken() {
    let world = World::new().await;
    let (mara, nobodys) = (world.add_grant("zoom-mara").await, world.add_grant("zoom-nobody").await);
    let start = world.now();
    let due =
        async |after: i64| grants::due_checks(&world.read().await, start + minutes(after), 10).await.unwrap();
    let tx = world.write().await;
    connections::connect(&tx, world.ws, world.mara, mara, start).await.unwrap();
    for id in [mara, nobodys] {
        grants::note_ok(&tx, id, start, start + minutes(24 * 60)).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert!(due(23 * 60).await.is_empty());
    assert_eq!(due(24 * 60).await, [mara], "one that nobody uses is left alone");
    assert_eq!(due(-5 * 24 * 60).await, [mara], "the clock was wrong when that was planned");

    let tx = world.write().await;
    grants::note_error(&tx, mara, "unavailable", start + minutes(10)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(due(14).await.is_empty());
    assert_eq!(due(15).await, [mara]);
    // Each look of ours that fails is followed by a longer pause; a person who looks in between changes nothing.
    for (failed, next) in [(15, 25), (20, 25), (25, 35), (35, 55), (60, 100), (100, 160), (160, 220)] {
        let tx = world.write().await;
        grants::note_error(&tx, mara, "unavailable", start + minutes(failed)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(due(next - 1).await.is_empty(), "after {failed}");
        assert_eq!(due(next).await, [mara], "after {failed}");
    }
    let tx = world.write().await;
    world.break_grant(&tx, mara).await;
    tx.commit().await.unwrap();
    assert!(due(24 * 60).await.is_empty());
}

#[tokio::test]
async fn users_share_a_grant_and_change_to_another() {
    let world = World::new().await;
    let oskar = world.add_user("oskar@halden.example", "Oskar Berg").await;
    let (one, two) = (world.add_grant("zoom-1").await, world.add_grant("zoom-2").await);
    let tx = world.write().await;
    for user in [world.mara, oskar] {
        connections::connect(&tx, world.ws, user, one, world.now()).await.unwrap();
    }
    assert_eq!(connections::users_of_grant(&tx, one).await.unwrap().len(), 2);
    connections::connect(&tx, world.ws, oskar, two, world.now()).await.unwrap();
    assert_eq!(connections::users_of_grant(&tx, one).await.unwrap(), [(world.ws, world.mara)]);
    let (connection, grant) = connections::of_user(&tx, world.ws, oskar).await.unwrap().unwrap();
    assert_eq!((connection.grant_id, grant.id, grant.zoom_user_id.as_str()), (two, two, "zoom-2"));
    assert!(connections::disconnect(&tx, world.ws, oskar).await.unwrap());
    assert!(!connections::disconnect(&tx, world.ws, oskar).await.unwrap());
    assert!(connections::of_user(&tx, world.ws, oskar).await.unwrap().is_none());
}
