//! How often one may try to log in.

use jiff::SignedDuration;
use store::dump;
use testing::{PASSWORD, Page, TestApp};

/// A browser of its own each time, at one address.
async fn log_in(app: &TestApp, address: &str, email: &str, password: &str) -> Page {
    let browser = app.visitor();
    browser.comes_from(address);
    browser.post("/login", &[("email", email), ("password", password)]).await
}

const MARA: &str = "mara@halden.example";

#[tokio::test]
async fn whoever_guesses_a_password_too_often_waits_and_the_owner_elsewhere_does_not() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for _ in 0..10 {
        log_in(&app, "203.0.113.77", MARA, "guess").await.assert_status(422);
    }
    let refused = log_in(&app, "203.0.113.77", MARA, PASSWORD).await;
    refused.assert_status(429).assert_text("Too many attempts to log in. Try again in 15 minutes.");
    assert_eq!(refused.header("retry-after"), "900");
    assert_eq!(refused.field("Email").value, MARA, "what was typed is kept");
    log_in(&app, "192.0.2.14", MARA, PASSWORD).await.assert_ok();
    // Refused tries are not failed ones.
    let log = mara.get("/settings/audit").await;
    assert_eq!(log.select(".audit .act").iter().filter(|action| *action == "Failed log in").count(), 10);
    app.advance(SignedDuration::from_mins(15));
    log_in(&app, "203.0.113.77", MARA, PASSWORD).await.assert_ok();
}

#[tokio::test]
async fn the_right_password_forgets_the_wrong_ones_before() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for _ in 0..3 {
        for _ in 0..9 {
            log_in(&app, "192.0.2.14", MARA, "guess").await.assert_status(422);
        }
        log_in(&app, "192.0.2.14", MARA, PASSWORD).await.assert_ok();
    }
}

#[tokio::test]
async fn an_account_is_not_guessed_from_many_addresses() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for n in 0..50 {
        log_in(&app, &format!("203.0.113.{n}"), MARA, "guess").await.assert_status(422);
    }
    log_in(&app, "203.0.113.99", MARA, "guess").await.assert_status(429);
    // An account that does not exist is answered in the same way.
    for n in 0..50 {
        log_in(&app, &format!("198.51.100.{n}"), "nobody@halden.example", "guess").await.assert_status(422);
    }
    log_in(&app, "198.51.100.99", "nobody@halden.example", "guess").await.assert_status(429);
}

#[tokio::test]
async fn one_address_does_not_try_many_accounts() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for n in 0..100 {
        log_in(&app, "203.0.113.77", &format!("person{n}@halden.example"), "guess").await.assert_status(422);
        // A colleague behind the same address logs in all day long.
        if n % 10 == 0 {
            log_in(&app, "203.0.113.77", MARA, PASSWORD).await.assert_ok();
        }
    }
    log_in(&app, "203.0.113.77", "one-more@halden.example", "guess").await.assert_status(429);
    log_in(&app, "203.0.113.78", MARA, PASSWORD).await.assert_ok();
}

#[tokio::test]
async fn counts_that_are_over_are_forgotten() {
    let app = TestApp::start().await;
    app.user("mara").await;
    app.run_schedules().await;
    log_in(&app, "203.0.113.77", MARA, "guess").await.assert_status(422);
    let kept =
        async || dump::rows(&app.app().store.begin_read().await, "login_attempts").await.unwrap().len();
    assert_eq!(kept().await, 3);
    app.advance(SignedDuration::from_mins(14));
    app.run_schedules().await;
    assert_eq!(kept().await, 3);
    app.advance(SignedDuration::from_mins(16));
    app.run_schedules().await;
    assert_eq!(kept().await, 0);
}
