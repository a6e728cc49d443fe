//! Workspaces, users, sessions, authorizations under way, form keys.

use domain::{Theme, UserId};
use store::{
    StoreError, connections,
    grants::GrantState,
    idempotency_keys,
    oauth_states::{self, NewOauthState, TakenState},
    sessions::{self, NewSession},
    users, workspaces,
};

use crate::support::{World, email, minutes, name, zone};

fn session(world: &World, token: u8) -> NewSession {
    NewSession {
        token_hash: [token; 32],
        workspace_id: world.ws,
        user_id: world.mara,
        csrf_token: "csrf".into(),
        created_at: world.now(),
        expires_at: world.now() + minutes(60),
    }
}

#[tokio::test]
async fn the_first_workspace_is_the_oldest() {
    let world = World::new().await;
    world.clock.advance(minutes(1));
    let other = world.add_workspace("Other").await;
    let db = world.read().await;
    assert_eq!(workspaces::first(&db).await.unwrap().unwrap().id, world.ws);
    assert_eq!(workspaces::get(&db, other).await.unwrap().unwrap().name, "Other");
}

#[tokio::test]
async fn people_log_in_whatever_the_capitals_of_their_address() {
    let world = World::new().await;
    let db = world.read().await;
    let found = users::find_by_email(&db, &email("Mara@Halden.example")).await.unwrap().unwrap();
    assert_eq!(found, world.user(world.mara, "mara@halden.example", "Mara Lindqvist"));
    assert_eq!(users::find_by_email(&db, &email("oskar@halden.example")).await.unwrap(), None);
    assert!(users::any(&db).await.unwrap());
}

#[tokio::test]
async fn two_users_cannot_share_an_address() {
    let world = World::new().await;
    let tx = world.write().await;
    let twin = world.user(UserId::new(&world.clock, &*world.random), "MARA@halden.example", "Twin");
    assert!(matches!(users::create(&tx, &twin).await, Err(StoreError::Conflict)));
}

#[tokio::test]
async fn a_user_does_not_print_their_password_hash() {
    let world = World::new().await;
    let user = world.user(world.mara, "mara@halden.example", "Mara");
    assert!(!format!("{user:?}").contains("argon2id"));
    assert_eq!(user.password_hash.expose(), "$argon2id$secret");
}

#[tokio::test]
async fn a_changed_profile_is_read_back() {
    let world = World::new().await;
    let tx = world.write().await;
    let (ws, mara) = (world.ws, world.mara);
    let changed =
        users::update_profile(&tx, ws, mara, &name("Mara L"), &zone("Asia/Kolkata"), Theme::Dark).await;
    assert!(changed.unwrap());
    let nobody = UserId::new(&world.clock, &*world.random);
    assert!(!users::update_profile(&tx, ws, nobody, &name("X"), &zone("UTC"), Theme::Dark).await.unwrap());
    tx.commit().await.unwrap();
    let user = users::get(&world.read().await, ws, mara).await.unwrap().unwrap();
    assert_eq!((user.name, user.zone, user.theme), (name("Mara L"), zone("Asia/Kolkata"), Theme::Dark));
}

#[tokio::test]
async fn a_session_tells_who_asks_and_how_their_zoom_is() {
    let world = World::new().await;
    let grant = world.add_grant("zoom-mara").await;
    let tx = world.write().await;
    sessions::create(&tx, &session(&world, 1)).await.unwrap();
    tx.commit().await.unwrap();
    let found = sessions::find(&world.read().await, &[1; 32], world.now()).await.unwrap().unwrap();
    assert_eq!(found.user.id, world.mara);
    assert_eq!(found.workspace_name, "Halden Studio");
    assert_eq!(found.csrf_token, "csrf");
    assert_eq!(found.zoom, None);
    assert!(!format!("{found:?}").contains("csrf\""));

    let tx = world.write().await;
    connections::connect(&tx, world.ws, world.mara, grant, world.now()).await.unwrap();
    world.break_grant(&tx, grant).await;
    tx.commit().await.unwrap();
    let zoom =
        sessions::find(&world.read().await, &[1; 32], world.now()).await.unwrap().unwrap().zoom.unwrap();
    assert_eq!(zoom.state, GrantState::NeedsReconnect);
    assert_eq!(zoom.email, email("mara@halden.example"));
}

#[tokio::test]
async fn a_session_ends_by_time_by_logging_out_and_by_user() {
    let world = World::new().await;
    let tx = world.write().await;
    for token in 1..=4 {
        sessions::create(&tx, &session(&world, token)).await.unwrap();
    }
    sessions::delete(&tx, &[1; 32]).await.unwrap();
    tx.commit().await.unwrap();
    let db = world.read().await;
    assert!(sessions::find(&db, &[1; 32], world.now()).await.unwrap().is_none());
    assert!(sessions::find(&db, &[2; 32], world.now()).await.unwrap().is_some());
    world.clock.advance(minutes(60));
    assert!(sessions::find(&db, &[2; 32], world.now()).await.unwrap().is_none());
    let tx = world.write().await;
    assert_eq!(sessions::delete_expired(&tx, world.now()).await.unwrap(), 3);
}

#[tokio::test]
async fn an_authorization_state_is_taken_once_and_in_time() {
    let world = World::new().await;
    let state = |n: u8| NewOauthState {
        state_hash: [n; 32],
        workspace_id: world.ws,
        user_id: world.mara,
        verifier: b"sealed".to_vec(),
        client_id: "app".into(),
        created_at: world.now(),
        expires_at: world.now() + minutes(10),
    };
    let tx = world.write().await;
    oauth_states::create(&tx, &state(1)).await.unwrap();
    oauth_states::create(&tx, &state(2)).await.unwrap();
    let valid = TakenState::Valid {
        workspace_id: world.ws,
        user_id: world.mara,
        verifier: b"sealed".to_vec(),
        client_id: "app".into(),
    };
    assert_eq!(oauth_states::take(&tx, &[1; 32], world.now()).await.unwrap(), valid);
    assert_eq!(oauth_states::take(&tx, &[1; 32], world.now()).await.unwrap(), TakenState::Unknown);
    world.clock.advance(minutes(10));
    assert_eq!(oauth_states::take(&tx, &[2; 32], world.now()).await.unwrap(), TakenState::Expired);
    assert_eq!(oauth_states::take(&tx, &[2; 32], world.now()).await.unwrap(), TakenState::Unknown);
    assert_eq!(oauth_states::delete_expired(&tx, world.now()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_form_sent_twice_finds_where_the_first_one_led() {
    let world = World::new().await;
    let oskar = world.add_user("oskar@halden.example", "Oskar Berg").await;
    let tx = world.write().await;
    let insert =
        async |user, to| idempotency_keys::insert(&tx, world.ws, user, "key", to, world.now()).await.unwrap();
    assert!(insert(world.mara, "/meetings/1").await);
    assert!(!insert(world.mara, "/meetings/2").await);
    assert!(insert(oskar, "/meetings/3").await, "keys of two people do not meet");
    let found = idempotency_keys::find(&tx, world.ws, world.mara, "key").await.unwrap();
    assert_eq!(found.as_deref(), Some("/meetings/1"));
    world.clock.advance(minutes(1));
    assert_eq!(idempotency_keys::delete_older(&tx, world.now()).await.unwrap(), 2);
}
