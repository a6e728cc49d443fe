//! `/metrics`: off by default, behind a token, and without a word about people.

use testing::TestApp;

const TOKEN: &str = "a long token of the operator";

async fn read(app: &TestApp) -> String {
    let authorization = format!("Bearer {TOKEN}");
    let headers = [("authorization", &*authorization)];
    let page = app.visitor().request(axum::http::Method::GET, "/metrics", &headers, String::new()).await;
    page.assert_ok();
    page.html()
}

#[tokio::test]
async fn there_are_no_metrics_unless_they_are_configured() {
    let app = TestApp::start().await;
    app.visitor().get("/metrics").await.assert_status(404);
}

#[tokio::test]
async fn only_who_shows_the_token_reads_them() {
    let app = TestApp::builder().metrics(TOKEN).start().await;
    app.visitor().get("/metrics").await.assert_status(401);
    for wrong in ["Bearer guess", "Bearer", TOKEN] {
        let headers = [("authorization", wrong)];
        let page = app.visitor().request(axum::http::Method::GET, "/metrics", &headers, String::new()).await;
        page.assert_status(401);
    }
    read(&app).await;
}

#[tokio::test]
async fn requests_jobs_calls_and_connections_are_counted_without_naming_anybody() {
    let app = TestApp::builder().metrics(TOKEN).start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    mara.get(&format!("/contacts/{ana}")).await.assert_ok();
    mara.get("/nothing/here").await.assert_status(404);
    let form = mara.get(&format!("/contacts/{ana}/meetings/new")).await.form("Schedule meeting");
    mara.send(form.set("topic", "Kick-off").set("date", "2027-03-18").set("start", "16:00"))
        .await
        .assert_ok();
    let before = read(&app).await;
    app.run_jobs().await;
    let after = read(&app).await;
    for line in [
        r#"rapport_jobs{kind="send_email",state="waiting"} 1"#,
        r#"rapport_job_oldest_due_age_seconds{kind="send_email"} 0"#,
        r#"rapport_job_runs_total{kind="sync_meeting",outcome="done"} 1"#,
        r#"rapport_http_requests_total{method="GET",route="/contacts/{id}",status="2xx"}"#,
        r#"status="4xx""#,
        r#"rapport_http_request_duration_seconds_bucket{route="/contacts/{id}",le="60"}"#,
        r#"rapport_zoom_calls_total{result="ok"}"#,
        r#"rapport_database_connections{pool="writers",state="idle"}"#,
    ] {
        assert!(before.contains(line), "{line} is missing in:\n{before}");
    }
    for line in [
        r#"rapport_jobs{kind="send_email",state="waiting"} 0"#,
        r#"rapport_job_runs_total{kind="send_email",outcome="done"} 1"#,
        r#"rapport_job_duration_seconds_count{kind="send_email"} 1"#,
    ] {
        assert!(after.contains(line), "{line} is missing in:\n{after}");
    }
    let (workspace, contact) = (mara.workspace.to_string(), ana.to_string());
    for secret in ["mara", "Ana", "lumen", "Halden", &workspace, &contact] {
        assert!(!after.contains(secret), "{secret} is named in:\n{after}");
    }
}
