use jiff::SignedDuration;
use secrecy::ExposeSecret;
use store::grants::RefreshedTokens;
use testing::TestApp;
use zoom_sandbox::{Fault, FaultKind};

use crate::support::{MARA, SETTINGS, grant, meeting, needs_reconnect, schedule, token, token_calls};

const WORKS: &str = "Zoom answered, the connection works";

#[tokio::test]
async fn a_fresh_token_is_used_as_it_is() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let before = token_calls(&app);
    app.advance(SignedDuration::from_mins(50));
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs().await;
    assert_eq!((app.sandbox().meetings(MARA).len(), token_calls(&app)), (1, before));
}

#[tokio::test]
async fn rt_02_two_calls_need_one_refresh() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let before = token_calls(&app);
    app.advance(SignedDuration::from_hours(3));
    for _ in 0..2 {
        mara.press(SETTINGS, "Check connection").await.assert_notice(WORKS);
    }
    assert_eq!(token_calls(&app), before + 1);
    let left = grant(&app).await.access_expires_at.duration_since(app.now());
    assert!(left > SignedDuration::from_mins(59) && left <= SignedDuration::from_hours(1), "{left}");
}

#[tokio::test]
async fn rt_03_parallel_calls_refresh_once() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let before = token_calls(&app);
    app.advance(SignedDuration::from_hours(3));
    let form = mara.get(SETTINGS).await.form("Check connection");
    let calls = (0..12).map(|_| rapport::connections::check(app.app(), mara.workspace, mara.id));
    let mut waiting: Vec<_> = calls.map(Box::pin).collect();
    let mut answers = Vec::new();
    // All of them at once on this thread.
    std::future::poll_fn(|context| {
        waiting.retain_mut(|call| match call.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    assert_eq!(answers.len(), 12);
    for answer in answers {
        answer.unwrap().unwrap().unwrap();
    }
    assert_eq!(token_calls(&app), before + 1);
    mara.send(form).await.assert_notice(WORKS);
}

#[tokio::test]
async fn a_token_that_zoom_refuses_too_early_is_refreshed_and_the_call_repeated() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let before = token_calls(&app);
    app.sandbox().expire_access_tokens();
    mara.press(SETTINGS, "Check connection").await.assert_notice(WORKS);
    assert_eq!(token_calls(&app), before + 1);
}

#[tokio::test]
async fn rt_01_the_rotated_pair_is_stored_and_each_refresh_uses_the_newest() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    for round in 0..4 {
        let old = token(&app, &grant(&app).await);
        app.advance(SignedDuration::from_hours(24 * 20));
        mara.press(SETTINGS, "Check connection").await.assert_notice(WORKS);
        assert_ne!(token(&app, &grant(&app).await), old, "round {round}");
    }
}

#[tokio::test]
async fn rt_05_a_refused_refresh_means_reconnect_and_rt_06_is_not_tried_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().invalidate_refresh_token(MARA);
    app.advance(SignedDuration::from_hours(2));
    let before = token_calls(&app);
    let page = mara.press(SETTINGS, "Check connection").await;
    page.assert_notice("Zoom refuses our access").assert_text("Needs reconnect");
    assert!(page.has_button("Reconnect Zoom"));
    assert_eq!(token_calls(&app), before + 1);
    assert!(needs_reconnect(&grant(&app).await));

    // Nothing asks Zoom in vain any more.
    let checked = rapport::connections::check(app.app(), mara.workspace, mara.id).await.unwrap().unwrap();
    assert!(checked.is_err());
    app.advance(SignedDuration::from_hours(24));
    app.run_jobs().await;
    assert_eq!(token_calls(&app), before + 1);
    mara.get("/contacts").await.assert_text("Reconnect Zoom");
}

#[tokio::test]
async fn the_last_working_call_is_not_the_one_that_was_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    mara.press(SETTINGS, "Check connection").await.assert_notice(WORKS);
    let worked = grant(&app).await.last_ok_at;
    app.sandbox().invalidate_refresh_token(MARA);
    app.advance(SignedDuration::from_hours(2));
    mara.press(SETTINGS, "Check connection").await.assert_text("Needs reconnect");
    assert_eq!(grant(&app).await.last_ok_at, worked);
    app.run_jobs().await;
}

