//! Zoom's troubles while a meeting is created. None may cost the meeting or make a second one.

use domain::MeetingId;
use jiff::SignedDuration;
use store::jobs::{self as queue, NewJob};
use store::meetings::{Known, Problem};
use zoom_sandbox::{Fault, FaultKind, SeedMeeting};

use crate::desk::{CREATE, Desk};
use crate::survives::survives;

/// The meeting is kept and shown as waiting, comes to Zoom by itself, and everyone is mailed once.
async fn survives(kind: FaultKind) {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, kind);
    let page = desk.send(desk.form().await).await;
    page.assert_ok().assert_notice("Waiting for Zoom").assert_notice("Ana gets the invitation then");
    let id = desk.only_meeting().await;
    desk.page(id).await.assert_text("Waiting for Zoom").assert_text("The meeting is saved.");
    assert_eq!(desk.stored(id).await.problem, Some(Problem::ZoomUnreachable));
    assert!(desk.app.mails().await.is_empty(), "nobody is invited to a meeting without a link");
    desk.app.run_jobs_until_done().await;
    assert_done(&desk, id).await;
}

/// One meeting in Zoom, one invitation with its link, nothing left to say.
async fn assert_done(desk: &Desk, id: MeetingId) {
    let [meeting] = &desk.in_zoom()[..] else { panic!("{:?}", desk.in_zoom()) };
    let [mail] = &desk.app.mails().await[..] else { panic!("{:?}", desk.app.mails().await) };
    assert!(mail.text.contains(&meeting.join_url), "{}", mail.text);
    let stored = desk.stored(id).await;
    assert_eq!((stored.known, stored.problem, stored.retry_at), (Known::InZoom, None, None));
    desk.page(id).await.assert_no_text("Waiting for Zoom");
}

survives! {
    rt_28_a_connection_that_breaks_before_the_work: FaultKind::DropBefore;
    rt_28_a_server_that_is_down: FaultKind::Status { status: 503 };
    rt_28_a_server_with_an_error: FaultKind::Status { status: 500 };
    rt_30_no_second_meeting_after_a_lost_answer: FaultKind::DropAfter;
    rt_29_an_answer_that_is_cut_off: FaultKind::Truncate;
    rt_29_a_page_instead_of_json: FaultKind::Html { status: 502 };
    rt_29_a_page_with_a_good_status: FaultKind::Html { status: 200 };
    rt_29_an_error_in_xml: FaultKind::Xml;
    rt_29_an_error_in_a_success: FaultKind::OkWithError { code: 300, message: "No.".into() };
    rt_56_too_many_calls_this_second: FaultKind::RateSecond;
    rt_56_too_many_calls_today: FaultKind::RateDay;
}

#[tokio::test]
async fn rt_30_a_lost_answer_asks_zoom_to_create_only_once() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    desk.schedule().await;
    assert_eq!(desk.in_zoom().len(), 1, "Zoom has it, we do not know");
    desk.app.run_jobs_until_done().await;
    assert_eq!((desk.in_zoom().len(), desk.creates()), (1, 1));
}

#[tokio::test]
async fn rt_30_the_lost_meeting_is_found_though_lists_cut_a_long_agenda() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    let form = desk.form().await.set("agenda", &"Which depots, and who signs off? ".repeat(20));
    let id = desk.schedule_with(form).await;
    desk.app.run_jobs_until_done().await;
    assert_done(&desk, id).await;
}

#[tokio::test]
async fn rt_30_a_list_that_changes_between_its_pages_hides_nothing() {
    let desk = Desk::new().await;
    desk.zoom_tells_nothing();
    for number in 0..301 {
        let seed = SeedMeeting {
            topic: format!("Private {number}"),
            start_time: Some("2027-03-20T09:00:00Z".parse().unwrap()),
            ..SeedMeeting::default()
        };
        desk.zoom().seed_meeting("mara@halden.example", seed).unwrap();
    }
    desk.goes_wrong_once(CREATE, FaultKind::Status { status: 503 });
    let id = desk.schedule().await;
    desk.app.run_jobs_until_done().await;
    assert_eq!((desk.stored(id).await.known, desk.in_zoom().len()), (Known::InZoom, 302));
    // What moves to the first page while the second is read is on neither, so it is looked for again.
    assert_eq!(desk.zoom().request_count("GET", "/v2/users/me/meetings"), 4);
}

#[tokio::test]
async fn rt_30_a_meeting_like_ours_is_not_taken_for_ours() {
    let desk = Desk::new().await;
    let first = desk.schedule().await;
    desk.goes_wrong_once(CREATE, FaultKind::Status { status: 503 });
    let second = desk.schedule().await;
    assert_ne!(first, second);
    desk.app.run_jobs_until_done().await;
    let ids: Vec<_> = [first, second].map(|id| id.to_string()).into();
    let in_zoom = desk.in_zoom();
    assert_eq!(in_zoom.len(), 2, "same topic, same time, two meetings");
    for id in ids {
        assert_eq!(in_zoom.iter().filter(|meeting| meeting.agenda.contains(&id)).count(), 1, "{id}");
    }
}

