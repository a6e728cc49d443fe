//! Opening a database, and transactions.

use std::sync::Arc;

use domain::CompanyId;
use store::{
    StoreError,
    companies::{self, Company},
    workspaces,
};

use crate::support::World;

fn company(world: &World, named: &str) -> Company {
    Company::named(CompanyId::new(&world.clock, &*world.random), named.into())
}

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    let world = World::new().await;
    let again = world.second_store().await;
    again.migrate().await.unwrap();
    let first = workspaces::first(&again.begin_read().await).await.unwrap().unwrap();
    assert_eq!((first.id, first.name.as_str()), (world.ws, "Halden Studio"));
    again.close().await.unwrap();
}

#[tokio::test]
async fn a_dropped_transaction_leaves_no_trace() {
    let world = World::new().await;
    let tx = world.write().await;
    companies::create(&tx, world.ws, &company(&world, "Lumen Freight")).await.unwrap();
    assert_eq!(companies::names(&tx, world.ws).await.unwrap().len(), 1, "it sees its own writes");
    assert!(companies::names(&world.read().await, world.ws).await.unwrap().is_empty(), "nobody else does");
    drop(tx);
    // The next writer gets its turn at once, and finds nothing.
    let tx = world.write().await;
    assert!(companies::names(&tx, world.ws).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_second_entry_with_the_same_unique_name_is_a_conflict() {
    let world = World::new().await;
    let tx = world.write().await;
    companies::create(&tx, world.ws, &company(&world, "Café Novo")).await.unwrap();
    let again = companies::create(&tx, world.ws, &company(&world, "CAFE NOVO")).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_of_two_processes_wait_for_each_other_and_none_fails() {
    let world = Arc::new(World::new().await);
    let other = world.second_store().await;
    let writers = (0..8).map(|writer| {
        let (world, store) =
            (world.clone(), if writer % 2 == 0 { world.store.clone() } else { other.clone() });
        tokio::spawn(async move {
            for n in 0..20 {
                let tx = store.begin_write().await?;
                // A read first: this is what fails without BEGIN IMMEDIATE.
                companies::names(&tx, world.ws).await?;
                companies::create(&tx, world.ws, &company(&world, &format!("{writer} {n}"))).await?;
                tx.commit().await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    assert_eq!(companies::names(&world.read().await, world.ws).await.unwrap().len(), 160);
}

#[tokio::test]
async fn texts_are_sorted_by_their_bytes_whatever_the_language_of_the_database() {
    let world = World::new().await;
    let tx = world.write().await;
    for name in ["zeta", "_underline", "Ωmega", "10 hours", "alpha beta", "alphab"] {
        companies::create(&tx, world.ws, &company(&world, name)).await.unwrap();
    }
    let sorted = companies::names(&tx, world.ws).await.unwrap();
    let names: Vec<_> = sorted.iter().map(String::as_str).collect();
    assert_eq!(names, ["10 hours", "_underline", "alpha beta", "alphab", "zeta", "Ωmega"]);
}

mod sqlite {
    //! What is special about a file.

    use std::{path::PathBuf, sync::Arc};

    use domain::{SeededRandom, SystemClock};
    use store::{Database, Store, StoreError};

    use crate::support::World;

    async fn open(path: PathBuf) -> Result<Store, StoreError> {
        let (clock, random) = (Arc::new(SystemClock), Arc::new(SeededRandom::new(1)));
        Store::open(&Database::Sqlite { path }, clock, random).await
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_files_are_readable_by_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let world = World::new().await;
        let Database::Sqlite { path } = world.database.database() else { panic!("not a file") };
        for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
            let file = file.unwrap();
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", file.path().display());
        }
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_created_is_named() {
        let error = open("/nowhere/at/all/rapport.db".into()).await.unwrap_err();
        assert_eq!(error.to_string(), "the database file /nowhere/at/all/rapport.db cannot be opened");
        assert!(matches!(error, StoreError::Open { .. }));
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rapport.db");
        let text =
            "this is a text file, and not a short one either: SQLite looks at the first 100 bytes of it";
        std::fs::write(&path, text).unwrap();
        let opened = open(path).await;
        assert!(matches!(opened, Err(StoreError::Open { .. })), "{opened:?}");
    }
}

mod postgres {
    //! What is special about a server.

    use std::{net::TcpListener, sync::Arc};

    use domain::{SeededRandom, SystemClock};
    use store::{Database, Store, StoreError};

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_named_without_its_password() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("postgres://ada:hunter2@127.0.0.1:{port}/crm").parse().unwrap();
        let database = Database::Postgres { url, connections: 2 };
        let opened = Store::open(&database, Arc::new(SystemClock), Arc::new(SeededRandom::new(1))).await;
        let error = opened.unwrap_err();
        assert!(matches!(error, StoreError::Open { .. }), "{error}");
        let named = format!("the database postgres://ada@127.0.0.1:{port}/crm cannot be opened");
        assert_eq!(error.to_string(), named);
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains("is the server running?") && !cause.contains("hunter2"), "{cause}");
    }
}
