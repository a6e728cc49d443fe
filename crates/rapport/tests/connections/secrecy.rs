//! Nothing secret leaves: not in a log line, not on a page, not in clear in the database.

use secrecy::ExposeSecret;
use testing::{Logs, PASSWORD, TestApp};
use zoom_sandbox::{CLIENT_SECRET, Fault, FaultKind, WEBHOOK_SECRET};

use crate::support::{ACTIVITY, MARA, SETTINGS, grant, meeting_page, schedule, token};

#[tokio::test]
async fn rt_54_no_token_secret_or_start_link_is_logged_shown_or_stored() {
    let logs = Logs::capture();
    let app = TestApp::start().await;
    app.user("oskar").await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let mut secrets = vec![
        ("the password", PASSWORD.to_owned()),
        ("the client secret", CLIENT_SECRET.to_owned()),
        ("the webhook secret", WEBHOOK_SECRET.to_owned()),
        ("the set-up key", app.app().setup_key.reveal().to_owned()),
        ("the session", mara.cookie("rapport_session").unwrap()),
    ];
    let mut pages = Vec::new();

    // Logging in, connecting, and every way in which connecting fails.
    let visitor = app.visitor();
    pages.push(visitor.post("/login", &[("email", MARA), ("password", PASSWORD)]).await);
    secrets.push(("another session", visitor.cookie("rapport_session").unwrap()));
    let callback = mara.ask_zoom(MARA).await;
    for part in ["code=", "state="] {
        let found = callback.split(['?', '&']).find_map(|pair| pair.strip_prefix(part)).unwrap();
        secrets.push((part, found.to_owned()));
    }
    pages.push(app.visitor().get(&callback).await);
    let shown_after_login = pages.pop().unwrap();
    shown_after_login.assert_heading("Log in");
    pages.push(mara.get(&callback).await);
    pages.push(mara.get(&callback).await);
    let keep_tokens = async |name: &'static str| {
        let stored = grant(&app).await;
        let place = format!("grants:{}:{}:refresh_token", stored.client_id, stored.zoom_user_id);
        let refresh = app.app().keys.open(&place, &stored.refresh_token).unwrap().expose_secret().to_owned();
        [(name, token(&app, &stored)), (name, refresh)]
    };
    secrets.extend(keep_tokens("a first token").await);

    // Trouble of every kind makes error messages of every kind.
    let ways = [
        FaultKind::Status { status: 503 },
        FaultKind::Html { status: 200 },
        FaultKind::Truncate,
        FaultKind::DropAfter,
        FaultKind::OkWithError { code: 300, message: "odd".into() },
    ];
    for way in ways {
        app.sandbox().add_fault(Fault::new(way).times(1));
        app.advance(jiff::SignedDuration::from_hours(2));
        pages.push(mara.press(SETTINGS, "Check connection").await);
        pages.push(mara.connect_zoom().await);
        secrets.extend(keep_tokens("a later token").await);
    }

    // The life of a meeting.
    pages.push(schedule(&mara, ana, "Rollout").await);
    app.run_jobs().await;
    let meeting = meeting_page(&mara, "Rollout").await;
    let start = mara.fetch(&format!("{}/start", meeting.path)).await;
    let start = start.location.expect("starting leads to Zoom");
    let zak = start.split("zak=").nth(1).expect("a start link carries the host's token").to_owned();
    secrets.push(("the start link", zak));
    for path in [
        "/",
        "/contacts",
        "/meetings",
        "/meetings?view=agenda",
        SETTINGS,
        ACTIVITY,
        "/mailbox",
        "/settings/profile",
    ] {
        pages.push(mara.get(path).await);
    }
    pages.push(mara.get(&format!("/contacts/{ana}")).await);
    pages.push(meeting);

    // Farewell.
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    pages.push(mara.get(ACTIVITY).await);

    let log = logs.text();
    assert!(log.contains("request"), "the log is captured: {log}");
    for (what, secret) in &secrets {
        assert!(secret.len() > 7, "{what} is too short to search for");
        assert!(!log.contains(secret.as_str()), "{what} is in the log: {}", around(&log, secret));
        assert!(!app.database_holds(secret), "{what} is in the database");
        for page in &pages {
            assert!(!page.html().contains(secret.as_str()), "{what} is on {}", page.path);
        }
        for mail in app.mails().await {
            assert!(!mail.raw.contains(secret.as_str()), "{what} is in a mail");
        }
    }
}

fn around(log: &str, secret: &str) -> String {
    log.lines().find(|line| line.contains(secret)).unwrap_or_default().replace(secret, "[secret]")
}
