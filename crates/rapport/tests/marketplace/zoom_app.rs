//! The credentials of the Zoom app: entered in Settings, development and production apart.

use std::process::Command;

use axum::http::Method;
use jiff::SignedDuration;
use rapport::connections::{ZoomEnvironment, ZoomKind, reload};
use store::grants::{self, GrantState};
use store::installation_settings::{self, Setting};
use testing::{Page, TestApp, TestUser};
use zoom_sandbox::{AppChange, Fault, FaultKind, MARA_ID};

const ZOOM_APP: &str = "/settings/zoom-app";
const INTEGRATIONS: &str = "/settings/integrations";
const MARA: &str = "mara@halden.example";

/// Types credentials into the form of an environment: id `dev`, secrets `dev-secret` and `dev-hook`.
pub(crate) async fn enter(owner: &TestUser, environment: &str, id: &str) -> Page {
    let form = owner.get(ZOOM_APP).await.form(&format!("Save {environment} credentials"));
    let form = form.set("client_id", id).set("client_secret", &format!("{id}-secret"));
    owner.send(form.set("webhook_secret", &format!("{id}-hook"))).await
}

/// Puts an environment in use, whose credentials Zoom knows: [`enter`] was called with this id.
pub(crate) async fn put_in_use(app: &TestApp, owner: &TestUser, environment: &str, id: &str) -> Page {
    zoom_knows(app, id);
    let button = format!("Use {environment} credentials");
    owner.press(&format!("{ZOOM_APP}/use/{environment}"), &button).await
}

/// The sandbox stands for the app with this id from now on, and for no other.
pub(crate) fn zoom_knows(app: &TestApp, id: &str) {
    app.sandbox().change_app(AppChange {
        client_id: Some(id.to_owned()),
        client_secret: Some(format!("{id}-secret")),
        webhook_secret: Some(format!("{id}-hook")),
        ..AppChange::default()
    });
}

async fn state_of(app: &TestApp, client_id: &str) -> Option<GrantState> {
    let db = app.app().store.begin_read().await;
    grants::find(&db, client_id, MARA_ID).await.unwrap().map(|grant| grant.state)
}

/// Both environments are entered, and Mara has connected with the development one.
async fn connected_in_development() -> (TestApp, TestUser) {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "development", "dev").await.assert_ok();
    enter(&mara, "production", "prod").await.assert_ok();
    put_in_use(&app, &mara, "development", "dev").await.assert_ok();
    mara.connect_zoom().await.assert_ok();
    (app, mara)
}

#[tokio::test]
async fn secrets_are_sealed_and_never_shown_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = enter(&mara, "development", "dev").await;
    page.assert_notice("Credentials for development saved");
    assert!(!page.html().contains("dev-secret") && !page.html().contains("dev-hook"));
    for secret in ["dev-secret", "dev-hook"] {
        assert!(!app.database_holds(secret), "{secret} stands in the database");
    }
    page.assert_text("Mara Lindqvist Credentials for development entered: client id dev, a client secret, a webhook secret");
    assert_eq!(app.app().zoom.kind(), ZoomKind::Simulated, "entering them does not use them");

    // What is left empty stays.
    let form = page.form("Save development credentials").set("webhook_secret", "another-hook");
    mara.send(form).await.assert_notice("Credentials for development saved");
    put_in_use(&app, &mara, "development", "dev").await.assert_notice("Zoom app in use: development");
    mara.connect_zoom().await.assert_notice("Zoom connected as mara@halden.example");
}

