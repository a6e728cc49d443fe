//! How a meeting goes, as Zoom's events tell it.

use jiff::SignedDuration;
use rapport::connections::MeetingEvents;
use store::meeting_life;
use testing::{Page, TestApp};
use zoom_sandbox::{Fault, FaultKind};

use crate::desk::Desk;

const MARA: &str = "mara@halden.example";

/// A desk where Zoom tells who comes, and a meeting with Ana that is about to begin: 16:00 to 16:15 in
/// Stockholm.
async fn about_to_begin() -> (Desk, domain::MeetingId, i64) {
    let desk = Desk::of(TestApp::builder().with_scope("meeting:read:participant").start().await).await;
    chosen(&desk, MeetingEvents::People).await;
    let form = desk.form().await.set("duration", "15");
    let id = desk.schedule_with(form).await;
    let zoom_id = desk.one_in_zoom().id;
    desk.app.set_time("2027-03-18T15:00:00Z".parse().unwrap());
    desk.app.run_jobs_until_done().await;
    (desk, id, zoom_id)
}

/// Chooses under Settings, Zoom app.
async fn chosen(desk: &Desk, events: MeetingEvents) {
    let page = desk.mara.post("/settings/zoom-app", &[("events", events.as_str())]).await;
    page.assert_notice(&format!("Zoom tells {}", events.in_words()));
}

impl Desk {
    /// Somebody joins, and the host lets them in.
    fn joins(&self, zoom_id: i64, name: &str, email: &str) -> String {
        let one = self.zoom().join_meeting(zoom_id, name, email).unwrap();
        self.zoom().admit(zoom_id, &one);
        one
    }

    async fn minutes_pass_in_zoom(&self, minutes: i64) {
        self.app.advance(SignedDuration::from_mins(minutes));
        self.app.deliver_events().await;
    }
}

#[tokio::test]
async fn a_meeting_that_runs_is_shown_as_running_and_afterwards_how_long_it_was_held() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let zoom_id = desk.one_in_zoom().id;
    desk.app.set_time("2027-03-18T15:02:00Z".parse().unwrap());
    assert!(desk.zoom().start_meeting(zoom_id));
    desk.app.deliver_events().await;
    desk.page(id).await.assert_text("Running since 16:02");
    for path in ["/", "/meetings?view=agenda", &format!("/contacts/{}", desk.ana)] {
        desk.mara.get(path).await.assert_text("Running since 16:02");
    }
    let week = desk.mara.get("/meetings?view=week").await;
    week.assert_text("Rollout kick-off Ana Ferreira 16:00 to 16:30 running");
    assert_eq!(week.select(".ev-running").len(), 1);
    assert!(!week.select("ol[data-follow='day-18'] .ev-running, [data-follow='agenda']").is_empty());
    desk.minutes_pass_in_zoom(39).await;
    assert!(desk.zoom().end_meeting(zoom_id));
    desk.app.deliver_events().await;
    let over = desk.page(id).await;
    over.assert_text("Held today, 16:02 to 16:41, 39 minutes").assert_no_text("Running");
    assert!(desk.mara.get("/meetings?view=week").await.select(".ev-running").is_empty());
    over.assert_no_text("Who was there");
    assert!(!over.has_link("Propose a new time"), "nobody knows who came");
}

#[tokio::test]
async fn rt_69_an_invitee_is_known_by_their_address_and_others_only_when_somebody_says_so() {
    let desk = Desk::of(TestApp::builder().with_scope("meeting:read:participant").start().await).await;
    chosen(&desk, MeetingEvents::People).await;
    // Oskar is invited, too, and has an account at Zoom: Zoom tells his address.
    let form = desk.form().await.set("add_invitee", "oskar@halden.example");
    let id = desk.schedule_with(form).await;
    let zoom_id = desk.one_in_zoom().id;
    desk.app.set_time("2027-03-18T15:00:00Z".parse().unwrap());
    desk.zoom().start_meeting(zoom_id);
    desk.joins(zoom_id, "Mara", MARA);
    desk.joins(zoom_id, "Oskar", "oskar@halden.example");
    desk.joins(zoom_id, "Ana Ferreira", "ana.ferreira@lumenfreight.example");
    desk.app.deliver_events().await;
    let page = desk.page(id).await;
    page.assert_text("oskar@halden.example and 1 more are here.")
        .assert_text("Invited, known by their address");
    page.assert_heading("Who is there").assert_text("Zoom does not say who this is");
    // The same name is a suggestion, and nothing is taken for granted.
    let form = page.form("Confirm who Ana Ferreira is");
    assert_eq!(page.select("select[name=invitee] option[selected]"), ["Ana Ferreira"]);
    let confirmed = desk.mara.send(form).await;
    confirmed.assert_notice("Noted who it was").assert_text("Called “Ana Ferreira” in Zoom, confirmed here");
    confirmed.assert_text("oskar@halden.example and Ana are here.");
    let taken_back = desk.mara.send(confirmed.form("Not Ana: Ana Ferreira")).await;
    taken_back.assert_notice("Noted that it was none of the invited");
    taken_back.assert_text("oskar@halden.example and 1 more are here.");
    let foreign = page.form("Confirm who Ana Ferreira is").force("participant", "1");
    desk.mara.send(foreign).await.assert_status(404);
}

