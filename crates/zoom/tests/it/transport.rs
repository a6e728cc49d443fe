//! What is known when there is no complete answer.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;
use zoom::retry::Policy;
use zoom::transport::{Options, http_client};
use zoom::{AccessToken, App, Client, Credentials, Endpoints, Error, ErrorKind, NewMeeting, Outcome, Sent};

use crate::fake::{Fake, answer, app_at};

fn client(base: &Url) -> Client<AccessToken> {
    app_at(base).with_retry(Policy::none()).client(AccessToken::new("acc3ss".into()))
}

/// A server that reads a request and then writes `reply` and hangs up.
async fn hanging_up_after(reply: &'static str) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok() {
                drop(stream.write_all(reply.as_bytes()).await);
            }
        }
    });
    base
}

#[tokio::test]
async fn a_server_that_is_not_there_got_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let error = client(&base).meetings().create(&NewMeeting::default()).await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!((transport.sent, error.outcome()), (Sent::No, Outcome::NotDone));
    assert_eq!(error.to_string(), "Zoom could not be reached");
    assert!(transport.root_cause().contains("refused"), "{}", transport.root_cause());
}

#[tokio::test]
async fn a_connection_that_breaks_may_have_carried_the_request() {
    let base = hanging_up_after("").await;
    let error = client(&base).meetings().create(&NewMeeting::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Interrupted, Outcome::Perhaps));
}

#[tokio::test]
async fn an_answer_that_is_cut_off_may_have_been_a_success() {
    let base = hanging_up_after("HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{\"id\":1,").await;
    let error = client(&base).meetings().create(&NewMeeting::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Interrupted, Outcome::Perhaps));
}

#[tokio::test]
async fn a_refusal_that_is_cut_off_is_still_a_refusal() {
    let base = hanging_up_after("HTTP/1.1 401 Unauthorized\r\ncontent-length: 500\r\n\r\n{\"code").await;
    let error = client(&base).users().me().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let options = Options {
        request_timeout: Duration::from_millis(50),
        proxy_from_environment: false,
        ..Options::default()
    };
    let credentials = Credentials { client_id: "c".into(), client_secret: "s".into() };
    let app = App::new(http_client(&options).unwrap(), Endpoints::single(base), credentials);
    let error = app.oauth().refresh(&"r".into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Interrupted, Outcome::Perhaps));
    assert_eq!(error.to_string(), "Zoom did not answer in time");
    drop(listener);
}

#[tokio::test]
async fn redirects_are_not_followed_with_a_token() {
    let fake = Fake::answering([answer(302, "").header("location", "/elsewhere"), answer(200, "{}")]).await;
    let error = client(&fake.base).users().me().await.unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn errors_do_not_show_the_address() {
    let base = hanging_up_after("").await;
    let error = client(&base).users().me().await.unwrap_err();
    assert!(!format!("{error:?}").contains("/v2/users"), "{error:?}");
}

#[test]
fn an_unusable_option_is_an_error() {
    assert!(http_client(&Options { user_agent: "a\nb".into(), ..Options::default() }).is_err());
}
