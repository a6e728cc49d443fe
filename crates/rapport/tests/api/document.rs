//! The OpenAPI document against the router, both ways, and what every operation says.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::Value;
use testing::TestApp;

use crate::support::{Program, mara};

const NOTHING: &str = "0195a000-0000-7000-8000-000000000000";
const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "options", "trace"];

pub(crate) async fn document(app: &TestApp) -> Value {
    let page = app.visitor().fetch("/api/v1/openapi.json").await;
    serde_json::from_slice(&page.body).unwrap()
}

/// A POST that changes what is there.
fn does_not_make(path: &str) -> bool {
    path.ends_with("/move") || path.ends_with("/remove")
}

/// Path, method and operation.
pub(crate) fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((path.clone(), method.clone(), operation.clone()));
        }
    }
    found
}

async fn ask(program: &Program, method: &str, path: &str) -> u16 {
    let method: Method = method.to_uppercase().parse().unwrap();
    let headers = [("content-type", "application/json")];
    program.raw(method, &path.replace("{id}", NOTHING), &headers, "[]".into()).await.page.status
}

#[tokio::test]
async fn what_is_described_is_served_and_nothing_else() {
    let (app, _mara, program) = mara().await;
    let document = document(&app).await;
    let mut known = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let status = ask(&program, &method, &path).await;
        assert_ne!(status, 405, "{method} {path}");
        let said = operation["responses"].get(status.to_string());
        assert!(said.is_some(), "{method} {path} answered {status}, which it does not say");
        known.insert((path, method));
    }
    for path in document["paths"].as_object().unwrap().keys() {
        for method in METHODS {
            if !known.contains(&(path.clone(), method.to_owned())) {
                assert_eq!(ask(&program, method, path).await, 405, "{method} {path}");
            }
        }
    }
}

#[test]
fn no_route_is_added_beside_the_document() {
    let source = include_str!("../../src/http/api/mod.rs");
    let plain: Vec<_> = source.lines().filter(|line| line.contains(".route(")).collect();
    assert!(matches!(plain.as_slice(), [one] if one.contains("/openapi.json")), "{plain:?}");
    assert!(!include_str!("../../src/http/router.rs").contains("\"/api/"));
}

#[tokio::test]
async fn every_operation_says_all_that_it_can_answer() {
    let (app, _mara, _) = mara().await;
    let document = document(&app).await;
    let operations = operations(&document);
    assert!(operations.len() > 12, "{}", operations.len());
    let mut ids = BTreeSet::new();
    for (path, method, operation) in &operations {
        let has = |status: &str| operation["responses"].get(status).is_some();
        let writes = operation.get("requestBody").is_some();
        assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{path} {method}");
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{path} {method}");
        assert!(has("401") && has("429") && has("500") && has("503"), "{path} {method}");
        assert_eq!(writes, method != "get", "{path} {method}");
        let pages =
            operation["responses"]["200"]["description"].as_str().is_some_and(|text| text.contains("page"));
        assert_eq!(has("422"), writes || pages, "{path} {method}");
        for status in ["403", "413", "415"] {
            assert_eq!(has(status), writes, "{path} {method} {status}");
        }
        assert_eq!(has("404"), path.contains("{id}"), "{path} {method}");
        assert_eq!(has("201"), method == "post" && !does_not_make(path), "{path} {method}");
        for (status, answer) in operation["responses"].as_object().unwrap() {
            let content =
                if status.starts_with('2') { "application/json" } else { "application/problem+json" };
            assert!(answer["content"][content]["schema"].is_object(), "{path} {method} {status}: {answer}");
        }
        let keys = operation["parameters"].as_array().into_iter().flatten();
        let key = keys.filter(|one| one["name"] == "Idempotency-Key").count();
        assert_eq!(key == 1, has("201"), "{path} {method}");
    }
}

#[tokio::test]
async fn bodies_refuse_what_is_not_described() {
    let (app, _mara, _) = mara().await;
    let document = document(&app).await;
    for (path, method, operation) in operations(&document) {
        let Some(body) = operation.get("requestBody") else { continue };
        let reference = body["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
        let name = reference.rsplit('/').next().unwrap();
        let schema = &document["components"]["schemas"][name];
        assert_eq!(schema["additionalProperties"], false, "{method} {path}: {schema}");
        assert!(schema["example"].is_object(), "{method} {path} has no example");
    }
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    assert_eq!(document["security"], serde_json::json!([{ "token": [] }]));
}
