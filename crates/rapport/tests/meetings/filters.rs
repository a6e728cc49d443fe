//! Filters of the page of all meetings.

use testing::Page;

use crate::desk::Desk;

/// Two meetings of Mara, with Ana and with Rui, and one of Oskar with Ana.
async fn three() -> Desk {
    let desk = Desk::new().await;
    desk.schedule().await;
    let rui = desk.app.contact("Rui Matos").email("rui@tide.example").company("Tidewater").create().await;
    let form = desk.mara.get(&format!("/contacts/{rui}/meetings/new")).await.form("Schedule meeting");
    let form = form.set("topic", "Harbour plans").set("date", "2027-03-17").set("start", "09:00");
    desk.schedule_with(form).await;
    let oskar = desk.app.user("oskar").await;
    oskar.connect_zoom().await.assert_ok();
    let form = oskar.get(&desk.form_path()).await.form("Schedule meeting");
    let form = form.set("topic", "Audit talk").set("date", "2027-03-16").set("start", "11:00");
    oskar.send(form).await.assert_ok();
    desk.app.run_jobs().await;
    desk
}

async fn shown(desk: &Desk, query: &str) -> (Page, Vec<String>) {
    let page = desk.mara.get(&format!("/meetings?view=agenda&week=2027-W11{query}")).await;
    page.assert_ok();
    let topics = page.select(".agenda-page li b");
    (page, topics)
}

#[tokio::test]
async fn my_meetings_are_shown_unless_everybodys_are_asked_for() {
    let desk = three().await;
    assert_eq!(shown(&desk, "").await.1, ["Harbour plans", "Rollout kick-off"]);
    let (page, topics) = shown(&desk, "&whose=everybody").await;
    assert_eq!(topics, ["Audit talk", "Harbour plans", "Rollout kick-off"]);
    page.assert_text("Ana Ferreira, with Oskar");
    let week = desk.mara.get("/meetings?view=week&week=2027-W11&whose=everybody").await;
    week.assert_text("Audit talk");
    assert!(week.link("Agenda").contains("whose=everybody"), "links keep the filter");
    assert!(week.link("Next week").contains("whose=everybody"));
}

#[tokio::test]
async fn meetings_with_somebody_are_found_by_name_company_and_address() {
    let desk = three().await;
    for words in ["rui", "tidewater", "rui@tide", "MATOS+rui"] {
        let (_, topics) = shown(&desk, &format!("&with={words}")).await;
        assert_eq!(topics, ["Harbour plans"], "{words}");
    }
    let (page, topics) = shown(&desk, "&with=nobody%25").await;
    assert!(topics.is_empty());
    page.assert_text("No meeting here passes the filters.");
    let contact = format!("&whose=everybody&contact={}", desk.ana);
    let (page, topics) = shown(&desk, &contact).await;
    assert_eq!(topics, ["Audit talk", "Rollout kick-off"]);
    let without = page.link("Remove filter: With Ana Ferreira");
    assert!(without.contains("whose=everybody") && !without.contains("contact"), "{without}");
}

#[tokio::test]
async fn with_somebody_and_no_week_all_their_meetings_are_listed() {
    let desk = three().await;
    desk.app.set_time("2027-06-01T09:00:00Z".parse().unwrap());
    let page = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
    let all = desk.mara.get(&page.link("All meetings")).await;
    all.assert_text("All dates")
        .assert_text("Rollout kick-off")
        .assert_text("Audit talk")
        .assert_no_text("Harbour");
}

#[tokio::test]
async fn meetings_are_filtered_by_how_far_they_are() {
    let desk = three().await;
    desk.app.set_time("2027-03-17T12:00:00Z".parse().unwrap());
    assert_eq!(shown(&desk, "&state=over").await.1, ["Harbour plans"]);
    assert_eq!(shown(&desk, "&state=to-come").await.1, ["Rollout kick-off"]);
    assert!(shown(&desk, "&state=waiting").await.1.is_empty());
    desk.zoom_goes_down();
    let form = desk.form().await.set("topic", "Stuck").set("date", "2027-03-19");
    desk.schedule_with(form).await;
    assert_eq!(shown(&desk, "&state=waiting").await.1, ["Stuck"]);
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
}

#[tokio::test]
async fn the_form_keeps_week_and_view_and_words_that_mean_nothing_leave_nothing_out() {
    let desk = three().await;
    let (page, _) = shown(&desk, "").await;
    let form = page.form("Show meetings").set("whose", "everybody").set("with", "ana");
    let filtered = desk.mara.send(form).await;
    assert_eq!(filtered.select(".agenda-page li b"), ["Audit talk", "Rollout kick-off"]);
    let (_, topics) = shown(&desk, "&state=nonsense&whose=nonsense&contact=nonsense").await;
    assert_eq!(topics, ["Harbour plans", "Rollout kick-off"]);
}
