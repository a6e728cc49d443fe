//! Meetings that come again, when answers are lost, Zoom is down or somebody changes them there.

use store::meetings::Known;
use zoom_sandbox::{FaultKind, MeetingChange};

use crate::desk::{CREATE, Desk, UPDATE};

const ANA: &str = "ana.ferreira@lumenfreight.example";

#[tokio::test]
async fn rt_30_no_second_series_after_a_lost_answer() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    let form = desk.weekly().await;
    desk.send(form).await;
    desk.app.advance(jiff::SignedDuration::from_mins(2));
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.occurrences().len(), 4);
    let dates = desk.meetings().await;
    for id in &dates {
        assert_eq!(desk.stored(*id).await.known, Known::InZoom);
    }
    assert_eq!(desk.subjects_to(ANA).await.len(), 1);
}

#[tokio::test]
async fn while_zoom_is_down_a_date_can_be_moved_and_removed_and_zoom_gets_it_all() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    let form = desk.weekly().await;
    let page = desk.send(form).await;
    page.assert_notice("Waiting for Zoom");
    let dates = desk.meetings().await;
    desk.page(dates[1]).await.assert_text("Waiting for Zoom");
    desk.move_to(dates[1], "11:00").await;
    desk.remove_by(dates[3], "Remove this date").await;
    desk.zoom().clear_faults();
    desk.app.advance(jiff::SignedDuration::from_mins(20));
    desk.app.run_jobs_until_done().await;
    let expected = ["2027-03-18T15:00:00Z", "2027-03-19T10:00:00Z", "2027-04-01T14:00:00Z"];
    assert_eq!(desk.occurrences(), expected);
    assert_eq!(desk.starts().await, expected);
}

#[tokio::test]
async fn a_lost_answer_to_a_move_of_all_dates_moves_them_once() {
    let desk = Desk::new().await;
    let (series, _) = desk.series().await;
    desk.goes_wrong_once(UPDATE, FaultKind::DropAfter);
    desk.reschedule_all(series, |form| form.set("start", "10:00")).await;
    desk.app.advance(jiff::SignedDuration::from_mins(2));
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.starts().await[0], "2027-03-18T09:00:00Z");
    assert_eq!(desk.occurrences(), desk.starts().await);
    assert_eq!(desk.subjects_to(ANA).await.len(), 2);
}

#[tokio::test]
async fn rt_32_a_series_deleted_in_zoom_is_removed_here_with_one_mail() {
    let desk = Desk::new().await;
    let (series, _) = desk.series().await;
    desk.zoom().delete_meeting(desk.one_in_zoom().id);
    desk.app.deliver_events().await;
    assert_eq!(desk.meetings().await, []);
    assert!(desk.stored(series).await.removed_in_zoom);
    assert_eq!(desk.subjects_to(ANA).await.len(), 2);
}

#[tokio::test]
async fn rt_32_a_topic_changed_in_zoom_is_that_of_all_dates() {
    let desk = Desk::new().await;
    let (_, dates) = desk.series().await;
    let change = MeetingChange { topic: Some("Weekly, new name".into()), ..MeetingChange::default() };
    desk.zoom().change_meeting(desk.one_in_zoom().id, change);
    desk.app.deliver_events().await;
    for id in dates {
        desk.page(id).await.assert_heading("Weekly, new name");
    }
    assert_eq!(desk.subjects_to(ANA).await.len(), 1, "other words are no reason for a mail");
}

#[tokio::test]
async fn a_date_that_runs_in_zoom_is_the_one_that_is_shown_as_running() {
    let desk = Desk::new().await;
    let (_, dates) = desk.series().await;
    desk.app.set_time("2027-03-25T15:01:00Z".parse().unwrap());
    desk.app.run_jobs_until_done().await;
    assert!(desk.zoom().start_meeting(desk.one_in_zoom().id));
    desk.app.deliver_events().await;
    desk.page(dates[1]).await.assert_text("Running since 16:01");
    desk.page(dates[2]).await.assert_no_text("Running");
}

#[tokio::test]
async fn what_zoom_told_goes_with_the_connection_and_comes_back_with_it() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    desk.mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    desk.app.run_jobs().await;
    for id in dates.iter().chain([&series]) {
        let stored = desk.stored(*id).await;
        assert!(stored.zoom.is_none(), "{stored:?}");
    }
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs_until_done().await;
    for id in dates.iter().chain([&series]) {
        let stored = desk.stored(*id).await;
        assert_eq!((stored.known, stored.zoom.is_some()), (Known::InZoom, true), "{stored:?}");
    }
    assert_eq!((desk.in_zoom().len(), desk.creates()), (1, 1));
    assert_eq!(desk.subjects_to(ANA).await.len(), 1);
}

#[tokio::test]
async fn an_event_while_the_last_date_runs_is_no_trouble() {
    let desk = Desk::new().await;
    let form = desk.weekly().await.set("times", "2");
    let (series, dates) = desk.series_with(form).await;
    desk.app.set_time("2027-03-25T15:05:00Z".parse().unwrap());
    desk.app.run_jobs_until_done().await;
    let change = MeetingChange { topic: Some("Weekly, new name".into()), ..MeetingChange::default() };
    desk.zoom().change_meeting(desk.one_in_zoom().id, change);
    desk.app.deliver_events().await;
    for id in [series, dates[1]] {
        let stored = desk.stored(id).await;
        assert_eq!((stored.topic.as_str(), stored.problem), ("Weekly, new name", None));
    }
}

