use jiff::SignedDuration;
use testing::TestApp;
use zoom_sandbox::{MARA_ID, OSKAR_ID, Plan, UserChange};

use crate::support::{ACTIVITY, MARA, SETTINGS, grant, grant_of, token};

#[tokio::test]
async fn the_card_shows_account_plan_and_permissions() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.connect_zoom().await;
    page.assert_ok().assert_notice("Zoom connected as mara@halden.example").assert_text("Connected");
    assert_eq!(page.path, SETTINGS);
    for text in ["Basic", "40-minute limit", "meeting:write:meeting", "meeting:delete:meeting"] {
        page.assert_text(text);
    }
    page.assert_no_text("Not granted");
    let stored = grant(&app).await;
    assert_eq!(stored.email.as_str(), MARA);
    assert_eq!(stored.plan_type, 1);
    assert_eq!(stored.scopes.split(' ').count(), rapport::connections::NEEDED.len());
}

#[tokio::test]
async fn rt_20_no_scope_parameter_is_sent() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let consent = mara.begin_connecting().await;
    let names: Vec<_> = consent.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(
        names,
        ["response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"]
    );
    let method =
        consent.query_pairs().find(|(name, _)| name == "code_challenge_method").unwrap().1.into_owned();
    assert_eq!(method, "S256");
}

#[tokio::test]
async fn rt_44_the_redirect_address_is_the_configured_one_whatever_host_was_asked() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let consent = mara.begin_connecting().await;
    let redirect = consent.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
    assert_eq!(redirect, "https://crm.example.com/integrations/zoom/callback");
}

#[tokio::test]
async fn rt_13_reconnecting_replaces_tokens_scopes_address_and_plan() {
    let app = TestApp::builder().without_scope("meeting:delete:meeting").start().await;
    let mara = app.user("mara").await;
    let page = mara.connect_zoom().await;
    page.assert_notice("permissions missing")
        .assert_notice(
            "Zoom did not grant meeting:delete:meeting. You cannot remove meetings until you reconnect Zoom",
        )
        .assert_text("Missing: meeting:delete:meeting. You cannot remove meetings. Reconnect Zoom");
    assert!(page.has_button("Reconnect Zoom"), "the card offers the way out");
    let before = grant(&app).await;

    app.advance(SignedDuration::from_hours(1));
    app.sandbox().set_plan(MARA, Plan::Licensed);
    let renamed = "mara.lindqvist@halden.example";
    let change = UserChange { email: Some(renamed.to_owned()), ..UserChange::default() };
    assert!(app.sandbox().change_user(MARA, change));
    let scopes = rapport::connections::NEEDED.map(|(scope, _)| scope.to_owned()).to_vec();
    app.sandbox()
        .change_app(zoom_sandbox::AppChange { scopes: Some(scopes), ..zoom_sandbox::AppChange::default() });
    let page = mara.connect_zoom_as(renamed).await;
    page.assert_notice("Zoom connected as mara.lindqvist@halden.example")
        .assert_text("Licensed")
        .assert_text("Cloud recording available")
        .assert_no_text("Missing:");

    let after = grant(&app).await;
    assert_eq!(after.id, before.id, "the connection itself is the same");
    assert_eq!((before.email.as_str(), after.email.as_str()), (MARA, renamed));
    assert_ne!(token(&app, &after), token(&app, &before));
    assert_ne!(after.refresh_token, before.refresh_token);
    assert_eq!((after.plan_type, after.connected_at), (2, app.now()));
    assert_eq!(after.scopes.split(' ').count(), rapport::connections::NEEDED.len());
    mara.get(&format!("{SETTINGS}?again")).await.assert_ok();
}

#[tokio::test]
async fn rt_07_a_dead_connection_works_again_after_one_click() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().revoke_grant(MARA);
    app.advance(SignedDuration::from_hours(2));
    mara.press(SETTINGS, "Check connection").await.assert_text("Needs reconnect");
    mara.connect_zoom().await.assert_ok().assert_no_text("Needs reconnect");
    mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom answered, the connection works");
    app.run_jobs().await;
}

#[tokio::test]
async fn checking_keeps_what_changed_in_zoom() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_text("Basic");
    app.sandbox().set_plan(MARA, Plan::Licensed);
    let page = mara.press(SETTINGS, "Check connection").await;
    page.assert_notice("Zoom answered, the connection works").assert_text("Licensed");
}

#[tokio::test]
async fn rt_17_two_people_may_use_one_zoom_account_with_one_pair_of_tokens() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    let first = token(&app, &grant(&app).await);
    oskar.connect_zoom_as(MARA).await.assert_notice("Zoom connected as mara@halden.example");
    assert_ne!(token(&app, &grant(&app).await), first, "Zoom ended the first pair");
    for person in [&mara, &oskar] {
        let page = person.press(SETTINGS, "Check connection").await;
        page.assert_notice("Zoom answered, the connection works");
    }
    let grants = store::dump::rows(&app.app().store.begin_read().await, "grants").await.unwrap();
    assert_eq!(grants.len(), 1);
    app.run_jobs().await;
}

#[tokio::test]
async fn choosing_another_zoom_account_forgets_the_one_before() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    mara.connect_zoom_as("oskar@halden.example")
        .await
        .assert_notice("Zoom connected as oskar@halden.example");
    assert!(grant_of(&app, MARA_ID).await.is_none());
    assert!(grant_of(&app, OSKAR_ID).await.is_some());
    app.deliver_events().await;
    let users = app.sandbox().users();
    let connected =
        |email: &str| users.iter().find(|user| user.email == email).unwrap().connected_at.is_some();
    assert!(!connected(MARA), "the old account is revoked in Zoom");
    assert!(connected("oskar@halden.example"));

    let page = mara.get(ACTIVITY).await;
    page.assert_text("Zoom account replaced").assert_text("1 account, 2 tokens");
    let line = page.rows("Zoom account replaced").remove(0);
    assert!(line.contains("Mara Lindqvist") && line.contains("Data deleted"), "{line}");
    assert!(page.rows("Another account connected").len() == 1, "the receipt unfolds");
    let db = app.app().store.begin_read().await;
    let receipt =
        store::compliance_receipts::last_of_user(&db, mara.workspace, mara.id).await.unwrap().unwrap();
    assert_eq!(receipt.person_name.unwrap().as_str(), "Mara Lindqvist");
    drop(db);
    mara.get(SETTINGS).await.assert_no_text("is no longer connected");
    assert!(app.mails().await.is_empty(), "whoever replaces it need not be told");
}

#[tokio::test]
async fn a_wrong_client_secret_is_the_operators_business() {
    let app = TestApp::builder().client_secret("not the secret").start().await;
    let mara = app.user("mara").await;
    let page = mara.connect_zoom().await;
    page.assert_ok().assert_notice("Zoom does not accept this server’s app credentials.");
    assert!(page.has_button("Connect Zoom"));
}

#[tokio::test]
async fn zoom_down_while_connecting_changes_nothing() {
    use zoom_sandbox::{Fault, FaultKind};
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for route in ["/oauth/token", "/v2/users/me"] {
        for kind in
            [FaultKind::Status { status: 503 }, FaultKind::DropBefore, FaultKind::Html { status: 200 }]
        {
            app.sandbox().add_fault(Fault::new(kind.clone()).on("*", route).times(1));
            let page = mara.connect_zoom().await;
            page.assert_ok().assert_notice("Zoom is not answering. Connect again in a few minutes.");
            assert!(page.has_button("Connect Zoom"), "{kind:?} on {route}");
        }
    }
    mara.connect_zoom().await.assert_notice("Zoom connected as");
}
