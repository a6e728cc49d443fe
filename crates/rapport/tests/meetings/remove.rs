//! Removing a meeting: gone in Zoom, and whoever was invited is told.

use domain::{Agenda, MeetingId, Minutes, Topic, Zone};
use jiff::SignedDuration;
use store::meetings::{Desired, Known, NewMeeting, Problem};
use zoom_sandbox::{Fault, FaultKind};

use crate::desk::{CREATE, DELETE, Desk, property};

#[tokio::test]
async fn rt_22_a_removed_meeting_is_gone_in_zoom_and_the_invitee_is_told() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let page = desk.mara.get(&format!("/meetings/{id}/remove")).await;
    page.assert_heading("Remove Rollout kick-off?").assert_text("Tell Ana by email");
    page.assert_text("Zoom deletes the meeting and the link stops working");
    let done =
        desk.mara.send(page.form("Remove meeting").set("message", "Ana, let us talk\nnext week.")).await;
    done.assert_notice("Meeting removed, Ana was told");
    desk.app.run_jobs().await;
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.app.mails().await.len(), 2);
    let (invitation, cancellation) = (desk.mail_to("ana", false).await, desk.mail_to("ana", true).await);
    let (invitation, cancellation) = (&invitation, &cancellation);
    assert!(cancellation.text.contains("Ana, let us talk\r\nnext week."), "{}", cancellation.text);
    assert_eq!(
        (property(invitation, "METHOD"), property(cancellation, "METHOD")),
        ("REQUEST".into(), "CANCEL".into())
    );
    assert_eq!(property(invitation, "UID"), property(cancellation, "UID"));
    let sequence = |mail| property(mail, "SEQUENCE").parse::<u32>().unwrap();
    assert!(sequence(cancellation) > sequence(invitation));
    assert_eq!(property(cancellation, "STATUS"), "CANCELLED");
    assert!(desk.stored(id).await.zoom.is_none(), "the link went with the meeting");
}

#[tokio::test]
async fn a_removed_meeting_leaves_the_lists_and_stays_on_the_timeline() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.remove(id).await;
    desk.page(id).await.assert_text("This meeting was removed").assert_no_text("Join link");
    desk.mara.get("/meetings?week=2027-W11&view=agenda").await.assert_no_text("Rollout kick-off");
    let contact = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
    contact.assert_text("Rollout kick-off");
    assert!(!contact.has_link("Start meeting: Rollout kick-off"));
}

#[tokio::test]
async fn nobody_is_told_who_should_not_be() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let page = desk.mara.get(&format!("/meetings/{id}/remove")).await;
    desk.send(page.form("Remove meeting").set("tell", "off"))
        .await
        .assert_notice("Meeting removed, nobody was told");
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.app.mails().await.len(), 1, "only the invitation");
}

#[tokio::test]
async fn removing_twice_is_harmless() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.mara.get(&format!("/meetings/{id}/remove")).await.form("Remove meeting");
    desk.send(form.clone()).await.assert_ok();
    desk.send(form).await.assert_ok();
    assert_eq!(desk.app.mails().await.len(), 2, "one invitation, one cancellation");
    let deletes = desk.zoom().requests().iter().filter(|call| call.method == "DELETE").count();
    assert_eq!(deletes, 1);
}

#[tokio::test]
async fn rt_33_a_meeting_that_zoom_has_lost_is_removed_like_any_other() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom().delete_meeting(desk.in_zoom()[0].id);
    desk.remove(id).await.assert_notice("Meeting removed, Ana was told");
    assert_eq!(desk.stored(id).await.known, Known::Gone);
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn rt_33_a_lost_answer_to_a_removal_is_asked_again_and_gone_counts_as_done() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(DELETE, FaultKind::DropAfter);
    desk.remove(id).await.assert_notice("Waiting for Zoom");
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.stored(id).await.known, Known::Gone);
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn rt_31_a_removal_outlives_an_outage() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_goes_down();
    desk.remove(id).await.assert_notice("Waiting for Zoom");
    let page = desk.page(id).await;
    page.assert_text("The meeting is removed here. Zoom is not answering.");
    assert!(page.has_button("Try again now"));
    assert!(!page.has_link("Remove meeting: Rollout kick-off"), "it is removed already");
    desk.minutes_pass(30).await;
    assert_eq!(desk.in_zoom().len(), 1);
    assert_eq!(desk.app.mails().await.len(), 1, "nobody is told that a link is dead which still works");
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.app.mails().await.len(), 2);
    desk.page(id).await.assert_text("This meeting was removed");
}

