use testing::{Browser, Form, Page, TestApp};

async fn form(app: &TestApp, browser: &Browser) -> Form {
    browser
        .get("/setup")
        .await
        .form("Create account")
        .set("setup_key", app.app().setup_key.reveal())
        .set("workspace", "Halden Studio")
        .set("name", "Mara Lindqvist")
        .set("email", "mara@halden.example")
        .set("password", "a sentence works well")
}

async fn log_in(browser: &Browser, email: &str) -> Page {
    browser.post("/login", &[("email", email), ("password", "a sentence works well")]).await
}

#[tokio::test]
async fn a_fresh_server_leads_to_set_up_and_its_owner_is_in() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let page = browser.get("/").await;
    page.assert_ok().assert_heading("Create the owner account");
    let page = browser.send(form(&app, &browser).await).await;
    page.assert_ok().assert_text("Halden Studio").assert_text("Mara Lindqvist");
    assert_eq!(page.path, "/");
    let elsewhere = app.visitor();
    elsewhere.get("/login").await.assert_text("to Halden Studio");
    assert_eq!(log_in(&elsewhere, "mara@halden.example").await.path, "/");
}

#[tokio::test]
async fn without_the_key_from_the_log_nobody_sets_up() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    for key in ["", "0000-0000-0000-0000"] {
        let page = browser.send(form(&app, &browser).await.set("setup_key", key)).await;
        page.assert_status(422).assert_notice("Nothing was set up yet.");
        let error = page.field("Setup key").error.unwrap();
        assert!(error.contains("That is not the setup key"), "{error}");
        assert_eq!(page.field("Your name").value, "Mara Lindqvist", "what was typed stays");
        assert_eq!(page.field("Password").value, "", "a password is never sent back");
    }
    browser.get("/login").await.assert_heading("Create the owner account");
}

#[tokio::test]
async fn the_key_may_be_typed_with_capitals_and_spaces_around() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let key = format!(" {} ", app.app().setup_key.reveal().to_uppercase());
    let page = browser.send(form(&app, &browser).await.set("setup_key", &key)).await;
    assert_eq!(page.path, "/");
}

#[tokio::test]
async fn each_field_says_what_is_wrong_with_it() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let form = form(&app, &browser).await;
    let wrong = form.set("workspace", "").set("name", " ").set("email", "mara").set("password", "short");
    let page = browser.send(wrong).await;
    page.assert_status(422);
    for label in ["Workspace name", "Your name", "Email", "Password"] {
        assert!(page.field(label).error.is_some(), "{label} has no sentence");
    }
    assert_eq!(page.field("Setup key").error, None);
}

#[tokio::test]
async fn the_password_is_as_long_as_the_page_says() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let page = browser.get("/setup").await;
    let hint = page.field("Password").hint.unwrap();
    let least: usize = hint.split(' ').next().unwrap().parse().unwrap();
    let form = form(&app, &browser).await;
    let page = browser.send(form.clone().set("password", &"é".repeat(least - 1))).await;
    page.assert_status(422);
    assert!(page.field("Password").error.unwrap().contains(&least.to_string()));
    assert_eq!(browser.send(form.set("password", &"é".repeat(least))).await.path, "/");
}

#[tokio::test]
async fn set_up_works_once() {
    let app = TestApp::start().await;
    let (browser, late) = (app.visitor(), app.visitor());
    let second = form(&app, &late).await.set("email", "oskar@halden.example");
    assert_eq!(browser.send(form(&app, &browser).await).await.path, "/");
    assert_eq!(browser.get("/setup").await.path, "/");
    late.get("/setup").await.assert_heading("Log in");
    late.send(second).await.assert_heading("Log in");
    log_in(&late, "oskar@halden.example").await.assert_status(422);
    app.run_jobs().await;
    assert_eq!(log_in(&late, "mara@halden.example").await.path, "/");
}