impl Desk {
    /// Nothing waits for Zoom, and every date is the occurrence that Zoom has at its time.
    async fn is_settled(&self) {
        let mut starts = Vec::new();
        for id in self.meetings().await {
            let date = self.stored(id).await;
            let zoom = date.zoom.as_ref().unwrap();
            assert!(!date.is_changing() && date.problem.is_none(), "{date:?}");
            assert_eq!(zoom.held.starts_at, date.starts_at);
            starts.push(date.starts_at);
        }
        assert_eq!(self.one_in_zoom().occurrences, starts);
    }
}

#[tokio::test]
async fn a_series_that_moves_onto_its_own_old_dates_is_the_same_in_zoom() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    desk.is_settled().await;
    desk.reschedule_all(series, |form| form.set("date", "2027-03-25")).await;
    desk.is_settled().await;
    // So each date is still one of its own.
    desk.remove_by(dates[1], "Remove this date").await;
    desk.app.deliver_events().await;
    assert_eq!(desk.meetings().await, [dates[0], dates[2], dates[3]]);
    desk.is_settled().await;
}

#[tokio::test]
async fn a_series_that_gets_more_dates_waits_for_nothing() {
    let desk = Desk::new().await;
    let (series, _) = desk.series().await;
    desk.reschedule_all(series, |form| form.set("times", "6")).await;
    assert_eq!(desk.meetings().await.len(), 6);
    desk.is_settled().await;
}

#[tokio::test]
async fn what_was_wanted_of_a_date_while_its_series_waited_is_done_and_told() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    desk.zoom_goes_down();
    desk.reschedule_all(series, |form| form.set("topic", "Weekly review")).await;
    desk.remove_by(dates[3], "Remove this date").await;
    desk.move_to(dates[1], "11:00").await;
    desk.zoom().clear_faults();
    desk.app.advance(jiff::SignedDuration::from_mins(20));
    desk.app.run_jobs_until_done().await;
    desk.is_settled().await;
    assert_eq!((desk.meetings().await.len(), desk.occurrences().len()), (3, 3));
    let subjects = desk.subjects_to(ANA).await;
    assert!(subjects.iter().any(|subject| subject.starts_with("Cancelled: ")), "{subjects:?}");
    assert!(subjects.iter().any(|subject| subject.starts_with("Moved: ")), "{subjects:?}");
}

#[tokio::test]
async fn a_date_that_is_removed_without_a_connection_is_told_all_the_same() {
    let desk = Desk::new().await;
    let (_, dates) = desk.series().await;
    desk.mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    desk.app.run_jobs().await;
    desk.remove_by(dates[1], "Remove this date").await;
    assert_eq!(desk.subjects_to(ANA).await.len(), 2);
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.occurrences().len(), 3);
    assert_eq!(desk.subjects_to(ANA).await.len(), 2, "nobody is told twice");
}

#[tokio::test]
async fn rt_34_a_single_date_that_zoom_has_lost_is_removed_and_never_created_beside_its_series() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    desk.zoom_tells_nothing();
    let lost = desk.stored(dates[1]).await.starts_at.as_millisecond();
    assert!(desk.zoom().delete_occurrence(desk.one_in_zoom().id, lost));
    desk.move_to(dates[1], "11:00").await.assert_notice("Zoom does not have this meeting any more");
    assert_eq!(desk.stored(dates[1]).await.known, Known::Gone);
    let page = desk.page(dates[1]).await;
    page.assert_text("This date is no longer in Zoom").assert_text("all other dates stay as they are");
    assert!(!page.has_button("Create it again in Zoom"));
    let ask = desk.mara.get(&page.link("Remove this date")).await;
    let csrf = ask.form("Remove this date").value("csrf").unwrap_or_default();
    let posted = [("csrf", csrf.as_str()), ("idempotency_key", "key")];
    let refused = desk.mara.post_raw(&format!("/meetings/{}/recreate", dates[1]), &posted).await;
    refused.assert_status(409).assert_heading("This date cannot be created again");
    let refused = desk.mara.get(&format!("/meetings/{}/reschedule", dates[1])).await;
    refused.assert_status(409).assert_text("Remove it, and schedule a meeting of its own");

    desk.mara.send(ask.form("Remove this date")).await.assert_ok();
    desk.app.run_jobs_until_done().await;
    let mails = desk.mails().await;
    let [_, off] = &mails[..] else { panic!("{mails:?}") };
    // The date and the time that she was told.
    let calendar = off.calendar().unwrap();
    assert!(calendar.contains("METHOD:CANCEL") && calendar.contains("RECURRENCE-ID"), "{calendar}");
    assert!(off.subject.contains("25 March 15:00"), "{}", off.subject);
    assert_eq!((desk.in_zoom().len(), desk.creates()), (1, 1));
    assert_eq!(desk.meetings().await, [dates[0], dates[2], dates[3]]);
    assert_eq!(desk.stored(series).await.known, Known::InZoom);
}