#[tokio::test]
async fn what_cannot_be_credentials_is_refused_beside_its_field() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get(ZOOM_APP).await.form("Save production credentials");
    let page = mara.send(form.clone().set("client_id", "two words")).await;
    page.assert_status(422).assert_notice("Nothing was saved.");
    assert!(
        page.html().contains("production-client_id-error")
            && page.html().contains("production-client_secret-error")
    );
    let form = form.set("client_id", zoom_sandbox::CLIENT_ID).set("client_secret", "x");
    mara.send(form).await.assert_status(422).assert_text("This is the client id of the sandbox");
    enter(&mara, "development", "dev").await.assert_ok();
    let page = enter(&mara, "production", "dev").await;
    page.assert_status(422).assert_text("This is the client id of the other environment.");
    // Another app needs its own secret: the old one is not kept for it.
    let form = mara.get(ZOOM_APP).await.form("Save development credentials").set("client_id", "other");
    mara.send(form).await.assert_status(422);
}

#[tokio::test]
async fn production_is_refused_until_everything_holds() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "development", "dev").await.assert_ok();
    mara.connect_zoom().await.assert_ok();
    let page = mara.get(&format!("{ZOOM_APP}/use/production")).await;
    page.assert_text("They are not the development credentials Failed Nothing is entered.")
        .assert_text("1 connection made with another app must be made again");
    page.assert_text("Client id and client secret are entered Failed")
        .assert_text("The public address is HTTPS Passed");
    assert!(!page.has_button("Use production credentials"));
    // A form that was open, or a forged one, is refused all the same.
    let csrf = page.attributes("input[name=csrf]", "value").remove(0);
    let page = mara.post_raw(&format!("{ZOOM_APP}/use/production"), &[("csrf", &csrf)]).await;
    page.assert_status(409).assert_notice("Nothing was changed");
    assert_eq!(app.app().zoom.kind(), ZoomKind::Simulated);

    // The secret of development under another id is still the development app.
    let form = mara.get(ZOOM_APP).await.form("Save production credentials").set("client_id", "prod");
    mara.send(form.set("client_secret", "dev-secret").set("webhook_secret", "hook")).await.assert_ok();
    let page = mara.get(&format!("{ZOOM_APP}/use/production")).await;
    page.assert_text("They are not the development credentials Failed");

    enter(&mara, "production", "prod").await.assert_ok();
    put_in_use(&app, &mara, "production", "prod").await.assert_notice("Zoom app in use: production");
    assert_eq!(app.app().zoom.kind(), ZoomKind::Real(ZoomEnvironment::Production));
}

#[tokio::test]
async fn credentials_that_zoom_does_not_know_are_not_put_in_use() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "development", "dev").await.assert_ok();
    zoom_knows(&app, "dev");
    let form = mara.get(&format!("{ZOOM_APP}/use/development")).await.form("Use development credentials");
    // The secret was replaced in Zoom's portal while the page was open.
    zoom_knows(&app, "another");
    let page = mara.send(form.clone()).await;
    page.assert_status(409).assert_text("Zoom knows them Failed It does not know this client id");
    assert!(!page.has_button("Use development credentials"));
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    mara.send(form).await.assert_status(409).assert_text("Zoom knows them Failed It was asked, but");
    assert_eq!(app.app().zoom.kind(), ZoomKind::Simulated);
    let log = mara.get("/settings/integrations/activity").await;
    assert!(!log.html().contains("rapport-check-"), "the made-up token stands nowhere");
}

