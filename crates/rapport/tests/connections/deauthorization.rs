//! The app is removed in Zoom: verified, deleted, confirmed, shown.

use jiff::SignedDuration;
use rapport::config::ComplianceConfirmation;
use testing::TestApp;
use zoom_sandbox::{ACCOUNT_ID, CLIENT_ID, Fault, FaultKind, MARA_ID};

use crate::support::{ACTIVITY, MARA, SETTINGS, grant_of, meeting, meeting_page, removal};

#[tokio::test]
async fn rt_67_everything_is_deleted_confirmed_and_shown_step_by_step() {
    let (app, mara, _) = meeting().await;
    let made = app.sandbox().meetings(MARA).pop().unwrap();

    app.advance(SignedDuration::from_mins(10));
    assert!(app.sandbox().deauthorize(MARA));
    app.deliver_events().await;

    assert!(grant_of(&app, MARA_ID).await.is_none());
    for gone in [MARA_ID, &made.uuid] {
        assert!(!app.database_holds(gone), "{gone} is still in the database");
    }
    meeting_page(&mara, "Rollout").await.assert_no_text(&made.join_url);

    let confirmed = app.sandbox().compliance();
    assert_eq!(confirmed.len(), 1);
    assert_eq!(confirmed[0].user_id, MARA_ID);
    assert!(confirmed[0].matches_event);
    assert_eq!(app.sandbox().request_count("POST", "/oauth/revoke"), 0, "there is nothing left to revoke");

    let page = mara.get(ACTIVITY).await;
    page.assert_text("Deauthorization received").assert_text("Data deleted, confirmed");
    let steps = page.rows(":");
    let titles = ["Deauthorization received", "Data deleted", "Confirmed to Zoom", "Mara was told by email"];
    for title in titles {
        assert!(steps.iter().any(|step| step.contains(title)), "{title} is not among the steps: {steps:?}");
    }
    page.assert_text("1 account, 2 tokens, 1 meeting link")
        .assert_text("The data compliance call answered 200")
        .assert_text("The mail server took it")
        .assert_text("4 steps");
    page.assert_no_text(MARA_ID);
    mara.get(&format!("{ACTIVITY}?show=deauthorizations")).await.assert_text("Deauthorization received");

    let page = mara.get(SETTINGS).await;
    page.assert_text("Removed in Zoom").assert_text("confirmed to Zoom");
    assert!(page.has_button("Connect Zoom"));
}

#[tokio::test]
async fn the_confirmation_is_repeated_until_zoom_takes_it() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    let down = Fault::new(FaultKind::Status { status: 503 }).on("POST", "/oauth/data/compliance");
    let fault = app.sandbox().add_fault(down);
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;

    assert!(grant_of(&app, MARA_ID).await.is_none(), "deleting does not wait for the confirmation");
    let page = mara.get(ACTIVITY).await;
    page.assert_text("Data deleted, confirmation pending")
        .assert_text("It is repeated until Zoom accepts it");
    app.advance(SignedDuration::from_mins(30));
    app.run_jobs().await;
    assert!(app.sandbox().compliance().is_empty());

    app.sandbox().remove_fault(fault);
    app.run_jobs_until_done().await;
    assert_eq!(app.sandbox().compliance().len(), 1);
    mara.get(ACTIVITY).await.assert_text("Data deleted, confirmed").assert_no_text("confirmation pending");
}

#[tokio::test]
async fn a_confirmation_that_zoom_no_longer_offers_settles_the_receipt() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    app.sandbox()
        .add_fault(Fault::new(FaultKind::Status { status: 404 }).on("POST", "/oauth/data/compliance"));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    assert_eq!(app.waiting_jobs().await, 0);
    mara.get(ACTIVITY).await.assert_text("Zoom no longer offers the confirmation");
    mara.get(SETTINGS)
        .await
        .assert_text("Data deleted today")
        .assert_text("Zoom no longer takes confirmations")
        .assert_no_text("confirmed to Zoom");
}

#[tokio::test]
async fn a_confirmation_that_zoom_never_takes_is_given_up_told_and_leaves_nothing_of_zooms() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    app.sandbox()
        .add_fault(Fault::new(FaultKind::Status { status: 503 }).on("POST", "/oauth/data/compliance"));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    mara.get(SETTINGS).await.assert_text("Zoom is being told").assert_no_text("confirmed to Zoom");
    app.run_jobs_until_done().await;
    let tries = app.sandbox().request_count("POST", "/oauth/data/compliance");
    assert!(tries >= 40, "given up after {tries} tries");
    let left = store::dump::rows(&app.app().store.begin_read().await, "jobs").await.unwrap();
    assert!(left.is_empty(), "the payload of Zoom is kept for nothing: {left:?}");
    mara.get(&format!("{ACTIVITY}?show=deauthorizations"))
        .await
        .assert_text("Data deleted, confirmation failed")
        .assert_text("Zoom did not accept it");
    mara.get(SETTINGS)
        .await
        .assert_text("Zoom did not take our confirmation")
        .assert_no_text("confirmed to Zoom");
}

