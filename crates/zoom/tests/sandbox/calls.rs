//! What Rapport does: connect, schedule, list, delete, disconnect, and what goes wrong with it.

use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use zoom::meetings::{DeleteOptions, Deletion, ListKind, ListMeetings};
use zoom::oauth::Revocation;
use zoom::users::UserType;
use zoom::{Error, ErrorKind, NewMeeting, OAuthError, Outcome, Pkce};
use zoom_sandbox::{Fault, FaultKind, MARA_ID};

use crate::{MARA, SCOPES, World, kick_off, redirect};

#[tokio::test]
async fn connecting_tells_who_it_is_and_what_was_granted() {
    let world = World::new(&SCOPES).await;
    let tokens = world.connect(MARA).await;
    let mut scopes = SCOPES.map(str::to_owned);
    scopes.sort();
    assert_eq!(tokens.scopes, scopes);
    let me = world.client(&tokens).users().me().await.unwrap();
    assert_eq!((me.id.as_str(), me.kind), (MARA_ID, Some(UserType::Basic)));
}

#[tokio::test]
async fn a_meeting_lives_from_create_to_delete() {
    let world = World::new(&SCOPES).await;
    let tokens = world.connect(MARA).await;
    let client = world.client(&tokens);
    let meetings = client.meetings();

    let created = meetings.create(&kick_off()).await.unwrap();
    assert_eq!(created.topic.as_deref(), Some("Kick-off 🚒"));
    assert_eq!(created.start_time, Some("2026-03-03T09:30:00Z".parse().unwrap()));
    let got = meetings.get(&created.id).await.unwrap();
    assert_eq!(got.join_url, created.join_url);
    assert!(got.start_url.is_some());

    let options = ListMeetings { kind: ListKind::Upcoming, page_size: Some(300), ..ListMeetings::default() };
    let listed = meetings.pages(options).collect().await.unwrap();
    let found = listed.iter().find(|meeting| meeting.agenda.as_deref() == Some("marker-1")).unwrap();
    assert_eq!(found.id, created.id);

    let delete = || async { meetings.delete(&created.id, &DeleteOptions::default()).await.unwrap() };
    assert_eq!(delete().await, Deletion::Deleted);
    assert_eq!(delete().await, Deletion::AlreadyGone);
    assert!(meetings.get(&created.id).await.unwrap_err().is_meeting_gone());
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let world = World::new(&SCOPES).await;
    let tokens = world.connect(MARA).await;
    let client = world.client(&tokens);
    let before = client.meetings().pages(ListMeetings::default()).collect().await.unwrap().len();
    for _ in 0..3 {
        client.meetings().create(&kick_off()).await.unwrap();
        world.sandbox.clock().advance(SignedDuration::from_secs(2));
    }
    let options = ListMeetings { page_size: Some(2), ..ListMeetings::default() };
    let first = client.meetings().list(&options).await.unwrap();
    assert_eq!((first.items.len(), first.next.is_some()), (2, true));
    world.sandbox.clock().advance(SignedDuration::from_secs(2));
    assert_eq!(client.meetings().pages(ListMeetings::default()).collect().await.unwrap().len(), before + 3);
}

#[tokio::test]
async fn a_code_is_good_once_and_only_with_its_verifier() {
    let world = World::new(&SCOPES).await;
    let pkce = Pkce::from_random([1; 32]);
    let code = world.consent(MARA, &pkce).await;
    let exchange = |pkce: Pkce, code: SecretString| {
        let app = world.app.clone();
        async move { app.oauth().exchange(&code, &pkce, &redirect()).await.map(|_| ()) }
    };
    exchange(pkce.clone(), code.clone()).await.unwrap();
    assert!(matches!(exchange(pkce.clone(), code).await, Err(OAuthError::InvalidCode { .. })));
    let other = world.consent(MARA, &pkce).await;
    let stolen = exchange(Pkce::from_random([2; 32]), other).await;
    assert!(matches!(stolen, Err(OAuthError::InvalidCode { .. })), "{stolen:?}");
}

#[tokio::test]
async fn a_refresh_rotates_and_the_old_token_is_dead() {
    let world = World::new(&SCOPES).await;
    let first = world.connect(MARA).await;
    let second = world.app.oauth().refresh(&first.refresh).await.unwrap();
    assert_ne!(first.refresh.expose_secret(), second.refresh.expose_secret());
    world.client(&second).users().me().await.unwrap();
    let error = world.app.oauth().refresh(&first.refresh).await.unwrap_err();
    assert!(matches!(error, OAuthError::InvalidGrant { .. }), "{error:?}");
}

#[tokio::test]
async fn an_old_token_is_unauthorized() {
    let world = World::new(&SCOPES).await;
    let tokens = world.connect(MARA).await;
    world.sandbox.clock().advance(SignedDuration::from_hours(2));
    let error = world.client(&tokens).users().me().await.unwrap_err();
    assert!(matches!(&error, Error::Unauthorized(refusal) if refusal.code == Some(124)), "{error:?}");
}

#[tokio::test]
async fn a_revoked_token_is_dead() {
    let world = World::new(&SCOPES).await;
    let tokens = world.connect(MARA).await;
    let token = tokens.access_token();
    assert_eq!(world.app.oauth().revoke(&token).await.unwrap(), Revocation::Revoked);
    assert_eq!(world.client(&tokens).users().me().await.unwrap_err().kind(), ErrorKind::Unauthorized);
    assert_eq!(world.app.oauth().revoke(&token).await.unwrap(), Revocation::AlreadyDead);
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let world = World::new(&["user:read:user"]).await;
    let tokens = world.connect(MARA).await;
    let error = world.client(&tokens).meetings().create(&kick_off()).await.unwrap_err();
    let Error::MissingScope { any_of, .. } = error else { panic!("{error:?}") };
    assert!(any_of.iter().any(|scope| scope == "meeting:write:meeting"), "{any_of:?}");
}

#[tokio::test]
async fn a_topic_that_is_too_long_is_named() {
    let world = World::new(&SCOPES).await;
    let tokens = world.connect(MARA).await;
    let meeting = NewMeeting { topic: Some("x".repeat(201)), ..kick_off() };
    let error = world.client(&tokens).meetings().create(&meeting).await.unwrap_err();
    let Error::Validation { fields, .. } = error else { panic!("{error:?}") };
    assert_eq!(fields[0].field, "topic");
}

#[tokio::test]
async fn rt_09_each_fault_is_seen_for_what_it_is() {
    let world = World::new(&SCOPES).await;
    let tokens = world.connect(MARA).await;
    let client = world.client(&tokens);
    for (fault, kind, outcome) in [
        (FaultKind::Status { status: 503 }, ErrorKind::Unavailable, Outcome::Perhaps),
        (FaultKind::DropBefore, ErrorKind::Interrupted, Outcome::Perhaps),
        (FaultKind::DropAfter, ErrorKind::Interrupted, Outcome::Perhaps),
        (FaultKind::Truncate, ErrorKind::Interrupted, Outcome::Perhaps),
        (FaultKind::Html { status: 502 }, ErrorKind::Unavailable, Outcome::Perhaps),
        (FaultKind::RateSecond, ErrorKind::RateLimited, Outcome::NotDone),
        (FaultKind::RateDay, ErrorKind::RateLimited, Outcome::NotDone),
    ] {
        let name = format!("{fault:?}");
        world.sandbox.control().add_fault(Fault::new(fault).on("POST", "/v2/users/*/meetings").times(1));
        let error = client.meetings().create(&kick_off()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{name}: {error:?}");
        world.sandbox.clock().advance(SignedDuration::from_secs(2));
    }
}
