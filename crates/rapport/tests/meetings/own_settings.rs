//! New meetings begin as each person has it in their own Zoom settings, where the installation asks for them.

use domain::ContactId;
use rapport::connections::NEEDED;
use serde_json::{Value, json};
use store::meeting_defaults;
use store::meetings::Meeting;
use testing::{Form, Page, TestApp, TestUser};
use zoom_sandbox::{AppChange, Fault, FaultKind, Plan, UserChange};

const OSKAR: &str = "oskar@halden.example";
const SCOPE: &str = "user:read:settings";
const CALL: (&str, &str) = ("GET", "/v2/users/*/settings");

/// Oskar, who has a licence, and Ana, whom he meets.
struct Own {
    app: TestApp,
    oskar: TestUser,
    ana: ContactId,
}

impl Own {
    async fn of(app: TestApp) -> Self {
        let oskar = app.user("oskar").await;
        let ana = app.contact("Ana Ferreira").email("ana@lumenfreight.example").create().await;
        Self { app, oskar, ana }
    }

    /// An installation that begins as in Zoom, whose app in the portal may read it.
    async fn new() -> Self {
        let own = Self::of(TestApp::builder().with_scope(SCOPE).start().await).await;
        own.choose("on").await.assert_notice("New meetings begin as in each person’s Zoom settings");
        own
    }

    async fn choose(&self, word: &str) -> Page {
        self.oskar.post("/settings/zoom-app", &[("own", word)]).await
    }

    async fn connects(&self) -> Page {
        let page = self.oskar.connect_zoom().await;
        self.app.run_jobs().await;
        page
    }

    async fn checks(&self) -> Page {
        let page = self.oskar.press("/settings/integrations", "Check connection").await;
        self.app.run_jobs().await;
        page
    }

    fn has_in_zoom(&self, settings: &Value) {
        let Value::Object(settings) = settings.clone() else { panic!("groups of settings") };
        assert!(self.app.sandbox().change_user(OSKAR, UserChange { settings, ..UserChange::default() }));
    }

    async fn page(&self) -> Page {
        let page = self.oskar.get(&format!("/contacts/{}/meetings/new", self.ana)).await;
        page.assert_ok();
        page
    }

    async fn form(&self) -> Form {
        self.page().await.form("Schedule meeting").set("topic", "Rollout").set("date", "2027-03-18")
    }

    async fn schedule(&self, form: Form) -> Meeting {
        self.oskar.send(form).await.assert_ok();
        self.only_meeting().await
    }

    /// The meeting, which is in Zoom.
    async fn only_meeting(&self) -> Meeting {
        self.app.run_jobs().await;
        assert_eq!(self.app.sandbox().meetings(OSKAR).len(), 1);
        let (workspace, id) = (self.oskar.workspace, self.oskar.id);
        let db = self.app.app().store.begin_read().await;
        let rows = store::meetings::upcoming(&db, workspace, id, self.app.now(), 2).await.unwrap();
        store::meetings::get(&db, workspace, rows[0].id).await.unwrap().unwrap()
    }

    /// How many times Zoom was asked for them.
    fn asked(&self) -> usize {
        self.app.sandbox().request_count(CALL.0, CALL.1)
    }

    async fn kept(&self) -> bool {
        let db = self.app.app().store.begin_read().await;
        let found = meeting_defaults::of_user(&db, self.oskar.workspace, self.oskar.id).await.unwrap();
        found.is_some()
    }
}

/// The switches that are on.
fn on(page: &Page) -> Vec<String> {
    page.attributes("input[role=switch][checked]", "name")
}

fn free_to_choose() -> Value {
    json!({
        "in_meeting": { "waiting_room": false },
        "schedule_meeting": { "require_password_for_scheduling_new_meetings": false },
        "recording": { "cloud_recording": true, "auto_recording": "cloud" },
    })
}