#[tokio::test]
async fn the_confirmation_is_sent_when_it_is_configured() {
    for (compliance, retention, wanted) in [
        (ComplianceConfirmation::Never, Some("false"), 0),
        (ComplianceConfirmation::WhenAsked, None, 0),
        (ComplianceConfirmation::WhenAsked, Some("true"), 0),
        (ComplianceConfirmation::WhenAsked, Some("false"), 1),
        (ComplianceConfirmation::Always, Some("true"), 1),
    ] {
        let app = TestApp::builder().compliance(compliance).start().await;
        let mara = app.user("mara").await;
        if let Some(retention) = retention {
            let user_data_retention = Some(retention.to_owned());
            app.sandbox().change_app(zoom_sandbox::AppChange {
                user_data_retention,
                ..zoom_sandbox::AppChange::default()
            });
        }
        mara.connect_zoom().await.assert_ok();
        app.advance(SignedDuration::from_mins(10));
        app.sandbox().deauthorize(MARA);
        app.deliver_events().await;
        assert!(grant_of(&app, MARA_ID).await.is_none(), "Rapport always deletes");
        assert_eq!(app.sandbox().compliance().len(), wanted, "{compliance:?} {retention:?}");
    }
}

#[tokio::test]
async fn rt_17_everyone_here_who_used_that_zoom_account_is_disconnected() {
    let app = TestApp::start().await;
    let (mara, oskar, nina) = (app.user("mara").await, app.user("oskar").await, app.outsider("nina").await);
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom_as(MARA).await.assert_ok();
    nina.connect_zoom_as(MARA).await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    for person in [&mara, &oskar, &nina] {
        let page = person.get(SETTINGS).await;
        assert!(page.has_button("Connect Zoom"), "{} is still connected", person.name);
        person.get(ACTIVITY).await.assert_text("Deauthorization received");
    }
    assert_eq!(app.sandbox().compliance().len(), 1, "one event, one confirmation");
}

#[tokio::test]
async fn another_zoom_account_is_left_alone() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    oskar.press(SETTINGS, "Check connection").await.assert_notice("Zoom answered, the connection works");
    oskar.get(ACTIVITY).await.assert_no_text("Deauthorization received");
}

#[tokio::test]
async fn an_event_that_comes_again_changes_nothing() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    let event = app.sandbox().deliveries().pop().unwrap();
    assert!(app.sandbox().redeliver(event.id));
    app.deliver_events().await;
    assert_eq!(app.sandbox().deliveries().pop().unwrap().attempts.len(), 2);
    assert_eq!(app.sandbox().compliance().len(), 1);

    // Nor does it end a connection that was made since.
    app.advance(SignedDuration::from_mins(10));
    mara.connect_zoom().await.assert_ok();
    app.sandbox().redeliver(event.id);
    app.deliver_events().await;
    mara.get(SETTINGS).await.assert_text("Check connection");
}

#[tokio::test]
async fn a_removal_that_seems_older_than_the_connection_counts_if_zoom_refuses_us() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().revoke_grant(MARA);
    // Our clock is half a minute ahead of Zoom's.
    app.send_event(&removal(app.now() - SignedDuration::from_secs(30))).await.assert_ok();
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_none());
}

#[tokio::test]
async fn whether_an_older_removal_counts_is_not_guessed_while_zoom_is_down() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().revoke_grant(MARA);
    let down = app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    app.send_event(&removal(app.now() - SignedDuration::from_secs(30))).await.assert_ok();
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_some());
    app.sandbox().remove_fault(down);
    app.run_jobs_until_done().await;
    assert!(grant_of(&app, MARA_ID).await.is_none());
    mara.get(ACTIVITY).await.assert_text("1 retried, 0 lost");
}

#[tokio::test]
async fn a_removal_of_another_app_is_not_ours() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let at = app.now() + SignedDuration::from_mins(1);
    app.send_event(&removal(at).replace(CLIENT_ID, "somebody-elses-app")).await.assert_ok();
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_some());
    mara.get(ACTIVITY).await.assert_text("of another app");
}

#[tokio::test]
async fn an_event_that_is_applied_twice_after_a_crash_changes_nothing() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    let body = app.sandbox().deliveries().pop().unwrap().body;
    let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(body.as_bytes()));
    rapport::connections::process_event(app.app(), &hash, 1).await.unwrap();
    assert_eq!(app.sandbox().compliance().len(), 1);
    assert_eq!(app.waiting_jobs().await, 0);
}

#[tokio::test]
async fn an_account_that_is_not_known_here_is_noted_and_nothing_else() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let body = r#"{"event":"app_deauthorized","event_ts":1804582800000,"payload":{"account_id":"a","user_id":"nobody","signature":"s","deauthorization_time":"2027-03-09T09:00:00.000Z","client_id":"c"}}"#;
    app.send_event(body).await.assert_ok();
    app.run_jobs().await;
    mara.get(ACTIVITY).await.assert_text("Deauthorization received").assert_text("nothing was stored");
}

#[tokio::test]
async fn rt_27_the_ids_stored_at_connecting_tell_whose_removal_it_is() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom().await.assert_ok();
    let stored = grant_of(&app, MARA_ID).await.unwrap();
    assert_eq!((stored.zoom_user_id.as_str(), stored.zoom_account_id.as_str()), (MARA_ID, ACCOUNT_ID));
    // The event names nobody but by these ids.
    app.send_event(&removal(app.now() + SignedDuration::from_mins(1))).await.assert_ok();
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_none());
    oskar.get(SETTINGS).await.assert_text("Check connection");
}
