//! A meeting that leaves Zoom, or comes there, when it is moved.

use domain::MeetingId;
use testing::Page;
use zoom_sandbox::FaultKind;

use crate::desk::{CREATE, DELETE, Desk, property, with_subject};

const PHONE: &str = "+46 8 123 45 67";

impl Desk {
    /// Moves a meeting to the phone, at the time it has.
    async fn to_phone(&self, id: MeetingId) -> Page {
        let form = self.reschedule_form(id).await;
        self.send(form.set("place", "phone").set("phone", PHONE)).await
    }

    /// Moves it to Zoom.
    async fn to_zoom(&self, id: MeetingId) -> Page {
        self.send(self.reschedule_form(id).await.set("place", "zoom")).await
    }

    async fn phone_call(&self) -> MeetingId {
        let form = self.form().await.set("place", "phone").set("phone", PHONE);
        self.schedule_with(form).await
    }

    fn deletes(&self) -> usize {
        self.zoom().request_count("DELETE", "/v2/meetings/*")
    }
}

#[tokio::test]
async fn a_zoom_meeting_becomes_a_phone_call_and_everyone_is_told() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.reschedule_form(id).await;
    assert_eq!(form.value("place").as_deref(), Some("zoom"));
    let check = form.set("place", "phone").set("phone", PHONE).also("check", "1");
    let shown = desk.mara.send(check).await;
    shown.assert_text("Zoom removes the meeting, and the join link no longer works");
    shown.assert_text("Ana gets an email with the new way to meet");
    assert_eq!(desk.in_zoom().len(), 1, "nothing was done yet");
    desk.send(shown.form("Reschedule meeting")).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.in_zoom().len(), 0);
    let page = desk.page(id).await;
    page.assert_text("Phone call").assert_text(PHONE).assert_no_text("Join link");
    assert!(!page.has_link("Start meeting: Rollout kick-off"));
    desk.mara.get(&format!("/meetings/{id}/start")).await.assert_status(409);
    let mails = desk.mails().await;
    let [invitation, changed] = &mails[..] else { panic!("{mails:?}") };
    assert!(changed.subject.starts_with("Changed: "), "{}", changed.subject);
    assert!(
        changed.text.contains(
            "Mara Lindqvist changed your meeting. It no longer takes place in Zoom; the old join link is dead."
        ),
        "{}",
        changed.text
    );
    assert!(changed.text.contains(&format!("Phone\r\n{PHONE}")), "{}", changed.text);
    assert_eq!(property(changed, "UID"), property(invitation, "UID"));
    assert_eq!(
        (property(changed, "SEQUENCE").as_str(), property(changed, "LOCATION").as_str()),
        ("1", PHONE)
    );
    assert!(!changed.calendar().unwrap().contains("\nURL"));
    // What comes after is as of any phone call.
    desk.move_to(id, "11:00").await.assert_notice("Meeting rescheduled, Ana was told");
    let mails = desk.mails().await;
    assert!(!with_subject(&mails, "Moved: ").text.contains("Zoom"));
    assert_eq!((desk.deletes(), desk.creates()), (1, 1));
}

#[tokio::test]
async fn a_phone_call_comes_to_zoom_with_a_link() {
    let desk = Desk::new().await;
    let id = desk.phone_call().await;
    let check = desk.reschedule_form(id).await.set("place", "zoom").set("start", "17:00").also("check", "1");
    let shown = desk.mara.send(check).await;
    shown.assert_text("Zoom creates the meeting, and its join link is in the email");
    desk.send(shown.form("Reschedule meeting")).await.assert_notice("Meeting rescheduled, Ana was told");
    let there = desk.one_in_zoom();
    assert_eq!(there.start_time.unwrap().to_string(), "2027-03-18T16:00:00Z");
    let stored = desk.stored(id).await;
    assert!(stored.waiting_room && stored.passcode_wanted && stored.place.is_none());
    desk.page(id).await.assert_text("Join link").assert_no_text("Phone call");
    let mails = desk.mails().await;
    let moved = with_subject(&mails, "Moved: ");
    assert!(moved.text.contains("It takes place in Zoom now."), "{}", moved.text);
    assert!(moved.text.contains(&there.join_url), "{}", moved.text);
    assert_eq!((property(moved, "SEQUENCE").as_str(), property(moved, "URL")), ("1", there.join_url));
}

