use testing::TestApp;

use crate::support::add;

#[tokio::test]
async fn a_meeting_is_scheduled_from_a_deal_with_its_contact() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let deal = add(&mara, &[("title", "Rollout"), ("value", "5"), ("contact", "Ana Ferreira")]).await;
    let schedule = mara.get(&deal.link("Schedule meeting")).await;
    schedule.assert_ok().assert_heading("Schedule meeting with Ana Ferreira");
    let form = schedule.form_with(&["topic", "date"]);
    let form = form.set("topic", "Terms").set("date", "2027-03-11").set("start", "14:00");
    mara.send(form).await.assert_notice("Meeting scheduled, invitation sent to Ana");
    app.run_jobs().await;
    mara.get("/deals").await.assert_text("Thu 11 March, 14:00").assert_no_text("No meeting");
}

#[tokio::test]
async fn without_anybody_to_invite_the_deal_says_why_nothing_can_be_scheduled() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").create().await;
    let alone = add(&mara, &[("title", "Alone"), ("value", "5")]).await;
    alone.assert_text("The deal has no contact to invite.");
    mara.get(&format!("{}/meetings/new", alone.path))
        .await
        .assert_status(409)
        .assert_heading("The deal has no contact");
    let unreachable = add(&mara, &[("title", "Rollout"), ("value", "5"), ("contact", "Ana Ferreira")]).await;
    unreachable.assert_text("Ana has no email address to invite.");
}
