use testing::TestApp;
use zoom_sandbox::{Fault, FaultKind, MARA_ID};

use crate::support::{ACTIVITY, MARA, SETTINGS, grant, grant_of, meeting, meeting_page, token};

const DISCONNECT: &str = "/settings/integrations/zoom/disconnect";

fn connected_in_zoom(app: &TestApp, email: &str) -> bool {
    app.sandbox().users().iter().any(|user| user.email == email && user.connected_at.is_some())
}

#[tokio::test]
async fn everything_from_zoom_is_deleted_by_the_list_and_the_grant_is_revoked() {
    let (app, mara, ana) = meeting().await;
    let made = app.sandbox().meetings(MARA).pop().unwrap();
    let secret = token(&app, &grant(&app).await);

    let page = mara.get(DISCONNECT).await;
    page.assert_heading("Disconnect Zoom?").assert_text("mara@halden.example");
    let deleted = page.select("#deleted + ul li");
    assert!(
        deleted[0].ends_with(" 2") && deleted[1].ends_with(" 1") && deleted[2].ends_with(" 1"),
        "{deleted:?}"
    );
    let page = mara.press(DISCONNECT, "Disconnect Zoom").await;
    page.assert_ok().assert_notice("Zoom disconnected, 4 records deleted");
    assert!(page.has_button("Connect Zoom"));
    app.run_jobs().await;

    assert!(grant_of(&app, MARA_ID).await.is_none());
    assert!(!connected_in_zoom(&app, MARA), "Zoom knows that the access is void");
    assert_eq!(app.sandbox().request_count("POST", "/oauth/revoke"), 1);
    // Zoom tells us of it, too; that must not bring anything back.
    app.deliver_events().await;
    // The invitation in the mailbox stands for one that has left: it keeps the link, as its receiver does.
    for gone in [MARA_ID, &made.uuid, &secret] {
        assert!(!app.database_holds(gone), "{gone} is still in the database");
    }
    // What the person typed stays, and the meeting stays in Zoom as the page said.
    meeting_page(&mara, "Rollout").await.assert_heading("Rollout").assert_no_text(&made.join_url);
    mara.get(&format!("/contacts/{ana}")).await.assert_text("Rollout");
    assert_eq!(app.sandbox().meetings(MARA).len(), 1);
    mara.get(ACTIVITY).await.assert_text("Zoom disconnected").assert_text("Access revoked");
    // The echo of our own revocation is confirmed too: Zoom asks for an answer to each.
    mara.get(ACTIVITY).await.assert_text("Nothing was stored, confirmed");
    assert_eq!(app.sandbox().compliance().len(), 1);
}

#[tokio::test]
async fn an_expired_token_is_renewed_to_revoke_with() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(jiff::SignedDuration::from_hours(5));
    mara.press(DISCONNECT, "Disconnect Zoom").await.assert_notice("Zoom disconnected");
    app.deliver_events().await;
    assert!(!connected_in_zoom(&app, MARA));
}

#[tokio::test]
async fn zoom_down_holds_nobody_back_and_the_revocation_follows() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let fault = app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    mara.press(DISCONNECT, "Disconnect Zoom").await.assert_notice("Zoom disconnected");
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_none());
    assert!(connected_in_zoom(&app, MARA));
    app.sandbox().remove_fault(fault);
    app.run_jobs_until_done().await;
    app.deliver_events().await;
    assert!(!connected_in_zoom(&app, MARA));
}

#[tokio::test]
async fn a_dead_connection_can_be_disconnected_too() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().revoke_grant(MARA);
    app.advance(jiff::SignedDuration::from_hours(2));
    mara.press(SETTINGS, "Check connection").await.assert_text("Needs reconnect");
    mara.press(DISCONNECT, "Disconnect Zoom").await.assert_notice("Zoom disconnected, 3 records deleted");
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_none());
}

#[tokio::test]
async fn upcoming_meetings_are_removed_first_if_the_person_wants_it() {
    let (app, mara, _) = meeting().await;
    let form = mara.get(DISCONNECT).await.form("Disconnect Zoom").set("upcoming", "remove");
    mara.send(form).await.assert_notice("Zoom disconnected");
    app.deliver_events().await;
    assert!(app.sandbox().meetings(MARA).is_empty());
    let subjects: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects.len(), 2, "an invitation and a cancellation: {subjects:?}");
    assert!(!connected_in_zoom(&app, MARA));
}

#[tokio::test]
async fn disconnect_says_what_zoom_still_has() {
    let (app, mara, _) = meeting().await;
    let fault = app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    let form = mara.get(DISCONNECT).await.form("Disconnect Zoom").set("upcoming", "remove");
    mara.send(form)
        .await
        .assert_notice("Zoom is still connected")
        .assert_notice("1 meeting could not be removed in Zoom yet");
    assert!(grant_of(&app, MARA_ID).await.is_some(), "the way to remove them is kept");
    app.sandbox().remove_fault(fault);
    app.run_jobs_until_done().await;
    assert!(app.sandbox().meetings(MARA).is_empty(), "as soon as Zoom takes it");
    assert_eq!(app.mails().await.len(), 2, "an invitation and a cancellation");
    let page = mara.get(DISCONNECT).await;
    page.assert_no_text("upcoming meeting");
    mara.send(page.form("Disconnect Zoom")).await.assert_notice("Zoom disconnected");
    app.deliver_events().await;
}