#[tokio::test]
async fn a_grant_of_the_other_environment_is_set_aside_never_refreshed_and_comes_back() {
    let (app, mara) = connected_in_development().await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let fields = [("topic", "Rollout"), ("date", "2027-03-11"), ("start", "14:00")];
    mara.post(&format!("/contacts/{ana}/meetings/new"), &fields).await.assert_ok();
    app.run_jobs().await;
    let made = app.sandbox().meetings(MARA).pop().unwrap();

    mara.get(&format!("{ZOOM_APP}/use/production"))
        .await
        .assert_text("1 connection made with another app must be made again");
    put_in_use(&app, &mara, "production", "prod").await.assert_ok();
    assert_eq!(state_of(&app, "dev").await, Some(GrantState::OtherApp));
    let calls = app.sandbox().request_count("POST", "/oauth/token");
    app.run_schedules().await;
    app.advance(SignedDuration::from_hours(30));
    app.run_schedules().await;
    app.run_jobs_until_done().await;
    let page = mara.get(INTEGRATIONS).await;
    page.assert_text("Needs reconnect")
        .assert_text("Rapport uses another Zoom app now")
        .assert_text("Nothing was deleted");
    mara.get("/").await.assert_text("Rapport uses another Zoom app now");
    assert_eq!(
        app.sandbox().request_count("POST", "/oauth/token"),
        calls,
        "Zoom is not asked with the wrong credentials"
    );
    assert!(app.mails().await.iter().all(|mail| !mail.subject.contains("Reconnect")), "it is no break");

    // Back again: as if nothing had been.
    put_in_use(&app, &mara, "development", "dev").await.assert_ok();
    assert_eq!(state_of(&app, "dev").await, Some(GrantState::Healthy));
    mara.press(INTEGRATIONS, "Check connection").await.assert_notice("Zoom answered, the connection works");

    // And for good: whoever connects once more has their meetings as they were, none twice.
    put_in_use(&app, &mara, "production", "prod").await.assert_ok();
    mara.connect_zoom().await.assert_notice("Zoom connected as mara@halden.example");
    app.run_jobs().await;
    assert_eq!(
        (state_of(&app, "dev").await, state_of(&app, "prod").await),
        (None, Some(GrantState::Healthy))
    );
    let there = app.sandbox().meetings(MARA);
    assert_eq!(there.len(), 1, "{there:?}");
    assert_eq!(there[0].join_url, made.join_url);
    app.run_jobs_until_done().await;
}

#[tokio::test]
async fn an_answer_from_zoom_counts_only_for_the_app_that_asked() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "development", "dev").await.assert_ok();
    let consent_page = mara.begin_connecting().await;
    let back = mara.allow_in_zoom(&consent_page, MARA).await;
    put_in_use(&app, &mara, "development", "dev").await.assert_ok();
    let calls = app.sandbox().request_count("POST", "/oauth/token");
    mara.get(&back)
        .await
        .assert_notice("The Zoom app of this server was changed while the consent page was open.");
    assert_eq!(app.sandbox().request_count("POST", "/oauth/token"), calls);
}

#[tokio::test]
async fn the_app_that_is_not_in_use_may_still_be_removed_in_zoom() {
    let (app, mara) = connected_in_development().await;
    put_in_use(&app, &mara, "production", "prod").await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    zoom_knows(&app, "dev");
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    assert_eq!(state_of(&app, "dev").await, None, "everything of that account is deleted");
    assert_eq!(app.sandbox().compliance().len(), 1, "and confirmed with the credentials of that app");
}

#[tokio::test]
async fn what_another_process_changed_is_taken_over_without_a_restart() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "development", "dev").await.assert_ok();
    assert!(!reload(app.app()).await.unwrap(), "nothing changed");
    // As the other process leaves it.
    let tx = app.app().store.begin_write().await.unwrap();
    installation_settings::put(&tx, Setting::ZoomEnvironment, "development", app.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.app().zoom.kind(), ZoomKind::Simulated);
    assert!(reload(app.app()).await.unwrap());
    assert_eq!(app.app().zoom.kind(), ZoomKind::Real(ZoomEnvironment::Development));
    assert_eq!(app.app().zoom.client_id(), "dev");
}

#[tokio::test]
async fn rt_24_people_are_told_that_the_app_is_not_published_yet() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    oskar.get(INTEGRATIONS).await.assert_no_text("not published");
    enter(&mara, "development", "dev").await.assert_ok();
    put_in_use(&app, &mara, "development", "dev")
        .await
        .assert_text("Not published yet: only accounts of the app’s owner");
    let page = oskar.get(INTEGRATIONS).await;
    page.assert_text("Connecting uses this server’s development app.")
        .assert_text("This Zoom app is not published yet")
        .assert_text("Zoom lets only accounts of the app’s owner connect.");
    enter(&mara, "production", "prod").await.assert_ok();
    put_in_use(&app, &mara, "production", "prod").await.assert_no_text("Not published yet");
    oskar.get(INTEGRATIONS).await.assert_no_text("not published");
}

