//! Words of records from before the search, and words that nobody has any more.

use store::dump;
use testing::TestApp;

use crate::support::found;

async fn words(app: &TestApp, table: &str) -> Vec<String> {
    let rows = dump::rows(&app.app().store.begin_read().await, table).await.expect("the table");
    let mut words: Vec<_> = rows.into_iter().filter_map(|mut row| row.remove("word").flatten()).collect();
    words.sort();
    words.dedup();
    words
}

#[tokio::test]
async fn records_from_before_the_search_are_found_once_their_words_were_read() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    for sql in [
        "DELETE FROM search_postings",
        "DELETE FROM search_grams",
        "DELETE FROM search_words",
        "INSERT INTO search_pending (workspace_id, kind, item_id) SELECT workspace_id, 'contact', id FROM contacts",
        "INSERT INTO search_pending (workspace_id, kind, item_id) SELECT workspace_id, 'company', id FROM companies",
    ] {
        app.database().run(sql).await;
    }
    mara.get("/search?q=ferrera").await.assert_text("Nothing matches");
    rapport::search::read_pending(app.app()).await.unwrap();
    assert_eq!(found(&mara, "ferrera").await, ["Ana Ferreira"]);
    assert_eq!(found(&mara, "lumen").await, ["Ana Ferreira", "Lumen Freight"]);
    assert!(dump::rows(&app.app().store.begin_read().await, "search_pending").await.unwrap().is_empty());
}

#[tokio::test]
async fn words_that_nobody_has_any_more_are_forgotten_at_night() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    app.contact("Ana Sousa").create().await;
    let form = mara.get(&format!("/contacts/{ana}/edit")).await.form("Save changes");
    mara.send(form.set("name", "Rui Matos")).await.assert_ok();
    rapport::search::forget_unused_words(app.app()).await.unwrap();
    for table in ["search_words", "search_grams", "search_postings"] {
        assert_eq!(words(&app, table).await, ["ana", "matos", "rui", "sousa"], "{table}");
    }
    assert_eq!(found(&mara, "souza").await, ["Ana Sousa"], "what is left still works");
}
