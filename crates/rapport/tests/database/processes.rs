//! Several processes of the built program on one database.

use std::net::TcpListener;

use test_database::TestDatabase;

use crate::program::{Serving, ended, get, migrate, serve};

/// A Zoom app that nobody calls here: a sandbox of its own in each process would not be one Zoom for all.
const ZOOM_APP: [(&str, &str); 3] = [
    ("RAPPORT_ZOOM__CLIENT_ID", "client"),
    ("RAPPORT_ZOOM__CLIENT_SECRET", "secret"),
    ("RAPPORT_ZOOM__WEBHOOK_SECRET", "webhook"),
];

#[tokio::test]
async fn processes_that_start_at_once_migrate_once() {
    let database = TestDatabase::empty().await;
    let (mut variables, folder) = database.for_process();
    variables.extend(ZOOM_APP.map(|(name, value)| (name, value.to_owned())));
    let own = tempfile::tempdir().unwrap();
    let data = folder.unwrap_or_else(|| own.path().to_path_buf());
    let migrating: Vec<_> = (0..5).map(|_| migrate(&data, &variables)).collect();
    let (serving, beside) = (Serving::start(&data, &variables), Serving::start(&data, &variables));
    let ends: Vec<_> = migrating.into_iter().map(ended).collect();
    for (fine, said, errors) in &ends {
        assert!(*fine, "{errors}");
        assert_eq!(said, &ends[0].1);
        assert!(said.starts_with("The database has schema version "), "{said}");
    }
    for url in [&serving.url, &beside.url] {
        assert_eq!(get(&format!("{url}/readyz")).await.status(), 200);
    }
    let before = database.schema().await;
    let (fine, ..) = ended(migrate(&data, &variables));
    assert!(fine);
    assert_eq!(database.schema().await, before, "once more changes nothing");
}

#[tokio::test]
async fn a_process_with_another_secret_key_does_not_start() {
    let database = TestDatabase::empty().await;
    let (mut variables, folder) = database.for_process();
    let own = tempfile::tempdir().unwrap();
    let data = folder.unwrap_or_else(|| own.path().to_path_buf());
    variables.extend(ZOOM_APP.map(|(name, value)| (name, value.to_owned())));
    let key = |digits: &str| ("RAPPORT_SECRET_KEY", digits.repeat(32));
    let with = |digits| [&variables[..], &[key(digits)]].concat();
    let first = Serving::start(&data, &with("5a"));
    let (fine, _, errors) = ended(serve(&data, &with("a5")));
    assert!(
        !fine && errors.starts_with("rapport: the secrets in the database are sealed with the key "),
        "{errors}"
    );
    assert!(errors.contains("give all processes the same `secret_key`"), "{errors}");
    assert_eq!(get(&format!("{}/readyz", first.url)).await.status(), 200);
    Serving::start(&data, &with("5a"));
}

#[test]
fn a_database_that_does_not_answer_is_one_line_without_its_password() {
    let data = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://ada:hunter2@127.0.0.1:{port}/crm");
    let (fine, _, errors) = ended(migrate(data.path(), &[("RAPPORT_DATABASE__URL", url)]));
    assert!(!fine);
    let wanted = format!(
        "rapport: the database postgres://ada@127.0.0.1:{port}/crm cannot be opened: \
         nobody answers there; is the server running?\n"
    );
    assert_eq!(errors, wanted);
}
