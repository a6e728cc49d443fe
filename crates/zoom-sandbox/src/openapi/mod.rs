//! The OpenAPI description of everything the sandbox serves, at `/_sandbox/openapi.json`.
//!
//! One line per operation in `rest`, `oauth`, `control` or `pages`, one entry per JSON shape in `schemas`. A test compares the
//! lines with the routers, and names what is missing.

mod control;
mod oauth;
mod pages;
mod rest;
mod schemas;

use serde_json::{Map, Value, json};

use crate::scopes::Permission;

/// One method of one path.
pub(crate) struct Operation {
    method: &'static str,
    path: &'static str,
    summary: &'static str,
    /// What a caller's token must hold.
    scope: Option<&'static Permission>,
    query: &'static [&'static str],
    /// Name of a schema.
    body: Option<&'static str>,
    /// Statuses and what comes with them: a schema's name, or nothing.
    answers: &'static [(u16, &'static str)],
}

impl Operation {
    const fn new(method: &'static str, path: &'static str, summary: &'static str) -> Self {
        Self { method, path, summary, scope: None, query: &[], body: None, answers: &[(204, "")] }
    }

    /// The scope that opens a REST call.
    const fn scope(mut self, permission: &'static Permission) -> Self {
        self.scope = Some(permission);
        self
    }

    /// Names of query parameters.
    const fn query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self
    }

    /// Schema of the request's body.
    const fn body(mut self, schema: &'static str) -> Self {
        self.body = Some(schema);
        self
    }

    /// Statuses with the schema of each; without this, 204 with nothing.
    const fn answers(mut self, answers: &'static [(u16, &'static str)]) -> Self {
        self.answers = answers;
        self
    }
}

/// How the operations of one part of the sandbox look on the wire.
struct Part {
    tag: &'static str,
    operations: &'static [Operation],
    request_type: &'static str,
    answer_type: &'static str,
    /// Schema of every error.
    error: Option<&'static str>,
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const HTML: &str = "text/html";

const PARTS: [Part; 4] = [
    Part {
        tag: "OAuth",
        operations: oauth::OPERATIONS,
        request_type: FORM,
        answer_type: JSON,
        error: Some("OAuthError"),
    },
    Part {
        tag: "REST",
        operations: rest::OPERATIONS,
        request_type: JSON,
        answer_type: JSON,
        error: Some("Error"),
    },
    Part {
        tag: "Control plane",
        operations: control::OPERATIONS,
        request_type: JSON,
        answer_type: JSON,
        error: Some("Problem"),
    },
    Part { tag: "Pages", operations: pages::OPERATIONS, request_type: FORM, answer_type: HTML, error: None },
];

/// The whole document; `base` is the sandbox's own address.
pub(crate) fn document(base: &str) -> Value {
    let mut paths = Map::new();
    for part in &PARTS {
        for operation in part.operations {
            let path = paths.entry(operation.path).or_insert_with(|| json!({}));
            path[operation.method] = describe(part, operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Zoom Sandbox — not Zoom", "version": env!("CARGO_PKG_VERSION"),
            "description": "What this sandbox serves of Zoom's OAuth and REST API, and its own control plane.",
        },
        "servers": [{ "url": base }],
        "tags": PARTS.iter().map(|part| json!({ "name": part.tag })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" }, "client": { "type": "http", "scheme": "basic" },
            },
        },
    })
}

fn describe(part: &Part, operation: &Operation) -> Value {
    let in_path = operation.path.split(['{', '}']).skip(1).step_by(2);
    let parameters = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .chain(operation.query.iter().map(
            |name| json!({ "name": name, "in": "query", "required": false, "schema": { "type": "string" } }),
        ));
    let mut described = json!({
        "tags": [part.tag], "summary": operation.summary, "operationId": name(operation),
        "parameters": parameters.collect::<Vec<_>>(), "responses": answers(part, operation),
    });
    if let Some(schema) = operation.body {
        described["requestBody"] = json!({ "content": content(part.request_type, schema) });
    }
    if let Some(permission) = operation.scope {
        let mut scopes = vec![permission.granular];
        scopes.extend(permission.classic);
        described["description"] = json!(format!("Scopes: any of `{}`.", scopes.join("`, `")));
        described["security"] = json!([{ "bearer": [] }]);
    } else if part.tag == "OAuth" && operation.method == "post" && operation.body != Some("ConsentForm") {
        described["security"] = json!([{ "client": [] }]);
    }
    described
}

