//! The statements that every runner repeats read what they need by an index, however long the queue is.

mod sqlite {
    //! As SQLite plans them: PostgreSQL plans by what is in the tables, and in a test that is nothing.

    use std::sync::Arc;

    use domain::{JobId, SeededRandom, SystemClock, SystemRandom};
    use jiff::Timestamp;
    use sea_orm::Value;

    use crate::{
        Database, Store,
        columns::values,
        dialect::Dialect,
        jobs::{claim_sql, insert_sql, join_sql, look_sql},
        query::Query as _,
    };

    #[tokio::test]
    async fn nothing_a_runner_repeats_reads_the_whole_table() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite { path: folder.path().join("rapport.db") };
        let random = Arc::new(SeededRandom::new(1));
        let store = Store::open(&database, Arc::new(SystemClock), random).await.unwrap();
        store.migrate().await.unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let id = JobId::new(&SystemClock, &SystemRandom);
        let insert = values![id, "mail", id, "{}", "key", now, 3_i64, now];
        let statements: [(&str, String, Vec<Value>, &[&str]); 4] = [
            ("look", look_sql(2, true), values![now, "mail", "sync"], &["jobs_joining", "jobs_line"]),
            (
                "join",
                join_sql(Dialect::Sqlite, true),
                values![now, 10_i64],
                &["jobs_joining", "jobs_line", "jobs_line_of_workspace"],
            ),
            ("claim", claim_sql(Dialect::Sqlite), values![now, now, "owner", 10_i64, "mail"], &["jobs_line"]),
            ("insert", insert_sql(true), insert, &["jobs_line", "jobs_line_of_workspace"]),
        ];
        let tx = store.begin_write().await.unwrap();
        for (what, sql, values, indexes) in statements {
            let plan = tx
                .all(&format!("EXPLAIN QUERY PLAN {sql}"), values, |row| row.get::<String>("detail"))
                .await
                .unwrap()
                .join("\n");
            for index in indexes {
                assert!(plan.contains(index), "{what} does not use {index}:\n{plan}");
            }
            assert!(!plan.contains("SCAN jobs"), "{what} reads the table:\n{plan}");
            assert!(what != "claim" || !plan.contains("TEMP B-TREE"), "claiming sorts:\n{plan}");
        }
    }
}
