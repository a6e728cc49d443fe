use jiff::SignedDuration;
use testing::{Browser, PASSWORD, Page, TestApp};

const SENTENCE: &str = "That email address and password do not match. Check both and try again.";

async fn log_in(browser: &Browser, email: &str, password: &str) -> Page {
    browser.post("/login", &[("email", email), ("password", password)]).await
}

#[tokio::test]
async fn the_right_password_leads_to_today() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let browser = app.visitor();
    let page = log_in(&browser, "mara@halden.example", PASSWORD).await;
    page.assert_ok();
    assert_eq!(page.path, "/");
}

#[tokio::test]
async fn capitals_in_the_address_do_not_matter() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let page = log_in(&app.visitor(), "Mara@Halden.Example", PASSWORD).await;
    assert_eq!(page.path, "/");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for (email, password) in [
        ("mara@halden.example", "wrong"),
        ("mara@halden.example", ""),
        ("nobody@halden.example", PASSWORD),
        ("not an address", PASSWORD),
    ] {
        let browser = app.visitor();
        let page = log_in(&browser, email, password).await;
        page.assert_status(422).assert_notice(SENTENCE);
        assert_eq!(page.field("Email").value, email, "what was typed stays");
        assert_eq!(page.field("Password").value, "", "a password is never sent back");
        assert_eq!(browser.cookie("rapport_session"), None);
    }
    app.run_jobs().await;
}

#[tokio::test]
async fn whoever_is_not_logged_in_logs_in_first_and_comes_to_where_they_wanted() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let browser = app.visitor();
    let page = browser.get("/contacts?q=ana").await;
    page.assert_heading("Log in");
    let form = page.form("Log in").set("email", "mara@halden.example").set("password", PASSWORD);
    let page = browser.send(form).await;
    page.assert_ok();
    assert_eq!(page.path, "/contacts?q=ana");
}

#[tokio::test]
async fn every_page_of_the_workspace_asks_for_the_login() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let pages = [
        "/",
        "/contacts",
        "/contacts/new",
        &format!("/contacts/{ana}"),
        &format!("/contacts/{ana}/edit"),
        &format!("/contacts/{ana}/meetings/new"),
        "/meetings",
        "/meetings/new",
        "/settings/profile",
        "/settings/integrations",
        "/settings/integrations/zoom/disconnect",
        "/settings/activity",
        "/mailbox",
        "/integrations/zoom/callback?code=a&state=b",
    ];
    for path in pages {
        let page = app.visitor().fetch(path).await;
        page.assert_status(303);
        let to = page.location.clone().unwrap();
        assert!(to.starts_with("/login?next="), "{path} leads to {to}");
        page.assert_no_text("Ana");
    }
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let browser = app.visitor();
    let form = browser.get("/login").await.form("Log in");
    let form = form.set("email", "mara@halden.example").set("password", PASSWORD);
    let answer = browser.send_only(form).await;
    let cookies: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap().to_owned())
        .collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("rapport_session=")).unwrap();
    for wanted in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=2592000"] {
        assert!(session.contains(wanted), "{wanted} is missing in {session}");
    }
}

#[tokio::test]
async fn logging_in_gives_a_new_session_whatever_the_browser_brought_along() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let browser = app.visitor();
    browser.set_cookie("rapport_session", "planted-by-somebody-else");
    log_in(&browser, "mara@halden.example", PASSWORD).await.assert_ok();
    let first = browser.cookie("rapport_session").unwrap();
    assert_ne!(first, "planted-by-somebody-else");
    let other = app.visitor();
    log_in(&other, "mara@halden.example", PASSWORD).await.assert_ok();
    assert_ne!(other.cookie("rapport_session").unwrap(), first);
}

#[tokio::test]
async fn logging_out_ends_the_session_on_the_server_and_only_this_one() {
    let app = TestApp::start().await;
    let here = app.user("mara").await;
    let elsewhere = app.user("mara").await;
    let token = here.cookie("rapport_session").unwrap();
    let page = here.press("/settings/profile", "Log out").await;
    page.assert_heading("Log in");
    assert_eq!(here.cookie("rapport_session"), None);
    here.set_cookie("rapport_session", &token);
    here.get("/contacts").await.assert_heading("Log in");
    elsewhere.get("/contacts").await.assert_ok().assert_heading("Contacts");
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_or_twelve_hours_if_nobody_wants_to_stay() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let (staying, passing) = (app.visitor(), app.visitor());
    log_in(&staying, "mara@halden.example", PASSWORD).await.assert_ok();
    let form = passing.get("/login").await.form("Log in").set("keep", "off");
    let form = form.set("email", "mara@halden.example").set("password", PASSWORD);
    passing.send(form).await.assert_ok();

    app.advance(SignedDuration::from_hours(11));
    passing.get("/contacts").await.assert_heading("Contacts");
    app.advance(SignedDuration::from_hours(2));
    passing.get("/contacts").await.assert_heading("Log in");
    staying.get("/contacts").await.assert_heading("Contacts");
    app.advance(SignedDuration::from_hours(24 * 30));
    staying.get("/contacts").await.assert_heading("Log in");
}

#[tokio::test]
async fn neither_password_nor_session_is_in_the_database() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let browser = app.visitor();
    log_in(&browser, "mara@halden.example", PASSWORD).await.assert_ok();
    assert!(app.database_holds("mara@halden.example"));
    assert!(!app.database_holds(PASSWORD));
    assert!(!app.database_holds(&browser.cookie("rapport_session").unwrap()));
}

#[tokio::test]
async fn whoever_is_logged_in_already_is_not_asked_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    assert_eq!(mara.get("/login?next=%2Fcontacts").await.path, "/contacts");
    assert_eq!(mara.get("/login?next=https%3A%2F%2Fevil.example").await.path, "/");
}
