//! Where somebody is logged in, and how it ends.

use axum::http::Method;
use jiff::SignedDuration;
use testing::{Browser, PASSWORD, Page, TestApp};

const MARA: &str = "mara@halden.example";
const NEW: &str = "a sentence that nobody guesses";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const IPHONE: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1";

/// Logs in with a browser that says what it is.
async fn log_in(app: &TestApp, address: &str, agent: &str) -> Browser {
    let browser = app.visitor();
    browser.comes_from(address);
    let csrf = browser.get("/login").await.form("Log in").value("csrf").unwrap();
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("csrf", csrf.as_str()), ("email", MARA), ("password", PASSWORD), ("keep", "on")])
        .finish();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("user-agent", agent)];
    browser.request(Method::POST, "/login", &headers, body).await.assert_status(303);
    browser
}

fn lines(page: &Page) -> Vec<String> {
    page.select(".places li")
}

async fn change_password(browser: &Browser, present: &str, new: &str) -> Page {
    browser.post("/settings/password", &[("present", present), ("password", new)]).await
}

#[tokio::test]
async fn the_profile_lists_where_one_is_logged_in() {
    let app = TestApp::start().await;
    app.user("oskar").await;
    let mara = app.user("mara").await;
    let desk = log_in(&app, "192.0.2.14", FIREFOX).await;
    let phone = log_in(&app, "203.0.113.7", IPHONE).await;
    app.advance(SignedDuration::from_mins(31));
    phone.request(Method::GET, "/contacts", &[("user-agent", IPHONE)], String::new()).await.assert_ok();
    app.advance(SignedDuration::from_mins(3));
    let page =
        desk.request(Method::GET, "/settings/profile", &[("user-agent", FIREFOX)], String::new()).await;
    let [here, second, third] = &lines(&page)[..] else { panic!("{:?}", lines(&page)) };
    assert!(here.starts_with("Firefox on Linux This browser 192.0.2.14 · since today"), "{here}");
    assert!(second.starts_with("Safari on iPhone 203.0.113.7 · since today"), "{second}");
    assert!(second.contains("last used today"), "{second}");
    assert!(third.starts_with("curl 192.0.2.14"), "{third}");
    let used = |line: &str| line.split("last used ").nth(1).map(|rest| rest[..11].to_owned());
    let since = |line: &str| line.split("since ").nth(1).map(|rest| rest[..11].to_owned());
    assert_ne!(used(second), since(second), "the phone was used half an hour later");
    assert_eq!(used(third), since(third));
    mara.get("/contacts").await.assert_ok();
}

#[tokio::test]
async fn a_session_that_is_ended_is_dead_at_once_and_the_others_live() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let phone = log_in(&app, "203.0.113.7", IPHONE).await;
    let desk = log_in(&app, "192.0.2.14", FIREFOX).await;
    let page = mara.get("/settings/profile").await;
    let name = page.buttons().into_iter().find(|name| name.contains("Safari on iPhone")).unwrap();
    mara.send(page.form(&name)).await.assert_notice("That browser is logged out");
    phone.get("/contacts").await.assert_heading("Log in");
    desk.get("/contacts").await.assert_heading("Contacts");
    // An old page says so, and nothing else ends.
    mara.send(page.form(&name)).await.assert_notice("That browser was logged out already");
    let end = mara.get("/settings/profile").await.form("Log out everywhere else");
    mara.send(end).await.assert_notice("1 other browser is logged out");
    desk.get("/contacts").await.assert_heading("Log in");
    let page = mara.get("/settings/profile").await;
    page.assert_heading("Profile");
    assert!(!page.has_button("Log out everywhere else"));
    mara.get("/settings/audit").await.assert_text("Logged out elsewhere").assert_text("1 session");
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let _phone = log_in(&app, "203.0.113.7", IPHONE).await;
    let page = mara.get("/settings/profile").await;
    let name = page.buttons().into_iter().find(|name| name.contains("Safari on iPhone")).unwrap();
    let id = page.form(&name).value("session").unwrap();
    let oskar = app.user("oskar").await;
    let csrf = oskar.get("/settings/profile").await.form("Save changes").value("csrf").unwrap();
    for session in [id.as_str(), "nonsense", ""] {
        oskar
            .post_raw("/settings/sessions/end", &[("csrf", &csrf), ("session", session)])
            .await
            .assert_status(303);
    }
    assert_eq!(lines(&mara.get("/settings/profile").await).len(), 2);
}

#[tokio::test]
async fn who_changes_their_password_goes_on_with_a_new_session_and_every_other_ends() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let phone = log_in(&app, "203.0.113.7", IPHONE).await;
    let before = mara.cookie("rapport_session").unwrap();
    let form = mara.get("/settings/profile").await.form("Save changes");
    let page = mara.get(&mara.get("/settings/profile").await.link("Change password")).await;
    page.assert_heading("Change password");
    change_password(&mara, PASSWORD, NEW).await.assert_ok().assert_notice("Password changed");
    let after = mara.cookie("rapport_session").unwrap();
    assert_ne!(before, after);
    phone.get("/contacts").await.assert_heading("Log in");
    let thief = app.visitor();
    thief.set_cookie("rapport_session", &before);
    thief.get("/contacts").await.assert_heading("Log in");
    // A form of the old session is refused with the new one.
    mara.send(form).await.assert_status(403);
    app.run_jobs().await;
    assert_eq!(app.mails().await.pop().unwrap().subject, "Your password was changed");
    mara.get("/settings/audit").await.assert_text("Changed password").assert_text("Knew the one before");
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_the_present_one_only() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = change_password(&mara, "guess", NEW).await;
    page.assert_status(422).assert_notice("Your password was not changed.");
    assert_eq!(page.field("Present password").error.as_deref(), Some("That is not your present password."));
    let page = change_password(&mara, PASSWORD, "short").await;
    assert_eq!(page.field("New password").error.as_deref(), Some("Use at least 12 characters."));
    // Whoever sits down at an open browser guesses no more often than at the login.
    for _ in 0..9 {
        change_password(&mara, "guess", NEW).await.assert_status(422);
    }
    change_password(&mara, PASSWORD, NEW).await.assert_status(429).assert_text("Try again in 15 minutes.");
    app.advance(SignedDuration::from_mins(15));
    change_password(&mara, PASSWORD, NEW).await.assert_notice("Password changed");
    app.run_jobs().await;
}

#[tokio::test]
async fn of_two_who_change_one_password_at_once_one_is_told_that_it_is_another() {
    let app = TestApp::start().await;
    let (one, other) = (app.user("mara").await, app.user("mara").await);
    let forms = [&one, &other].map(|browser| async {
        let form = browser.get("/settings/password").await.form("Change password");
        form.set("present", PASSWORD).set("password", NEW)
    });
    let [first, second] = forms;
    let (first, second) = (first.await, second.await);
    let (first, second) = tokio::join!(one.send_only(first), other.send_only(second));
    // The other is logged out already, or its password is no longer the present one.
    let changed =
        |page: &&testing::Page| page.status == 303 && page.location.as_deref() == Some("/settings/profile");
    assert_eq!(
        [&first, &second].into_iter().filter(changed).count(),
        1,
        "{} {}",
        first.status,
        second.status
    );
    let logged_in = [&one, &other].map(|browser| browser.get("/contacts"));
    let [first, second] = logged_in;
    let headings = [first.await.headings(), second.await.headings()].concat();
    assert_eq!(headings.iter().filter(|heading| *heading == "Contacts").count(), 1, "{headings:?}");
    app.run_jobs().await;
}
