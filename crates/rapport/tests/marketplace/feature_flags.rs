//! The Zoom integration behind its flag: off, for chosen people, for everyone.

use jiff::SignedDuration;
use testing::{Page, TestApp, TestUser};
use zoom_sandbox::{Fault, FaultKind, MARA_ID, OSKAR_ID};

const INTEGRATIONS: &str = "/settings/integrations";
const ZOOM_APP: &str = "/settings/zoom-app";
const MARA: &str = "mara@halden.example";

/// The owner decides for whom Zoom is on.
async fn set_reach(owner: &TestUser, reach: &str) -> Page {
    let form = owner.get(ZOOM_APP).await.form("Save availability").set("reach", reach);
    owner.send(form).await
}

async fn choose(owner: &TestUser, person: &TestUser) -> Page {
    let form = owner.get(ZOOM_APP).await.form("Save availability").set("reach", "chosen");
    owner.send(form.set("people", &person.id.to_string())).await
}

async fn is_connected(app: &TestApp, zoom_user: &str) -> bool {
    let db = app.app().store.begin_read().await;
    store::grants::find(&db, zoom_sandbox::CLIENT_ID, zoom_user).await.unwrap().is_some()
}

/// A meeting of Mara's with Ana, in Zoom; its address.
async fn scheduled(app: &TestApp, mara: &TestUser) -> String {
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let fields = [("topic", "Rollout"), ("date", "2027-03-11"), ("start", "14:00")];
    mara.post(&format!("/contacts/{ana}/meetings/new"), &fields).await.assert_ok();
    app.run_jobs().await;
    let list = mara.get("/meetings?view=agenda").await;
    let found =
        list.links().into_iter().find(|(name, href)| name.contains("Rollout") && href.contains("/meetings/"));
    found.unwrap().1.split(['?', '#']).next().unwrap().trim_end_matches("/start").to_owned()
}

#[tokio::test]
async fn off_means_that_nobody_connects_not_even_by_a_form_that_was_open() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let open_form = oskar.get(INTEGRATIONS).await.form("Connect Zoom");
    let consent_page = oskar.begin_connecting().await;
    set_reach(&mara, "off").await.assert_notice("Zoom is off");

    let page = oskar.get(INTEGRATIONS).await;
    page.assert_text("Zoom is not turned on for you")
        .assert_text("An owner or admin of the workspace can turn it on");
    assert!(!page.has_button("Connect Zoom"));
    oskar.send(open_form).await.assert_status(403).assert_text("Zoom is not turned on for you");
    let back = oskar.allow_in_zoom(&consent_page, "oskar@halden.example").await;
    oskar.get(&back).await.assert_status(403).assert_text("Zoom is not turned on for you");
    assert_eq!(app.sandbox().request_count("POST", "/oauth/token"), 0, "the code is not even exchanged");
    assert!(!is_connected(&app, OSKAR_ID).await);

    oskar.get("/").await.assert_text("Zoom is turned off");
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let form = oskar.get(&format!("/contacts/{ana}/meetings/new")).await;
    form.assert_ok().assert_text("Zoom is not turned on for you");
    assert!(!form.has_button("Connect Zoom") && form.field("Zoom meeting").disabled);
    app.run_jobs().await;
}

#[tokio::test]
async fn chosen_people_have_a_preview_and_nobody_else() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    choose(&mara, &oskar).await.assert_notice("Zoom is on for 1 person in this workspace");
    let page = oskar.get(INTEGRATIONS).await;
    page.assert_text("Preview").assert_text("Preview: turned on for 1 person in this workspace.");
    oskar.connect_zoom().await.assert_notice("Zoom connected as oskar@halden.example").assert_text("Preview");
    let page = mara.get(INTEGRATIONS).await;
    page.assert_text("Zoom is not turned on for you").assert_no_text("Preview");
    assert_eq!(page.link("Zoom app"), ZOOM_APP);

    set_reach(&mara, "everyone").await.assert_notice("Zoom is on for everyone");
    assert!(mara.get(INTEGRATIONS).await.has_button("Connect Zoom"));
    mara.get(INTEGRATIONS).await.assert_no_text("Preview");
    app.run_jobs().await;
}

#[tokio::test]
async fn a_workspace_can_be_chosen_as_a_whole() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let outsider = app.outsider("eve").await;
    let form = mara.get(ZOOM_APP).await.form("Save availability").set("reach", "chosen");
    mara.send(form.set("whole_workspace", "on"))
        .await
        .assert_notice("Zoom is on for everyone in this workspace");
    for person in [&mara, &oskar] {
        assert!(person.get(INTEGRATIONS).await.has_button("Connect Zoom"), "{}", person.name);
    }
    assert!(!outsider.get(INTEGRATIONS).await.has_button("Connect Zoom"));
    app.run_jobs().await;
}

