//! Forms that did not come from our own pages.

use axum::http::Method;
use testing::{Browser, PASSWORD, TestApp};

const EXPIRED: &str = "This form has expired";

async fn contacts(browser: &Browser) -> usize {
    browser.get("/contacts?sort=name").await.select("tbody tr").len()
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/contacts/new").await.form("Create contact").set("name", "Ana Ferreira");
    mara.send(form.clone().without("csrf")).await.assert_status(403).assert_heading(EXPIRED);
    mara.send(form.clone().force("csrf", "")).await.assert_status(403);
    mara.send(form.clone().force("csrf", "wrong")).await.assert_status(403);
    assert_eq!(contacts(&mara).await, 0);
    mara.send(form).await.assert_ok();
    assert_eq!(contacts(&mara).await, 1);
}

#[tokio::test]
async fn the_token_of_another_session_is_refused() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let form = mara.get("/contacts/new").await.form("Create contact").set("name", "Ana Ferreira");
    oskar.send(form).await.assert_status(403).assert_heading(EXPIRED);
    assert_eq!(contacts(&oskar).await, 0);
}

#[tokio::test]
async fn logging_in_and_out_need_the_token_too() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let visitor = app.visitor();
    let login = visitor.get("/login").await.form("Log in");
    let login = login.set("email", "mara@halden.example").set("password", PASSWORD);
    visitor.send(login.clone().without("csrf")).await.assert_status(403).assert_heading(EXPIRED);
    app.visitor().send(login).await.assert_status(403);

    mara.post_raw("/logout", &[]).await.assert_status(403);
    mara.get("/contacts").await.assert_heading("Contacts");
}

#[tokio::test]
async fn every_address_that_changes_something_needs_the_token() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    for path in [
        "/contacts".to_owned(),
        format!("/contacts/{ana}"),
        format!("/contacts/{ana}/notes"),
        format!("/contacts/{ana}/meetings"),
        "/settings/profile".to_owned(),
        "/integrations/zoom/connect".to_owned(),
        "/integrations/zoom/check".to_owned(),
        "/settings/integrations/zoom/disconnect".to_owned(),
        format!("/meetings/{ana}/remove"),
        format!("/meetings/{ana}/retry"),
        "/logout".to_owned(),
    ] {
        let page = mara.post_raw(&path, &[("name", "Forged"), ("note", "Forged"), ("topic", "Forged")]).await;
        page.assert_status(403);
    }
    mara.get("/contacts").await.assert_no_text("Forged");
}

#[tokio::test]
async fn a_form_sent_by_another_site_is_refused_even_with_the_right_token() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/contacts/new").await.form("Create contact").set("name", "Ana Ferreira");
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form.entries()).finish();
    let headers = [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    mara.request(Method::POST, &form.action, &headers, body).await.assert_status(403);
    assert_eq!(contacts(&mara).await, 0);
}

#[tokio::test]
async fn pages_forbid_foreign_scripts_frames_and_caches() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.get("/contacts").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("object-src 'none'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    assert!(!policy.contains("unsafe-"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "same-origin");
}
