//! The comparison of Rapport's meetings with Zoom's list, on demand and each night.

use jiff::SignedDuration;
use store::meetings::Known;
use testing::Page;
use zoom_sandbox::{FaultKind, MeetingChange, SeedMeeting};

use crate::desk::{CREATE, Desk};

const LIST: (&str, &str) = ("GET", "/v2/users/*/meetings");

/// A desk that hears nothing of what happens in Zoom.
async fn deaf() -> Desk {
    let desk = Desk::new().await;
    desk.zoom_tells_nothing();
    desk
}

/// **Compare with Zoom**, and everything that follows.
async fn compare(desk: &Desk) -> Page {
    let page = desk.mara.press("/settings/integrations", "Compare with Zoom").await;
    desk.app.run_jobs_until_done().await;
    page
}

#[tokio::test]
async fn nothing_differs_where_nothing_happened() {
    let desk = deaf().await;
    desk.schedule().await;
    compare(&desk).await.assert_notice("Compared 1 meeting with Zoom, nothing differs");
    let page = desk.mara.get("/settings/integrations").await;
    page.assert_text("Last compared today, 10:00: 1 meeting to come, nothing differs.");
    assert_eq!((desk.changes(), desk.app.mails().await.len()), (0, 1));
}

#[tokio::test]
async fn rt_36_a_missing_meeting_is_asked_for_again_and_offered_anew() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    desk.zoom().delete_meeting(desk.one_in_zoom().id);
    compare(&desk).await.assert_notice("Compared with Zoom, 1 difference found");
    desk.mara.get("/settings/integrations").await.assert_text("Rollout kick-off was not in Zoom’s list.");
    assert_eq!(desk.stored(id).await.known, Known::Gone);
    assert!(desk.page(id).await.has_button("Create it again in Zoom"));
    assert_eq!(desk.app.mails().await.len(), 1, "the host decides first");
    compare(&desk).await.assert_notice("nothing differs");
}

#[tokio::test]
async fn rt_36_a_list_that_forgets_a_meeting_is_not_believed() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    // The list is of another time than the meeting itself: Zoom says that it is over, and still has it.
    let zoom_id = desk.one_in_zoom().id;
    desk.zoom().delete_meeting(zoom_id);
    let job = desk.mara.press("/settings/integrations", "Compare with Zoom");
    job.await.assert_notice("1 difference found");
    assert_eq!(desk.stored(id).await.known, Known::InZoom, "the list alone proves nothing");
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.stored(id).await.known, Known::Gone, "the meeting itself, asked twice, does");
}

#[tokio::test]
async fn rt_32_what_moved_or_changed_in_zoom_is_taken_over() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    let friday = "2027-03-19T09:00:00Z".parse().unwrap();
    let change = MeetingChange { start_time: Some(friday), ..MeetingChange::default() };
    desk.zoom().change_meeting(desk.one_in_zoom().id, change);
    compare(&desk).await.assert_notice("1 difference found");
    desk.mara
        .get("/settings/integrations")
        .await
        .assert_text("Rollout kick-off was at another time in Zoom.");
    assert_eq!(desk.stored(id).await.starts_at, friday);
    assert_eq!(desk.subjects_to("ana").await[1], "Moved: Rollout kick-off, Fri 19 March 09:00");
    let change = MeetingChange { topic: Some("Another name".into()), ..MeetingChange::default() };
    desk.zoom().change_meeting(desk.one_in_zoom().id, change);
    compare(&desk).await;
    desk.page(id).await.assert_heading("Another name");
}

#[tokio::test]
async fn rt_31_what_was_removed_here_and_is_still_in_zoom_is_deleted_there() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    let there = desk.one_in_zoom();
    desk.remove(id).await.assert_notice("Meeting removed");
    // Somebody took it out of Zoom's trash.
    assert!(desk.zoom().recover_meeting(there.id));
    compare(&desk).await.assert_notice("1 difference found");
    desk.mara.get("/settings/integrations").await.assert_text("was removed here and still in Zoom");
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.app.mails().await.len(), 2, "nobody is told again");
}

#[tokio::test]
async fn rt_31_a_copy_made_in_zoom_of_what_was_removed_here_is_left_alone() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    let there = desk.one_in_zoom();
    desk.remove(id).await.assert_notice("Meeting removed");
    let copy = SeedMeeting {
        topic: there.topic,
        agenda: there.agenda,
        start_time: there.start_time,
        ..SeedMeeting::default()
    };
    desk.zoom().seed_meeting("mara@halden.example", copy).unwrap();
    compare(&desk).await.assert_notice("1 difference found");
    desk.mara.get("/settings/integrations").await.assert_text("Zoom has a copy that was made there");
    assert_eq!(desk.in_zoom().len(), 1);
}

