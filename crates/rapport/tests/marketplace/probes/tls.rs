//! The certificate of the public address.

use testing::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::support::{
    Authority, assert_fails, assert_passes, assert_warns, look, look_at, nowhere, origin, self_signed,
    subject_at, tls, trusting,
};

#[tokio::test]
async fn a_certificate_of_a_trusted_authority_passes_as_far_as_zoom_would_trust_it() {
    let app = TestApp::start().await;
    let authority = Authority::new();
    let url = tls(authority.good(), &origin(&app)).await;
    let found = look(trusting(subject_at(&app, url), &authority), "tls").await;
    // Nobody gives a test a certificate that Zoom trusts.
    assert_warns(&found, "TLS 1.3, valid until 1 January 2040; trusted here because `trusted_roots` says so");
}

#[tokio::test]
async fn an_unknown_authority_is_told_from_a_missing_chain() {
    let app = TestApp::start().await;
    let url = tls(Authority::new().good(), &origin(&app)).await;
    assert_fails(&look(subject_at(&app, url), "tls").await, "fullchain.pem");
    let url = tls(self_signed(), &origin(&app)).await;
    assert_fails(&look(subject_at(&app, url), "tls").await, "self-signed");
}

#[tokio::test]
async fn an_expired_certificate_is_told_with_its_day() {
    let app = TestApp::start().await;
    let authority = Authority::new();
    let expired = authority.issue("localhost", (2020, 1, 1), (2021, 5, 3));
    let url = tls(expired, &origin(&app)).await;
    assert_fails(&look(trusting(subject_at(&app, url), &authority), "tls").await, "expired on 3 May 2021");
}

#[tokio::test]
async fn a_certificate_that_ends_soon_is_told_while_it_works() {
    let app = TestApp::start().await;
    let authority = Authority::new();
    // Tests begin on 9 March 2027.
    let soon = authority.issue("localhost", (2020, 1, 1), (2027, 3, 20));
    let url = tls(soon, &origin(&app)).await;
    assert_warns(
        &look(trusting(subject_at(&app, url), &authority), "tls").await,
        "ends soon, valid until 20 March 2027",
    );
}

#[tokio::test]
async fn a_certificate_of_the_future_is_told_with_its_day() {
    let app = TestApp::start().await;
    let authority = Authority::new();
    let early = authority.issue("localhost", (2028, 1, 1), (2030, 1, 1));
    let url = tls(early, &origin(&app)).await;
    assert_fails(
        &look(trusting(subject_at(&app, url), &authority), "tls").await,
        "not valid before 1 January 2028",
    );
}

#[tokio::test]
async fn a_certificate_for_another_name_is_told_with_that_name() {
    let app = TestApp::start().await;
    let authority = Authority::new();
    let other = authority.issue("other.example", (2020, 1, 1), (2040, 1, 1));
    let url = tls(other, &origin(&app)).await;
    assert_fails(&look(trusting(subject_at(&app, url), &authority), "tls").await, "but for other.example");
}

#[tokio::test]
async fn an_address_without_tls_is_told() {
    let app = TestApp::start().await;
    let mut plain = origin(&app);
    plain = format!("https://127.0.0.1:{}", plain.port().unwrap()).parse().unwrap();
    assert_fails(&look(subject_at(&app, plain), "tls").await, "no TLS connection");
    let gone = nowhere().await.as_str().replace("http:", "https:");
    assert_fails(&look(subject_at(&app, gone.parse().unwrap()), "tls").await, "no TLS connection");
    assert!(look_at(subject_at(&app, origin(&app)), "tls").await.is_none(), "plain http has no certificate");
}

#[tokio::test]
async fn a_bad_certificate_hides_no_other_check() {
    let app = TestApp::start().await;
    let url = tls(self_signed(), &origin(&app)).await;
    let found = rapport::marketplace::probes::run(
        subject_at(&app, url).into(),
        rapport::marketplace::probes::INSTALLATION,
    )
    .await;
    let by_id = |id| found.iter().find(|probe| probe.id == id).unwrap();
    assert_fails(by_id("reachable"), "certificate");
    assert_fails(by_id("webhook-challenge"), "was sent an event");
    assert_passes(by_id("database"));
    assert_warns(by_id("zoom-credentials"), "simulated");
}

#[tokio::test]
async fn tls_1_1_is_refused_by_what_we_recommend() {
    let app = TestApp::start().await;
    let url = tls(Authority::new().good(), &origin(&app)).await;
    assert_passes(&look(subject_at(&app, url), "tls-old").await);
    assert!(look_at(subject_at(&app, origin(&app)), "tls-old").await.is_none());
}

#[tokio::test]
async fn a_server_that_agrees_to_tls_1_1_is_found() {
    let app = TestApp::start().await;
    // A handshake record of TLS 1.1 with a hello of TLS 1.1, as far as it is read.
    let hello = [22, 3, 2, 0, 6, 2, 0, 0, 2, 3, 2];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = [0; 512];
        let length = stream.read(&mut asked).await.unwrap();
        assert_eq!((asked[0], &asked[9..11]), (22, &[3, 2][..]), "{:?}", &asked[..length]);
        stream.write_all(&hello).await.unwrap();
    });
    assert_fails(&look(subject_at(&app, url), "tls-old").await, "ssl_protocols");
}
