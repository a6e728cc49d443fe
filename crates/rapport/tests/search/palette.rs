use domain::Role;
use testing::TestApp;

#[tokio::test]
async fn without_a_question_it_leads_to_the_pages() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.get("/search").await;
    page.assert_ok().assert_heading("Search").assert_heading("Go to");
    for (name, to) in [("Today", "/"), ("Companies", "/companies"), ("Schedule meeting", "/meetings/new")] {
        assert!(page.links().contains(&(name.to_owned(), to.to_owned())), "{name}");
    }
    let found = mara.get("/search?q=new+con").await;
    assert_eq!(found.attributes(".results a", "href"), ["/contacts/new"]);
}

#[tokio::test]
async fn what_can_be_done_with_the_best_answer_stands_below_it() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    app.contact("Anabel Without").create().await;
    let page = mara.get("/search?q=ana").await;
    page.assert_heading("With Ana Ferreira");
    assert_eq!(page.link("Schedule meeting with Ana"), format!("/contacts/{ana}/meetings/new"));
    assert_eq!(page.link("Write a note about Ana"), format!("/contacts/{ana}#new-note"));
    assert!(!page.has_link("Start meeting"));
    let page = mara.get("/search?q=anabel").await;
    page.assert_heading("With Anabel Without");
    assert!(!page.has_link("Schedule meeting with Anabel"), "there is no address to invite");
}

#[tokio::test]
async fn what_was_searched_is_marked_in_what_was_found() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Yuki Tanaka").create().await;
    app.contact("<b>Ana</b>").create().await;
    let page = mara.get("/search?q=ana").await;
    assert_eq!(page.select(".results li b mark"), ["Ana", "ana"]);
    page.assert_text("<b>Ana</b>");
}

#[tokio::test]
async fn the_palette_is_the_same_page_in_parts() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for number in 0..9 {
        app.contact(&format!("Person {number}")).create().await;
    }
    let palette = mara.fragment("/search?q=person").await;
    palette.assert_ok();
    assert_eq!(palette.select("body > section.dialog [data-search-results] a b").len(), 5);
    assert_eq!(mara.get("/search?q=person").await.select(".results b").len(), 9);
}

#[tokio::test]
async fn whoever_only_reads_is_not_offered_what_they_cannot_do() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    app.database().run(&format!("UPDATE users SET role = '{}'", Role::ReadOnly)).await;
    let page = mara.get("/search?q=ana").await;
    assert!(!page.has_link("Schedule meeting with Ana"));
    assert!(!mara.get("/search").await.has_link("New contact"));
}