#[tokio::test]
async fn rt_31_a_removal_outlives_a_dead_grant() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom().revoke_grant("mara@halden.example");
    desk.remove(id).await.assert_ok();
    assert_eq!(desk.stored(id).await.problem, Some(Problem::NotConnected));
    let page = desk.page(id).await;
    page.assert_text("Once Zoom is connected again, the meeting is removed there too.")
        .assert_no_text("created");
    assert!(page.has_link("Open Integrations"));
    assert_eq!(desk.in_zoom().len(), 1);
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs().await;
    assert!(desk.in_zoom().is_empty(), "reconnecting carries the removal out");
    assert_eq!(desk.mails_to_invitees().await, 2);
}

#[tokio::test]
async fn rt_26_without_the_permission_to_delete_the_removal_waits_for_it() {
    let app = testing::TestApp::builder().without_scope("meeting:delete:meeting").start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumenfreight.example").create().await;
    let desk = Desk { app, mara, ana };
    desk.mara.connect_zoom().await.assert_ok();
    let id = desk.schedule().await;
    desk.remove(id).await.assert_ok();
    let page = desk.page(id).await;
    page.assert_text("without the permission meeting:delete:meeting")
        .assert_text("Reconnect Zoom and allow it");
    let scopes = rapport::connections::NEEDED.map(|(scope, _)| scope.to_owned());
    let all = zoom_sandbox::AppChange { scopes: Some(scopes.into()), ..Default::default() };
    desk.zoom().change_app(all);
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs().await;
    assert!(desk.in_zoom().is_empty());
}

#[tokio::test]
async fn a_meeting_that_never_reached_zoom_is_removed_without_telling_anyone() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::Status { status: 503 });
    let id = desk.schedule().await;
    let page = desk.mara.get(&format!("/meetings/{id}/remove")).await;
    page.assert_text("Nobody was invited by email, so nobody is told").assert_no_text("Tell Ana");
    desk.send(page.form("Remove meeting")).await.assert_notice("Meeting removed, nobody was told");
    desk.app.run_jobs_until_done().await;
    assert!(desk.in_zoom().is_empty() && desk.app.mails().await.is_empty());
}

#[tokio::test]
async fn rt_31_a_meeting_whose_creation_has_an_unknown_end_is_searched_and_deleted() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    let id = desk.schedule().await;
    assert_eq!(desk.in_zoom().len(), 1);
    desk.zoom_goes_down();
    desk.remove(id).await.assert_notice("Waiting for Zoom");
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    assert!(desk.in_zoom().is_empty() && desk.app.mails().await.is_empty());
    assert_eq!(desk.stored(id).await.known, Known::Gone);
}

#[tokio::test]
async fn removing_before_the_invitation_left_withdraws_it() {
    let desk = Desk::new().await;
    // The page answers when Zoom has the meeting; the mail is a job that has not run yet.
    desk.mara.send(desk.form().await).await.assert_notice("Meeting scheduled");
    let id = desk.only_meeting().await;
    assert!(desk.app.mails().await.is_empty());
    desk.mara.press(&format!("/meetings/{id}/remove"), "Remove meeting").await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert!(desk.in_zoom().is_empty());
    assert!(desk.app.mails().await.is_empty(), "neither an invitation nor a cancellation of nothing");
}

#[tokio::test]
async fn a_meeting_removed_while_it_waits_for_zoom_is_never_created() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    let id = desk.schedule().await;
    desk.remove(id).await.assert_ok();
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.in_zoom().len(), 0);
    assert_eq!(desk.stored(id).await.desired, Desired::Removed);
    assert!(desk.app.mails().await.is_empty());
}

