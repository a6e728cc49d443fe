//! Zoom's troubles while a meeting is moved. None may lose the change, make a second meeting or tell somebody a time
//! that Zoom does not have.

use store::meetings::{Known, Problem};
use zoom_sandbox::{Fault, FaultKind};

use crate::desk::{CREATE, Desk, UPDATE, with_subject};
use crate::survives::survives;

/// The new time of `move_to("10:00")`.
const FRIDAY: &str = "2027-03-19T09:00:00Z";

/// The change is kept and shown as waiting, comes to Zoom by itself, and everyone is told once.
async fn survives(kind: FaultKind) {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(UPDATE, kind);
    desk.move_to(id, "10:00").await.assert_notice("Waiting for Zoom");
    desk.page(id).await.assert_text("The change is saved here.").assert_text("Fri 19 March, 10:00 to 10:30");
    assert_eq!(desk.app.mails().await.len(), 1, "nobody is told before Zoom has it");
    desk.app.run_jobs_until_done().await;
    assert_moved(&desk, id).await;
}

async fn assert_moved(desk: &Desk, id: domain::MeetingId) {
    let meeting = desk.one_in_zoom();
    assert_eq!(meeting.start_time, Some(FRIDAY.parse().unwrap()));
    let subjects = desk.subjects_to("ana").await;
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    assert_eq!(subjects[1], "Moved: Rollout kick-off, Fri 19 March 09:00");
    let stored = desk.stored(id).await;
    assert_eq!((stored.known, stored.problem, stored.retry_at), (Known::InZoom, None, None));
    desk.page(id).await.assert_no_text("Waiting for Zoom");
}

survives! {
    rt_28_a_move_survives_a_connection_that_breaks: FaultKind::DropBefore;
    rt_28_a_move_survives_a_server_that_is_down: FaultKind::Status { status: 503 };
    rt_29_a_move_survives_a_page_instead_of_an_answer: FaultKind::Html { status: 502 };
    rt_56_a_move_waits_for_the_next_second: FaultKind::RateSecond;
    rt_56_a_move_waits_for_the_next_day: FaultKind::RateDay;
}

#[tokio::test]
async fn rt_30_after_a_lost_answer_zoom_is_read_before_anything_is_sent_again() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(UPDATE, FaultKind::DropAfter);
    desk.move_to(id, "10:00").await.assert_notice("Waiting for Zoom");
    assert_eq!(desk.one_in_zoom().start_time, Some(FRIDAY.parse().unwrap()), "Zoom has it, we do not know");
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.changes(), 1);
    assert_moved(&desk, id).await;
}

#[tokio::test]
async fn a_move_outlives_an_outage_and_a_second_move_made_meanwhile() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_goes_down();
    desk.move_to(id, "15:00").await.assert_notice("Waiting for Zoom");
    desk.minutes_pass(30).await;
    let page = desk.page(id).await;
    page.assert_text("Until then the meeting is in Zoom for Thu 18 March, 16:00 to 16:30.");
    assert!(page.has_button("Try again now"));
    assert!(page.has_link("Start meeting: Rollout kick-off"), "the link works all the time");
    desk.move_to(id, "10:00").await.assert_notice("Waiting for Zoom");
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.changes(), desk.zoom().request_count("PATCH", "/v2/meetings/*"));
    assert_moved(&desk, id).await;
}

#[tokio::test]
async fn a_meeting_moved_while_it_waits_for_zoom_is_created_with_the_new_time() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    let id = desk.schedule().await;
    desk.move_to(id, "10:00").await.assert_notice("Waiting for Zoom");
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    assert_eq!((desk.one_in_zoom().start_time, desk.changes()), (Some(FRIDAY.parse().unwrap()), 0));
    assert_eq!(desk.subjects_to("ana").await, ["Rollout kick-off, Fri 19 March 09:00"]);
}

