//! Moving a meeting: in place, in Zoom too, and whoever was invited is told once.

use store::meetings::Known;
use testing::Mail;

use crate::desk::{Desk, property, with_subject};

fn sequence(mail: &Mail) -> u32 {
    property(mail, "SEQUENCE").parse().unwrap()
}

#[tokio::test]
async fn a_moved_meeting_is_moved_in_zoom_and_the_invitee_is_told_both_times() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let before = desk.one_in_zoom();
    let page = desk.mara.get(&format!("/meetings/{id}/reschedule")).await;
    page.assert_heading("Reschedule Rollout kick-off")
        .assert_text("Now: Thu 18 March, 16:00 to 16:30")
        .assert_text("15:00 for Ana in Lisbon")
        .assert_text("Zoom moves the meeting, the join link stays the same")
        .assert_text("Ana gets an email with what you change")
        .assert_text("Tell Ana by email");
    let form = page.form("Reschedule meeting").set("date", "2027-03-19").set("start", "10:00");
    desk.send(form).await.assert_notice("Meeting rescheduled, Ana was told").assert_heading("Ana Ferreira");
    let after = desk.one_in_zoom();
    assert_eq!((after.id, &after.join_url, &after.passcode), (before.id, &before.join_url, &before.passcode));
    assert_eq!(after.start_time, Some("2027-03-19T09:00:00Z".parse().unwrap()));
    assert_eq!((after.topic, after.agenda, after.duration), (before.topic, before.agenda, before.duration));
    let mails = desk.app.mails().await;
    assert_eq!(mails.len(), 2);
    let (invitation, moved) = (with_subject(&mails, "Rollout"), with_subject(&mails, "Moved: "));
    assert_eq!(moved.subject, "Moved: Rollout kick-off, Fri 19 March 09:00");
    for words in
        ["No longer Thursday 18 March, 15:00, but:", "Friday 19 March 2027", "09:00 to 09:30, Lisbon time"]
    {
        assert!(moved.text.contains(words), "{words}: {}", moved.text);
    }
    assert!(moved.text.contains("The join link is the same.") && moved.text.contains(&before.join_url));
    assert_eq!(property(invitation, "UID"), property(moved, "UID"));
    assert_eq!(
        (property(moved, "METHOD"), property(moved, "DTSTART")),
        ("REQUEST".into(), "20270319T090000Z".into())
    );
    assert_eq!((sequence(invitation), sequence(moved)), (0, 1));
    desk.page(id).await.assert_text("Fri 19 March, 10:00 to 10:30").assert_no_text("Waiting for Zoom");
    desk.mara
        .get(&format!("/contacts/{}", desk.ana))
        .await
        .assert_text("was moved from Thu 18 March, 16:00 to Fri 19 March, 10:00")
        .assert_text("scheduled for Thu 18 March, 16:00")
        .assert_text("Update to ana.ferreira@lumenfreight.example");
}

#[tokio::test]
async fn rt_45_each_change_and_the_cancellation_raise_the_sequence_of_the_same_event() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.move_to(id, "10:00").await;
    desk.move_to(id, "11:00").await;
    desk.remove(id).await.assert_notice("Meeting removed, Ana was told");
    let mails = desk.mails().await;
    let sequences: Vec<_> = mails.iter().map(sequence).collect();
    assert_eq!(sequences, [0, 1, 2, 3], "{mails:?}");
    let mut uids: Vec<_> = mails.iter().map(|mail| property(mail, "UID")).collect();
    uids.dedup();
    assert_eq!(uids.len(), 1);
    let cancellation = &mails[3];
    assert_eq!(property(cancellation, "METHOD"), "CANCEL");
    assert_eq!(property(cancellation, "DTSTART"), "20270319T100000Z", "the time that Ana knows");
    assert!(mails[2].text.contains("No longer Friday 19 March, 09:00"), "{}", mails[2].text);
}

