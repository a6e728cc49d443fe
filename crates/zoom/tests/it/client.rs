//! Tokens, retries and the observer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use zoom::meetings::ListMeetings;
use zoom::retry::Policy;
use zoom::{AccessToken, Error, ErrorKind, Outcome, TokenSource};

use crate::fake::{Fake, answer};

const ME: &str = r#"{"id":"30R7kT7bTIKSNUFEuH_Qlg","type":1,"email":"jill@example.com","timezone":""}"#;
const EXPIRED: &str = r#"{"code":124,"message":"Access token is expired."}"#;

/// Hands out `t0` until it is rejected, then `t1` and so on.
#[derive(Default)]
struct Rotating {
    rejections: AtomicUsize,
}

impl TokenSource for Rotating {
    type Error = std::convert::Infallible;

    async fn token(&self) -> Result<AccessToken, Self::Error> {
        Ok(AccessToken::new(format!("t{}", self.rejections.load(Ordering::Relaxed)).into()))
    }

    async fn rejected(&self, _: &AccessToken) -> Result<AccessToken, Self::Error> {
        self.rejections.fetch_add(1, Ordering::Relaxed);
        self.token().await
    }
}

/// Needs the user.
struct Dead;

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("connect again")]
struct ConnectAgain;

impl TokenSource for Dead {
    type Error = ConnectAgain;

    async fn token(&self) -> Result<AccessToken, ConnectAgain> {
        Err(ConnectAgain)
    }

    async fn rejected(&self, _: &AccessToken) -> Result<AccessToken, ConnectAgain> {
        Err(ConnectAgain)
    }
}

fn token() -> AccessToken {
    AccessToken::new("acc3ss".into())
}

#[tokio::test]
async fn a_call_carries_the_token_and_asks_for_json() {
    let fake = Fake::answering([answer(200, ME)]).await;
    let me = fake.app.client(token()).users().me().await.unwrap();
    assert_eq!((me.name().as_str(), me.timezone), ("jill@example.com", None));
    let asked = &fake.asked()[0];
    assert_eq!(asked.line(), "GET /v2/users/me");
    assert_eq!(asked.header("authorization"), "Bearer acc3ss");
    assert_eq!(asked.header("accept"), "application/json");
}

#[tokio::test]
async fn an_expired_token_is_replaced_once_and_the_call_repeated() {
    let fake = Fake::answering([answer(401, EXPIRED), answer(200, ME)]).await;
    fake.app.client(Rotating::default()).users().me().await.unwrap();
    let tokens: Vec<_> = fake.asked().iter().map(|asked| asked.header("authorization").to_owned()).collect();
    assert_eq!(tokens, ["Bearer t0", "Bearer t1"]);
}