#[tokio::test]
async fn whoever_connects_again_is_told_with_which_app() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok().assert_no_text("Connecting uses");
    for (environment, secret, published) in [("development", "dev", false), ("production", "prod", true)] {
        enter(&mara, environment, secret).await.assert_ok();
        put_in_use(&app, &mara, environment, secret).await.assert_ok();
        let page = mara.get(INTEGRATIONS).await;
        page.assert_text(&format!("Connecting uses this server’s {environment} app."));
        assert!(page.has_button("Reconnect Zoom"));
        let note = page.text().contains("This Zoom app is not published yet");
        assert_eq!(note, !published, "{environment}");
    }
}

#[tokio::test]
async fn each_address_is_there_to_copy_and_says_which_one_zoom_last_used() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.get(ZOOM_APP).await;
    assert_eq!(page.field("OAuth redirect URL").value, "https://crm.example.com/integrations/zoom/callback");
    assert_eq!(page.field("OAuth redirect URL").hint.unwrap(), "Zoom has not used it yet.");
    assert_eq!(page.field("Documentation URL").value, "https://crm.example.com/docs/zoom");

    // Zoom finds the test at another address than the one it is told.
    mara.connect_zoom().await.assert_ok();
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    let page = mara.get(ZOOM_APP).await;
    assert_eq!(page.field("OAuth redirect URL").hint.unwrap(), "Last used by Zoom: Today, 10:00.");
    let webhook = page.field("Event notification endpoint URL").hint.unwrap();
    assert!(
        webhook.starts_with(&format!(
            "Zoom last used https://{}",
            app.webhook_url().as_str().trim_start_matches("http://")
        )),
        "{webhook}"
    );
    assert!(webhook.contains("Change it in Zoom’s portal, or public_url here."), "{webhook}");
}

#[tokio::test]
async fn rt_23_the_domain_is_verified_at_both_places_with_a_text_that_cannot_be_markup() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let places = ["/verifyzoom.html", "/zoomverify/verifyzoom.html"];
    for place in places {
        app.visitor().get(place).await.assert_status(404);
    }
    for bad in ["<meta name=\"x\">", "two words", "a\"b"] {
        let page = mara.post(ZOOM_APP, &[("verification", bad)]).await;
        page.assert_status(422).assert_notice("Nothing was saved.");
        assert!(
            page.field("Verification text").error.unwrap().starts_with("Copy only the text inside the file")
        );
    }
    mara.post(ZOOM_APP, &[("verification", " ZOOM_verify_6f2d41 ")])
        .await
        .assert_notice("Domain verification saved");
    for place in places {
        let file = app.visitor().request(Method::GET, place, &[], String::new()).await;
        file.assert_ok();
        assert_eq!(
            (file.html().as_str(), file.header("content-type")),
            ("ZOOM_verify_6f2d41", "text/html; charset=utf-8")
        );
    }
    mara.post(ZOOM_APP, &[("verification", "")]).await.assert_notice("Domain verification taken back");
    app.visitor().get(places[0]).await.assert_status(404);
}

#[test]
fn a_server_does_not_run_production_at_an_address_that_people_outside_cannot_use() {
    let folder = tempfile::tempdir().unwrap();
    for (public_url, words) in [
        ("http://crm.example.com", "https:// address"),
        ("https://localhost:8443", "this machine’s own address"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_rapport"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .env("RAPPORT_PUBLIC_URL", public_url)
            .env("RAPPORT_ZOOM__CLIENT_ID", "prod")
            .env("RAPPORT_ZOOM__CLIENT_SECRET", "prod-secret")
            .env("RAPPORT_ZOOM__ENVIRONMENT", "production")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(said.contains("production credentials are not used") && said.contains(words), "{said}");
        assert!(!said.contains("prod-secret"));
    }
}
