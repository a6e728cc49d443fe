//! A meeting that Zoom has lost: only believed when Zoom says so twice, and created again if its host wants it.

use store::meetings::{Desired, Known};
use zoom_sandbox::{Fault, FaultKind};

use crate::desk::{Desk, UPDATE, property, with_subject};

/// The call that reads one.
const GET: (&str, &str) = ("GET", "/v2/meetings/*");

/// Mara moves a meeting that somebody deleted in Zoom without Rapport hearing of it.
async fn lost() -> (Desk, domain::MeetingId) {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_tells_nothing();
    desk.zoom().delete_meeting(desk.one_in_zoom().id);
    desk.move_to(id, "10:00").await.assert_notice("Zoom does not have this meeting any more");
    (desk, id)
}

#[tokio::test]
async fn rt_34_a_move_of_a_lost_meeting_offers_to_create_it_again() {
    let (desk, id) = lost().await;
    let page = desk.page(id).await;
    page.assert_text("No longer in Zoom").assert_text("its join link is dead").assert_no_text("Join link");
    assert!(page.has_button("Create it again in Zoom"));
    assert!(page.has_link("Remove meeting: Rollout kick-off"));
    assert!(
        !page.has_link("Reschedule: Rollout kick-off") && !page.has_link("Start meeting: Rollout kick-off")
    );
    let stored = desk.stored(id).await;
    assert_eq!((stored.desired, stored.known), (Desired::Scheduled, Known::Gone));
    assert_eq!(desk.app.mails().await.len(), 1, "the host decides first");
    desk.mara
        .get(&format!("/meetings/{id}/reschedule"))
        .await
        .assert_status(409)
        .assert_text("Create it again");
}

#[tokio::test]
async fn rt_35_id_link_and_passcode_are_replaced_together_and_everyone_gets_the_new_link() {
    let (desk, id) = lost().await;
    let old = desk.app.mails().await.remove(0);
    desk.mara
        .press(&format!("/meetings/{id}"), "Create it again in Zoom")
        .await
        .assert_notice("The meeting is in Zoom again, Ana was told the new link");
    desk.app.run_jobs().await;
    let there = desk.one_in_zoom();
    assert_eq!(there.start_time, Some("2027-03-19T09:00:00Z".parse().unwrap()));
    let stored = desk.stored(id).await.zoom.unwrap();
    assert_eq!((stored.zoom_id, stored.uuid), (there.id.to_string(), Some(there.uuid.clone())));
    let page = desk.page(id).await;
    assert_eq!(page.field("Join link").value, there.join_url);
    page.assert_text(&format!("passcode {}", there.passcode));
    let mails = desk.app.mails().await;
    let new = with_subject(&mails, "Moved: ");
    assert!(new.text.contains(&there.join_url) && new.text.contains(&there.passcode), "{}", new.text);
    assert!(new.text.contains("It has a new join link; the old one no longer works."), "{}", new.text);
    assert_eq!(property(&old, "UID"), property(new, "UID"), "the same entry in the calendar");
    assert_eq!((property(new, "SEQUENCE"), property(new, "URL")), ("2".into(), there.join_url));
    assert_eq!(mails.len(), 2);
}

#[tokio::test]
async fn rt_35_a_lost_answer_while_creating_again_makes_no_third_meeting() {
    let (desk, id) = lost().await;
    desk.goes_wrong_once(crate::desk::CREATE, FaultKind::DropAfter);
    let form = desk.mara.get(&format!("/meetings/{id}")).await.form("Create it again in Zoom");
    desk.send(form.clone()).await.assert_notice("Waiting for Zoom");
    desk.send(form).await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_eq!((desk.in_zoom().len(), desk.creates()), (1, 2));
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn rt_36_one_answer_that_it_is_gone_is_not_believed() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.goes_wrong_once(UPDATE, FaultKind::Status { status: 503 });
    // The next look at the meeting says that there is none, once.
    desk.goes_wrong_once(
        GET,
        FaultKind::OkWithError { code: 3001, message: "Meeting does not exist.".into() },
    );
    desk.move_to(id, "10:00").await.assert_notice("Waiting for Zoom");
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.stored(id).await.known, Known::InZoom);
    assert_eq!(desk.one_in_zoom().start_time, Some("2027-03-19T09:00:00Z".parse().unwrap()));
    assert_eq!(desk.creates(), 1);
}

#[tokio::test]
async fn rt_36_a_404_without_zooms_code_is_not_gone() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom().add_fault(Fault::new(FaultKind::Html { status: 404 }).on(UPDATE.0, UPDATE.1).times(1));
    desk.move_to(id, "10:00").await.assert_ok();
    assert_eq!(desk.stored(id).await.known, Known::InZoom);
    desk.mara.press(&format!("/meetings/{id}"), "Try again now").await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert_eq!(desk.one_in_zoom().start_time, Some("2027-03-19T09:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn a_lost_meeting_that_is_removed_instead_is_cancelled() {
    let (desk, id) = lost().await;
    desk.remove(id).await.assert_notice("Meeting removed, Ana was told");
    assert_eq!(desk.subjects_to("ana").await[1], "Cancelled: Rollout kick-off, Thu 18 March 15:00");
}

#[tokio::test]
async fn only_the_host_creates_a_meeting_again() {
    let (desk, id) = lost().await;
    let oskar = desk.app.user("oskar").await;
    assert!(!oskar.get(&format!("/meetings/{id}")).await.has_button("Create it again in Zoom"));
    let csrf = oskar.get("/settings/profile").await.attributes("input[name=csrf]", "value").remove(0);
    let path = format!("/meetings/{id}/recreate");
    oskar.post_raw(&path, &[("csrf", csrf.as_str())]).await.assert_status(403);
    assert!(desk.in_zoom().is_empty());
}
