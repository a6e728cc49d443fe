use testing::TestApp;

use crate::list::{add, open};

#[tokio::test]
async fn the_same_form_sent_twice_adds_one_task() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/tasks/new").await.form("Save task").set("what", "Send the offer");
    mara.send(form.clone()).await.assert_notice("Task added");
    mara.send(form).await.assert_notice("Task added");
    assert_eq!(open(&mara.get("/tasks").await), ["Send the offer"]);
}

#[tokio::test]
async fn bad_input_loses_nothing_and_names_what_is_wrong() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/tasks/new").await.form("Save task");
    let wrong = form.clone().set("what", "  ").set("due", "").set("contact", "nobody@example.com");
    let page = mara.send(wrong.force("owner", "nobody")).await;
    page.assert_status(422).assert_notice("The task was not saved.");
    for label in ["What", "Until", "Who", "Contact"] {
        assert!(page.field(label).error.is_some(), "{label}");
    }
    assert_eq!(page.field("Contact").value, "nobody@example.com");
    let page = mara.send(form.clone().force("what", "one\ntwo")).await;
    assert_eq!(page.field("What").error.unwrap(), "Use one line of plain text.");
    let page = mara.send(form.set("what", &"x".repeat(201))).await;
    assert_eq!(page.field("What").error.unwrap(), "Use at most 200 characters; these are 201.");
    mara.get("/tasks").await.assert_heading("Nothing to do");
}

#[tokio::test]
async fn of_two_contacts_called_the_same_one_is_chosen() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").title("Head of operations").create().await;
    let other = app.contact("Ana Ferreira").title("Singer").create().await;
    let form = mara.get("/tasks/new").await.form("Save task").set("what", "Call her");
    let page = mara.send(form.set("contact", "Ana Ferreira")).await;
    page.assert_status(422).assert_text("Singer");
    mara.send(page.form("Save task").set("contact_id", &other.to_string())).await.assert_notice("Task added");
    mara.get(&format!("/contacts/{other}")).await.assert_text("Call her");
}

#[tokio::test]
async fn a_task_is_changed_and_deleted() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    add(&mara, "Send the offer", "2027-03-12", "").await;
    let edit = mara.get("/tasks").await.link("Edit task: Send the offer");
    let form = mara.get(&edit).await.form("Save task");
    assert_eq!(form.value("remind").as_deref(), Some("on"));
    let page = mara.send(form.set("what", "Send both offers").set("due", "2027-03-09")).await;
    page.assert_notice("Task saved");
    assert_eq!(page.select("h2"), ["Today"]);
    let edit = page.link("Edit task: Send both offers");
    let form = mara.get(&edit).await.form("Delete task");
    mara.send(form.clone()).await.assert_notice("Task deleted").assert_heading("Nothing to do");
    mara.send(form).await.assert_status(404);
    mara.get(&edit).await.assert_status(404);
}

#[tokio::test]
async fn whoever_is_not_of_the_workspace_or_only_reads_is_given_nothing() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let nina = app.outsider("nina").await;
    let form = mara.get("/tasks/new").await.form("Save task").set("what", "Call");
    let page = mara.send(form.clone().force("owner", &nina.id.to_string())).await;
    page.assert_status(422).assert_text("Choose somebody of your workspace.");
    app.user("rita").await;
    app.database().run("UPDATE users SET role = 'read_only' WHERE email = 'rita@halden.example'").await;
    let page = mara.get("/tasks/new").await;
    assert!(!page.select("#owner option").contains(&"Rita".to_owned()), "{:?}", page.select("#owner option"));
}

#[tokio::test]
async fn an_answer_leads_back_only_to_pages_of_ours() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    add(&mara, "Send the offer", "2027-03-12", "").await;
    for back in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let form = mara.get("/tasks").await.form("Done: Send the offer").force("back", back);
        assert_eq!(mara.send_only(form).await.location.unwrap(), "/tasks", "{back}");
        mara.press("/tasks?show=done", "Not done: Send the offer").await.assert_ok();
    }
}
