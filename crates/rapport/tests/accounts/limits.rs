//! How often one may try to log in.

use axum::http::Method;
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
    log_in(&app, "203.0.113.77", MARA, "guess").await.assert_status(429);
    // Refused tries are not failed ones: that they begin is written down once.
    app.run_jobs().await;
    let log = mara.get("/settings/audit").await;
    assert_eq!(log.select(".audit .act").iter().filter(|action| *action == "Failed log in").count(), 11);
    log.assert_text("Too many tries, more are refused for a while");
    app.advance(SignedDuration::from_mins(15));
    log_in(&app, "203.0.113.77", MARA, PASSWORD).await.assert_ok();
    app.run_jobs().await;
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
    app.run_jobs().await;
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
    app.run_jobs().await;
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
    app.run_jobs().await;
}

#[tokio::test]
async fn a_blocked_address_fills_no_table() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for n in 0..=100 {
        log_in(&app, "203.0.113.77", &format!("person{n}@halden.example"), "guess").await;
    }
    let rows = async |table| dump::rows(&app.app().store.begin_read().await, table).await.unwrap().len();
    let before = (rows("login_attempts").await, rows("jobs").await);
    for n in 0..5 {
        let email = format!("another{n}@halden.example");
        log_in(&app, "203.0.113.77", &email, "guess").await.assert_status(429);
    }
    assert_eq!((rows("login_attempts").await, rows("jobs").await), before);
    app.run_jobs().await;
}

#[tokio::test]
async fn refused_tries_from_one_address_lock_nobody_out_elsewhere() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for _ in 0..60 {
        log_in(&app, "203.0.113.77", MARA, "guess").await;
    }
    log_in(&app, "192.0.2.14", MARA, PASSWORD).await.assert_ok();
    app.run_jobs().await;
}

#[tokio::test]
async fn behind_a_proxy_that_nobody_named_a_stranger_locks_out_no_one_else() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let from = async |header: (&str, &str), email: &str, password: &str| {
        let browser = app.visitor();
        browser.comes_from("127.0.0.1");
        let csrf = browser.get("/login").await.form("Log in").value("csrf").unwrap();
        let body = format!("csrf={csrf}&email={email}&password={}", password.replace(' ', "+"));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        browser.request(Method::POST, "/login", &[kind, header], body).await
    };
    let forwarded = ("x-forwarded-for", "203.0.113.77");
    for n in 0..=100 {
        from(forwarded, &format!("person{n}@halden.example"), "guess").await.assert_status(422);
    }
    from(forwarded, MARA, PASSWORD).await.assert_status(303);
    // The account's own limit holds.
    for _ in 0..50 {
        from(forwarded, MARA, "guess").await.assert_status(422);
    }
    from(forwarded, MARA, PASSWORD).await.assert_status(429);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_write_the_same_and_wait_for_no_log() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.run_jobs().await;
    let rows = async |table| dump::rows(&app.app().store.begin_read().await, table).await.unwrap().len();
    for (email, jobs) in [(MARA, 1), ("nobody@halden.example", 2)] {
        log_in(&app, "203.0.113.77", email, "guess").await.assert_status(422);
        assert_eq!((rows("jobs").await, rows("audit_log").await), (jobs, 0), "{email}");
    }
    app.run_jobs().await;
    assert_eq!((rows("jobs").await, rows("audit_log").await), (0, 1));
    mara.get("/settings/audit").await.assert_text("Failed log in");
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
    app.run_jobs().await;
}
