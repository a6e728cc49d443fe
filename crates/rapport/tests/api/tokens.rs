//! What a token opens, and for how long.

use axum::http::Method;
use jiff::SignedDuration;
use serde_json::json;
use store::dump;
use testing::{Logs, TestApp};

use crate::support::{Program, TOKENS, make_token, mara};

#[tokio::test]
async fn a_token_is_known_by_its_hash_alone_and_stands_in_no_log() {
    let logs = Logs::capture();
    let (app, user, program) = mara().await;
    assert!(program.token.starts_with("rapport_") && program.token.len() == 51, "{}", program.token);
    program.get("/me").await.is(200);
    Program::with(&app, "rapport_wrong-but-just-as-secret").get("/me").await.is(401);
    user.get(TOKENS).await.assert_no_text(&program.token);
    let db = app.app().store.begin_read().await;
    for table in dump::tables(&db).await.unwrap() {
        for row in dump::rows(&db, &table).await.unwrap() {
            assert!(!format!("{row:?}").contains(&program.token), "{table}: {row:?}");
        }
    }
    for token in [program.token.as_str(), "rapport_wrong-but-just-as-secret"] {
        // What reads the pages of this test logs every word of them.
        let logs = logs.text();
        let ours = logs.lines().filter(|line| !line.contains(" html5ever") && !line.contains(" selectors"));
        assert_eq!(ours.filter(|line| line.contains(token)).collect::<Vec<_>>(), [""; 0]);
    }
}

#[tokio::test]
async fn who_am_i_says_what_the_token_may() {
    let (app, user, program) = mara().await;
    let me = program.get("/me").await.is(200).json;
    assert_eq!(me["name"], "Mara Lindqvist");
    assert_eq!((&me["role"], &me["token_may"]), (&json!("owner"), &json!("write")));
    assert_eq!((&me["zone"], &me["zoom"]), (&json!("Europe/Stockholm"), &json!("not_connected")));
    let reader = Program::of(&app, &user, "read").await;
    assert_eq!(reader.get("/me").await.json["token_may"], "read");
    user.connect_zoom().await.assert_ok();
    assert_eq!(reader.get("/me").await.json["zoom"], "connected");
}

#[tokio::test]
async fn without_a_token_that_opens_nothing_is_told_and_a_cookie_is_none() {
    let (app, user, program) = mara().await;
    let stranger = Program::with(&app, "rapport_nobody");
    let answer = stranger.get("/me").await.problem(401, "unauthorized");
    assert_eq!(answer.page.header("www-authenticate"), "Bearer");
    // Mara's own browser, logged in.
    let page = user.fetch("/api/v1/me").await;
    assert_eq!((page.status, page.header("content-type")), (401, "application/problem+json"));
    let path = "/api/v1/contacts";
    let headers = [("content-type", "application/json")];
    let page = user.request(Method::POST, path, &headers, json!({ "name": "Ana" }).to_string()).await;
    assert_eq!(page.status, 401);
    let browser = app.visitor();
    let lower = format!("bearer {}", program.token);
    for (header, status) in [
        ("Basic bWFyYTpzZWNyZXQ=", 401),
        ("Bearer", 401),
        ("Bearer ", 401),
        (&program.token, 401),
        ("bearer  x", 401),
        (&lower, 200),
    ] {
        let headers = [("authorization", header)];
        let page = browser.request(Method::GET, "/api/v1/me", &headers, String::new()).await;
        assert_eq!(page.status, status, "{header}");
    }
}

#[tokio::test]
async fn a_token_ends_on_its_day_and_is_not_longer_for_being_used() {
    let (app, user, program) = mara().await;
    app.advance(SignedDuration::from_hours(24 * 90 - 1));
    program.get("/me").await.is(200);
    app.advance(SignedDuration::from_hours(1));
    program.get("/me").await.problem(401, "unauthorized");
    let page = user.get(TOKENS).await;
    page.assert_text("Ended on");
    // It is shown for a month more, and goes when the next is made.
    app.advance(SignedDuration::from_hours(24 * 31));
    make_token(&user, "Another", "read").await;
    user.get(TOKENS).await.assert_no_text("Nightly export");
}

#[tokio::test]
async fn a_revoked_token_opens_nothing_from_that_moment() {
    let (_app, user, program) = mara().await;
    program.get("/me").await.is(200);
    user.press(TOKENS, "Revoke: Nightly export").await.assert_notice("Nightly export is revoked");
    program.get("/me").await.problem(401, "unauthorized");
}

