//! Removing somebody who has connected Zoom, and what becomes of their meetings there.

use zoom_sandbox::{Fault, FaultKind, OSKAR_ID};

use super::removing::{OSKAR, World};

#[tokio::test]
async fn zoom_is_forgotten_by_the_one_farewell_and_meetings_stay_there_if_that_is_wanted() {
    let world = World::new().await;
    world.schedule_in_zoom().await;
    let made = world.app.sandbox().meetings(OSKAR).pop().unwrap();
    let page = world.mara.get(&world.path()).await;
    page.assert_text("1 upcoming meeting is in their Zoom account")
        .assert_text("oskar@halden.example on Zoom");
    assert!(page.select("#handed + ul li")[2].ends_with(" 0"));
    world.mara.send(page.form("Remove Oskar Berg")).await.assert_notice("Oskar Berg was removed");
    world.app.deliver_events().await;
    for gone in [OSKAR_ID, &made.uuid] {
        assert!(!world.app.database_holds(gone), "{gone} is still in the database");
    }
    assert_eq!(world.rows("grants").await.len(), 0);
    assert_eq!(world.app.sandbox().request_count("POST", "/oauth/revoke"), 1);
    assert_eq!(world.app.sandbox().meetings(OSKAR).len(), 1, "as the page said");
    assert_eq!(world.app.mails().await.len(), 1, "the invitation, and nothing to somebody who is gone");
    assert_eq!(world.who("meetings", "host_id").await, "oskar");
    let log = world.mara.get("/settings/audit").await;
    log.assert_text("Removed somebody").assert_text("Disconnected Zoom");
    let activity = world.mara.get("/settings/activity").await;
    activity
        .assert_text("Access revoked")
        .assert_text("Zoom disconnected")
        .assert_text("Removed from the workspace");
}

#[tokio::test]
async fn meetings_in_their_zoom_are_removed_first_and_people_told_if_that_is_wanted() {
    let world = World::new().await;
    world.schedule_in_zoom().await;
    let form = world.form().await.set("upcoming", "remove");
    world.mara.send(form).await.assert_notice("Oskar Berg was removed");
    world.app.deliver_events().await;
    assert!(world.app.sandbox().meetings(OSKAR).is_empty());
    let mails = world.app.mails().await;
    assert_eq!(mails.len(), 2, "an invitation and a cancellation: {mails:?}");
    let cancelled = mails.iter().find(|mail| mail.subject.starts_with("Cancelled: ")).unwrap();
    assert!(cancelled.to.contains("ana@lumen.example"), "{cancelled:?}");
    // Calendars take a cancellation from whoever invited.
    let calendar = cancelled.calendar().unwrap().replace("\r\n ", "");
    assert!(calendar.contains("METHOD:CANCEL") && calendar.contains(OSKAR), "{calendar}");
    assert_eq!(world.rows("grants").await.len(), 0);
}

#[tokio::test]
async fn while_zoom_still_has_what_is_to_go_nobody_is_removed() {
    let world = World::new().await;
    world.schedule_in_zoom().await;
    let fault = world.app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    let form = world.form().await.set("upcoming", "remove");
    let page = world.mara.send(form).await;
    page.assert_notice("Oskar Berg is still here").assert_text("1 meeting could not be removed in Zoom yet");
    world.oskar.get("/contacts").await.assert_heading("Contacts");
    assert_eq!(world.rows("grants").await.len(), 1, "the way to remove them is kept");
    assert_eq!(world.rows("removed_people").await.len(), 0);
    world.app.sandbox().remove_fault(fault);
    world.app.run_jobs_until_done().await;
    assert!(world.app.sandbox().meetings(OSKAR).is_empty(), "as soon as Zoom takes it");
    world.remove().await.assert_notice("Oskar Berg was removed");
    world.app.deliver_events().await;
}

#[tokio::test]
async fn an_account_that_a_colleague_uses_too_stays_connected_and_its_meetings_go_along() {
    let world = World::new().await;
    world.schedule_in_zoom().await;
    world.mara.connect_zoom_as(OSKAR).await.assert_ok();
    world.app.run_jobs().await;
    let before = world.app.mails().await.len();
    let page = world.mara.get(&world.path()).await;
    page.assert_text("uses this Zoom account too, so it stays connected for them.");
    world.mara.send(page.form("Remove Oskar Berg")).await.assert_notice("Oskar Berg was removed");
    world.app.deliver_events().await;
    assert_eq!(world.rows("grants").await.len(), 1);
    assert_eq!(world.who("connections", "user_id").await, "mara");
    assert_eq!(world.who("meetings", "host_id").await, "mara");
    assert_eq!(world.app.sandbox().request_count("POST", "/oauth/revoke"), 0);
    let contact = world.mara.get(&format!("/contacts/{}", world.ana)).await;
    assert!(contact.has_link("Remove meeting: Rollout"), "{:?}", contact.links());
    assert_eq!(world.app.mails().await.len(), before);
}