#[tokio::test]
async fn rt_40_only_what_changed_is_sent_and_never_the_passcode() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let before = desk.one_in_zoom();
    desk.zoom().change_meeting(
        before.id,
        zoom_sandbox::MeetingChange {
            agenda: Some(format!("Changed in Zoom\n\n{}", before.agenda)),
            ..Default::default()
        },
    );
    let form = desk.reschedule_form(id).await.set("topic", "Rollout kick-off, Iberia");
    desk.send(form).await.assert_notice("Meeting rescheduled, Ana was told");
    let after = desk.one_in_zoom();
    assert_eq!(after.topic, "Rollout kick-off, Iberia");
    assert!(after.agenda.starts_with("Changed in Zoom"), "what only Zoom changed stays: {}", after.agenda);
    assert_eq!(
        (after.start_time, after.passcode, after.join_url),
        (before.start_time, before.passcode, before.join_url)
    );
    let mails = desk.app.mails().await;
    let changed = with_subject(&mails, "Changed: ");
    assert!(!changed.text.contains("No longer"), "{}", changed.text);
    assert_eq!(desk.stored(id).await.agenda.as_str(), "Changed in Zoom");
}

#[tokio::test]
async fn nobody_is_told_who_should_not_be() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.reschedule_form(id).await.set("start", "17:00").set("tell", "off");
    desk.send(form).await.assert_notice("Meeting rescheduled, nobody was told");
    assert_eq!(desk.one_in_zoom().start_time, Some("2027-03-18T16:00:00Z".parse().unwrap()));
    assert_eq!(desk.app.mails().await.len(), 1, "only the invitation");
}

#[tokio::test]
async fn a_form_that_changes_nothing_asks_zoom_nothing() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let calls = desk.zoom().requests().len();
    let form = desk.reschedule_form(id).await;
    desk.send(form).await.assert_notice("Nothing was changed");
    assert_eq!((desk.zoom().requests().len(), desk.stored(id).await.revision), (calls, 0));
}

#[tokio::test]
async fn rt_30_the_same_form_sent_twice_moves_once() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.reschedule_form(id).await.set("start", "17:00");
    let (one, two) = tokio::join!(desk.mara.send(form.clone()), desk.mara.send(form.clone()));
    one.assert_ok();
    two.assert_ok();
    desk.send(form).await.assert_ok();
    assert_eq!((desk.changes(), desk.stored(id).await.revision), (1, 1));
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn rt_38_two_moves_quickly_are_one_mail_for_the_last() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    // The jobs of the mails have not run yet when the second move is made.
    for start in ["10:00", "11:00"] {
        let form = desk.reschedule_form(id).await.set("date", "2027-03-19").set("start", start);
        desk.mara.send(form).await.assert_notice("Meeting rescheduled");
    }
    desk.app.run_jobs_until_done().await;
    assert_eq!(
        desk.subjects_to("ana").await,
        ["Rollout kick-off, Thu 18 March 15:00", "Moved: Rollout kick-off, Fri 19 March 10:00"]
    );
    let mails = desk.mails().await;
    assert!(mails[1].text.contains("No longer Thursday 18 March, 15:00"), "{}", mails[1].text);
    assert_eq!(sequence(&mails[1]), 2);
    desk.mara.get(&format!("/contacts/{}", desk.ana)).await.assert_text("Not needed");
}

#[tokio::test]
async fn a_move_before_the_invitation_left_is_told_by_the_invitation() {
    let desk = Desk::new().await;
    desk.mara.send(desk.form().await).await.assert_notice("Meeting scheduled");
    let id = desk.only_meeting().await;
    let form = desk.reschedule_form(id).await.set("start", "17:00");
    desk.mara.send(form).await.assert_notice("Meeting rescheduled");
    assert!(desk.app.mails().await.is_empty());
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.subjects_to("ana").await, ["Rollout kick-off, Thu 18 March 16:00"]);
}

