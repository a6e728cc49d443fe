//! An invitation sent again, because somebody asked for it, and one that nobody wanted sent.

use domain::{ContactId, MeetingId};
use store::emails::{self, Email, EmailKind};
use testing::{Form, Page};

use crate::desk::{Desk, property};

const ANA: &str = "ana.ferreira@lumenfreight.example";
const RUI: &str = "r.matos@lumenfreight.example";

impl Desk {
    async fn send_again_form(&self, id: MeetingId) -> Form {
        let page = self.mara.get(&format!("/meetings/{id}/invitation")).await;
        page.assert_ok().assert_heading("Send invitation again");
        page.form("Send invitation again")
    }

    async fn outbox(&self, id: MeetingId) -> Vec<Email> {
        let db = self.app.app().store.begin_read().await;
        emails::of_meeting(&db, self.mara.workspace, id).await.unwrap()
    }

    /// A meeting with Ana and Rui.
    async fn with_rui(&self) -> (MeetingId, ContactId) {
        let rui = self.app.contact("Rui Matos").email(RUI).create().await;
        (self.schedule_with(self.form().await.set("add_invitee", RUI)).await, rui)
    }

    async fn contact_page(&self) -> Page {
        self.mara.get(&format!("/contacts/{}", self.ana)).await
    }
}

#[tokio::test]
async fn an_invitation_sent_again_is_about_the_same_event() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.move_to(id, "11:00").await;
    assert_eq!(desk.contact_page().await.link("Send invitation again"), format!("/meetings/{id}/invitation"));
    let calls = desk.zoom().requests().len();
    let page = desk.send(desk.send_again_form(id).await).await;
    page.assert_notice("Invitation sent to Ana");
    let mails = desk.mails().await;
    let [first, moved, again] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!(property(again, "UID"), property(first, "UID"));
    assert_eq!(property(again, "SEQUENCE"), property(moved, "SEQUENCE"));
    assert_eq!(property(again, "DTSTART"), property(moved, "DTSTART"));
    assert!(again.text.contains(&desk.one_in_zoom().join_url), "{}", again.text);
    assert_eq!(desk.zoom().requests().len(), calls, "Zoom is not asked");
}

#[tokio::test]
async fn rt_38_each_copy_that_was_asked_for_is_sent_once() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.send_again_form(id).await;
    desk.send(form.clone()).await.assert_notice("Invitation sent to Ana");
    desk.send(form).await.assert_notice("Invitation sent to Ana");
    assert_eq!(desk.mails_to_invitees().await, 2, "the form twice is one copy");
    desk.send(desk.send_again_form(id).await).await.assert_notice("Invitation sent to Ana");
    assert_eq!(desk.mails_to_invitees().await, 3, "asked for again");
    let outbox = desk.outbox(id).await;
    assert!(outbox.iter().all(|mail| mail.kind == EmailKind::Invitation && mail.revision == 0), "{outbox:?}");
    // A change is told once all the same.
    desk.move_to(id, "11:00").await;
    assert_eq!(desk.mails_to_invitees().await, 4);
}

#[tokio::test]
async fn only_the_chosen_get_a_copy() {
    let desk = Desk::new().await;
    let (id, _) = desk.with_rui().await;
    let meeting = desk.stored(id).await;
    let ana = meeting.invitees.iter().find(|invitee| invitee.email.as_str() == ANA).unwrap();
    let form = desk.send_again_form(id).await.untick("invitee", &ana.id.to_string());
    desk.send(form).await.assert_notice("Invitation sent to Rui");
    assert_eq!((desk.subjects_to(ANA).await.len(), desk.subjects_to(RUI).await.len()), (1, 2));
    let nobody = desk.send_again_form(id).await.without("invitee");
    let page = desk.send(nobody).await;
    page.assert_status(422).assert_text("Choose at least one person.");
    assert_eq!(desk.mails_to_invitees().await, 3);
}

#[tokio::test]
async fn somebody_whose_address_was_corrected_is_invited_there_and_told_there() {
    let desk = Desk::new().await;
    let (id, rui) = desk.with_rui().await;
    let edit = desk.mara.get(&format!("/contacts/{rui}/edit")).await;
    let corrected = "rui@lumenfreight.example";
    desk.mara.send(edit.form("Save changes").set("email", corrected)).await.assert_ok();
    let page = desk.mara.get(&format!("/meetings/{id}/invitation")).await;
    page.assert_text(corrected).assert_text(&format!("The address before was {RUI}"));
    desk.send(page.form("Send invitation again")).await.assert_ok();
    desk.move_to(id, "11:00").await;
    assert_eq!((desk.subjects_to(RUI).await.len(), desk.subjects_to(corrected).await.len()), (1, 2));
}

#[tokio::test]
async fn only_the_host_sends_and_only_to_a_meeting_that_takes_place() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let form = desk.send_again_form(id).await;
    let oskar = desk.app.user("oskar").await;
    oskar.get(&format!("/meetings/{id}/invitation")).await.assert_status(403);
    desk.remove(id).await;
    desk.send(form).await.assert_status(409).assert_text("There is nothing to invite to");
    desk.mara.get(&format!("/meetings/{id}/invitation")).await.assert_status(409);
    let mut kinds: Vec<_> = desk.outbox(id).await.iter().map(|mail| mail.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["cancellation", "invitation"]);
}

#[tokio::test]
async fn rt_43_without_send_invitation_nobody_is_mailed_ever() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("send_invitation", "off");
    let check = form.clone().force("check", "1").force("preview", "email");
    let checked = desk.mara.send(check).await;
    checked.assert_text("Nobody gets an email about this meeting.");
    assert_eq!(checked.form("Schedule meeting").value("send_invitation"), None, "it stays off");
    let page = desk.send(form).await;
    page.assert_notice("Meeting scheduled, nobody was told");
    let id = desk.only_meeting().await;
    desk.move_to(id, "11:00").await.assert_notice("Meeting rescheduled, nobody was told");
    assert_eq!(desk.one_in_zoom().topic, "Rollout kick-off");
    desk.remove(id).await.assert_notice("Meeting removed, nobody was told");
    assert_eq!((desk.outbox(id).await.len(), desk.mails_to_invitees().await), (0, 0));
}

#[tokio::test]
async fn whoever_is_invited_later_hears_of_changes_from_then_on() {
    let desk = Desk::new().await;
    let id = desk.schedule_with(desk.form().await.set("send_invitation", "off")).await;
    desk.page(id).await.link("Send invitation");
    desk.mara.press(&format!("/meetings/{id}/invitation"), "Send invitation").await.assert_ok();
    desk.app.run_jobs().await;
    desk.move_to(id, "11:00").await;
    desk.remove(id).await;
    let subjects = desk.subjects_to(ANA).await;
    assert_eq!(subjects.len(), 3, "{subjects:?}");
    assert!(subjects[1].starts_with("Moved: ") && subjects[2].starts_with("Cancelled: "), "{subjects:?}");
}