#[tokio::test]
async fn when_nobody_came_a_new_time_is_one_click_away() {
    let (desk, id, zoom_id) = about_to_begin().await;
    desk.zoom().start_meeting(zoom_id);
    desk.joins(zoom_id, "Mara", MARA);
    desk.minutes_pass_in_zoom(29).await;
    let waiting = desk.page(id).await;
    assert!(!waiting.has_link("Propose a new time"), "she may still come: {}", waiting.text());
    desk.minutes_pass_in_zoom(1).await;
    desk.page(id).await.assert_text("Ana did not come.");
    desk.zoom().end_meeting(zoom_id);
    desk.app.deliver_events().await;
    let page = desk.page(id).await;
    page.assert_text("Held today, 16:00 to 16:30, 30 minutes").assert_text("Ana did not come.");
    let form = desk.mara.get(&page.link("Propose a new time")).await;
    form.assert_ok();
    assert_eq!(
        (form.field("Date").value, form.field("Start time").value),
        ("2027-03-19".into(), "16:00".into())
    );
    let link = desk.one_in_zoom().join_url;
    desk.send(form.form("Reschedule meeting")).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.one_in_zoom().join_url, link, "the link that Ana has");
    let moved = desk.page(id).await;
    moved.assert_text("Tomorrow, 16:00 to 16:15").assert_no_text("Held").assert_no_text("did not come");
}

#[tokio::test]
async fn somebody_whom_nobody_knows_may_be_an_invitee() {
    let (desk, id, zoom_id) = about_to_begin().await;
    desk.zoom().start_meeting(zoom_id);
    desk.joins(zoom_id, "Mara", MARA);
    desk.joins(zoom_id, "iPhone", "");
    desk.minutes_pass_in_zoom(20).await;
    desk.zoom().end_meeting(zoom_id);
    desk.app.deliver_events().await;
    let page = desk.page(id).await;
    page.assert_heading("Who was there").assert_text("iPhone").assert_no_text("did not come");
    assert!(!page.has_link("Propose a new time"));
    desk.mara
        .get(&format!("/meetings/{id}/reschedule"))
        .await
        .assert_status(409)
        .assert_text("This meeting is over.");
}

#[tokio::test]
async fn rt_63_the_end_of_a_meeting_that_arrives_before_its_start_is_not_undone() {
    let (desk, id, zoom_id) = about_to_begin().await;
    for event in ["meeting.started", "meeting.participant_joined"] {
        let late = Fault::new(FaultKind::DelayEvent { seconds: 1500 });
        desk.zoom().add_fault(late.on_event(event));
    }
    desk.zoom().start_meeting(zoom_id);
    desk.joins(zoom_id, "Mara", MARA);
    let ana = desk.joins(zoom_id, "Ana", "");
    desk.app.advance(SignedDuration::from_mins(10));
    desk.zoom().leave_meeting(zoom_id, &ana);
    desk.app.advance(SignedDuration::from_mins(10));
    desk.zoom().end_meeting(zoom_id);
    desk.app.deliver_events().await;
    desk.page(id).await.assert_text("Held today, 16:00 to 16:20, 20 minutes").assert_text("Until 16:10");
    desk.minutes_pass_in_zoom(10).await;
    let page = desk.page(id).await;
    page.assert_text("Held today, 16:00 to 16:20, 20 minutes")
        .assert_text("16:00 to 16:10")
        .assert_no_text("Running");
}

