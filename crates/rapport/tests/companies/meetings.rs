use jiff::SignedDuration;
use testing::TestApp;

use crate::support::lumen;

const WHEN: [(&str, &str); 3] = [("topic", "Rollout"), ("date", "2027-03-11"), ("start", "14:00")];

#[tokio::test]
async fn a_meeting_is_scheduled_with_those_of_a_company_who_were_chosen() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let company = lumen(&mara).await;
    for (name, email) in [("Ana Ferreira", "ana"), ("Inês Carvalho", "ines"), ("Rui Matos", "rui")] {
        let email = format!("{email}@lumenfreight.example");
        app.contact(name).email(&email).company("Lumen Freight").create().await;
    }
    app.contact("Without").company("Lumen Freight").create().await;
    let choose = mara.get(&mara.get(&company).await.link("Schedule meeting")).await;
    choose.assert_ok().assert_heading("Schedule meeting with Lumen Freight");
    choose.assert_text("No email address, so no invitation can be sent");
    let nobody = mara.send(choose.form("Continue")).await;
    nobody.assert_text("Choose at least one person.");

    let ids = nobody.attributes("input[name=with]", "value");
    assert_eq!(ids.len(), 3);
    let form = nobody.form("Continue").also("with", &ids[0]).also("with", &ids[2]);
    let schedule = mara.send(form).await;
    schedule.assert_ok().assert_heading("Schedule meeting with Ana Ferreira");
    let mut form = schedule.form_with(&["topic", "date"]);
    for (name, value) in WHEN {
        form = form.set(name, value);
    }
    mara.send(form).await.assert_notice("Meeting scheduled, invitation sent to Ana and Rui");
    app.run_jobs().await;

    let page = mara.get(&company).await;
    page.assert_text("with Ana Ferreira and Rui Matos").assert_text("Thu 11 March, 14:00");
    let listed = mara.get(&page.link("All meetings")).await;
    listed.assert_ok().assert_text("Rollout").assert_text("With Lumen Freight");
    // On its timeline the meeting stands once, though it is on two people's.
    let entries = page.select(".tl .hd");
    assert_eq!(entries.iter().filter(|entry| entry.contains("scheduled for")).count(), 1, "{entries:?}");

    app.advance(SignedDuration::from_hours(24 * 30));
    mara.get(&company).await.assert_text("Over").assert_text("Meetings held");
    assert_eq!(mara.get(&company).await.select(".figures dd"), ["1", "4 weeks ago", "None", "None"]);
}

#[tokio::test]
async fn with_one_person_there_is_nothing_to_choose() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    app.contact("Ana Ferreira").email("ana@lumenfreight.example").company("Lumen Freight").create().await;
    let page = mara.get(&format!("{company}/meetings/new")).await;
    page.assert_ok().assert_heading("Schedule meeting with Ana Ferreira");
}

#[tokio::test]
async fn without_anybody_to_invite_the_page_says_why_nothing_can_be_scheduled() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    app.contact("Without").company("Lumen Freight").create().await;
    let page = mara.get(&company).await;
    page.assert_text("Nobody of Lumen Freight has an email address to invite.");
    let dialog = mara.get(&format!("{company}/meetings/new")).await;
    dialog.assert_ok().assert_heading("Schedule meeting with Lumen Freight");
}

#[tokio::test]
async fn people_of_other_companies_are_not_let_in_by_the_address() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    for name in ["ana", "rui"] {
        let email = format!("{name}@lumenfreight.example");
        app.contact(name).email(&email).company("Lumen Freight").create().await;
    }
    let jonas = app.contact("Jonas").email("jonas@brandt.example").company("Brandt").create().await;
    let page = mara.get(&format!("{company}/meetings/new?chosen=1&with={jonas}&with=nonsense")).await;
    page.assert_heading("Schedule meeting with Lumen Freight").assert_text("Choose at least one person.");
}

#[tokio::test]
async fn whoever_has_an_address_is_found_among_many_who_have_none() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    for n in 0..55 {
        app.contact(&format!("Anonymous {n}")).company("Lumen Freight").create().await;
    }
    let zoe =
        app.contact("Zoe Zander").email("zoe@lumenfreight.example").company("Lumen Freight").create().await;
    let choose = mara.get(&mara.get(&company).await.link("Schedule meeting")).await;
    assert_eq!(choose.attributes("input[name=with]", "value"), [zoe.to_string()]);
    let schedule = mara.send(choose.form("Continue").also("with", &zoe.to_string())).await;
    schedule.assert_ok().assert_heading("Schedule meeting with Zoe Zander");
}
