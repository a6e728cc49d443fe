//! Nobody sees or changes what belongs to another workspace: its ids do not exist there.

use testing::TestApp;

#[tokio::test]
async fn another_workspaces_contact_does_not_exist() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let nina = app.outsider("nina").await;
    for path in ["", "/edit", "/meetings/new"] {
        let page = nina.get(&format!("/contacts/{ana}{path}")).await;
        page.assert_status(404).assert_no_text("Ana").assert_heading("This contact does not exist");
    }
    nina.get("/contacts").await.assert_no_text("Ana");
    nina.get("/contacts?q=ana").await.assert_no_text("Ana Ferreira");
    nina.get("/meetings/new").await.assert_no_text("Ana");
    mara.get(&format!("/contacts/{ana}")).await.assert_ok();
}

#[tokio::test]
async fn another_workspaces_contact_cannot_be_changed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let nina = app.outsider("nina").await;
    let own = app.contact("Rui Matos").email("rui@lumen.example").create_for(&nina).await;

    let mut edit =
        nina.get(&format!("/contacts/{own}/edit")).await.form("Save changes").set("name", "Taken over");
    edit.action = format!("/contacts/{ana}");
    nina.send(edit).await.assert_status(404);
    let mut note = nina.get(&format!("/contacts/{own}")).await.form("Save note").set("note", "Taken over");
    note.action = format!("/contacts/{ana}/notes");
    nina.send(note).await.assert_status(404);

    let page = mara.get(&format!("/contacts/{ana}")).await;
    page.assert_heading("Ana Ferreira").assert_no_text("Taken over");
}

#[tokio::test]
async fn a_company_of_the_same_name_is_another_company() {
    let app = TestApp::start().await;
    app.user("mara").await;
    app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    let nina = app.outsider("nina").await;
    let page = nina.post("/contacts/new", &[("name", "Rui"), ("company", "Lumen Freight")]).await;
    page.assert_ok().assert_no_text("Ana");
    nina.get("/contacts/new").await.assert_ok();
}

#[tokio::test]
async fn an_id_that_is_none_is_a_page_that_does_not_exist() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for path in
        ["/contacts/1", "/contacts/..%2f..", "/contacts/%00", "/meetings/x", "/mailbox/x", "/nothing/here"]
    {
        let page = mara.get(path).await;
        page.assert_status(404);
        assert_eq!(page.headings().len(), 1, "{path} is drawn like every page: {}", page.html());
    }
}