#[tokio::test]
async fn a_token_may_no_more_than_the_role_of_its_person_at_that_moment() {
    let (app, _mara, _) = mara().await;
    let oskar = app.user("oskar").await;
    let program = Program::of(&app, &oskar, "write").await;
    program.post("/contacts", json!({ "name": "Ana Ferreira" })).await.is(201);
    app.database().run("UPDATE users SET role = 'read_only' WHERE email = 'oskar@halden.example'").await;
    let refused = program.post("/contacts", json!({ "name": "Rui Matos" })).await;
    let refused = refused.problem(403, "forbidden");
    assert!(refused.json["detail"].as_str().unwrap().contains("read-only"), "{}", refused.json);
    program.get("/contacts").await.is(200);
    assert_eq!(program.get("/me").await.json["token_may"], "read");
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing() {
    let (app, user, program) = mara().await;
    let ana = program.post("/contacts", json!({ "name": "Ana" })).await.is(201).id();
    let reader = Program::of(&app, &user, "read").await;
    reader.get("/contacts").await.is(200);
    reader.post("/contacts", json!({ "name": "Rui" })).await.problem(403, "forbidden");
    reader.patch(&format!("/contacts/{ana}"), json!({ "name": "Rui" })).await.problem(403, "forbidden");
    assert_eq!(reader.get("/contacts").await.each("contacts", "name"), ["Ana"]);
}

#[tokio::test]
async fn who_is_removed_takes_their_tokens_along() {
    let (app, _mara, _) = mara().await;
    let oskar = app.user("oskar").await;
    let program = Program::of(&app, &oskar, "write").await;
    program.get("/me").await.is(200);
    // What they did goes first, as in a workspace that is deleted.
    for table in ["session_places", "sessions", "people_seen", "audit_log", "idempotency_keys"] {
        app.database().run(&format!("DELETE FROM {table}")).await;
    }
    app.database().run("DELETE FROM users WHERE email = 'oskar@halden.example'").await;
    program.get("/me").await.problem(401, "unauthorized");
}

#[tokio::test]
async fn the_last_use_is_known_to_the_hour() {
    let (app, user, program) = mara().await;
    user.get(TOKENS).await.assert_text("Never used");
    let last_used = async || {
        let db = app.app().store.begin_read().await;
        dump::rows(&db, "api_tokens").await.unwrap()[0]["last_used_at"].clone()
    };
    program.get("/me").await.is(200);
    let first = last_used().await;
    assert!(first.is_some());
    app.advance(SignedDuration::from_mins(59));
    program.get("/me").await.is(200);
    assert_eq!(last_used().await, first);
    app.advance(SignedDuration::from_mins(1));
    program.get("/me").await.is(200);
    assert_ne!(last_used().await, first);
    user.get(TOKENS).await.assert_text("Last used today");
}

#[tokio::test]
async fn a_token_of_another_workspace_sees_nothing_of_this_one() {
    let (app, _user, program) = mara().await;
    let ana = program.post("/contacts", json!({ "name": "Ana Ferreira" })).await.is(201).id();
    let company = program.post("/companies", json!({ "name": "Lumen" })).await.is(201).id();
    let value = json!({ "minor": 100, "currency": "EUR" });
    let deal = program.post("/deals", json!({ "title": "Rollout", "value": value })).await.is(201).id();
    let nina = app.outsider("nina").await;
    let theirs = Program::of(&app, &nina, "write").await;
    for list in ["contacts", "companies", "deals"] {
        let answer = theirs.get(&format!("/{list}")).await.is(200);
        assert_eq!(answer.json[list], json!([]));
    }
    for path in [format!("/contacts/{ana}"), format!("/companies/{company}"), format!("/deals/{deal}")] {
        theirs.get(&path).await.problem(404, "not-found");
        theirs.patch(&path, json!({})).await.problem(404, "not-found");
    }
    theirs.get(&format!("/contacts/{ana}/notes")).await.problem(404, "not-found");
    theirs.post(&format!("/contacts/{ana}/notes"), json!({ "text": "x" })).await.problem(404, "not-found");
    theirs.post(&format!("/deals/{deal}/move"), json!({ "stage": "won" })).await.problem(404, "not-found");
    let with = json!({ "title": "Theirs", "value": value, "contact_id": ana });
    assert_eq!(theirs.post("/deals", with).await.problem(422, "invalid").fields(), ["contact_id"]);
    let mine = theirs.post("/deals", json!({ "title": "Ours", "value": value })).await.is(201).id();
    let to_ana = theirs.patch(&format!("/deals/{mine}"), json!({ "contact_id": ana })).await;
    assert_eq!(to_ana.problem(422, "invalid").fields(), ["contact_id"]);
    assert_eq!(program.get(&format!("/deals/{deal}")).await.json["stage"], "qualified");
}

#[tokio::test]
async fn a_program_that_asks_too_often_is_told_when_to_come_back() {
    let app = TestApp::start().await;
    let user = app.user("mara").await;
    let (program, other) = (Program::of(&app, &user, "read").await, Program::of(&app, &user, "read").await);
    for _ in 0..1200 {
        program.get("/nothing").await.is(404);
    }
    let refused = program.get("/me").await.problem(429, "too-often");
    assert_eq!(refused.page.header("retry-after"), "60");
    other.get("/me").await.is(200);
    app.advance(SignedDuration::from_mins(1));
    program.get("/me").await.is(200);
}