#[tokio::test]
async fn what_is_wanted_while_it_is_off_waits_says_why_and_comes_to_zoom_afterwards() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let meeting = scheduled(&app, &mara).await;
    let ana = app.contact("Jonas Weber").email("jonas@bright.example").create().await;
    let schedule =
        mara.get(&format!("/contacts/{ana}/meetings/new")).await.form_with(&["topic", "date", "start"]);
    let schedule = schedule.set("topic", "Second").set("date", "2027-03-12").set("start", "09:00");
    let moved =
        mara.get(&format!("{meeting}/reschedule")).await.form("Reschedule meeting").set("start", "15:00");
    // Zoom is down just then, so both are still on their way when it is turned off.
    for method in ["POST", "PATCH"] {
        app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }).on(method, "/v2/*").times(1));
    }
    mara.send(schedule.clone()).await.assert_ok();
    mara.send(moved).await.assert_ok();
    set_reach(&mara, "off").await.assert_ok();
    mara.send(schedule).await.assert_text("Zoom is not turned on for you");
    app.advance(SignedDuration::from_mins(2));
    app.run_jobs().await;
    let in_zoom = app.sandbox().meetings(MARA);
    assert_eq!(in_zoom.len(), 1, "nothing new reaches Zoom");
    mara.get(&meeting).await.assert_text("Zoom is turned off");
    mara.get("/").await.assert_text("Zoom is turned off for you");
    mara.get(&format!("{meeting}/start")).await.assert_text("Zoom is turned off for you");
    assert_eq!(app.waiting_jobs().await, 0, "nobody waits in vain");

    set_reach(&mara, "everyone").await.assert_ok();
    app.run_jobs().await;
    let mut in_zoom = app.sandbox().meetings(MARA);
    in_zoom.sort_by(|one, other| one.topic.cmp(&other.topic));
    assert_eq!(in_zoom.len(), 2);
    assert!(in_zoom.iter().any(|meeting| meeting.topic == "Second"));
    let rollout = in_zoom.iter().find(|meeting| meeting.topic == "Rollout").unwrap();
    assert_eq!(rollout.start_time, Some("2027-03-11T14:00:00Z".parse().unwrap()), "15:00 in Stockholm");
    mara.get(&meeting).await.assert_no_text("Zoom is turned off");
}

#[tokio::test]
async fn what_ends_things_works_while_it_is_off() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom().await.assert_ok();
    let meeting = scheduled(&app, &mara).await;
    set_reach(&mara, "off").await.assert_ok();

    // Idle connections are kept alive, so that turning it on again finds them well.
    app.run_schedules().await;
    app.advance(SignedDuration::from_hours(30));
    app.run_schedules().await;
    app.run_jobs_until_done().await;
    assert!(is_connected(&app, MARA_ID).await);

    let page = mara.get(INTEGRATIONS).await;
    page.assert_text("Your connection to mara@halden.example is kept.");
    assert!(page.has_link("Disconnect Zoom"));
    mara.press(&format!("{meeting}/remove"), "Remove meeting").await;
    app.run_jobs().await;
    assert!(app.sandbox().meetings(MARA).is_empty(), "a removed meeting is removed in Zoom too");
    mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom")
        .await
        .assert_notice("Zoom disconnected");
    assert!(!is_connected(&app, MARA_ID).await);

    app.sandbox().deauthorize("oskar@halden.example");
    app.deliver_events().await;
    assert!(!is_connected(&app, OSKAR_ID).await, "a deauthorization deletes whatever the flag says");
    assert_eq!(app.sandbox().compliance().len(), 2);
}

#[tokio::test]
async fn only_who_runs_the_installation_decides_and_each_change_is_written_down() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let outsider = app.outsider("eve").await;
    oskar.get(ZOOM_APP).await.assert_status(403);
    for page in [ZOOM_APP, "/settings/zoom-app/check"] {
        outsider.get(page).await.assert_status(403).assert_text("This holds for the whole installation.");
    }
    assert!(!oskar.get(INTEGRATIONS).await.has_link("Zoom app"));

    choose(&mara, &oskar).await.assert_ok();
    app.advance(SignedDuration::from_hours(1));
    set_reach(&mara, "everyone").await;
    // Saying the same again changes nothing, and is no change.
    set_reach(&mara, "everyone").await;
    let rows = mara.get(ZOOM_APP).await.rows("Zoom: ");
    assert_eq!(
        rows,
        [
            "Today, 11:00 Mara Lindqvist Zoom: on for everyone (before: on for 1 person in this workspace)",
            "Today, 10:00 Mara Lindqvist Zoom: on for 1 person in this workspace (before: on for everyone)",
        ]
    );
    app.run_jobs().await;
}

#[tokio::test]
async fn a_fresh_installation_starts_with_a_preview_for_its_owner() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let form = browser.get("/setup").await.form("Create account");
    let form = form.set("setup_key", app.app().setup_key.reveal()).set("workspace", "Halden Studio");
    let form = form.set("name", "Mara Lindqvist").set("email", MARA).set("password", "a sentence works well");
    browser.send(form).await.assert_ok();
    let page = browser.get(INTEGRATIONS).await;
    page.assert_text("Preview: turned on for 1 person in this workspace.");
    assert!(page.has_button("Connect Zoom"));
    let oskar = app.user("oskar").await;
    oskar.get(INTEGRATIONS).await.assert_text("Zoom is not turned on for you");
}