#[tokio::test]
async fn what_zoom_was_never_asked_for_is_removed_without_zoom() {
    let desk = Desk::new().await;
    // As after a process that died between the form and its job.
    let meeting = NewMeeting {
        series: store::meetings::Series::None,
        id: MeetingId::new(&*desk.app.app().clock, &*desk.app.app().random),
        host_id: desk.mara.id,
        contact_id: Some(desk.ana),
        topic: Topic::parse("Rollout kick-off").unwrap(),
        agenda: Agenda::parse("").unwrap(),
        starts_at: desk.app.now() + SignedDuration::from_hours(24),
        duration: Minutes::try_from(30).unwrap(),
        zone: Zone::parse("Europe/Stockholm").unwrap(),
        waiting_room: true,
        passcode_wanted: true,
        cloud_recording: false,
        send_invitation: true,
        place: None,
        invitees: Vec::new(),
        created_at: desk.app.now(),
    };
    let tx = desk.app.app().store.begin_write().await.unwrap();
    store::meetings::create(&tx, desk.mara.workspace, &meeting).await.unwrap();
    tx.commit().await.unwrap();
    desk.zoom_goes_down();
    desk.remove(meeting.id).await.assert_ok();
    assert_eq!(desk.stored(meeting.id).await.known, Known::Gone);
}

#[tokio::test]
async fn rt_36_an_error_while_removing_is_not_taken_for_gone() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    // A 404 without the code of a missing meeting, as a proxy on the way would give it.
    desk.zoom().add_fault(Fault::new(FaultKind::Html { status: 404 }).on(DELETE.0, DELETE.1).times(1));
    desk.remove(id).await.assert_ok();
    assert_eq!(desk.stored(id).await.known, Known::InZoom);
    desk.mara.press(&format!("/meetings/{id}"), "Try again now").await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert!(desk.in_zoom().is_empty());
}

#[tokio::test]
async fn only_the_host_removes_a_meeting() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let oskar = desk.app.user("oskar").await;
    oskar
        .get(&format!("/meetings/{id}/remove"))
        .await
        .assert_status(403)
        .assert_text("Only the host can remove");
    let own_page = oskar.get("/settings/profile").await;
    let csrf = own_page.attributes("input[name=csrf]", "value").remove(0);
    let forged = [("csrf", csrf.as_str()), ("tell", "on"), ("message", "")];
    oskar.post_raw(&format!("/meetings/{id}/remove"), &forged).await.assert_status(403);
    let page = oskar.get(&format!("/meetings/{id}")).await;
    page.assert_ok();
    assert!(
        !page.has_link("Remove meeting: Rollout kick-off")
            && !page.has_link("Start meeting: Rollout kick-off")
    );
    assert_eq!(desk.in_zoom().len(), 1);
}

#[tokio::test]
async fn a_message_that_is_too_long_is_kept_and_nothing_is_removed() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let long = "m".repeat(1001);
    let form =
        desk.mara.get(&format!("/meetings/{id}/remove")).await.form("Remove meeting").set("message", &long);
    let page = desk.mara.send(form).await;
    page.assert_status(422);
    assert_eq!(page.field("Message").value, long);
    assert!(page.field("Message").error.unwrap().contains("1001 characters"));
    assert_eq!(desk.in_zoom().len(), 1);
}

#[tokio::test]
async fn a_running_meeting_is_removed_when_it_has_ended() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let zoom_id = desk.one_in_zoom().id;
    desk.zoom().start_meeting(zoom_id);
    desk.remove(id).await.assert_notice("The meeting is running");
    desk.page(id).await.assert_text("Zoom leaves a running meeting alone");
    assert_eq!(desk.app.mails().await.len(), 1, "nobody is told while the link works");
    desk.zoom().end_meeting(zoom_id);
    desk.app.run_jobs_until_done().await;
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn the_same_removal_sent_twice_is_one() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.mara.get(&format!("/meetings/{id}/remove")).await.form("Remove meeting");
    let (one, two) = tokio::join!(desk.mara.send(form.clone()), desk.mara.send(form));
    one.assert_ok();
    two.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.stored(id).await.revision, 1);
    assert_eq!(desk.app.mails().await.len(), 2, "one invitation, one cancellation");
}
