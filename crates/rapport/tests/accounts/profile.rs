use testing::TestApp;

#[tokio::test]
async fn name_zone_and_colours_can_be_changed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let fields = [("name", "Mara L."), ("zone", "Asia/Tokyo"), ("theme", "dark")];
    let page = mara.post("/settings/profile", &fields).await;
    page.assert_ok().assert_notice("Profile saved").assert_text("Mara L.");
    assert_eq!(page.field("Your time zone").value, "Asia/Tokyo");
    assert_eq!(page.attributes("html", "data-theme"), ["dark"]);
    mara.get("/settings/profile").await.assert_no_text("Profile saved");
}

#[tokio::test]
async fn a_wrong_value_is_kept_on_the_page_and_named() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/settings/profile").await.form("Save changes");
    let page = mara.send(form.set("name", "").force("zone", "Mars/Olympus")).await;
    page.assert_status(422).assert_notice("Your profile was not saved.");
    assert!(page.field("Your name").error.is_some());
    assert!(page.field("Your time zone").error.is_some());
    mara.get("/settings/profile").await.assert_text("Mara Lindqvist");
}

#[tokio::test]
async fn markup_in_a_name_stays_text() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let name = "<img src=x onerror=alert(1)> \"Mara\" & Co";
    let page = mara.post("/settings/profile", &[("name", name)]).await;
    page.assert_ok();
    assert_eq!(page.field("Your name").value, name);
    assert!(page.select("img[src=x]").is_empty());
}
