//! The pages that show meetings: with none, one, many, and with texts that were meant to break them.

use testing::Page;

use crate::desk::Desk;

/// What somebody types who tests our patience.
const HOSTILE: &str = "\"><script>alert(1)</script> {{31337*31337}} & 'x' \u{202e}evil\u{202c} 𝔘𝔫𝔦 %0aBcc:";

const PAGES: [&str; 6] = [
    "/",
    "/meetings",
    "/meetings?view=week",
    "/meetings?view=agenda",
    "/meetings?week=2027-W11&view=week",
    "/mailbox",
];

async fn all_pages(desk: &Desk) -> Vec<Page> {
    let mut pages = Vec::new();
    let contact = format!("/contacts/{}", desk.ana);
    for path in PAGES.into_iter().chain([contact.as_str(), desk.form_path().as_str(), "/meetings/new"]) {
        let page = desk.mara.get(path).await;
        page.assert_ok();
        pages.push(page);
    }
    pages
}

#[tokio::test]
async fn every_page_stands_without_meetings() {
    let desk = Desk::new().await;
    for page in all_pages(&desk).await {
        assert!(!page.headings().is_empty(), "{}", page.path);
    }
    let week = desk.mara.get("/meetings?week=2027-W53").await;
    week.assert_ok();
    desk.mara.get("/meetings?week=nonsense&view=nonsense").await.assert_ok();
    desk.mara.get("/meetings/not-an-id").await.assert_status(404);
    desk.mara.get("/meetings/01890000-0000-7000-8000-000000000000").await.assert_status(404);
    desk.mara.get("/meetings/01890000-0000-7000-8000-000000000000/start").await.assert_status(404);
}

#[tokio::test]
async fn every_page_stands_with_many_meetings() {
    let desk = Desk::new().await;
    for day in 10..24 {
        for hour in ["09:00", "09:15", "16:00"] {
            let form = desk.form().await.set("date", &format!("2027-03-{day}")).set("start", hour);
            desk.schedule_with(form.set("topic", &format!("Session {day} {hour}"))).await;
        }
    }
    all_pages(&desk).await;
    let week = desk.mara.get("/meetings?week=2027-W11&view=week").await;
    for day in 15..22 {
        week.assert_text(&format!("Session {day} 09:15"));
    }
    week.assert_no_text("Session 22 09:00").assert_no_text("Session 14 16:00");
    let contact = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
    contact.assert_text("Session 10 09:00");
}

#[tokio::test]
async fn texts_of_people_arrive_as_text() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("topic", HOSTILE).set("agenda", HOSTILE);
    let id = desk.schedule_with(form).await;
    let mut pages = all_pages(&desk).await;
    pages.push(desk.page(id).await);
    pages.push(desk.mara.get(&format!("/meetings/{id}/remove")).await);
    let mail = desk
        .mara
        .get("/mailbox")
        .await
        .links()
        .into_iter()
        .find(|(_, to)| to.starts_with("/mailbox/"))
        .unwrap()
        .1;
    pages.push(desk.mara.get(&mail).await);
    pages.push(desk.mara.get(&format!("{mail}/html")).await);
    for page in &pages {
        assert!(!page.html().contains("<script>alert"), "{}", page.path);
        assert!(
            !page.text().contains("982007569"),
            "{} evaluates what people typed: {}",
            page.path,
            page.text()
        );
    }
    desk.page(id).await.assert_heading(HOSTILE);
    let stored = &desk.app.mails().await[0];
    assert!(!stored.raw.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc:")), "{}", stored.raw);
    assert_eq!(stored.subject, format!("{HOSTILE}, Thu 18 March 15:00"));
    assert_eq!(desk.in_zoom()[0].topic, HOSTILE);
}

#[tokio::test]
async fn the_meeting_glows_when_it_is_about_to_begin_and_is_over_later() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.app.set_time("2027-03-18T14:42:00Z".parse().unwrap());
    desk.mara.get("/").await.assert_text("Rollout kick-off").assert_text("In 18 minutes");
    assert!(desk.mara.get("/").await.has_link("Start meeting: Rollout kick-off"));
    desk.page(id).await.assert_text("In 18 minutes");
    desk.app.set_time("2027-03-18T16:30:00Z".parse().unwrap());
    let over = desk.page(id).await;
    over.assert_text("Over");
    assert!(
        !over.has_link("Start meeting: Rollout kick-off")
            && !over.has_link("Remove meeting: Rollout kick-off")
    );
    desk.mara.get("/").await.assert_ok();
}

#[tokio::test]
async fn waiting_meetings_are_marked_in_every_list() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    desk.schedule().await;
    for path in ["/meetings?week=2027-W11&view=agenda".to_owned(), format!("/contacts/{}", desk.ana)] {
        let page = desk.mara.get(&path).await;
        page.assert_text("Waiting for Zoom");
        assert!(!page.has_link("Start meeting: Rollout kick-off"), "{path}");
    }
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
}
