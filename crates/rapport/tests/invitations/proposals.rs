//! Taking a time that an invitee proposes.

use crate::desk::{Desk, with_subject};
use crate::page::{invited, page_path, propose};

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

#[tokio::test]
async fn somebody_invited_to_a_series_proposes_another_time_for_one_date() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("repeat", "weekly").set("times", "3");
    desk.send(form).await.assert_ok();
    let dates = desk.meetings().await;
    let path = page_path(&desk, "ana").await;
    let guest = desk.app.visitor();
    let answer = guest.get(&format!("{path}/answer")).await;
    answer.assert_ok().assert_heading("Only one date?").assert_heading("Decline all dates");
    // By the clock of Lisbon.
    let one = answer.link("Thursday 25 March, 15:00");
    let one = one.split("/answer").next().unwrap();
    guest.get(one).await.assert_text("This is about one date of several.");
    propose(&desk, &guest, one, "2027-03-26", "10:00").await.assert_text("You proposed another time.");
    let page = desk.page(dates[1]).await;
    page.assert_text("Ana proposes another time");
    let name = "Move to this time: Fri 26 March, 11:00 to 11:30";
    desk.send(page.form(name)).await.assert_notice("Meeting rescheduled, Ana was told");
    desk.app.run_jobs().await;
    let starts: Vec<_> = desk.one_in_zoom().occurrences.iter().map(ToString::to_string).collect();
    assert_eq!(starts, ["2027-03-18T15:00:00Z", "2027-03-26T10:00:00Z", "2027-04-01T14:00:00Z"]);
    let mails = desk.mails().await;
    let moved = with_subject(&mails, "Moved: ");
    assert!(moved.calendar().unwrap().contains("RECURRENCE-ID"), "{}", moved.text);
    // A date that is off is offered no more.
    desk.mara.press(&format!("/meetings/{}/remove", dates[2]), "Remove this date").await.assert_ok();
    desk.app.run_jobs().await;
    let left = guest.get(&format!("{path}/answer")).await;
    left.assert_text("26 March").assert_no_text("1 April");
}
