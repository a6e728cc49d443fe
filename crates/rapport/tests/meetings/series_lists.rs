//! Meetings that come again, in lists and in search.

use crate::desk::Desk;

#[tokio::test]
async fn every_list_marks_a_meeting_that_comes_again_and_no_other() {
    let desk = Desk::new().await;
    let single = desk.schedule().await;
    let contact = format!("/contacts/{}", desk.ana);
    for list in ["/meetings?week=2027-W11", "/meetings?view=agenda&week=2027-W11", "/", &contact] {
        desk.mara.get(list).await.assert_ok().assert_no_text("Repeats");
    }
    desk.remove(single).await;
    desk.series().await;
    for list in ["/meetings?week=2027-W11", "/meetings?view=agenda&week=2027-W11", &contact] {
        desk.mara.get(list).await.assert_ok().assert_text("Repeats weekly");
    }
    desk.app.set_time("2027-03-18T08:00:00Z".parse().unwrap());
    let today = desk.mara.get("/").await;
    assert_eq!(today.select(".next .repeats"), ["Repeats weekly"]);
}

#[tokio::test]
async fn a_search_shows_the_next_date_of_a_series() {
    let desk = Desk::new().await;
    let (_, dates) = desk.series().await;
    let when = || async { desk.mara.get("/search?q=kick-off").await.select("li a .d") };
    assert_eq!(when().await, ["Thu 18 March, 16:00 to 16:30 · Ana Ferreira"]);
    desk.remove_by(dates[1], "Remove this date").await;
    desk.app.set_time("2027-03-18T16:00:00Z".parse().unwrap());
    assert_eq!(when().await, ["Thu 1 April, 16:00 to 16:30 · Ana Ferreira"]);
}