#[tokio::test]
async fn as_long_as_nobody_chose_zoom_is_not_asked_and_everybody_begins_the_same() {
    let own = Own::of(TestApp::start().await).await;
    own.has_in_zoom(&free_to_choose());
    own.oskar
        .connect_zoom()
        .await
        .assert_notice("Zoom connected as oskar@halden.example")
        .assert_no_text(SCOPE);
    let page = own.page().await;
    assert_eq!(on(&page), ["send_invitation", "waiting_room", "passcode"]);
    page.assert_no_text("as in your Zoom settings");
    assert_eq!(own.asked(), 0);
    let needs = own.oskar.get("/settings/zoom-app").await.select("#own-settings ~ details code");
    assert!(needs.contains(&"user:read:user".to_owned()) && !needs.contains(&SCOPE.to_owned()), "{needs:?}");
}

#[tokio::test]
async fn a_new_meeting_begins_as_in_zoom_and_goes_there_so() {
    let own = Own::new().await;
    own.has_in_zoom(&json!({
        "in_meeting": { "waiting_room": true },
        "schedule_meeting": { "require_password_for_scheduling_new_meetings": false },
        "recording": { "cloud_recording": true, "auto_recording": "cloud" },
    }));
    own.connects().await.assert_notice("Zoom connected as oskar@halden.example");
    let page = own.page().await;
    assert_eq!(on(&page), ["send_invitation", "waiting_room", "cloud_recording"]);
    page.assert_text("These begin as in your Zoom settings.");
    let meeting = own.schedule(own.form().await).await;
    assert!(meeting.waiting_room && !meeting.passcode_wanted && meeting.cloud_recording, "{meeting:?}");
}

#[tokio::test]
async fn without_a_waiting_room_a_new_meeting_begins_with_a_passcode() {
    let own = Own::new().await;
    own.has_in_zoom(&free_to_choose());
    own.connects().await.assert_ok();
    assert_eq!(on(&own.page().await), ["send_invitation", "passcode", "cloud_recording"]);
}

#[tokio::test]
async fn what_zoom_demands_or_does_not_allow_cannot_be_chosen_and_says_why() {
    let own = Own::new().await;
    own.has_in_zoom(&json!({
        "schedule_meeting": { "require_password_for_scheduling_new_meetings": true },
        "recording": { "cloud_recording": false, "auto_recording": "cloud" },
    }));
    own.connects().await.assert_ok();
    let page = own.page().await;
    assert_eq!(page.attributes("input[role=switch][disabled]", "name"), ["passcode", "cloud_recording"]);
    page.assert_text("Always on: Zoom asks for one on every meeting of this account")
        .assert_text("Turned off in the Zoom settings of this account");
    // A forged post does not record.
    let meeting = own.schedule(own.form().await.force("cloud_recording", "on")).await;
    assert!(meeting.passcode_wanted && !meeting.cloud_recording, "{meeting:?}");
}

#[tokio::test]
async fn meet_now_begins_as_in_zoom_too() {
    let own = Own::new().await;
    own.has_in_zoom(&free_to_choose());
    own.connects().await.assert_ok();
    let contact = own.oskar.get(&format!("/contacts/{}", own.ana)).await;
    own.oskar.send_only(contact.form("Meet now")).await;
    let meeting = own.only_meeting().await;
    assert!(!meeting.waiting_room && meeting.passcode_wanted && meeting.cloud_recording, "{meeting:?}");
}

#[tokio::test]
async fn a_change_in_zoom_arrives_with_a_check_of_the_connection_and_by_itself() {
    let own = Own::new().await;
    own.connects().await.assert_ok();
    assert!(on(&own.page().await).contains(&"passcode".to_owned()));
    own.has_in_zoom(&json!({ "recording": { "cloud_recording": false } }));
    own.checks().await.assert_notice("the connection works");
    own.page().await.assert_text("Turned off in the Zoom settings");
    own.has_in_zoom(&json!({ "recording": { "cloud_recording": true } }));
    own.app.run_schedules().await;
    // The night: also of an account that is used all day.
    own.app.advance(jiff::SignedDuration::from_hours(19));
    own.app.run_schedules().await;
    own.app.run_jobs_until_done().await;
    own.page().await.assert_no_text("Turned off in the Zoom settings");
}