#[tokio::test]
async fn rt_30_a_meeting_moved_after_its_creation_was_lost_is_found_and_moved() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    let form = desk.form().await.set("agenda", &"Which depots, and who signs off? ".repeat(20));
    desk.mara.send(form).await.assert_notice("Waiting for Zoom");
    let id = desk.only_meeting().await;
    let form = desk.reschedule_form(id).await.set("date", "2027-03-19").set("start", "10:00");
    desk.mara.send(form).await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_eq!((desk.one_in_zoom().start_time, desk.creates()), (Some(FRIDAY.parse().unwrap()), 1));
    assert_eq!(desk.subjects_to("ana").await, ["Rollout kick-off, Fri 19 March 09:00"]);
}

#[tokio::test]
async fn a_running_meeting_is_moved_when_it_has_ended() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let zoom_id = desk.one_in_zoom().id;
    desk.zoom().start_meeting(zoom_id);
    desk.move_to(id, "10:00").await.assert_notice("The meeting is running");
    assert_eq!(desk.stored(id).await.problem, Some(Problem::Running));
    desk.page(id).await.assert_text("Zoom leaves a running meeting alone");
    assert_eq!(desk.app.mails().await.len(), 1);
    desk.zoom().end_meeting(zoom_id);
    desk.app.run_jobs_until_done().await;
    assert_moved(&desk, id).await;
}

#[tokio::test]
async fn rt_12_a_move_made_with_a_dead_grant_comes_to_zoom_after_reconnecting() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.reschedule_form(id).await.set("date", "2027-03-19").set("start", "10:00");
    desk.zoom().revoke_grant("mara@halden.example");
    desk.send(form).await.assert_notice("The change is saved, but not in Zoom");
    assert_eq!(desk.stored(id).await.problem, Some(Problem::NotConnected));
    let page = desk.mara.get(&format!("/meetings/{id}/reschedule")).await;
    page.assert_heading("Reschedule Rollout kick-off");
    assert!(page.has_button("Reconnect Zoom") && !page.has_button("Reschedule meeting"));
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_moved(&desk, id).await;
}

#[tokio::test]
async fn what_zoom_refuses_is_said_and_nobody_is_told() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(UPDATE, FaultKind::RefuseField { field: "agenda".into() });
    desk.move_to(id, "10:00").await.assert_notice("The change is saved, but not in Zoom");
    desk.page(id).await.assert_text("Zoom refused: “Validation Failed.”");
    assert_eq!(desk.app.mails().await.len(), 1);
    desk.mara
        .press(&format!("/meetings/{id}"), "Try again now")
        .await
        .assert_notice("The meeting is in Zoom");
    desk.app.run_jobs_until_done().await;
    assert_moved(&desk, id).await;
}

#[tokio::test]
async fn a_zone_that_zoom_does_not_know_is_left_out_of_a_move() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(UPDATE, FaultKind::RefuseField { field: "timezone".into() });
    let form = desk.reschedule_form(id).await.set("zone", "Europe/Kyiv").set("date", "2027-03-19");
    desk.send(form.set("start", "11:00")).await.assert_notice("Meeting rescheduled");
    assert_eq!((desk.one_in_zoom().timezone.as_str(), desk.changes()), ("UTC", 2));
    assert_moved(&desk, id).await;
}

#[tokio::test]
async fn rt_49_a_time_that_zoom_did_not_take_is_not_told() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    // Zoom ignores a start in the past, and answers as if it had taken it.
    desk.goes_wrong_once(UPDATE, FaultKind::Status { status: 503 });
    let form =
        desk.reschedule_form(id).await.set("date", "2027-03-10").set("start", "10:00").set("duration", "60");
    desk.send(form.set("duration_kept", "60")).await.assert_notice("Waiting for Zoom");
    desk.zoom().add_fault(Fault::new(FaultKind::Status { status: 503 }).times(3));
    desk.app.set_time("2027-03-10T09:30:00Z".parse().unwrap());
    desk.app.run_jobs().await;
    desk.app.run_jobs_until_done().await;
    let stored = desk.stored(id).await;
    assert_eq!(stored.problem, Some(Problem::ZoomRefused), "{stored:?}");
    assert!(stored.problem_detail.is_some());
    assert_eq!(desk.app.mails().await.len(), 1, "only the invitation");
    let mails = desk.app.mails().await;
    with_subject(&mails, "Rollout");
}
