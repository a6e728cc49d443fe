//! Grants, leases and connections.

use store::{
    connections,
    grants::{self, Grant, GrantState, Identity, RefreshedTokens},
};

use crate::support::{World, email, minutes};

async fn get(world: &World, id: domain::GrantId) -> Grant {
    grants::get(&world.read().await, id).await.unwrap().unwrap()
}

fn refreshed(world: &World, generation: i64) -> RefreshedTokens {
    RefreshedTokens {
        generation,
        access_token: b"access 2".to_vec(),
        refresh_token: b"refresh 2".to_vec(),
        access_expires_at: world.now() + minutes(120),
        scopes: None,
    }
}

#[tokio::test]
async fn connecting_again_replaces_the_tokens_and_keeps_the_grant() {
    let world = World::new().await;
    let first = world.add_grant("zoom-mara").await;
    let tx = world.write().await;
    assert!(grants::mark_needs_reconnect(&tx, first, "refused", world.now()).await.unwrap());
    assert!(!grants::mark_needs_reconnect(&tx, first, "refused", world.now()).await.unwrap(), "told once");
    tx.commit().await.unwrap();
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
    let lease = async |owner: &str| {
        let tx = world.write().await;
        let taken = grants::try_lease(&tx, id, owner, world.now(), world.now() + minutes(1)).await.unwrap();
        tx.commit().await.unwrap();
        taken
    };
    assert!(lease("a").await);
    assert!(!lease("b").await);
    assert!(lease("a").await, "the owner may prolong it");
    world.clock.advance(minutes(1));
    assert!(lease("b").await, "it ran out");
    let tx = world.write().await;
    grants::release_lease(&tx, id, "a").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!lease("c").await, "a stranger cannot release it");
    let tx = world.write().await;
    grants::release_lease(&tx, id, "b").await.unwrap();
    tx.commit().await.unwrap();
    assert!(lease("c").await);
}

#[tokio::test]
async fn refreshed_tokens_are_a_new_generation_and_give_the_lease_back() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let tx = world.write().await;
    grants::try_lease(&tx, id, "a", world.now(), world.now() + minutes(1)).await.unwrap();
    assert!(grants::store_refreshed(&tx, id, "a", &refreshed(&world, 1), world.now()).await.unwrap());
    assert!(grants::try_lease(&tx, id, "b", world.now(), world.now() + minutes(1)).await.unwrap());
    tx.commit().await.unwrap();
    let grant = get(&world, id).await;
    assert_eq!((grant.generation, grant.refresh_token.as_slice()), (2, b"refresh 2".as_slice()));
    assert_eq!(grant.scopes, "user:read:user meeting:write:meeting", "scopes stay when none are told");
    assert_eq!(grant.access_expires_at, world.now() + minutes(120));
}

#[tokio::test]
async fn a_refresh_that_was_under_way_does_not_undo_a_reconnect() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let mut again = world.grant("zoom-mara");
    again.refresh_token = b"of the reconnect".to_vec();
    let tx = world.write().await;
    grants::upsert(&tx, &again).await.unwrap();
    assert!(!grants::store_refreshed(&tx, id, "a", &refreshed(&world, 1), world.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(get(&world, id).await.refresh_token, b"of the reconnect");
}

#[tokio::test]
async fn working_calls_are_noted_once_a_minute_and_errors_always() {
    let world = World::new().await;
    let id = world.add_grant("zoom-mara").await;
    let start = world.now();
    let tx = world.write().await;
    grants::note_ok(&tx, id, start).await.unwrap();
    grants::note_ok(&tx, id, start + minutes(1)).await.unwrap();
    assert_eq!(grants::get(&tx, id).await.unwrap().unwrap().last_ok_at, Some(start));
    grants::note_ok(&tx, id, start + minutes(2)).await.unwrap();
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
