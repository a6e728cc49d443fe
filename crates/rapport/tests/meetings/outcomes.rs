//! What came of a meeting: asked when it is over, with the next step until it is done.

use domain::MeetingId;
use testing::{Form, Page};

use crate::desk::Desk;

/// The usual meeting, an hour after it began: Thursday 18 March, 17:00 in Stockholm.
async fn over() -> (Desk, MeetingId) {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.app.set_time("2027-03-18T16:00:00Z".parse().unwrap());
    desk.app.run_jobs_until_done().await;
    (desk, id)
}

async fn contact(desk: &Desk) -> Page {
    desk.mara.get(&format!("/contacts/{}", desk.ana)).await
}

async fn form(desk: &Desk, id: MeetingId) -> Form {
    let page = desk.mara.get(&format!("/meetings/{id}/outcome?back=/contacts/{}", desk.ana)).await;
    page.assert_ok().assert_heading("What came of Rollout kick-off?");
    page.form("Save outcome")
}

#[tokio::test]
async fn a_meeting_that_is_over_is_asked_about_until_somebody_says_what_came_of_it() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    assert!(!desk.mara.get("/").await.has_link("Note outcome: Rollout kick-off"), "it is still to come");
    desk.mara.get(&format!("/meetings/{id}/outcome")).await.assert_status(409);
    desk.app.set_time("2027-03-18T15:30:00Z".parse().unwrap());
    for page in [desk.mara.get("/").await, contact(&desk).await] {
        page.assert_heading("What came of it?").assert_text("With Ana Ferreira, today, 16:00");
        assert!(page.has_link("Note outcome: Rollout kick-off"), "{}", page.path);
    }
    let filled = form(&desk, id).await.set("note", "They want the Porto depot first.");
    let page = desk.mara.send(filled.set("step", "Send the offer").set("due", "2027-03-19")).await;
    page.assert_notice("Noted what came of Rollout kick-off");
    assert_eq!(
        page.link("Schedule a follow-up"),
        format!("/contacts/{}/meetings/new?after={id}", desk.ana),
        "from there it goes on"
    );
    page.assert_text("They want the Porto depot first.")
        .assert_text("Send the offer")
        .assert_text("Tomorrow");
    assert!(!page.has_link("Note outcome: Rollout kick-off"));
    let meeting = desk.page(id).await;
    meeting.assert_text("It took place").assert_text("They want the Porto depot first.");
    let today = desk.mara.get("/").await;
    today.assert_text("Send the offer").assert_text("Ana Ferreira, after Rollout kick-off");
    desk.mara.send(today.form("Done: Send the offer")).await.assert_notice("Done: Send the offer");
    assert!(!desk.mara.get("/").await.has_button("Done: Send the offer"));
    contact(&desk).await.assert_text("Task done").assert_no_text("Next step");
    desk.page(id).await.assert_text("Send the offer");
}

#[tokio::test]
async fn the_same_form_sent_twice_notes_once_and_a_change_is_a_new_entry() {
    let (desk, id) = over().await;
    let filled =
        form(&desk, id).await.set("outcome", "no_show").set("step", "Call Ana").set("due", "2027-03-22");
    desk.mara.send(filled.clone()).await;
    let page = desk.mara.send(filled).await;
    assert_eq!(page.select(".tasks li").len(), 1);
    assert_eq!(page.select(".tl .it").iter().filter(|entry| entry.contains("nobody came")).count(), 1);
    let changed = form(&desk, id).await;
    let page = desk.mara.send(changed.set("outcome", "dropped").set("note", "Ana is ill.")).await;
    page.assert_text("was dropped, planned for today, 16:00 to 16:30").assert_text("Ana is ill.");
    desk.page(id).await.assert_text("It was dropped").assert_no_text("Nobody came");
}

#[tokio::test]
async fn bad_input_loses_nothing_and_names_what_is_wrong() {
    let (desk, id) = over().await;
    let long = "x".repeat(201);
    let filled = form(&desk, id).await.set("note", "Worth keeping").set("step", &long).set("due", "");
    let page = desk.mara.send(filled).await;
    page.assert_status(422).assert_notice("Nothing was noted yet.");
    assert_eq!(page.field("Note").value, "Worth keeping");
    assert!(page.field("Next step").error.unwrap().contains("at most 200 characters"));
    assert!(page.field("Until").error.is_some());
    let nonsense = form(&desk, id).await.force("outcome", "nonsense");
    desk.mara.send(nonsense).await.assert_status(422).assert_text("Choose what came of it.");
    let page = desk.mara.get("/").await;
    assert!(page.has_link("Note outcome: Rollout kick-off"), "nothing was noted");
}

#[tokio::test]
async fn whoever_has_nothing_to_note_is_not_asked_again() {
    let (desk, _) = over().await;
    let page = desk.mara.press("/", "Nothing to note: Rollout kick-off").await;
    page.assert_notice("Nothing noted about Rollout kick-off");
    assert!(!page.has_link("Note outcome: Rollout kick-off"));
    let entries = contact(&desk).await.select(".tl .it");
    assert_eq!(entries.len(), 3, "added, scheduled and invited, and nothing more: {entries:?}");
}

#[tokio::test]
async fn only_the_host_is_asked_and_only_for_two_weeks() {
    let (desk, id) = over().await;
    let oskar = desk.app.user("oskar").await;
    assert!(!oskar.get("/").await.has_link("Note outcome: Rollout kick-off"));
    oskar.get(&format!("/meetings/{id}/outcome")).await.assert_status(403);
    desk.app.set_time("2027-04-02T09:00:00Z".parse().unwrap());
    assert!(!desk.mara.get("/").await.has_link("Note outcome: Rollout kick-off"));
    let page = desk.page(id).await;
    assert!(page.has_link("Note outcome"), "the meeting's page still offers it");
}

#[tokio::test]
async fn an_answer_leads_back_only_to_pages_of_ours() {
    let (desk, id) = over().await;
    for back in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let filled = form(&desk, id).await.force("back", back);
        let answer = desk.mara.send_only(filled).await;
        assert_eq!(answer.location.unwrap(), format!("/meetings/{id}"), "{back}");
    }
}