#[tokio::test]
async fn nothing_is_kept_of_what_was_not_asked_for() {
    for (events, sessions, people) in
        [(MeetingEvents::Off, 0, 0), (MeetingEvents::Times, 1, 0), (MeetingEvents::People, 1, 1)]
    {
        let desk = Desk::of(TestApp::builder().with_scope("meeting:read:participant").start().await).await;
        if events != MeetingEvents::Times {
            chosen(&desk, events).await;
        }
        let id = desk.schedule().await;
        let zoom_id = desk.one_in_zoom().id;
        desk.app.set_time("2027-03-18T15:00:00Z".parse().unwrap());
        desk.zoom().start_meeting(zoom_id);
        desk.joins(zoom_id, "Mara", MARA);
        desk.app.deliver_events().await;
        let db = desk.app.app().store.begin_read().await;
        let known = meeting_life::sessions(&db, desk.mara.workspace, id).await.unwrap();
        let there = meeting_life::attendance(&db, desk.mara.workspace, id).await.unwrap();
        assert_eq!((known.len(), there.len()), (sessions, people), "{events}");
    }
}

#[tokio::test]
async fn what_zoom_told_of_meetings_goes_with_the_connection() {
    let (desk, id, zoom_id) = about_to_begin().await;
    desk.zoom().start_meeting(zoom_id);
    desk.joins(zoom_id, "Mara", MARA);
    desk.joins(zoom_id, "Someone Unmistakable", "");
    desk.app.deliver_events().await;
    desk.page(id).await.assert_text("Someone Unmistakable");
    let page = desk.mara.get("/settings/integrations/zoom/disconnect").await;
    assert_eq!(page.rows("When meetings ran and who was there"), ["When meetings ran and who was there 3"]);
    desk.mara.send(page.form("Disconnect Zoom")).await.assert_notice("Zoom disconnected");
    desk.app.run_jobs_until_done().await;
    let db = desk.app.app().store.begin_read().await;
    for table in store::dump::tables(&db).await.unwrap() {
        let rows = format!("{:?}", store::dump::rows(&db, &table).await.unwrap());
        assert!(!rows.contains("Unmistakable"), "{table}: {rows}");
    }
    desk.page(id)
        .await
        .assert_no_text("Running")
        .assert_no_text("Who is there")
        .assert_no_text("Unmistakable");
    desk.mara.get("/settings/activity").await.assert_text("3 attendance records");
}

#[tokio::test]
async fn rt_68_nothing_of_recordings_is_kept() {
    let (desk, id, zoom_id) = about_to_begin().await;
    let body = serde_json::json!({
        "event": "recording.completed", "event_ts": 1_805_382_000_000_u64, "download_token": "token-of-a-recording",
        "payload": { "account_id": zoom_sandbox::ACCOUNT_ID, "object": {
            "id": zoom_id, "uuid": "x==", "host_id": zoom_sandbox::MARA_ID, "topic": "Rollout kick-off",
            "recording_files": [{ "download_url": "https://zoom.example/rec/download/unmistakable" }] } },
    });
    let page: Page = desk.app.send_event(&body.to_string()).await;
    page.assert_status(200);
    desk.app.run_jobs_until_done().await;
    let db = desk.app.app().store.begin_read().await;
    for table in store::dump::tables(&db).await.unwrap() {
        let rows = format!("{:?}", store::dump::rows(&db, &table).await.unwrap());
        assert!(!rows.contains("download") && !rows.contains("token-of-a-recording"), "{table}: {rows}");
    }
    desk.page(id).await.assert_no_text("ecording");
}

#[tokio::test]
async fn whoever_connected_before_is_told_that_zoom_tells_who_comes_only_after_connecting_once_more() {
    let desk = Desk::new().await;
    chosen(&desk, MeetingEvents::People).await;
    let page = desk.mara.get("/settings/integrations").await;
    page.assert_notice("Connect once more to see who comes");
    assert!(page.has_button("Reconnect Zoom"));
    chosen(&desk, MeetingEvents::Times).await;
    desk.mara.get("/settings/integrations").await.assert_no_text("meeting:read:participant");
}

#[tokio::test]
async fn only_who_runs_the_installation_chooses_what_zoom_tells() {
    let desk = Desk::new().await;
    let oskar = desk.app.user("oskar").await;
    let csrf = oskar.get("/settings/profile").await.attributes("input[name=csrf]", "value").remove(0);
    let refused = oskar.post_raw("/settings/zoom-app/events", &[("csrf", &csrf), ("events", "off")]).await;
    refused.assert_status(403);
    let form =
        desk.mara.get("/settings/zoom-app").await.form("Save what Zoom tells").force("events", "nonsense");
    desk.mara.send(form).await.assert_notice("Nothing was changed");
    chosen(&desk, MeetingEvents::Off).await;
    desk.mara.get("/settings/zoom-app").await.assert_text("Zoom tells nothing of running meetings");
}
