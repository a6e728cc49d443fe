use testing::TestApp;

#[tokio::test]
async fn a_note_stands_on_the_timeline_with_its_author() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let path = format!("/contacts/{ana}");
    let page = mara.post(&path, &[("note", "Wants the timeline before signing.\nCall on Friday.")]).await;
    page.assert_ok().assert_text("Wants the timeline before signing.").assert_text("Mara Lindqvist");
    assert_eq!(page.field("New note").value, "", "the field is empty again");
    assert_eq!(mara.get(&format!("{path}?show=notes")).await.select("article").len(), 1);
}

#[tokio::test]
async fn the_same_note_sent_twice_is_kept_once() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let path = format!("/contacts/{ana}");
    let form = mara.get(&path).await.form("Save note").set("note", "Once.");
    mara.send(form.clone()).await.assert_ok();
    mara.send(form).await.assert_ok();
    assert_eq!(mara.get(&format!("{path}?show=notes")).await.select("article").len(), 1);
    // The same words in a new form are a new note.
    mara.post(&path, &[("note", "Once.")]).await.assert_ok();
    assert_eq!(mara.get(&format!("{path}?show=notes")).await.select("article").len(), 2);
}

#[tokio::test]
async fn an_empty_or_endless_note_is_refused_and_stays_in_the_field() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let path = format!("/contacts/{ana}");
    for text in [" \n ".to_owned(), "x".repeat(10_001)] {
        let page = mara.post(&path, &[("note", &text)]).await;
        page.assert_status(422);
        let field = page.field("New note");
        assert!(field.error.is_some());
        assert_eq!(field.value.trim(), text.trim());
    }
    assert_eq!(mara.get(&format!("{path}?show=notes")).await.select("article").len(), 0);
}

#[tokio::test]
async fn markup_in_a_note_stays_text() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let page =
        mara.post(&format!("/contacts/{ana}"), &[("note", "<img src=x onerror=alert(1)> & more")]).await;
    page.assert_ok().assert_text("<img src=x onerror=alert(1)> & more");
    assert!(page.select("article img").is_empty());
}

#[tokio::test]
async fn a_note_on_a_contact_that_does_not_exist_is_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let mut form = mara.get(&format!("/contacts/{ana}")).await.form("Save note").set("note", "Lost?");
    form.action = format!("/contacts/{}/notes", mara.id);
    mara.send(form).await.assert_status(404);
}