fn answers(part: &Part, operation: &Operation) -> Value {
    let mut answers = Map::new();
    for (status, schema) in operation.answers {
        let mut answer = json!({ "description": meaning(*status) });
        if !schema.is_empty() {
            let media = if *schema == "Page" { HTML } else { part.answer_type };
            answer["content"] = content(media, schema);
        }
        answers.insert(status.to_string(), answer);
    }
    if let Some(error) = part.error {
        answers.insert(
            "default".to_owned(),
            json!({ "description": "Refused", "content": content(JSON, error) }),
        );
    }
    Value::Object(answers)
}

fn meaning(status: u16) -> &'static str {
    match status {
        200 => "Done",
        201 => "Created",
        204 => "Done, no body",
        302 | 303 => "The browser goes on",
        _ => "Refused",
    }
}

fn content(media: &str, schema: &str) -> Value {
    if schema == "Page" {
        return json!({ HTML: { "schema": { "type": "string" } } });
    }
    json!({ media: { "schema": { "$ref": format!("#/components/schemas/{schema}") } } })
}

/// `get_v2_users_user_meetings`: stable, and a legal name in most languages.
fn name(operation: &Operation) -> String {
    let words = operation.path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(operation.method).chain(words).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every source file that names routes.
    const ROUTERS: [&str; 4] = [
        include_str!("../api/mod.rs"),
        include_str!("../oauth/mod.rs"),
        include_str!("../control_plane/mod.rs"),
        include_str!("../portal/mod.rs"),
    ];

    /// `get /v2/users/{user}` for every route that the routers name.
    fn routed() -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for source in ROUTERS {
            let mut pieces = source.split("\"/").skip(1).peekable();
            assert!(pieces.peek().is_some(), "a router without routes: the test looks at nothing");
            for piece in pieces {
                let Some((path, after)) = piece.split_once('"') else { continue };
                for method in ["get", "post", "put", "patch", "delete"] {
                    let call = format!("{method}(");
                    let called = after.match_indices(&call).any(|(at, _)| {
                        let before = after[..at].chars().next_back().unwrap_or(' ');
                        !before.is_alphanumeric() && before != '_'
                    });
                    if called {
                        found.insert(format!("{method} /{path}"));
                    }
                }
            }
        }
        found
    }

    #[test]
    fn every_route_is_described_and_every_described_route_is_there() {
        let described: BTreeSet<String> = PARTS
            .iter()
            .flat_map(|part| part.operations)
            .map(|operation| format!("{} {}", operation.method, operation.path))
            .collect();
        let routed = routed();
        let missing: Vec<_> = routed.difference(&described).collect();
        let stale: Vec<_> = described.difference(&routed).collect();
        assert!(missing.is_empty(), "served but not described, add a line in src/openapi: {missing:#?}");
        assert!(stale.is_empty(), "described but not served: {stale:#?}");
    }

    #[test]
    fn every_schema_that_is_named_exists_and_every_one_that_exists_is_named() {
        let document = document("http://127.0.0.1:8090");
        let text = document.to_string();
        let named: BTreeSet<&str> =
            text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let known: BTreeSet<&str> = schemas.keys().map(String::as_str).collect();
        assert_eq!(named, known);
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let operations: Vec<String> = PARTS.iter().flat_map(|part| part.operations).map(name).collect();
        let different: BTreeSet<&String> = operations.iter().collect();
        assert_eq!(different.len(), operations.len());
    }
}