#[tokio::test]
async fn rt_05_a_refusal_of_a_pair_that_another_process_rotated_is_no_reason_to_reconnect() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_hours(2));
    // The first refresh hangs until its right to refresh has run out.
    app.sandbox().add_fault(Fault::new(FaultKind::Latency { ms: 400 }).on("POST", "/oauth/token").times(1));
    let check = || rapport::connections::check(app.app(), mara.workspace, mara.id);
    let slow = check();
    let other = async {
        while !app.sandbox().faults().is_empty() {
            tokio::task::yield_now().await;
        }
        app.advance(SignedDuration::from_secs(61));
        check().await
    };
    let (slow, other) = tokio::join!(slow, other);
    other.unwrap().unwrap().unwrap();
    slow.unwrap().unwrap().unwrap();
    assert!(!needs_reconnect(&grant(&app).await));
    mara.press(SETTINGS, "Check connection").await.assert_notice(WORKS);
}

#[tokio::test]
async fn rt_09_an_outage_is_not_a_reason_to_reconnect() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    for (kind, route) in [
        (FaultKind::Status { status: 503 }, "/oauth/token"),
        (FaultKind::Status { status: 500 }, "/v2/users/me"),
        (FaultKind::DropBefore, "/oauth/token"),
        (FaultKind::DropBefore, "/v2/users/me"),
        (FaultKind::RateSecond, "/v2/users/me"),
        (FaultKind::Html { status: 502 }, "/oauth/token"),
        (FaultKind::Truncate, "/v2/users/me"),
    ] {
        app.advance(SignedDuration::from_hours(2));
        if route != "/oauth/token" {
            mara.press(SETTINGS, "Check connection").await.assert_notice(WORKS);
            app.advance(SignedDuration::from_mins(2));
        }
        let fault = app.sandbox().add_fault(Fault::new(kind.clone()).on("*", route));
        let page = mara.press(SETTINGS, "Check connection").await;
        page.assert_text("Zoom is not answering").assert_no_text("Needs reconnect");
        assert!(!page.has_button("Reconnect Zoom"), "{kind:?}");
        mara.get("/contacts").await.assert_no_text("Reconnect Zoom");
        app.sandbox().remove_fault(fault);
        app.advance(SignedDuration::from_mins(2));
        let page = mara.press(SETTINGS, "Try again").await;
        page.assert_notice(WORKS).assert_no_text("Zoom is not answering");
    }
}

#[tokio::test]
async fn rt_09_the_token_endpoint_may_be_down_while_the_token_in_hand_still_works() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    app.advance(SignedDuration::from_mins(57));
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }).on("POST", "/oauth/token"));
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs().await;
    assert_eq!(app.sandbox().meetings(MARA).len(), 1);
}

#[tokio::test]
async fn rt_16_long_tokens_and_ids_of_eleven_digits_are_kept_whole() {
    let (app, mara, _) = meeting().await;
    let made = app.sandbox().meetings(MARA).pop().unwrap();
    assert_eq!(made.id.to_string().len(), 11);
    assert!(app.mails().await[0].text.contains(&made.join_url));
    mara.press(&format!("{}/remove", meeting_path(&mara).await), "Remove meeting").await.assert_ok();
    app.run_jobs().await;
    assert!(app.sandbox().meetings(MARA).is_empty(), "the id was kept whole, or Zoom would not know it");

    let stored = grant(&app).await;
    let long = "x".repeat(6 * 1024);
    let seal = |column: &str| {
        let place = format!("grants:{}:{}:{column}", stored.client_id, stored.zoom_user_id);
        app.app().keys.seal(&*app.app().random, &place, &long)
    };
    let refreshed = RefreshedTokens {
        refreshed_at: app.now(),
        access_token: seal("access_token"),
        refresh_token: seal("refresh_token"),
        access_expires_at: stored.access_expires_at,
        scopes: None,
    };
    let tx = app.app().store.begin_write().await.unwrap();
    let until = app.now() + SignedDuration::from_secs(1);
    let lease = store::grants::take_lease(&tx, &stored, "test", until).await.unwrap().unwrap();
    assert!(store::grants::store_refreshed(&tx, &lease, &refreshed, until).await.unwrap());
    tx.commit().await.unwrap();
    let stored = grant(&app).await;
    assert_eq!(token(&app, &stored), long);
    let place = format!("grants:{}:{}:refresh_token", stored.client_id, stored.zoom_user_id);
    assert_eq!(app.app().keys.open(&place, &stored.refresh_token).unwrap().expose_secret(), long);
}

async fn meeting_path(mara: &testing::TestUser) -> String {
    crate::support::meeting_page(mara, "Rollout").await.path
}

#[tokio::test]
async fn tokens_are_sealed_in_the_database() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    assert!(!app.database_holds(&token(&app, &grant(&app).await)));
    app.advance(SignedDuration::from_hours(2));
    mara.press(SETTINGS, "Check connection").await.assert_notice(WORKS);
    assert!(!app.database_holds(&token(&app, &grant(&app).await)));
}
