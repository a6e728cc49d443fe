//! What a search knows, while records change and it is tidied at the same time.

use std::{collections::BTreeSet, sync::Arc};

use domain::ContactId;
use store::{
    Tx,
    contacts::{self, ContactChanges},
    dump, search,
};

use crate::{
    side_by_side::at_once,
    support::{World, name},
};

/// All values of the column `word` of a table.
async fn words(world: &World, table: &str) -> BTreeSet<String> {
    let rows = dump::rows(&world.read().await, table).await.unwrap();
    rows.into_iter().filter_map(|mut row| row.remove("word").flatten()).collect()
}

async fn rename(world: &World, tx: &Tx, id: ContactId, to: &str) {
    let changes = ContactChanges {
        id,
        name: name(to),
        title: None,
        company_id: None,
        zone: None,
        language: None,
        email: None,
        phone: None,
    };
    assert!(contacts::update(tx, world.ws, &changes).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_comes_and_goes_while_words_are_forgotten_each_word_keeps_its_pieces() {
    let world = Arc::new(World::new().await);
    let ids: Vec<_> =
        [world.add_contact("Nobody One", None).await, world.add_contact("Nobody Two", None).await].into();
    at_once(&world, |world, n| {
        let id = ids[n % 2];
        async move {
            for turn in 0..12 {
                let tx = world.write().await;
                match n {
                    0 | 1 => rename(&world, &tx, id, ["Ana", "Rui"][turn % 2]).await,
                    _ => while search::forget_unused_words(&tx, 1).await.unwrap() > 0 {},
                }
                tx.commit().await.unwrap();
            }
        }
    })
    .await;
    assert_eq!(words(&world, "search_postings").await, ["rui".to_owned()].into());
    assert_eq!(words(&world, "search_grams").await, words(&world, "search_words").await);
}

mod postgres {
    //! Where SQLite lets the second one begin when the first is done, PostgreSQL lets it in between.

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn a_word_that_comes_back_while_it_is_forgotten_is_found_by_its_pieces() {
        let world = Arc::new(World::new().await);
        let ben = world.add_contact("Ben", None).await;
        let ana = world.add_contact("Ana", None).await;
        let tx = world.write().await;
        rename(&world, &tx, ana, "Rui").await;
        tx.commit().await.unwrap();

        // Somebody holds the pieces of the word, and so stops the sweep in its middle.
        let holder = world.write().await;
        contacts::lock(&holder, world.ws, &[ben]).await.unwrap();
        let pieces = tokio::spawn({
            let world = world.clone();
            async move {
                let sql = "SELECT 1 FROM search_grams WHERE word = 'ana' FOR UPDATE; \
                    SELECT 1 FROM contacts WHERE name = 'Ben' FOR UPDATE";
                world.database.run(sql).await;
            }
        });
        world.database.until_waiting(1).await;
        let sweep = tokio::spawn({
            let world = world.clone();
            async move {
                let tx = world.write().await;
                search::forget_unused_words(&tx, 10).await.unwrap();
                tx.commit().await.unwrap();
            }
        });
        world.database.until_waiting(2).await;
        let mut back = tokio::spawn({
            let world = world.clone();
            async move { world.add_contact("Ana", None).await }
        });
        // It is done already, or waits for the sweep.
        tokio::select! {
            done = &mut back => { done.unwrap(); }
            () = world.database.until_waiting(3) => {}
        }
        holder.commit().await.unwrap();
        pieces.await.unwrap();
        sweep.await.unwrap();
        if !back.is_finished() {
            back.await.unwrap();
        }
        assert!(words(&world, "search_words").await.contains("ana"));
        assert!(words(&world, "search_grams").await.contains("ana"), "it would be found by no part of it");
    }

    #[tokio::test]
    async fn words_are_not_read_from_a_record_that_somebody_is_changing() {
        let world = World::new().await;
        let id = world.add_contact("Ana", None).await;
        for sql in [
            "DELETE FROM search_postings",
            "INSERT INTO search_pending (workspace_id, kind, item_id) SELECT workspace_id, 'contact', id FROM contacts",
        ] {
            world.database.run(sql).await;
        }
        let (renaming, reading) = (world.write().await, world.write().await);
        rename(&world, &renaming, id, "Rui").await;
        search::refresh_pending(&reading, 10).await.unwrap();
        reading.commit().await.unwrap();
        renaming.commit().await.unwrap();
        // What was passed over is read the next time.
        let reading = world.write().await;
        search::refresh_pending(&reading, 10).await.unwrap();
        reading.commit().await.unwrap();
        assert_eq!(words(&world, "search_postings").await, ["rui".to_owned()].into());
        assert!(dump::rows(&world.read().await, "search_pending").await.unwrap().is_empty());
    }
}