#[tokio::test]
async fn a_dead_grant_cannot_remove() {
    let (app, mara, _) = meeting().await;
    let open = mara.get(DISCONNECT).await.form("Disconnect Zoom").set("upcoming", "remove");
    app.sandbox().revoke_grant(MARA);
    app.advance(jiff::SignedDuration::from_hours(2));
    mara.press(SETTINGS, "Check connection").await.assert_text("Needs reconnect");
    let page = mara.get(DISCONNECT).await;
    page.assert_text("They cannot be removed from here, because Zoom no longer accepts our access.")
        .assert_no_text("Remove them from Zoom and tell the invitees");
    // A page that was open before promises nothing that did not happen, and leaves the connection to mend.
    mara.send(open).await.assert_notice("Zoom is still connected");
    assert!(grant_of(&app, MARA_ID).await.is_some());
    assert_eq!(app.sandbox().meetings(MARA).len(), 1);
    mara.press(DISCONNECT, "Disconnect Zoom").await.assert_notice("Zoom disconnected");
    app.run_jobs().await;
    assert!(!app.mails().await.iter().any(|mail| mail.subject.contains("Cancelled")));
}

#[tokio::test]
async fn rt_15_after_disconnecting_no_zoom_action_is_possible() {
    let (app, mara, ana) = meeting().await;
    let path = meeting_page(&mara, "Rollout").await.path;
    // Pages that stay open meanwhile.
    let card = mara.get(SETTINGS).await;
    let (check, compare) = (card.form("Check connection"), card.form("Compare with Zoom"));
    let meet_now = mara.get(&format!("/contacts/{ana}")).await.form("Meet now");
    let reschedule = mara.get(&format!("{path}/reschedule")).await.form("Reschedule meeting");
    mara.press(DISCONNECT, "Disconnect Zoom").await.assert_ok();
    app.deliver_events().await;
    let calls = app.sandbox().requests().len();
    mara.send(check).await.assert_notice("Zoom is not connected");
    mara.send(compare).await.assert_notice("Zoom is not connected");
    assert!(mara.send_only(meet_now).await.status < 500);
    assert!(mara.send_only(reschedule.set("start", "17:00")).await.status < 500);
    app.run_jobs().await;
    assert_eq!(app.sandbox().requests().len(), calls, "nothing of that reached Zoom");
    mara.get(&format!("{path}/start")).await.assert_status(409).assert_text("This meeting is not in Zoom");
    mara.get(&format!("/contacts/{ana}/meetings/new"))
        .await
        .assert_text("Connect your own Zoom account once");
    assert_eq!(app.sandbox().requests().len(), calls);
}

#[tokio::test]
async fn disconnecting_twice_is_harmless() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let form = mara.get(DISCONNECT).await.form("Disconnect Zoom");
    mara.send(form.clone()).await.assert_notice("Zoom disconnected");
    mara.send(form).await.assert_notice("Zoom is not connected");
    mara.get(DISCONNECT).await.assert_notice("Zoom is not connected");
    app.deliver_events().await;
}

#[tokio::test]
async fn the_event_that_follows_our_own_revocation_does_not_undo_a_new_connection() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    mara.press(DISCONNECT, "Disconnect Zoom").await.assert_ok();
    // Zoom cannot reach us while it tells us of the removal.
    let nowhere =
        zoom_sandbox::AppChange { webhook_url: Some(String::new()), ..zoom_sandbox::AppChange::default() };
    let back = app.webhook_url().to_string();
    app.run_jobs().await;
    app.sandbox().deliver_pending().await;
    app.sandbox().change_app(nowhere);
    app.advance(jiff::SignedDuration::from_mins(5));
    mara.connect_zoom().await.assert_notice("Zoom connected as");
    let change = zoom_sandbox::AppChange { webhook_url: Some(back), ..zoom_sandbox::AppChange::default() };
    app.sandbox().change_app(change);
    app.sandbox().validate_webhook().await.unwrap();
    // The same removal once more, late, as after an outage: another body, because the first is known.
    let event = app.sandbox().deliveries().into_iter().find(|one| one.event == "app_deauthorized").unwrap();
    app.send_event(&format!("{} ", event.body)).await.assert_ok();
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_some());
    mara.get(SETTINGS).await.assert_text("Connected");
    mara.get(ACTIVITY).await.assert_text("older than the connection");
}

#[tokio::test]
async fn nor_does_it_when_zooms_clock_is_ahead_of_ours() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    mara.press(DISCONNECT, "Disconnect Zoom").await.assert_ok();
    app.run_jobs().await;
    app.deliver_events().await;
    mara.connect_zoom().await.assert_notice("Zoom connected as");
    let event = app.sandbox().deliveries().into_iter().find(|one| one.event == "app_deauthorized").unwrap();
    let mut event: serde_json::Value = serde_json::from_str(&event.body).unwrap();
    event["event_ts"] = (app.now() + jiff::SignedDuration::from_secs(5)).as_millisecond().into();
    app.send_event(&event.to_string()).await.assert_ok();
    app.run_jobs().await;
    assert!(grant_of(&app, MARA_ID).await.is_some());
    mara.get(ACTIVITY).await.assert_text("older than the connection");
}

#[tokio::test]
async fn a_removal_in_zoom_right_after_connecting_is_obeyed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().deauthorize("mara@halden.example");
    app.deliver_events().await;
    assert!(grant_of(&app, MARA_ID).await.is_none());
}
