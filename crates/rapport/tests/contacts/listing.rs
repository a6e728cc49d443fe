use jiff::SignedDuration;
use testing::{Page, TestApp, TestUser};

async fn names(mara: &TestUser, path: &str) -> Vec<String> {
    shown(mara.get(path).await.assert_ok())
}

fn shown(page: &Page) -> Vec<String> {
    page.select("tbody td:first-child b")
}

async fn three(app: &TestApp) {
    app.contact("Inês Carvalho").email("ines@lumenfreight.example").company("Lumen Freight").create().await;
    app.contact("Jonas Weber").email("jonas.weber@brandt.example").company("Brandt Optik").create().await;
    app.contact("100% Sofia_Rossi").create().await;
}

#[tokio::test]
async fn search_looks_at_names_addresses_and_companies_without_accents_and_capitals() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app).await;
    assert_eq!(names(&mara, "/contacts?q=ines").await, ["Inês Carvalho"]);
    assert_eq!(names(&mara, "/contacts?q=CARVALHO+in%C3%AAs").await, ["Inês Carvalho"]);
    assert_eq!(names(&mara, "/contacts?q=jonas.weber%40").await, ["Jonas Weber"]);
    assert_eq!(names(&mara, "/contacts?q=optik").await, ["Jonas Weber"]);
    assert_eq!(names(&mara, "/contacts?q=++").await.len(), 3);
}

#[tokio::test]
async fn signs_of_the_query_language_are_plain_text() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app).await;
    assert_eq!(names(&mara, "/contacts?q=%25").await, ["100% Sofia_Rossi"]);
    assert_eq!(names(&mara, "/contacts?q=a_r").await, ["100% Sofia_Rossi"]);
    assert!(names(&mara, "/contacts?q=%27+OR+1%3D1").await.is_empty());
    assert!(names(&mara, "/contacts?q=%5C").await.is_empty());
}

#[tokio::test]
async fn a_search_without_a_hit_says_so_and_leads_back() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app).await;
    let page = mara.get("/contacts?q=%3Cb%3Enobody").await;
    page.assert_ok().assert_heading("No contact matches “<b>nobody”");
    assert_eq!(page.link("Show all contacts"), "/contacts");
    assert_eq!(page.field("Search contacts").value, "<b>nobody");
}

#[tokio::test]
async fn an_empty_workspace_shows_how_to_begin() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.get("/contacts").await;
    page.assert_ok().assert_heading("No contacts yet");
    assert!(page.has_link("New contact"));
}

#[tokio::test]
async fn a_long_list_comes_in_pages_and_nobody_is_lost_or_shown_twice() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for number in 0..120 {
        app.contact(&format!("Person {number:03}")).create().await;
        // Several at the same moment: the order needs a second key.
        if number % 7 == 0 {
            app.advance(SignedDuration::from_mins(1));
        }
    }
    for sort in ["name", "touched"] {
        let mut page = mara.get(&format!("/contacts?sort={sort}")).await;
        let mut all = shown(&page);
        let newest = |name: &String| name.as_str() > "Person 112";
        assert_eq!(all[..7].iter().all(newest), sort == "touched");
        while page.has_link("Next") {
            page = mara.get(&page.link("Next")).await;
            page.assert_ok();
            all.extend(shown(&page));
        }
        assert_eq!(all.len(), 120, "by {sort}");
        if sort == "name" {
            assert!(all.is_sorted(), "by name");
        }
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 120, "by {sort}");
        let back = mara.get(&page.link("Previous")).await;
        assert_eq!(shown(&back).len(), 50, "by {sort}");
    }
}

#[tokio::test]
async fn an_address_of_the_list_that_was_tampered_with_still_shows_a_list() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app).await;
    for path in ["/contacts?after=nonsense", "/contacts?sort=nonsense", "/contacts?sort=name&after=%00%FF~"] {
        assert_eq!(names(&mara, path).await.len(), 3, "{path}");
    }
}