#[tokio::test]
async fn rt_30_no_second_meeting_after_a_crash_between_zooms_answer_and_our_commit() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    // As if the process had died before the commit: Zoom has the meeting, we know nothing, the job is still leased.
    let store = &desk.app.app().store;
    let tx = store.begin_write().await.unwrap();
    let now = desk.app.now();
    store::meetings::set_known(&tx, desk.mara.workspace, id, Known::Nothing, now).await.unwrap();
    let payload = format!(r#"{{"workspace":"{}","meeting":"{id}"}}"#, desk.mara.workspace);
    let job = NewJob {
        workspace_id: Some(desk.mara.workspace),
        kind: "sync_meeting",
        payload: &payload,
        dedupe_key: Some(&format!("sync_meeting:{id}")),
        run_at: now,
        max_attempts: 150,
    };
    let job = queue::insert(&tx, &job).await.unwrap();
    let lease_end = now + SignedDuration::from_mins(1);
    queue::claim_one(&tx, job, &["sync_meeting"], "the dead process", now, lease_end).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    desk.app.run_jobs().await;
    assert_eq!(desk.stored(id).await.known, Known::Nothing, "somebody else's lease is kept");
    desk.minutes_pass(2).await;
    assert_eq!((desk.in_zoom().len(), desk.creates()), (1, 1));
    assert_done(&desk, id).await;
}

#[tokio::test]
async fn rt_28_an_outage_of_hours_is_waited_out() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    let id = desk.schedule().await;
    for _ in 0..12 {
        desk.minutes_pass(15).await;
    }
    assert_eq!(desk.stored(id).await.problem, Some(Problem::ZoomUnreachable));
    let page = desk.mara.get(&desk.form_path()).await;
    page.assert_ok().assert_notice("Zoom is not answering").assert_text("You can schedule now");
    assert!(page.has_button("Schedule meeting"), "an outage must not stop anyone");
    desk.zoom().clear_faults();
    desk.minutes_pass(15).await;
    assert_done(&desk, id).await;
}

#[tokio::test]
async fn trying_again_now_does_not_wait_for_the_next_time() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    let id = desk.schedule().await;
    let path = format!("/meetings/{id}");
    desk.mara.press(&path, "Try again now").await.assert_notice("Zoom is still not answering");
    desk.zoom().clear_faults();
    desk.mara.press(&path, "Try again now").await.assert_notice("The meeting is in Zoom");
    desk.app.run_jobs().await;
    assert_done(&desk, id).await;
}

#[tokio::test]
async fn rt_56_the_page_says_when_zoom_works_again() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::RateDay);
    let id = desk.schedule().await;
    // The day of Zoom's limits ends at midnight UTC, 01:00 in Stockholm.
    desk.page(id).await.assert_text("We try again on Wednesday 10 March at 01:00.");
    desk.app.run_jobs_until_done().await;
}

#[tokio::test]
async fn rt_36_a_search_that_fails_does_not_count_as_not_found() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    // The search for the lost meeting fails too, twice.
    let trouble = Fault::new(FaultKind::Status { status: 500 }).on("GET", "/v2/users/*/meetings").times(2);
    desk.zoom().add_fault(trouble);
    let id = desk.schedule().await;
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.creates(), 1);
    assert_done(&desk, id).await;
}

#[tokio::test]
async fn a_zone_that_zoom_does_not_know_is_left_out() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::RefuseField { field: "timezone".into() });
    let form = desk.form().await.set("zone", "Europe/Kyiv").set("start", "10:00");
    let page = desk.send(form).await;
    page.assert_notice("Meeting scheduled");
    let [meeting] = &desk.in_zoom()[..] else { panic!("{:?}", desk.in_zoom()) };
    assert_eq!(meeting.start_time, Some("2027-03-18T08:00:00Z".parse().unwrap()), "the same instant");
    assert_eq!((meeting.timezone.as_str(), desk.creates()), ("UTC", 2));
    desk.page(desk.only_meeting().await).await.assert_text("Europe/Kyiv");
}

#[tokio::test]
async fn what_zoom_refuses_is_said_in_zooms_words_and_can_be_tried_again() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::RefuseField { field: "agenda".into() });
    let page = desk.send(desk.form().await).await;
    page.assert_notice("The meeting is saved, but not in Zoom")
        .assert_text("Zoom said: “Validation Failed.”");
    let id = desk.only_meeting().await;
    desk.mara
        .press(&format!("/meetings/{id}"), "Try again now")
        .await
        .assert_notice("The meeting is in Zoom");
    desk.app.run_jobs().await;
    assert_done(&desk, id).await;
}
