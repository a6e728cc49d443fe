//! `docs/api.md` tells what is so: its examples are run.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::Value;

use crate::support::mara;

const BOOK: &str = include_str!("../../../../docs/api.md");

/// The lines of all shell examples that call `curl`, with continued lines put together.
fn examples() -> Vec<String> {
    let mut found = Vec::new();
    for block in BOOK.split("```sh\n").skip(1) {
        let block = block.split("```").next().unwrap().replace("\\\n", " ").replace(",\n", ",");
        found.extend(block.lines().filter(|line| line.starts_with("curl ")).map(str::to_owned));
    }
    found
}

/// What stands between these signs, the first time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split_once(to).map(|(inside, _)| inside)
}

#[tokio::test]
async fn every_example_of_the_book_works() {
    let (app, user, program) = mara().await;
    user.connect_zoom().await.assert_ok();
    // What was made before stands in a variable named after it.
    let mut made: BTreeMap<String, String> = BTreeMap::new();
    let examples = examples();
    assert!(examples.len() > 8, "{examples:?}");
    for example in examples {
        assert!(example.contains("-H \"Authorization: Bearer $TOKEN\""), "{example}");
        let mut line = example.replace("\"'$", "\"$").replace("'\"", "\"");
        for (name, id) in &made {
            line = line.replace(name, id);
        }
        let path = between(&line, "$RAPPORT", "\"").unwrap().to_owned();
        assert!(!path.contains('$'), "{line}");
        let body = between(&line, " -d '", "'").map(str::to_owned);
        let method = between(&line, " -X ", " ").unwrap_or(if body.is_some() { "POST" } else { "GET" });
        assert_eq!(body.is_some(), line.contains("Content-Type: application/json"), "{line}");
        let mut headers = Vec::new();
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        if let Some(key) = between(&line, "Idempotency-Key: ", "\"") {
            headers.push(("idempotency-key", key));
        }
        let method: Method = method.parse().unwrap();
        let answer = program.raw(method, &path, &headers, body.unwrap_or_default()).await;
        assert!(answer.page.status < 300, "{line}\n{} {}", answer.page.status, answer.json);
        let kind = match path.as_str() {
            "/contacts" => "$CONTACT",
            "/deals" => "$DEAL",
            "/meetings" => "$MEETING",
            _ => continue,
        };
        if let Some(id) = answer.json["id"].as_str() {
            made.insert(kind.to_owned(), id.to_owned());
        }
    }
    app.run_jobs().await;
}

#[tokio::test]
async fn the_error_in_the_book_is_the_one_that_is_answered() {
    let (_app, _user, program) = mara().await;
    let told: Value = serde_json::from_str(between(BOOK, "```json\n", "```").unwrap()).unwrap();
    let body = serde_json::json!({ "name": "Ana", "email": "ana" });
    assert_eq!(program.post("/contacts", body).await.problem(422, "invalid").json, told);
}
