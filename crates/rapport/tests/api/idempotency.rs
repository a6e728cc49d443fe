//! The same request sent again.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{Program, mara};

#[tokio::test]
async fn the_same_key_and_body_do_their_work_once_and_get_the_same_answer() {
    let (app, _mara, program) = mara().await;
    let ana = app.contact("Ana Ferreira").create().await;
    let deal = json!({ "title": "Rollout", "value": { "minor": 100, "currency": "EUR" } });
    let requests: [(String, Value); 4] = [
        ("/contacts".into(), json!({ "name": "Rui Matos" })),
        (format!("/contacts/{ana}/notes"), json!({ "text": "Called" })),
        ("/companies".into(), json!({ "name": "Lumen" })),
        ("/deals".into(), deal),
    ];
    for (path, body) in requests {
        let (key, other) = (format!("key of {path}"), format!("another of {path}"));
        let first = program.post_once(&path, &key, &body).await.is(201);
        let again = program.post_once(&path, &key, &body).await.is(201);
        assert_eq!((first.json, first.page.header("location")), (again.json, again.page.header("location")));
        let anew = program.post_once(&path, &other, &body).await;
        // A company's name is there once, whatever the key.
        assert_eq!(anew.page.status, if path == "/companies" { 409 } else { 201 }, "{path}");
        program.post_once(&path, &other, &json!({})).await.is(422);
    }
    let listed = program.get("/contacts?q=rui").await;
    assert_eq!(listed.json["total"], 2);
}

#[tokio::test]
async fn a_key_belongs_to_one_body_and_one_address() {
    let (app, _mara, program) = mara().await;
    program.post_once("/contacts", "k", &json!({ "name": "Ana" })).await.is(201);
    program.post_once("/contacts", "k", &json!({ "name": "Rui" })).await.problem(422, "key-reused");
    program.post_once("/companies", "k", &json!({ "name": "Ana" })).await.problem(422, "key-reused");
    assert_eq!(program.get("/contacts").await.each("contacts", "name"), ["Ana"]);
    // Keys are a person's own.
    let oskar = app.user("oskar").await;
    let his = Program::of(&app, &oskar, "write").await;
    his.post_once("/contacts", "k", &json!({ "name": "Rui" })).await.is(201);
}

#[tokio::test]
async fn a_refused_body_does_not_use_up_its_key() {
    let (_app, _mara, program) = mara().await;
    program.post_once("/contacts", "k", &json!({ "name": "" })).await.problem(422, "invalid");
    program.post_once("/contacts", "k", &json!({ "name": "Ana" })).await.is(201);
}

#[tokio::test]
async fn an_odd_key_is_refused() {
    let (_app, _mara, program) = mara().await;
    let body = json!({ "name": "Ana" }).to_string();
    for key in ["", &"k".repeat(256), "schl\u{fc}ssel"] {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        let answer = program.raw(Method::POST, "/contacts", &headers, body.clone()).await;
        answer.problem(400, "bad-request");
    }
}

#[tokio::test]
async fn side_by_side_the_same_key_makes_one() {
    let (_app, _mara, program) = mara().await;
    let body = json!({ "name": "Ana" });
    let ask = || program.post_once("/contacts", "k", &body);
    let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
    let ids = [a, b, c, d].map(|answer| answer.is(201).id());
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(program.get("/contacts").await.json["total"], 1);
}
