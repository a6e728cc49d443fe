//! `/healthz` and `/readyz`.

use std::time::Duration;

use testing::{Page, TestApp};

/// Longer than a start takes; no test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

fn checks(page: &Page) -> serde_json::Value {
    serde_json::from_slice(&page.body).unwrap()
}

#[tokio::test]
async fn the_process_is_healthy_as_long_as_it_answers() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/healthz").await;
    assert_eq!((page.status, &*page.body), (200, &b"ok\n"[..]));
}

#[tokio::test]
async fn it_is_ready_when_its_workers_work_and_says_what_is_missing_before() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let before = visitor.get("/readyz").await;
    before.assert_status(503);
    assert_eq!(
        checks(&before),
        serde_json::json!({
            "ready": false,
            "checks": { "database": "ok", "migrations": "ok", "workers": "not started" },
        })
    );
    let workers = app.app().runner.start(app.app().clone());
    let ready = async {
        while visitor.get("/readyz").await.status != 200 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, ready).await.unwrap();
    assert_eq!(checks(&visitor.get("/readyz").await)["ready"], true);
    workers.shutdown(PATIENCE).await;
    visitor.get("/readyz").await.assert_status(503);
}