#[tokio::test]
async fn rt_30_a_meeting_that_comes_to_zoom_is_created_once_whatever_answer_is_lost() {
    let desk = Desk::new().await;
    let id = desk.phone_call().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    desk.to_zoom(id).await.assert_notice("Waiting for Zoom");
    desk.page(id).await.assert_text("Waiting for Zoom");
    assert_eq!(desk.mails().await.len(), 1, "nobody is told of a link that is not known");
    desk.minutes_pass(1).await;
    assert_eq!((desk.in_zoom().len(), desk.creates(), desk.mails().await.len()), (1, 1, 2));
}

#[tokio::test]
async fn people_are_told_at_once_where_they_meet_while_zoom_is_down() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_goes_down();
    desk.to_phone(id).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.mails().await.len(), 2);
    let page = desk.page(id).await;
    page.assert_text("Zoom still has this meeting").assert_text("Zoom is not answering.");
    page.assert_no_text("Join link");
    desk.zoom().clear_faults();
    desk.minutes_pass(10).await;
    assert_eq!((desk.in_zoom().len(), desk.mails().await.len()), (0, 2));
    desk.page(id).await.assert_no_text("Zoom still has this meeting");
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_ends_as_any_other() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(DELETE, FaultKind::DropAfter);
    desk.to_phone(id).await.assert_notice("Meeting rescheduled, Ana was told");
    desk.minutes_pass(1).await;
    assert_eq!(desk.in_zoom().len(), 0);
    desk.page(id).await.assert_no_text("Zoom still has this meeting");
    assert_eq!(desk.mails().await.len(), 2);
}

#[tokio::test]
async fn rt_30_a_meeting_that_returns_before_it_has_left_is_there_once() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let link = desk.one_in_zoom().join_url;
    desk.zoom_goes_down();
    desk.to_phone(id).await.assert_notice("Meeting rescheduled, Ana was told");
    desk.to_zoom(id).await.assert_notice("Waiting for Zoom");
    desk.zoom().clear_faults();
    desk.minutes_pass(10).await;
    assert_eq!((desk.one_in_zoom().join_url, desk.creates()), (link.clone(), 1));
    let mails = desk.mails().await;
    let last = mails.last().unwrap();
    assert!(last.text.contains("It takes place in Zoom now.") && last.text.contains(&link), "{}", last.text);
    assert_eq!(property(last, "SEQUENCE"), "2");
    // The same when Zoom had deleted it and the answer was lost.
    desk.goes_wrong_once(DELETE, FaultKind::DropAfter);
    desk.to_phone(id).await;
    desk.to_zoom(id).await;
    desk.minutes_pass(10).await;
    assert_ne!(desk.one_in_zoom().join_url, link);
    desk.page(id).await.assert_text("Join link").assert_no_text("Waiting for Zoom");
}

#[tokio::test]
async fn what_was_not_taken_out_of_zoom_goes_with_the_next_connection() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_goes_down();
    desk.to_phone(id).await;
    desk.mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    desk.page(id).await.assert_text("Phone call").assert_text("Zoom still has this meeting");
    assert_eq!(desk.in_zoom().len(), 1);
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.in_zoom().len(), 0);
    desk.page(id).await.assert_text("Phone call").assert_no_text("Zoom still has this meeting");
    assert_eq!(desk.mails().await.len(), 2);
}

#[tokio::test]
async fn a_meeting_that_is_removed_while_it_leaves_is_cancelled_once() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_goes_down();
    desk.to_phone(id).await;
    desk.remove(id).await;
    desk.zoom().clear_faults();
    desk.minutes_pass(10).await;
    assert_eq!(desk.in_zoom().len(), 0);
    let subjects = desk.subjects_to("ana").await;
    assert_eq!(
        subjects.iter().filter(|subject| subject.starts_with("Cancelled: ")).count(),
        1,
        "{subjects:?}"
    );
    assert_eq!(subjects.len(), 3);
}

#[tokio::test]
async fn a_comparison_takes_out_what_has_left_and_asks_about_nothing() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_goes_down();
    desk.to_phone(id).await;
    desk.zoom().clear_faults();
    desk.mara.press("/settings/integrations", "Compare with Zoom").await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_eq!((desk.in_zoom().len(), desk.creates(), desk.mails().await.len()), (0, 1, 2));
    desk.page(id).await.assert_text("Phone call");
}