#[tokio::test]
async fn moving_and_removing_quickly_tells_only_the_end() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.reschedule_form(id).await.set("start", "17:00");
    desk.mara.send(form).await.assert_notice("Meeting rescheduled");
    desk.mara.press(&format!("/meetings/{id}/remove"), "Remove meeting").await.assert_ok();
    desk.app.run_jobs_until_done().await;
    let subjects = desk.subjects_to("ana").await;
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    assert_eq!(subjects[1], "Cancelled: Rollout kick-off, Thu 18 March 15:00", "the time that she knows");
    assert!(desk.in_zoom().is_empty());
}

#[tokio::test]
async fn rt_42_everyone_who_was_invited_is_told_in_their_own_time() {
    let desk = Desk::new().await;
    desk.app
        .contact("Rui Matos")
        .email("r.matos@lumenfreight.example")
        .zone("America/Sao_Paulo")
        .create()
        .await;
    let id = desk.schedule_with(desk.form().await.set("add_invitee", "Rui Matos")).await;
    desk.move_to(id, "10:00").await.assert_notice("Meeting rescheduled, Ana and Rui were told");
    assert_eq!(desk.subjects_to("ana").await[1], "Moved: Rollout kick-off, Fri 19 March 09:00");
    assert_eq!(desk.subjects_to("r.matos").await[1], "Moved: Rollout kick-off, Fri 19 March 06:00");
    assert_eq!(desk.app.mails().await.len(), 4);
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_is_kept() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    // Clocks go forward that night in Stockholm.
    let form = desk.reschedule_form(id).await;
    let form = form.set("topic", "").set("date", "2027-03-28").set("start", "02:30").set("tell", "off");
    let page = desk.mara.send(form).await;
    page.assert_status(422).assert_text("Nothing was rescheduled. 2 fields need a change.");
    assert!(page.field("Start time").error.unwrap().contains("The next time that exists is 03:00."));
    assert!(page.field("Topic").error.is_some());
    assert_eq!(page.field("Date").value, "2027-03-28");
    page.assert_text("is not told");
    let page = desk.mara.send(desk.reschedule_form(id).await.set("date", "2027-03-01")).await;
    page.assert_status(422).assert_text("This time has passed. Choose a later one.");
    assert_eq!((desk.changes(), desk.stored(id).await.revision), (0, 0));
}

#[tokio::test]
async fn only_the_host_moves_a_meeting() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let path = format!("/meetings/{id}/reschedule");
    let oskar = desk.app.user("oskar").await;
    oskar.get(&path).await.assert_status(403).assert_text("Only the host can reschedule");
    let csrf = oskar.get("/settings/profile").await.attributes("input[name=csrf]", "value").remove(0);
    let forged = [("csrf", csrf.as_str()), ("topic", "Mine"), ("date", "2027-03-19"), ("start", "10:00")];
    oskar.post_raw(&path, &forged).await.assert_status(403);
    let page = oskar.get(&format!("/contacts/{}", desk.ana)).await;
    assert!(
        !page.has_link("Reschedule: Rollout kick-off") && !page.has_link("Remove meeting: Rollout kick-off")
    );
    assert!(desk.page(id).await.has_link("Reschedule: Rollout kick-off"));
    assert_eq!(desk.stored(id).await.revision, 0);
}

#[tokio::test]
async fn what_is_over_or_off_is_not_moved() {
    let desk = Desk::new().await;
    let gone = desk.schedule().await;
    let over = desk.schedule().await;
    desk.remove(gone).await;
    let path = |id| format!("/meetings/{id}/reschedule");
    desk.mara.get(&path(gone)).await.assert_status(409).assert_text("This meeting was removed");
    desk.minutes_pass(14 * 24 * 60).await;
    desk.mara.get(&path(over)).await.assert_status(409).assert_text("This meeting is over");
    assert!(!desk.page(over).await.has_link("Reschedule: Rollout kick-off"));
    assert_eq!(desk.stored(over).await.known, Known::InZoom);
}
