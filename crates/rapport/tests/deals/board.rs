use jiff::SignedDuration;
use testing::TestApp;

use crate::support::{add, column, move_on_board};

#[tokio::test]
async fn the_board_counts_each_stage_and_each_currency_by_itself() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.get("/deals").await.assert_ok().assert_heading("No deals yet");
    for (title, value, currency, stage) in [
        ("Depot pilot", "9500", "EUR", "qualified"),
        ("Sync", "6,000.50", "EUR", "qualified"),
        ("Lumen rollout", "18 400", "USD", "proposal"),
        ("Sold", "1000", "EUR", "won"),
        ("Gone", "5000", "EUR", "lost"),
    ] {
        add(&mara, &[("title", title), ("value", value), ("currency", currency), ("stage", stage)])
            .await
            .assert_ok();
    }
    let board = mara.get("/deals").await;
    board.assert_text("3 open, €15,500.50 and $18,400").assert_no_text("Gone");
    assert_eq!(board.select(".lane-h .end"), ["€15,500.50", "$18,400", "", "€1,000"]);
    assert_eq!(column(&mara, "qualified").await.len(), 2);
}

#[tokio::test]
async fn a_deal_is_moved_by_its_menu_and_the_timeline_tells_it() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    add(&mara, &[("title", "Lumen rollout"), ("value", "18400"), ("contact", "Ana Ferreira")])
        .await
        .assert_ok();
    app.advance(SignedDuration::from_hours(24 * 9));
    mara.get("/deals").await.assert_text("€18,400");
    move_on_board(&mara, "Negotiation").await.assert_ok().assert_notice("Deal moved to Negotiation");
    assert_eq!(column(&mara, "negotiation").await, ["Lumen rollout"]);
    assert!(column(&mara, "qualified").await.is_empty());
    let page = mara.get(&format!("/contacts/{ana}")).await;
    page.assert_text("Lumen rollout, from Qualified to Negotiation").assert_text("Negotiation, since today");
    assert_eq!(page.select(".tl .hd b"), ["Deal moved", "Deal added", "Ana was added"]);
    assert_eq!(
        mara.get("/contacts").await.select(".c-touched"),
        ["Never"],
        "a deal is no contact with somebody"
    );
}

#[tokio::test]
async fn moving_to_where_it_is_changes_nothing_and_nonsense_is_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let deal = add(&mara, &[("title", "Rollout"), ("value", "1"), ("contact", "Ana Ferreira")]).await.path;
    let form = mara.get(&deal).await.form("Move to Proposal");
    mara.send(form.clone()).await.assert_notice("Deal moved to Proposal");
    mara.send(form.clone()).await.assert_notice("Deal moved to Proposal");
    let page = mara.get(&format!("/contacts/{ana}")).await;
    assert_eq!(page.select(".tl .hd b").iter().filter(|title| *title == "Deal moved").count(), 1);
    let csrf = form.value("csrf").unwrap_or_default();
    let nonsense = mara.post_raw(&format!("{deal}/move"), &[("csrf", &csrf), ("stage", "sold")]).await;
    nonsense.assert_status(422).assert_heading("There is no such stage");
}

#[tokio::test]
async fn a_deal_without_a_next_meeting_says_so_and_offers_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    add(&mara, &[("title", "Rollout"), ("value", "1"), ("contact", "ana@lumen.example")]).await.assert_ok();
    let link = mara.get("/deals").await.link("No meeting, schedule one: Rollout");
    mara.get(&link).await.assert_ok().assert_heading("Schedule meeting with Ana Ferreira");
    move_on_board(&mara, "Won").await.assert_ok();
    mara.get("/deals").await.assert_no_text("No meeting");
}

#[tokio::test]
async fn the_board_shows_everyones_or_mine() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    add(&mara, &[("title", "Hers"), ("value", "1")]).await.assert_ok();
    add(&oskar, &[("title", "His"), ("value", "1")]).await.assert_ok();
    assert_eq!(column(&mara, "qualified").await.len(), 2);
    mara.get("/deals?whose=mine").await.assert_text("Hers").assert_no_text("His");
}

#[tokio::test]
async fn deals_stand_on_the_pages_of_company_and_contact_and_are_found() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    let page =
        add(&mara, &[("title", "Iberian rollout"), ("value", "18400"), ("contact", "Ana Ferreira")]).await;
    let to =
        page.links().into_iter().find(|(text, to)| text == "Lumen Freight" && to.starts_with("/companies/"));
    let company = mara.get(&to.expect("a link to the company").1).await;
    company.assert_text("Iberian rollout").assert_text("Open deals");
    assert_eq!(company.select(".figures dd"), ["0", "Never", "None", "€18,400"]);
    mara.get("/search?q=iberan").await.assert_text("Iberian rollout").assert_text("€18,400, Qualified");
    let form = mara.get(&format!("{}/delete", company.path)).await.form("Delete company");
    mara.send(form).await.assert_ok();
    mara.get(&page.path).await.assert_ok().assert_heading("Iberian rollout").assert_no_text("Lumen Freight");
}

#[tokio::test]
async fn who_moves_a_deal_on_their_own_board_stays_there() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    add(&mara, &[("title", "Hers"), ("value", "1")]).await.assert_ok();
    for (board, mine) in [("/deals?whose=mine", true), ("/deals", false)] {
        let stage = if mine { "Proposal" } else { "Won" };
        let form = mara.get(board).await.form(stage);
        let page = mara.send(form).await;
        page.assert_notice(&format!("Deal moved to {stage}"));
        assert_eq!(page.select(".tabs [aria-current]"), [if mine { "Mine" } else { "Everyone" }]);
    }
}

#[tokio::test]
async fn sums_are_of_all_deals_however_many_are_shown() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for n in 0..23 {
        let title = format!("Deal {n}");
        add(&mara, &[("title", &title), ("value", "1000"), ("company", "Lumen Freight")]).await.assert_ok();
    }
    let deal = mara.get("/deals").await.link("Deal 0");
    let company = mara.get(&mara.get(&deal).await.link("Lumen Freight")).await;
    assert_eq!(company.select(".figures dd").last().map(String::as_str), Some("€23,000"));
    company.assert_text("The 20 of 23 deals that moved last are shown.");
}
