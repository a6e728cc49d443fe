//! What happens to meetings when the connection to Zoom comes and goes.

use store::meetings::{Known, Problem};
use zoom_sandbox::{FaultKind, Plan};

use crate::desk::{CREATE, Desk};

async fn disconnect(desk: &Desk, upcoming: &str) {
    let page = desk.mara.get("/settings/integrations/zoom/disconnect").await;
    desk.send(page.form("Disconnect Zoom").set("upcoming", upcoming))
        .await
        .assert_notice("Zoom disconnected");
}

#[tokio::test]
async fn rt_12_meetings_planned_with_a_dead_grant_come_to_zoom_after_reconnecting() {
    let desk = Desk::new().await;
    desk.zoom().revoke_grant("mara@halden.example");
    let id = desk.schedule().await;
    assert_eq!(desk.stored(id).await.problem, Some(Problem::NotConnected));
    desk.page(id).await.assert_text("No Zoom link yet");
    assert_eq!(desk.mails_to_invitees().await, 0);
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs().await;
    assert_eq!(desk.in_zoom().len(), 1);
    assert_eq!(desk.mails_to_invitees().await, 1);
    desk.page(id).await.assert_no_text("No Zoom link yet");
}

#[tokio::test]
async fn rt_12_a_meeting_left_in_zoom_gets_its_link_back_and_nobody_is_mailed_again() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let before = desk.in_zoom();
    disconnect(&desk, "keep").await;
    assert_eq!(desk.stored(id).await.known, Known::Forgotten);
    let page = desk.page(id).await;
    page.assert_text("Zoom is disconnected").assert_no_text(&before[0].join_url);
    assert!(!page.has_link("Start meeting: Rollout kick-off"));
    assert!(desk.stored(id).await.zoom.is_none(), "nothing that came from Zoom is left");
    assert_eq!(desk.in_zoom(), before, "it was left in Zoom");
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs().await;
    assert_eq!(desk.in_zoom(), before);
    assert_eq!(desk.creates(), 1, "the old meeting was found");
    assert_eq!(desk.page(id).await.field("Join link").value, before[0].join_url);
    assert_eq!(desk.app.mails().await.len(), 1);
}

#[tokio::test]
async fn rt_31_what_was_left_in_zoom_and_removed_here_goes_with_the_next_connection() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    disconnect(&desk, "keep").await;
    desk.remove(id).await.assert_notice("Meeting removed, Ana was told");
    assert_eq!((desk.in_zoom().len(), desk.app.mails().await.len()), (1, 2), "nobody can reach Zoom now");
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs().await;
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.stored(id).await.known, Known::Gone);
    assert_eq!(desk.app.mails().await.len(), 2, "nobody is told twice");
}

#[tokio::test]
async fn rt_31_a_meeting_whose_creation_has_an_unknown_end_is_not_taken_for_gone_without_access() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    let id = desk.schedule().await;
    assert_eq!(desk.in_zoom().len(), 1, "Zoom has it, and nobody here knows");
    desk.zoom_goes_down();
    disconnect(&desk, "keep").await;
    desk.remove(id).await.assert_ok();
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    assert_ne!(desk.stored(id).await.known, Known::Gone);
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs_until_done().await;
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.stored(id).await.known, Known::Gone);
    assert_eq!(desk.mails_to_invitees().await, 0);
}

#[tokio::test]
async fn disconnecting_with_removal_cancels_what_was_to_come() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    disconnect(&desk, "remove").await;
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.app.mails().await.len(), 2);
    desk.page(id).await.assert_text("This meeting was removed");
}

#[tokio::test]
async fn a_meeting_deleted_in_zoom_meanwhile_is_not_made_again() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    disconnect(&desk, "keep").await;
    desk.zoom().delete_meeting(desk.in_zoom()[0].id);
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs().await;
    // People hold the old link; a new meeting would need new invitations, which nobody asked for.
    assert_eq!((desk.in_zoom().len(), desk.creates()), (0, 1));
    assert_eq!(desk.stored(id).await.known, Known::Forgotten);
}

#[tokio::test]
async fn a_meeting_left_in_zoom_and_removed_after_reconnecting_is_deleted_there() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    disconnect(&desk, "keep").await;
    desk.mara.connect_zoom().await.assert_ok();
    // The job that finds the old meeting has not run yet.
    desk.mara.press(&format!("/meetings/{id}/remove"), "Remove meeting").await.assert_ok();
    desk.app.run_jobs().await;
    assert!(desk.in_zoom().is_empty());
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn rt_46_another_zoom_account_does_not_take_over_old_links() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let join_url = desk.in_zoom()[0].join_url.clone();
    desk.mara.connect_zoom_as("oskar@halden.example").await.assert_ok();
    desk.app.run_jobs().await;
    assert!(desk.zoom().meetings("oskar@halden.example").is_empty());
    desk.page(id).await.assert_no_text(&join_url);
    assert_eq!(desk.stored(id).await.known, Known::Forgotten);
}

#[tokio::test]
async fn a_new_licence_counts_from_the_next_form_on() {
    let desk = Desk::new().await;
    desk.mara.get(&desk.form_path()).await.assert_text("which cannot record to the cloud");
    desk.zoom().set_plan("mara@halden.example", Plan::Licensed);
    desk.mara.press("/settings/integrations", "Check connection").await.assert_ok();
    assert!(!desk.mara.get(&desk.form_path()).await.field("Cloud recording").disabled);
}

#[tokio::test]
async fn rt_17_reconnecting_brings_the_meetings_of_everybody_who_shares_the_account() {
    let desk = Desk::new().await;
    let oskar = desk.app.user("oskar").await;
    oskar.connect_zoom_as("mara@halden.example").await.assert_ok();
    desk.zoom().revoke_grant("mara@halden.example");
    let id = desk.schedule().await;
    assert_eq!(desk.stored(id).await.problem, Some(Problem::NotConnected));
    oskar.connect_zoom_as("mara@halden.example").await.assert_ok();
    desk.app.run_jobs().await;
    assert_eq!(desk.stored(id).await.known, Known::InZoom, "Mara waited for this account too");
    let subjects = desk.subjects_to("ana").await;
    assert_eq!(subjects.len(), 1, "{subjects:?}");
}
