//! One host, two meetings at the same time (RT-47).

use domain::MeetingId;
use testing::Form;

use crate::desk::{CREATE, Desk};

impl Desk {
    /// The form for another meeting in the same half hour as [`Desk::form`].
    async fn second_form(&self) -> Form {
        self.form().await.set("topic", "Depot tour").set("start", "16:15")
    }

    /// A second meeting at that time, which is meant.
    async fn second(&self) -> MeetingId {
        let page = self.mara.send(self.second_form().await).await;
        let kept = self.mara.send(page.form("Keep this time")).await;
        self.schedule_with(kept.form("Schedule meeting")).await
    }
}

#[tokio::test]
async fn rt_47_a_second_meeting_at_the_same_time_needs_a_decision() {
    let desk = Desk::new().await;
    desk.schedule().await;
    let page = desk.mara.send(desk.second_form().await).await;
    page.assert_status(422).assert_notice("Nothing was scheduled. The time needs a decision.");
    page.assert_notice("You have Rollout kick-off at that time").assert_text(
        "Rollout kick-off, 16:00 to 16:30. Zoom Basic may not start one while you hold the other.",
    );
    assert_eq!(desk.creates(), 1);
    let kept = desk.mara.send(page.form("Keep this time")).await;
    kept.assert_ok();
    assert_eq!(kept.notices().len(), 0, "{:?}", kept.notices());
    assert_eq!(desk.creates(), 1, "the button only decides");
    desk.send(kept.form("Schedule meeting")).await.assert_notice("Meeting scheduled, invitation sent to Ana");
    assert_eq!(desk.in_zoom().len(), 2);
    // What was accepted at one time is asked again at another, with other meetings.
    let third = kept.form("Schedule meeting").set("topic", "Third").set("start", "16:20");
    desk.mara.send(third).await.assert_status(422).assert_notice("You have Depot tour at that time");
}

#[tokio::test]
async fn rt_47_a_move_onto_another_meeting_needs_a_decision() {
    let desk = Desk::new().await;
    desk.schedule().await;
    let id = desk.schedule_with(desk.form().await.set("topic", "Depot tour").set("start", "14:00")).await;
    let form = desk.reschedule_form(id).await.set("start", "16:15");
    let page = desk.send(form).await;
    page.assert_status(422).assert_notice("Nothing was rescheduled. The time needs a decision.");
    page.assert_notice("You have Rollout kick-off at that time");
    let kept = desk.mara.send(page.form("Keep this time")).await;
    desk.send(kept.form("Reschedule meeting")).await.assert_notice("Meeting rescheduled, Ana was told");
    // Where it is now was decided: other words need no decision.
    let form = desk.reschedule_form(id).await.set("topic", "Depot tour, north");
    desk.send(form).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.changes(), 2);
}

#[tokio::test]
async fn meetings_that_only_touch_do_not_overlap_and_removed_ones_are_no_reason() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let next = desk.form().await.set("topic", "Right after").set("start", "16:30");
    desk.send(next).await.assert_notice("Meeting scheduled");
    let before = desk.form().await.set("topic", "Right before").set("start", "15:30");
    desk.send(before).await.assert_notice("Meeting scheduled");
    desk.remove(id).await;
    desk.schedule().await;
    assert_eq!(desk.in_zoom().len(), 3);
}

#[tokio::test]
async fn the_same_form_again_is_not_asked_about_its_own_meeting() {
    let desk = Desk::new().await;
    let form = desk.form().await;
    desk.goes_wrong_once(CREATE, zoom_sandbox::FaultKind::DropAfter);
    desk.send(form.clone()).await.assert_notice("Waiting for Zoom");
    desk.minutes_pass(1).await;
    desk.send(form).await.assert_notice("Meeting scheduled, invitation sent to Ana");
    assert_eq!((desk.meetings().await.len(), desk.creates()), (1, 1));
}

#[tokio::test]
async fn what_is_on_the_phone_is_named_without_a_word_of_zoom() {
    let desk = Desk::without_zoom().await;
    desk.schedule_with(desk.form().await.set("phone", "+46 8 1")).await;
    let page = desk.mara.send(desk.second_form().await.set("phone", "+46 8 1")).await;
    page.assert_status(422).assert_notice("You have Rollout kick-off at that time");
    page.assert_no_text("may not start one");
}

#[tokio::test]
async fn meet_now_and_follow_ups_of_doubled_meetings_work_all_the_same() {
    let desk = Desk::new().await;
    desk.schedule().await;
    let second = desk.second().await;
    // A colleague's meetings are none of the host's.
    let oskar = desk.app.user("oskar").await;
    oskar.connect_zoom().await.assert_ok();
    let form = oskar.get(&desk.form_path()).await.form("Schedule meeting");
    let form = form.set("topic", "Oskar").set("date", "2027-03-18").set("start", "16:00");
    oskar.send(form).await.assert_notice("Meeting scheduled");
    let page = desk.mara.get(&desk.page(second).await.link("Schedule a follow-up")).await;
    desk.send(page.form("Schedule meeting")).await.assert_notice("Meeting scheduled");
    desk.app.set_time("2027-03-18T15:05:00Z".parse().unwrap());
    let contact = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
    let answer = desk.mara.send_only(contact.form("Meet now")).await;
    assert!(answer.location.unwrap().ends_with("/start"));
    desk.app.run_jobs().await;
}