#[tokio::test]
async fn whoever_did_not_allow_it_begins_as_everybody_and_is_asked_to_connect_once_more() {
    let own = Own::of(TestApp::start().await).await;
    own.has_in_zoom(&free_to_choose());
    own.connects().await.assert_ok();
    own.choose("on").await.assert_ok();
    let page = own.oskar.get("/settings/integrations").await;
    page.assert_text("Connect once more to begin as in Zoom").assert_text("Not granted");
    assert_eq!(on(&own.page().await), ["send_invitation", "waiting_room", "passcode"]);
    assert_eq!(own.asked(), 0, "Zoom would refuse");
}

#[tokio::test]
async fn when_zoom_does_not_say_the_connection_is_made_all_the_same() {
    let own = Own::new().await;
    own.app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 500 }).on(CALL.0, CALL.1));
    own.connects().await.assert_notice("Zoom connected as oskar@halden.example");
    let page = own.page().await;
    assert_eq!(on(&page), ["send_invitation", "waiting_room", "passcode"]);
    page.assert_no_text("Zoom is not answering");
    assert!(!own.kept().await);
}

#[tokio::test]
async fn whoever_connects_anew_without_allowing_it_begins_as_everybody() {
    let own = Own::new().await;
    own.has_in_zoom(&json!({ "recording": { "cloud_recording": false } }));
    own.connects().await.assert_ok();
    own.page().await.assert_text("Turned off in the Zoom settings");
    let less: Vec<_> = NEEDED.iter().map(|(scope, _)| (*scope).to_owned()).collect();
    own.app.sandbox().change_app(AppChange { scopes: Some(less), ..AppChange::default() });
    own.connects().await.assert_notice("with permissions missing");
    assert!(!own.kept().await);
    own.page().await.assert_no_text("Turned off in the Zoom settings");
}

#[tokio::test]
async fn whoever_lost_the_licence_does_not_begin_with_a_recording() {
    let own = Own::new().await;
    own.has_in_zoom(&free_to_choose());
    own.connects().await.assert_ok();
    assert!(own.app.sandbox().set_plan(OSKAR, Plan::Basic));
    own.checks().await.assert_notice("the connection works");
    let contact = own.oskar.get(&format!("/contacts/{}", own.ana)).await;
    own.oskar.send_only(contact.form("Meet now")).await;
    assert!(!own.only_meeting().await.cloud_recording);
}

#[tokio::test]
async fn a_follow_up_begins_as_the_meeting_before_and_says_nothing_of_zoom() {
    let own = Own::new().await;
    own.has_in_zoom(&free_to_choose());
    own.connects().await.assert_ok();
    let meeting = own.schedule(own.form().await.untick("cloud_recording", "on")).await;
    let path = format!("/contacts/{}/meetings/new?after={}", own.ana, meeting.id);
    let page = own.oskar.get(&path).await;
    assert_eq!(on(&page), ["send_invitation", "passcode"]);
    page.assert_no_text("as in your Zoom settings");
}

#[tokio::test]
async fn what_was_read_goes_when_nobody_wants_it_any_more_and_with_the_connection() {
    let own = Own::new().await;
    own.connects().await.assert_ok();
    assert!(own.kept().await);
    own.oskar
        .get("/settings/integrations/zoom/disconnect")
        .await
        .assert_text("Zoom user ID, email address, plan and how meetings begin 2");
    own.choose("off").await.assert_notice("New meetings begin the same for everybody");
    assert!(!own.kept().await);
    own.choose("on").await.assert_ok();
    own.checks().await.assert_ok();
    assert!(own.kept().await);
    own.oskar.post("/settings/integrations/zoom/disconnect", &[]).await.assert_notice("disconnected");
    assert!(!own.kept().await);
    own.app.run_jobs().await;
    let changes = own.oskar.get("/settings/zoom-app").await;
    changes.assert_text("New meetings begin the same for everybody");
}
