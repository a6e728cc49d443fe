//! Taking a time that an invitee proposes.

use crate::page::{invited, propose};

#[tokio::test]
async fn rt_47_a_proposal_onto_another_meeting_needs_a_decision() {
    let (desk, id, guest, path) = invited().await;
    let other = desk.form().await.set("topic", "Depot tour").set("date", "2027-03-19").set("start", "10:45");
    desk.schedule_with(other).await;
    propose(&desk, &guest, &path, "2027-03-19", "10:00").await;
    let page = desk.page(id).await;
    page.assert_no_text("at that time");
    let name = "Move to this time: Fri 19 March, 11:00 to 11:30";
    let asked = desk.send(page.form(name)).await;
    asked
        .assert_notice("You have Depot tour at that time")
        .assert_text("Depot tour, 10:45 to 11:15. Zoom Basic may not start one while you hold the other.");
    assert_eq!(desk.changes(), 0);
    assert!(!asked.has_button(name));
    // What it was asked about counts, and nothing that came since.
    let keep = asked.form("Keep this time");
    let third = desk.form().await.set("topic", "Third").set("date", "2027-03-19").set("start", "11:15");
    desk.schedule_with(third).await;
    let again = desk.send(keep).await;
    again.assert_notice("You have 2 meetings at that time");
    desk.send(again.form("Keep this time")).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.changes(), 1);
    desk.page(id).await.assert_text("Coming");
}

#[tokio::test]
async fn taking_a_proposal_twice_moves_the_meeting_once() {
    let (desk, id, guest, path) = invited().await;
    propose(&desk, &guest, &path, "2027-03-19", "10:00").await;
    let name = "Move to this time: Fri 19 March, 11:00 to 11:30";
    let forms = [desk.page(id).await.form(name), desk.page(id).await.form(name)];
    for form in forms {
        desk.send(form).await.assert_ok();
    }
    assert_eq!(desk.changes(), 1);
    assert_eq!(desk.subjects_to("ana").await.len(), 2);
}

#[tokio::test]
async fn a_proposal_that_was_replaced_is_not_taken() {
    let (desk, id, guest, path) = invited().await;
    propose(&desk, &guest, &path, "2027-03-19", "10:00").await;
    let old = desk.page(id).await.form("Move to this time: Fri 19 March, 11:00 to 11:30");
    propose(&desk, &guest, &path, "2027-03-22", "09:00").await;
    let page = desk.send(old).await;
    page.assert_status(409);
    page.assert_text("This proposal is not open any more");
    assert_eq!(desk.changes(), 0);
}

#[tokio::test]
async fn only_the_host_takes_a_proposal() {
    let (desk, id, guest, path) = invited().await;
    propose(&desk, &guest, &path, "2027-03-19", "10:00").await;
    let oskar = desk.app.user("oskar").await;
    let page = oskar.get(&format!("/meetings/{id}")).await;
    page.assert_text("Ana proposes another time");
    assert!(!page.html().contains("Move to this time"));
}
