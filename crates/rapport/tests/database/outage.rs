//! PostgreSQL goes away under the running program, and comes back.

mod postgres {
    use std::time::Duration;

    use jiff::SignedDuration;
    use postgres_cluster::Cluster;
    use testing::TestApp;
    use zoom_sandbox::{Fault, FaultKind};

    use crate::program::{Serving, get};

    /// More than enough for a connection to be tried again.
    const PATIENCE: Duration = Duration::from_secs(30);

    async fn becomes(url: &str, status: u16) {
        let wait = async { while get(url).await.status() != status {} };
        assert!(tokio::time::timeout(PATIENCE, wait).await.is_ok(), "{url} never answers {status}");
    }

    #[tokio::test]
    async fn a_killed_server_makes_pages_say_so_until_it_is_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut cluster = Cluster::start(&std::env::temp_dir()).unwrap();
        let variables = [("RAPPORT_DATABASE__URL", cluster.url("postgres"))];
        let serving = Serving::start(folder.path(), &variables);
        let page = format!("{}/setup", serving.url);
        assert_eq!(get(&page).await.status(), 200);
        for stop in [Cluster::kill, Cluster::stop] {
            stop(&mut cluster).unwrap();
            let answer = get(&page).await;
            assert_eq!(answer.status(), 503);
            assert_eq!(answer.headers()["retry-after"], "5");
            let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
            let text = answer.text().await.unwrap();
            assert!(text.contains("The database does not answer right now"), "{text}");
            assert!(text.contains(&format!("503, request {id}")), "{text}");
            assert_eq!(get(&format!("{}/readyz", serving.url)).await.status(), 503);
            assert_eq!(get(&format!("{}/healthz", serving.url)).await.status(), 200);
            cluster.resume().unwrap();
            becomes(&page, 200).await;
            becomes(&format!("{}/readyz", serving.url), 200).await;
        }
    }

    #[tokio::test]
    async fn jobs_go_on_when_the_database_is_back() {
        let app = TestApp::start().await;
        let mara = app.user("mara").await;
        mara.connect_zoom().await.assert_ok();
        let ana = app.contact("Ana Ferreira").email("ana@lumenfreight.example").create().await;
        let down = FaultKind::Status { status: 503 };
        app.sandbox().add_fault(Fault::new(down).on("POST", "/v2/users/*/meetings").times(1));
        let form = mara.get(&format!("/contacts/{ana}/meetings/new")).await.form("Schedule meeting");
        let form = form.set("topic", "Rollout kick-off").set("date", "2027-03-18").set("start", "16:00");
        mara.send(form).await.assert_ok();
        assert_eq!(app.waiting_jobs().await, 1, "Zoom did not take it");

        let workers = app.app().runner.start(app.app().clone());
        app.database().shut(true).await;
        let page = mara.get("/contacts").await;
        page.assert_status(503).assert_heading("The database does not answer right now");
        // Due while nobody can look.
        app.advance(SignedDuration::from_mins(1));
        app.database().shut(false).await;
        let wait = async {
            // The first questions may still meet a broken connection.
            while !matches!(store::jobs::pending_count(&app.app().store.begin_read().await).await, Ok(0)) {}
        };
        assert!(tokio::time::timeout(PATIENCE, wait).await.is_ok(), "the jobs do not go on");
        workers.shutdown(PATIENCE).await;
        assert_eq!(app.sandbox().meetings("mara@halden.example").len(), 1);
        assert_eq!(app.mails().await.len(), 1);
        mara.get("/contacts").await.assert_ok().assert_text("Ana Ferreira");
    }
}
