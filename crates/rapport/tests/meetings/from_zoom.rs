//! What somebody does to our meetings in Zoom itself (RT-32).

use store::meetings::{Desired, Known};
use zoom_sandbox::{FaultKind, MeetingChange};

use crate::desk::{Desk, property, with_subject};

fn to_friday() -> MeetingChange {
    MeetingChange { start_time: Some("2027-03-19T09:00:00Z".parse().unwrap()), ..MeetingChange::default() }
}

#[tokio::test]
async fn rt_32_a_meeting_moved_in_zoom_is_moved_here_and_the_invitee_is_told() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    assert!(desk.zoom().change_meeting(desk.one_in_zoom().id, to_friday()));
    desk.app.deliver_events().await;
    desk.page(id).await.assert_text("Fri 19 March, 10:00 to 10:30").assert_no_text("Waiting for Zoom");
    let mails = desk.app.mails().await;
    let moved = with_subject(&mails, "Moved: Rollout kick-off, Fri 19 March 09:00");
    assert_eq!(
        (property(moved, "SEQUENCE"), property(moved, "DTSTART")),
        ("1".into(), "20270319T090000Z".into())
    );
    assert_eq!((mails.len(), desk.changes()), (2, 0), "nothing is sent back to Zoom");
    let timeline = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
    timeline.assert_text("was moved in Zoom from Thu 18 March, 16:00 to Fri 19 March, 10:00");
}

#[tokio::test]
async fn rt_32_a_topic_changed_in_zoom_is_taken_over_without_a_mail() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let change = MeetingChange { topic: Some("Kick-off, new name".into()), ..MeetingChange::default() };
    desk.zoom().change_meeting(desk.one_in_zoom().id, change);
    desk.app.deliver_events().await;
    desk.page(id).await.assert_heading("Kick-off, new name");
    assert_eq!(desk.app.mails().await.len(), 1);
    desk.mara.get(&format!("/contacts/{}", desk.ana)).await.assert_text("was changed in Zoom");
}

#[tokio::test]
async fn rt_40_a_passcode_changed_in_zoom_gives_everyone_the_new_link() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let old = desk.one_in_zoom().join_url;
    let change = MeetingChange { password: Some("n3wPass".into()), ..MeetingChange::default() };
    desk.zoom().change_meeting(desk.one_in_zoom().id, change);
    desk.app.deliver_events().await;
    let new = desk.one_in_zoom().join_url;
    assert_ne!(old, new);
    assert_eq!(desk.page(id).await.field("Join link").value, new);
    let mails = desk.app.mails().await;
    let told = with_subject(&mails, "Changed: ");
    assert!(told.text.contains(&new) && told.text.contains("It has a new join link"), "{}", told.text);
}

#[tokio::test]
async fn rt_32_a_meeting_deleted_in_zoom_is_removed_here_and_the_invitee_is_told() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom().delete_meeting(desk.one_in_zoom().id);
    desk.app.deliver_events().await;
    let page = desk.page(id).await;
    page.assert_text("This meeting was deleted in Zoom").assert_no_text("Join link");
    let stored = desk.stored(id).await;
    assert_eq!((stored.desired, stored.known, stored.removed_in_zoom), (Desired::Removed, Known::Gone, true));
    let mails = desk.app.mails().await;
    let cancelled = with_subject(&mails, "Cancelled: ");
    assert_eq!(
        (property(cancelled, "METHOD"), property(cancelled, "SEQUENCE")),
        ("CANCEL".into(), "1".into())
    );
    assert_eq!(mails.len(), 2);
    desk.mara.get(&format!("/contacts/{}", desk.ana)).await.assert_text("was deleted in Zoom");
    assert!(desk.meetings().await.is_empty());
}

#[tokio::test]
async fn our_own_changes_come_back_as_events_and_change_nothing() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.move_to(id, "10:00").await;
    desk.app.deliver_events().await;
    let reads = desk.zoom().request_count("GET", "/v2/meetings/*");
    desk.app.deliver_events().await;
    assert_eq!(desk.zoom().request_count("GET", "/v2/meetings/*"), reads, "an echo asks nothing");
    assert_eq!(reads, 1, "one look after the change");
    assert_eq!((desk.stored(id).await.revision, desk.app.mails().await.len()), (1, 2));
    desk.remove(id).await;
    desk.app.deliver_events().await;
    assert_eq!((desk.stored(id).await.removed_in_zoom, desk.app.mails().await.len()), (false, 3));
}

#[tokio::test]
async fn rt_63_a_late_or_repeated_event_changes_nothing() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let zoom_id = desk.one_in_zoom().id;
    desk.zoom().change_meeting(zoom_id, to_friday());
    desk.app.deliver_events().await;
    desk.move_to(id, "14:00").await.assert_notice("Meeting rescheduled");
    desk.app.deliver_events().await;
    for delivery in desk.zoom().deliveries() {
        desk.zoom().redeliver(delivery.id);
    }
    desk.app.deliver_events().await;
    // The same news with another time stamp, an hour late: Zoom is asked, and knows better.
    let late = format!(
        r#"{{"event":"meeting.updated","payload":{{"account_id":"{}","object":{{"id":{zoom_id},"start_time":"2027-03-19T09:00:00Z"}}}},"event_ts":1}}"#,
        desk.zoom().state()["account_id"].as_str().unwrap()
    );
    desk.app.send_event(&late).await;
    desk.app.run_jobs().await;
    assert_eq!(desk.stored(id).await.starts_at, "2027-03-19T13:00:00Z".parse().unwrap());
    assert_eq!(desk.app.mails().await.len(), 3, "invited, moved in Zoom, moved here");
}

#[tokio::test]
async fn a_change_in_zoom_is_taken_over_after_an_outage() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom().change_meeting(desk.one_in_zoom().id, to_friday());
    desk.goes_wrong_once(("GET", "/v2/meetings/*"), FaultKind::Status { status: 503 });
    desk.app.deliver_events().await;
    assert_eq!(desk.stored(id).await.revision, 0);
    desk.page(id).await.assert_no_text("Waiting for Zoom");
    desk.app.run_jobs_until_done().await;
    assert_eq!((desk.stored(id).await.revision, desk.app.mails().await.len()), (1, 2));
}

#[tokio::test]
async fn a_change_on_both_sides_keeps_both_where_it_can() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.reschedule_form(id).await.set("start", "17:00");
    let change = MeetingChange { topic: Some("Named in Zoom".into()), ..MeetingChange::default() };
    desk.zoom_tells_nothing();
    desk.zoom().change_meeting(desk.one_in_zoom().id, change);
    desk.send(form).await.assert_notice("Meeting rescheduled");
    let there = desk.one_in_zoom();
    assert_eq!(
        (there.topic.as_str(), there.start_time),
        ("Named in Zoom", Some("2027-03-18T16:00:00Z".parse().unwrap()))
    );
    desk.page(id).await.assert_heading("Named in Zoom").assert_text("17:00 to 17:30");
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn meetings_that_are_not_ours_are_left_alone() {
    let desk = Desk::new().await;
    let seed = zoom_sandbox::SeedMeeting { topic: "Private".into(), ..Default::default() };
    let other = desk.zoom().seed_meeting("mara@halden.example", seed).unwrap();
    desk.zoom().change_meeting(other.id, to_friday());
    desk.zoom().delete_meeting(other.id);
    desk.app.deliver_events().await;
    assert!(desk.meetings().await.is_empty() && desk.app.mails().await.is_empty());
}