#[tokio::test]
async fn without_a_connection_a_zoom_meeting_can_be_held_elsewhere() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    desk.app.run_jobs_until_done().await;
    let page = desk.mara.get(&format!("/meetings/{id}/reschedule")).await;
    let form = desk.mara.get(&page.link("Meet elsewhere instead")).await;
    let sent = desk.send(form.form("Reschedule meeting").set("phone", "")).await;
    sent.assert_status(422).assert_notice("Nothing was rescheduled. 1 field needs a change.");
    let again = sent.form("Reschedule meeting").set("phone", PHONE);
    desk.send(again).await.assert_notice("Meeting rescheduled, Ana was told");
    let mails = desk.mails().await;
    assert!(with_subject(&mails, "Changed: ").text.contains(PHONE));
    // Back to Zoom it cannot go, and the form says so.
    let form = desk.reschedule_form(id).await.force("place", "zoom");
    desk.send(form).await.assert_status(422).assert_text("Zoom cannot take a meeting now.");
    desk.page(id).await.assert_text("Phone call");
}

#[tokio::test]
async fn the_invitees_page_follows_where_people_meet() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let mail = desk.mail_to("ana", false).await;
    let at = mail.text.find("/i/").unwrap();
    let path = mail.text[at..].split_whitespace().next().unwrap();
    let guest = desk.app.visitor();
    desk.to_phone(id).await;
    guest.get(path).await.assert_text(&format!("Phone {PHONE}")).assert_no_text("Join meeting");
    desk.to_zoom(id).await;
    assert_eq!(guest.get(path).await.link("Join meeting"), desk.one_in_zoom().join_url);
}

#[tokio::test]
async fn who_changes_only_the_place_is_told_what_really_changes() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let page = desk.mara.get(&format!("/meetings/{id}/reschedule")).await;
    page.assert_text("Ana gets an email with what you change");
    let check = |form: testing::Form| async { desk.mara.send(form.also("check", "1")).await };
    let form = desk.reschedule_form(id).await.set("place", "phone").set("phone", PHONE);
    let shown = check(form.clone()).await;
    shown.assert_text("Ana gets an email with the new way to meet");
    shown.assert_text("The time stays, and so do the answers");
    shown.assert_no_text("asked to answer again").assert_no_text("both times");
    let shown = check(form.set("start", "17:00")).await;
    shown.assert_text("the new time and the new way to meet").assert_text("asked to answer again");
    let shown = check(desk.reschedule_form(id).await.set("topic", "Rollout, second try")).await;
    shown.assert_text("Zoom takes over the new words").assert_no_text("asked to answer again");

    // And so it is: the answer that was given stays, and the mail speaks of no other time.
    let mail = desk.mail_to("ana", false).await;
    let at = mail.text.find("/i/").unwrap();
    let path = mail.text[at..].split_whitespace().next().unwrap();
    let guest = desk.app.visitor();
    guest.send(guest.get(path).await.form("I’ll be there")).await.assert_ok();
    desk.to_phone(id).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.stored(id).await.invitees[0].answer, store::meetings::Answer::Accepted);
    let mails = desk.mails().await;
    let changed = with_subject(&mails, "Changed: ");
    assert!(!changed.text.contains("No longer ") && !changed.text.contains("moved"), "{}", changed.text);
}

#[tokio::test]
async fn who_changes_only_the_words_of_a_series_is_told_that_its_times_stay() {
    let desk = Desk::new().await;
    desk.send(desk.form().await.set("repeat", "weekly").set("times", "4")).await.assert_ok();
    let date = desk.meetings().await[0];
    let id = desk.stored(date).await.series_id().unwrap();
    let check = |form: testing::Form| async { desk.mara.send(form.also("check", "1")).await };
    let form = desk.mara.get(&format!("/meetings/{id}/reschedule")).await.form("Reschedule meeting");
    let shown = check(form.clone().set("topic", "Rollout, second try")).await;
    shown.assert_text("Zoom takes over the new words").assert_no_text("asked to answer again");
    shown.assert_no_text("old and new time");
    let shown = check(form.set("start", "17:00")).await;
    shown.assert_text("asked to answer again");
}
