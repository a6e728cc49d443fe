//! What every address of the interface has in common.

use axum::http::Method;
use serde_json::json;
use testing::PUBLIC_URL;

use crate::support::mara;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn every_error_is_a_problem_and_says_what_to_do() {
    let (_app, _mara, program) = mara().await;
    program.get("/nothing/here").await.problem(404, "not-found");
    program.get("").await.problem(404, "not-found");
    program.get("/contacts/not-an-id").await.problem(404, "not-found");
    let nobody = "/contacts/0195a000-0000-7000-8000-000000000000";
    program.get(nobody).await.problem(404, "not-found");
    program.patch(nobody, json!({ "name": "Ana" })).await.problem(404, "not-found");
    let wrong = program.raw(Method::DELETE, "/contacts", &[], String::new()).await;
    assert_eq!(wrong.problem(405, "method-not-allowed").page.header("allow"), "GET,HEAD,POST");
    let body = json!({ "name": "Ana" }).to_string();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = program.raw(Method::POST, "/contacts", &form, "name=Ana".into()).await;
    answer.problem(415, "not-json");
    program.raw(Method::POST, "/contacts", &[], body).await.problem(415, "not-json");
    let broken = program.raw(Method::POST, "/contacts", &[JSON], "{\"name\": \"An".into()).await;
    let broken = broken.problem(400, "bad-json");
    assert!(broken.json["detail"].as_str().unwrap().contains("line 1"), "{}", broken.json);
    program.raw(Method::POST, "/contacts", &[JSON], String::new()).await.problem(400, "bad-json");
    let huge = json!({ "name": "x".repeat(300 * 1024) });
    program.post("/contacts", huge).await.problem(413, "too-large");
    for query in ["limit=0", "limit=101", "limit=ten", "limit=%2B1", "company=x", "sort=1"] {
        program.get(&format!("/contacts?{query}")).await.problem(400, "bad-request");
    }
    for list in ["contacts", "companies", "search"] {
        program.get(&format!("/{list}?q={}", "x".repeat(201))).await.problem(400, "bad-request");
    }
    for cursor in ["nonsense", "", "bmV4dC4"] {
        let answer = program.get(&format!("/contacts?cursor={cursor}")).await.problem(422, "invalid");
        assert_eq!(answer.fields(), ["cursor"]);
    }
    program.get("/contacts?limit=1&limit=2").await.problem(400, "bad-request");
}

#[tokio::test]
async fn unknown_fields_and_wrong_kinds_are_refused_by_name() {
    let (_app, _mara, program) = mara().await;
    for (body, field) in [
        (json!({ "name": "Ana", "nmae": "Rui" }), "nmae"),
        (json!({ "name": 7 }), "name"),
        (json!({ "name": null }), "name"),
        (json!({}), ""),
        (json!(["Ana"]), ""),
        (json!("Ana"), ""),
        (json!(null), ""),
    ] {
        let answer = program.post("/contacts", body.clone()).await.problem(422, "invalid");
        assert_eq!(answer.fields(), [field], "{body}");
    }
    let value = json!({ "minor": -1, "currency": "EUR" });
    let answer = program.post("/deals", json!({ "title": "Rollout", "value": value })).await;
    assert_eq!(answer.problem(422, "invalid").fields(), ["value.minor"]);
    assert_eq!(program.get("/contacts").await.json["total"], 0);
}

#[tokio::test]
async fn nothing_is_kept_by_caches_and_no_other_site_reads_along() {
    let (_app, _mara, program) = mara().await;
    let origin = [("origin", "https://elsewhere.example")];
    let answer = program.raw(Method::GET, "/me", &origin, String::new()).await.is(200);
    assert_eq!(answer.page.header("cache-control"), "no-store");
    assert_eq!(answer.page.header("content-type"), "application/json");
    assert_eq!(answer.page.header("x-content-type-options"), "nosniff");
    assert!(answer.page.headers.get("set-cookie").is_none());
    let ask = [("origin", "https://elsewhere.example"), ("access-control-request-method", "GET")];
    let preflight = program.raw(Method::OPTIONS, "/me", &ask, String::new()).await;
    let preflight = preflight.problem(405, "method-not-allowed");
    for answer in [&answer, &preflight] {
        let names: Vec<_> = answer.page.headers.keys().map(axum::http::HeaderName::as_str).collect();
        assert!(names.iter().all(|name| !name.starts_with("access-control")), "{names:?}");
    }
}

#[tokio::test]
async fn a_new_thing_says_where_it_is() {
    let (_app, _mara, program) = mara().await;
    let made = program.post("/contacts", json!({ "name": "Ana Ferreira" })).await.is(201);
    let path = made.page.header("location").to_owned();
    assert_eq!(path, format!("/api/v1/contacts/{}", made.id()));
    assert_eq!(program.get(path.strip_prefix("/api/v1").unwrap()).await.is(200).json, made.json);
}

#[tokio::test]
async fn the_document_is_there_for_everybody_and_names_this_server() {
    let (app, _mara, _) = mara().await;
    let page = app.visitor().fetch("/api/v1/openapi.json").await;
    page.assert_ok();
    let document: serde_json::Value = serde_json::from_slice(&page.body).unwrap();
    assert_eq!(document["servers"][0]["url"], format!("{PUBLIC_URL}/api/v1"));
    let wrong = app.visitor().request(Method::POST, "/api/v1/openapi.json", &[], String::new()).await;
    assert_eq!((wrong.status, wrong.header("content-type")), (405, "application/problem+json"));
}