#[tokio::test]
async fn a_post_is_repeated_too_as_a_refused_token_did_nothing() {
    let fake = Fake::answering([answer(401, EXPIRED), answer(201, r#"{"id":85746065432}"#)]).await;
    let client = fake.app.client(Rotating::default()).with_retry(Policy::none());
    client.meetings().create(&zoom::NewMeeting::default()).await.unwrap();
    assert_eq!(fake.asked().len(), 2);
}

#[tokio::test]
async fn a_second_refusal_is_final() {
    let fake = Fake::answering([answer(401, EXPIRED), answer(401, EXPIRED), answer(200, ME)]).await;
    let error = fake.app.client(Rotating::default()).users().me().await.unwrap_err();
    assert!(matches!(error, Error::Unauthorized(_)));
    assert_eq!(fake.asked().len(), 2);
}

#[tokio::test]
async fn a_source_without_a_newer_token_ends_the_call() {
    let fake = Fake::answering([answer(401, EXPIRED), answer(200, ME)]).await;
    let error = fake.app.client(token()).users().me().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotDone);
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn the_sources_own_error_reaches_the_caller() {
    let fake = Fake::answering([]).await;
    let error = fake.app.client(Dead).users().me().await.unwrap_err();
    assert_eq!(error.token_error::<ConnectAgain>(), Some(&ConnectAgain));
    assert!(fake.asked().is_empty());
}

#[tokio::test]
async fn rt_09_an_overloaded_zoom_is_asked_again_and_no_reason_to_reconnect() {
    let fake = Fake::answering([answer(503, ""), answer(502, "<html>"), answer(200, ME)]).await;
    fake.app.client(Dead.or(token())).users().me().await.unwrap();
    assert_eq!(fake.slept(), [Duration::from_millis(250), Duration::from_millis(500)]);
}

#[tokio::test]
async fn a_post_that_may_have_been_done_is_not_repeated() {
    let fake = Fake::answering([answer(503, ""), answer(201, r#"{"id":1}"#)]).await;
    let error = fake.app.client(token()).meetings().create(&zoom::NewMeeting::default()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Perhaps);
    assert_eq!((fake.asked().len(), fake.slept().len()), (1, 0));
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    let limited =
        answer(429, r#"{"code":429,"message":"per-second"}"#).header("x-ratelimit-reset", "1767225602");
    let fake = Fake::answering([limited, answer(200, ME)]).await;
    fake.app.client(token()).users().me().await.unwrap();
    assert_eq!(fake.slept(), [Duration::from_millis(2250)]);
}

#[tokio::test]
async fn the_observer_sees_every_exchange_without_contents() {
    let fake = Fake::answering([answer(401, EXPIRED), answer(200, ME), answer(404, "")]).await;
    let client = fake.app.client(Rotating::default());
    client.users().me().await.unwrap();
    client.meetings().get(&85_746_065_432.into()).await.unwrap_err();
    let id = || Some("rid=WEB_1".to_owned());
    assert_eq!(
        fake.seen(),
        [
            ("GET".into(), "/users/me", Some(401), id(), Some(ErrorKind::Unauthorized)),
            ("GET".into(), "/users/me", Some(200), id(), None),
            ("GET".into(), "/meetings/{id}", Some(404), id(), Some(ErrorKind::NotFound)),
        ]
    );
}

#[tokio::test]
async fn the_address_that_came_with_the_token_is_used() {
    let fake = Fake::answering([answer(200, ME)]).await;
    let regional = fake.base.join("/region").unwrap();
    let client = fake.app.client(token().with_api_url(Some(regional)));
    client.users().me().await.unwrap();
    assert_eq!(fake.asked()[0].line(), "GET /region/v2/users/me");
}

#[tokio::test]
async fn errors_and_debug_hold_no_secret() {
    let echo = r#"{"code":200,"message":"acc3ss is not welcome"}"#;
    let fake = Fake::answering([answer(400, echo)]).await;
    let client = fake.app.client(token());
    let error = client.users().me().await.unwrap_err();
    let text = format!("{error} {error:?} {client:?}");
    assert!(!text.contains("acc3ss") && !text.contains(crate::fake::CLIENT_SECRET), "{text}");
}

#[tokio::test]
async fn calls_can_be_made_from_any_task() {
    let fake = Fake::answering([answer(200, ME), answer(200, r#"{"meetings":[]}"#)]).await;
    let client = fake.app.client(Rotating::default());
    let task = tokio::spawn(async move {
        client.users().me().await?;
        client.meetings().pages(ListMeetings::default()).collect().await
    });
    assert!(task.await.unwrap().unwrap().is_empty());
}

/// Falls back to a fixed token, to show that an overloaded Zoom never makes the source give up.
struct Or<T>(T, AccessToken);

impl Dead {
    fn or(self, token: AccessToken) -> Or<Self> {
        Or(self, token)
    }
}

impl<T: TokenSource> TokenSource for Or<T> {
    type Error = T::Error;

    async fn token(&self) -> Result<AccessToken, T::Error> {
        Ok(self.1.clone())
    }

    async fn rejected(&self, stale: &AccessToken) -> Result<AccessToken, T::Error> {
        self.0.rejected(stale).await
    }
}