#[tokio::test]
async fn meetings_without_our_mark_and_copies_are_left_alone() {
    let desk = deaf().await;
    desk.schedule().await;
    let ours = desk.one_in_zoom();
    let seed = |topic: &str, agenda: &str| SeedMeeting {
        topic: topic.into(),
        agenda: agenda.into(),
        start_time: ours.start_time,
        ..SeedMeeting::default()
    };
    let stranger = "Rapport meeting 0195a000-0000-7000-8000-000000000000";
    for other in
        [seed("Private", "Nothing to do with us"), seed("Copy", &ours.agenda), seed("Elsewhere", stranger)]
    {
        desk.zoom().seed_meeting("mara@halden.example", other).unwrap();
    }
    let before = desk.in_zoom();
    compare(&desk).await.assert_notice("2 differences found");
    let page = desk.mara.get("/settings/integrations").await;
    page.assert_text("Rollout kick-off is in Zoom twice.").assert_text("comes from a Rapport that knows it");
    page.assert_no_text("Private").assert_no_text("Elsewhere");
    assert_eq!((desk.in_zoom(), desk.meetings().await.len()), (before, 1));
    assert_eq!(desk.zoom().request_count("DELETE", "/v2/meetings/*"), 0);
}

#[tokio::test]
async fn a_change_that_never_reached_zoom_is_sent_again() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(crate::desk::UPDATE, FaultKind::RefuseField { field: "agenda".into() });
    desk.move_to(id, "10:00").await.assert_notice("The change is saved, but not in Zoom");
    compare(&desk).await.assert_notice("1 difference found");
    assert_eq!(desk.one_in_zoom().start_time, Some("2027-03-19T09:00:00Z".parse().unwrap()));
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn rt_30_a_meeting_whose_creation_was_forgotten_is_linked_and_not_made_twice() {
    let desk = deaf().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    desk.zoom()
        .add_fault(zoom_sandbox::Fault::new(FaultKind::Status { status: 400 }).on(LIST.0, LIST.1).times(1));
    let id = desk.schedule().await;
    desk.app.run_jobs_until_done().await;
    compare(&desk).await;
    assert_eq!((desk.in_zoom().len(), desk.creates()), (1, 1));
    assert_eq!((desk.stored(id).await.known, desk.app.mails().await.len()), (Known::InZoom, 1));
}

#[tokio::test]
async fn a_list_of_several_pages_is_read_to_its_end() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    let last = desk.one_in_zoom();
    for number in 0..310 {
        let seed = SeedMeeting {
            topic: format!("Private {number}"),
            start_time: Some("2027-03-10T09:00:00Z".parse().unwrap()),
            ..SeedMeeting::default()
        };
        desk.zoom().seed_meeting("mara@halden.example", seed).unwrap();
    }
    let calls = desk.zoom().request_count(LIST.0, LIST.1);
    compare(&desk).await.assert_notice("nothing differs");
    assert_eq!(desk.zoom().request_count(LIST.0, LIST.1), calls + 2);
    assert_eq!(desk.stored(id).await.zoom.unwrap().zoom_id, last.id.to_string());
}

#[tokio::test]
async fn an_outage_while_comparing_is_waited_out() {
    let desk = deaf().await;
    desk.schedule().await;
    desk.goes_wrong_once(LIST, FaultKind::RateSecond);
    let page = desk.mara.press("/settings/integrations", "Compare with Zoom").await;
    page.assert_notice("Comparing with Zoom");
    desk.app.run_jobs_until_done().await;
    desk.mara.get("/settings/integrations").await.assert_text("1 meeting to come, nothing differs");
}

#[tokio::test]
async fn every_night_everyones_meetings_are_compared() {
    let desk = deaf().await;
    let id = desk.schedule().await;
    desk.zoom().delete_meeting(desk.one_in_zoom().id);
    let runner = &desk.app.app().runner;
    runner.enqueue_scheduled().await.unwrap();
    desk.app.advance(SignedDuration::from_hours(24));
    runner.enqueue_scheduled().await.unwrap();
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.stored(id).await.known, Known::Gone);
    desk.mara.get("/settings/integrations").await.assert_text("1 difference found");
}
