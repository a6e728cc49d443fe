//! Public pages: published as a whole, written in each language for itself.

use std::collections::BTreeMap;

use domain::Language::{self, English, German, Swedish};
use store::public_pages::{
    self, PublicPage,
    PublicPage::{Privacy, Support, Terms},
    StoredPage, set_published, set_text,
};

use crate::support::{World, minutes, tuesday};

async fn write(world: &World, page: PublicPage, language: Language, text: Option<&str>) {
    let tx = world.write().await;
    set_text(&tx, page, language, text, tuesday()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn publish(world: &World, page: PublicPage, on: bool) {
    let tx = world.write().await;
    set_published(&tx, page, on, tuesday() + minutes(1)).await.unwrap();
    tx.commit().await.unwrap();
}

fn page(published: bool, texts: &[(Language, &str)]) -> StoredPage {
    let texts = texts.iter().map(|(language, text)| (*language, (*text).to_owned()));
    StoredPage { published, texts: texts.collect() }
}

#[tokio::test]
async fn a_text_belongs_to_its_language_and_publishing_to_the_page() {
    let world = World::new().await;
    write(&world, Privacy, German, Some("## Daten")).await;
    let db = world.read().await;
    let stored = public_pages::get(&db, Privacy).await.unwrap();
    assert_eq!(stored, page(false, &[(German, "## Daten")]), "a text publishes nothing");
    drop(db);

    publish(&world, Privacy, true).await;
    write(&world, Privacy, Swedish, Some("## Data")).await;
    write(&world, Privacy, German, Some("## Ihre Daten")).await;
    let db = world.read().await;
    let stored = public_pages::get(&db, Privacy).await.unwrap();
    assert_eq!(stored, page(true, &[(German, "## Ihre Daten"), (Swedish, "## Data")]));
    assert_eq!(public_pages::published(&db).await.unwrap(), [Privacy]);
    drop(db);

    write(&world, Privacy, German, None).await;
    write(&world, Privacy, English, None).await;
    publish(&world, Privacy, false).await;
    let db = world.read().await;
    assert_eq!(public_pages::get(&db, Privacy).await.unwrap(), page(false, &[(Swedish, "## Data")]));
    assert_eq!(public_pages::published(&db).await.unwrap(), []);
}

#[tokio::test]
async fn all_pages_come_at_once_and_those_never_changed_are_left_out() {
    let world = World::new().await;
    publish(&world, Terms, true).await;
    write(&world, Support, English, Some("Ask us")).await;
    write(&world, Support, German, Some("Fragen Sie uns")).await;
    let all = public_pages::all(&world.read().await).await.unwrap();
    let support = page(false, &[(English, "Ask us"), (German, "Fragen Sie uns")]);
    assert_eq!(all, BTreeMap::from([(Support, support), (Terms, page(true, &[]))]));
}

#[tokio::test]
async fn a_language_of_a_newer_program_is_passed_over() {
    let world = World::new().await;
    write(&world, Support, English, Some("Ask us")).await;
    world.database.run("INSERT INTO public_page_texts VALUES ('support', 'tlh', 'yItlhob', 17)").await;
    let stored = public_pages::get(&world.read().await, Support).await.unwrap();
    assert_eq!(stored, page(false, &[(English, "Ask us")]));
}
