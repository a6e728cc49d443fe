use testing::TestApp;

#[tokio::test]
async fn a_call_stands_on_the_timeline_at_its_own_time_once() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let contact = format!("/contacts/{ana}");
    let link = mara.get(&contact).await.link("Log call");
    let form = mara.get(&link).await.form("Save call");
    assert_eq!(
        (form.value("date").unwrap(), form.value("time").unwrap()),
        ("2027-03-09".into(), "10:00".into())
    );
    let form = form.set("date", "2027-03-08").set("time", "16:30").set("note", "Wants two depots.");
    mara.send(form.clone()).await.assert_notice("Call saved");
    let page = mara.send(form).await;
    assert_eq!(page.select(".tl .hd b"), ["Ana was added", "Call"], "in order of time, and once");
    page.assert_text("Wants two depots.").assert_text("16:30");
    assert_eq!(mara.get(&format!("{contact}?show=notes")).await.select(".tl .hd b"), ["Call"]);
}

#[tokio::test]
async fn a_call_to_come_is_refused_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let form = mara.get(&format!("/contacts/{ana}/calls/new")).await.form("Save call");
    let page = mara.send(form.clone().set("time", "10:01").set("note", "Not yet")).await;
    page.assert_status(422).assert_notice("The call was not saved.");
    assert!(page.field("Time").error.unwrap().starts_with("This is still to come."));
    assert_eq!(page.field("What was said").value, "Not yet");
    let page = mara.send(form.set("date", "")).await;
    assert!(page.field("Time").error.is_some());
    assert_eq!(mara.get(&format!("/contacts/{ana}")).await.select(".tl .hd b"), ["Ana was added"]);
}
