//! Tokens that refresh themselves.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::ExposeSecret;
use zoom::token::{MemoryStore, RefreshError, Refreshing, StoredTokens, TokenStore};
use zoom::{AccessToken, Error, ErrorKind, TokenSource};

use crate::fake::{Answer, Fake, answer};

const DEAD: &str = r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#;

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// A pair whose access token ends this many minutes after the fake's time.
fn pair(name: &str, minutes: i64) -> StoredTokens {
    StoredTokens {
        access: format!("access-{name}").into(),
        refresh: format!("refresh-{name}").into(),
        expires_at: now() + jiff::SignedDuration::from_mins(minutes),
        api_url: None,
    }
}

fn issued(name: &str) -> Answer {
    answer(
        200,
        format!(r#"{{"access_token":"access-{name}","refresh_token":"refresh-{name}","expires_in":3599}}"#),
    )
}

fn source(fake: &Fake, tokens: StoredTokens) -> Refreshing<MemoryStore> {
    Refreshing::new(fake.app.clone(), MemoryStore::new(tokens))
}

fn text(token: &AccessToken) -> String {
    token.secret().expose_secret().to_owned()
}

/// A store that keeps a diary, and in which another process may have written before the second reading.
#[derive(Clone, Default)]
struct Diary {
    tokens: Arc<Mutex<Option<StoredTokens>>>,
    written_by_another: Arc<Mutex<Option<StoredTokens>>>,
    entries: Arc<Mutex<Vec<String>>>,
}

impl TokenStore for Diary {
    type Error = Infallible;

    async fn load(&self) -> Result<Option<StoredTokens>, Infallible> {
        self.entries.lock().unwrap().push("load".into());
        let tokens = self.tokens.lock().unwrap().clone();
        if let Some(newer) = self.written_by_another.lock().unwrap().take() {
            *self.tokens.lock().unwrap() = Some(newer);
        }
        Ok(tokens)
    }

    async fn save(&self, tokens: &StoredTokens) -> Result<(), Infallible> {
        self.entries.lock().unwrap().push(format!("save {}", tokens.access.expose_secret()));
        *self.tokens.lock().unwrap() = Some(tokens.clone());
        Ok(())
    }
}

#[tokio::test]
async fn rt_01_the_rotated_pair_is_stored_before_it_is_used() {
    let fake = Fake::answering([issued("1"), answer(200, r#"{"id":"u"}"#)]).await;
    let diary = Diary { tokens: Arc::new(Mutex::new(Some(pair("0", 1)))), ..Diary::default() };
    let client = fake.app.client(Refreshing::new(fake.app.clone(), diary.clone()));
    client.users().me().await.unwrap();
    assert_eq!(*diary.entries.lock().unwrap(), ["load", "save access-1"]);
    assert_eq!(fake.asked()[0].form()["refresh_token"], "refresh-0");
    assert_eq!(fake.asked()[1].header("authorization"), "Bearer access-1");
    let stored = diary.tokens.lock().unwrap().clone().unwrap();
    assert_eq!(stored.expires_at, now() + Duration::from_secs(3599));
}

#[tokio::test]
async fn rt_02_a_token_with_life_left_needs_no_refresh() {
    let fake = Fake::answering([issued("1")]).await;
    let fresh = source(&fake, pair("0", 6));
    assert_eq!(text(&fresh.token().await.unwrap()), "access-0");
    let old = source(&fake, pair("0", 5));
    for _ in 0..2 {
        assert_eq!(text(&old.token().await.unwrap()), "access-1");
    }
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn rt_03_calls_at_the_same_time_share_one_refresh() {
    let fake = Fake::answering([issued("1")]).await;
    let source = source(&fake, pair("0", -60));
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let source = source.clone();
            tokio::spawn(async move { text(&source.token().await.unwrap()) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "access-1");
    }
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn rt_03_a_token_refused_to_many_is_replaced_once() {
    let fake = Fake::answering([issued("1")]).await;
    let source = source(&fake, pair("0", 30));
    let stale = source.token().await.unwrap();
    for _ in 0..5 {
        assert_eq!(text(&source.rejected(&stale).await.unwrap()), "access-1");
    }
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn rt_04_a_check_can_force_a_refresh() {
    let fake = Fake::answering([issued("1")]).await;
    let source = source(&fake, pair("0", 30));
    assert_eq!(text(&source.refresh().await.unwrap()), "access-1");
    assert_eq!(text(&source.token().await.unwrap()), "access-1");
}

#[tokio::test]
async fn rt_05_a_refused_refresh_is_believed_only_after_the_store_was_read_again() {
    let fake = Fake::answering([answer(400, DEAD)]).await;
    let diary = Diary {
        tokens: Arc::new(Mutex::new(Some(pair("0", 1)))),
        written_by_another: Arc::new(Mutex::new(Some(pair("1", 60)))),
        ..Diary::default()
    };
    let source = Refreshing::new(fake.app.clone(), diary);
    assert_eq!(text(&source.token().await.unwrap()), "access-1");
}

#[tokio::test]
async fn rt_06_a_refused_refresh_is_never_repeated() {
    let fake = Fake::answering([answer(400, DEAD), issued("1")]).await;
    let source = source(&fake, pair("0", 1));
    for _ in 0..3 {
        assert!(matches!(source.token().await, Err(RefreshError::Reconnect)));
    }
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn rt_07_a_check_at_the_start_sees_a_dead_connection_that_still_seems_alive() {
    let fake = Fake::answering([answer(400, DEAD)]).await;
    let source = source(&fake, pair("0", 30));
    assert!(source.token().await.is_ok());
    assert!(matches!(source.refresh().await, Err(RefreshError::Reconnect)));
}

#[tokio::test]
async fn rt_08_trouble_at_zoom_is_waited_out_and_the_next_call_refreshes() {
    let fake = Fake::answering([answer(503, ""), answer(429, ""), issued("1")]).await;
    let source = source(&fake, pair("0", -1));
    for kind in [ErrorKind::Unavailable, ErrorKind::RateLimited] {
        let Err(RefreshError::Refresh(error)) = source.token().await else { panic!() };
        assert_eq!(error.kind(), kind);
    }
    assert_eq!(text(&source.token().await.unwrap()), "access-1");
}

#[tokio::test]
async fn rt_09_a_living_token_is_used_on_while_the_token_endpoint_is_down() {
    let fake = Fake::answering([answer(503, ""), issued("1")]).await;
    let source = source(&fake, pair("0", 2));
    assert_eq!(text(&source.token().await.unwrap()), "access-0");
    assert_eq!(text(&source.token().await.unwrap()), "access-1");
}

#[tokio::test]
async fn a_refresh_that_has_begun_is_finished_though_its_caller_goes_away() {
    let fake = Fake::answering([issued("1")]).await;
    let diary = Diary { tokens: Arc::new(Mutex::new(Some(pair("0", 1)))), ..Diary::default() };
    let source = Refreshing::new(fake.app.clone(), diary.clone());
    let mut call = Box::pin(source.token());
    // The first poll starts the task; then the caller is gone.
    std::future::poll_fn(|context| {
        drop(call.as_mut().poll(context));
        std::task::Poll::Ready(())
    })
    .await;
    drop(call);
    assert_eq!(text(&source.token().await.unwrap()), "access-1");
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn an_empty_store_is_nobody_connected() {
    let fake = Fake::answering([]).await;
    let client = fake.app.client(Refreshing::new(fake.app.clone(), MemoryStore::default()));
    let error = client.users().me().await.unwrap_err();
    assert!(matches!(error.token_error::<RefreshError<Infallible>>(), Some(RefreshError::NotConnected)));
    assert!(matches!(error, Error::Token(_)));
}
