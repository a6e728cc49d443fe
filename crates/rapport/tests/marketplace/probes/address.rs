//! The public address: what is configured, who answers there, and what arrives.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use rapport::keys::Keys;
use rapport::marketplace::probes::Subject;
use testing::TestApp;
use url::Url;

use super::support::{
    Authority, Meddling, assert_fails, assert_passes, assert_warns, look, nowhere, origin, proxy, serve,
    subject_at, tls, trusting,
};
use super::zoom::real;

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_https_address_with_a_name_is_what_zoom_wants() {
    let app = TestApp::start().await;
    let at = |text| subject_at(&app, url(text));
    assert_passes(&look(at("https://crm.example.com"), "public-url").await);
    assert_fails(&look(at("http://crm.example.com"), "public-url").await, "not https");
    assert_warns(&look(at("https://192.0.2.7"), "public-url").await, "no name");
}

#[tokio::test]
async fn rt_19_this_machine_is_enough_for_the_sandbox_and_not_for_zoom() {
    let app = TestApp::start().await;
    for local in ["http://127.0.0.1:8080", "http://localhost:8080", "https://[::1]:8443"] {
        assert_warns(&look(subject_at(&app, url(local)), "public-url").await, "docs/tunnels.md");
        let subject = Subject { zoom: Ok(real(&app)), ..subject_at(&app, url(local)) };
        assert_fails(&look(subject, "public-url").await, "refuses it as a redirect URL");
    }
}

#[tokio::test]
async fn this_installation_knows_itself_at_its_public_address() {
    let app = TestApp::start().await;
    assert_passes(&look(subject_at(&app, origin(&app)), "reachable").await);
    // Through a proxy as well.
    let outside = proxy(origin(&app), Meddling::default()).await;
    assert_passes(&look(subject_at(&app, outside), "reachable").await);
}

#[tokio::test]
async fn another_installation_at_the_address_is_not_taken_for_this_one() {
    let app = TestApp::start().await;
    let keys = Ok(Keys::from_hex(&"6b".repeat(32)).unwrap());
    let subject = Subject { keys, ..subject_at(&app, origin(&app)) };
    assert_fails(&look(subject, "reachable").await, "another installation of Rapport");
}

#[tokio::test]
async fn anything_else_at_the_address_is_not_taken_for_this_one() {
    let app = TestApp::start().await;
    let fine = serve(Router::new().fallback(|| async { "It works!" })).await;
    assert_fails(&look(subject_at(&app, fine), "reachable").await, "something else answers there");
    let gone = serve(Router::new().fallback(|| async { StatusCode::BAD_GATEWAY })).await;
    assert_fails(&look(subject_at(&app, gone), "reachable").await, "nothing behind it");
    let elsewhere =
        Router::new().fallback(|| async { Redirect::to("https://login.example.com/secret?token=1") });
    let found = look(subject_at(&app, serve(elsewhere).await), "reachable").await;
    assert_fails(&found, "redirects to https://login.example.com");
    assert!(!found.found.contains("secret"), "{found:?}");
    assert_fails(&look(subject_at(&app, nowhere().await), "reachable").await, "no connection could be made");
}

#[tokio::test]
async fn without_the_key_nobody_can_tell() {
    let app = TestApp::start().await;
    let subject =
        Subject { keys: Err("the key file is missing".to_owned()), ..subject_at(&app, origin(&app)) };
    assert_fails(&look(subject, "reachable").await, "See Secret key");
}

#[tokio::test]
async fn only_a_challenge_of_the_right_form_is_answered() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.get(&format!("/healthz/installation?challenge={}", "0a".repeat(16))).await.assert_ok();
    for wrong in ["", "?challenge=", "?challenge=0a", "?challenge=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
        visitor.get(&format!("/healthz/installation{wrong}")).await.assert_status(400);
    }
}

#[tokio::test]
async fn security_headers_arrive() {
    let app = TestApp::start().await;
    assert_passes(&look(subject_at(&app, origin(&app)), "headers").await);
    let authority = Authority::new();
    let https = tls(authority.good(), &origin(&app)).await;
    // Without anybody, the login page sends people to the first set-up.
    app.user("mara").await;
    let found = look(trusting(subject_at(&app, https), &authority), "headers").await;
    assert_passes(&found);
    assert!(found.found.contains("Secure"), "{found:?}");
}

#[tokio::test]
async fn headers_that_a_proxy_strips_are_named() {
    let app = TestApp::start().await;
    let strips = Meddling {
        answer: |headers| {
            headers.remove("content-security-policy");
            headers.remove("strict-transport-security");
        },
        ..Meddling::default()
    };
    let stripped = proxy(origin(&app), strips).await;
    let found = look(subject_at(&app, stripped.clone()), "headers").await;
    assert_fails(&found, "without content-security-policy");
    assert!(!found.found.contains("strict-transport-security"), "plain http has none: {found:?}");
    let authority = Authority::new();
    let https = tls(authority.good(), &stripped).await;
    let found = look(trusting(subject_at(&app, https), &authority), "headers").await;
    assert_fails(&found, "content-security-policy, strict-transport-security");
}

#[tokio::test]
async fn cookies_that_lost_their_secure_are_found() {
    let app = TestApp::start().await;
    let opens = Meddling {
        answer: |headers| {
            if headers.contains_key("set-cookie") {
                headers.insert("set-cookie", "rapport_guest=1; HttpOnly; Path=/".parse().unwrap());
            }
        },
        ..Meddling::default()
    };
    app.user("mara").await;
    let authority = Authority::new();
    let https = tls(authority.good(), &proxy(origin(&app), opens).await).await;
    assert_fails(&look(trusting(subject_at(&app, https), &authority), "headers").await, "without Secure");
}

#[tokio::test]
async fn a_form_is_taken_from_the_public_address_whatever_a_proxy_makes_of_the_host() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let login = async |origin: &str| {
        // As a proxy that names itself asks, for a browser that does not send `Sec-Fetch-Site`.
        let headers = [("host", "127.0.0.1:8080"), ("origin", origin), ("content-type", FORM)];
        visitor.request("POST".parse().unwrap(), "/login", &headers, String::new()).await
    };
    let ours = login("https://crm.example.com").await;
    ours.assert_text("This form has expired");
    let theirs = login("https://evil.example").await;
    theirs.assert_status(403).assert_no_text("This form has expired");
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn rt_44_forwarded_headers_change_no_address() {
    let app = TestApp::start().await;
    let forged = [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-forwarded-prefix", "/evil"),
    ];
    for path in ["/", "/login", "/integrations/zoom/callback"] {
        let page = app.visitor().request("GET".parse().unwrap(), path, &forged, String::new()).await;
        let said = format!("{:?}{}", page.headers, page.html());
        assert!(!said.contains("evil"), "{said}");
        assert!(page.header("strict-transport-security").contains("max-age"), "{path} is still of https");
    }
}
