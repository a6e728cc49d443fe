//! Every operation of the API's document against every role, every kind of token, and another workspace's ids. The
//! operations are read from the document, so that a new one cannot be forgotten.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use store::dump::{self, TextRow};
use testing::{TestApp, TestUser};

use crate::document::{document, operations};
use crate::support::{Answer, Program, mara};

/// One operation.
struct Operation {
    path: String,
    method: Method,
    /// What the document gives as an example of its body.
    body: Option<Value>,
}

/// A workspace in which there is one of everything.
struct World {
    app: TestApp,
    mara: TestUser,
    operations: Vec<Operation>,
    ids: BTreeMap<&'static str, String>,
}

impl World {
    async fn new() -> Self {
        let (app, mara, program) = mara().await;
        let ana = json!({ "name": "Ana Ferreira", "email": "ana@lumen.example" });
        let ana = program.post("/contacts", ana).await.is(201).id();
        let company = program.post("/companies", json!({ "name": "Lumen Freight" })).await.is(201).id();
        let deal = json!({ "title": "Lumen rollout", "contact_id": ana, "value": { "minor": 100, "currency": "EUR" } });
        let deal = program.post("/deals", deal).await.is(201).id();
        let meeting = json!({ "contact_id": ana, "topic": "Rollout", "starts_at": "2027-03-11T14:00:00+01:00",
            "minutes": 30, "place": { "kind": "phone", "text": "+46 8 123 456" } });
        let meeting = program.post("/meetings", meeting).await.is(201).id();
        app.run_jobs().await;
        let document = document(&app).await;
        let operations = operations(&document);
        let operations = operations.into_iter().map(|(path, method, operation)| {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let name = schema.as_str().and_then(|reference| reference.rsplit('/').next());
            let body = name.map(|name| document["components"]["schemas"][name]["example"].clone());
            Operation { path, method: method.to_uppercase().parse().unwrap(), body }
        });
        let ids = BTreeMap::from([
            ("contacts", ana),
            ("companies", company),
            ("deals", deal),
            ("meetings", meeting),
        ]);
        Self { app, mara, operations: operations.collect(), ids }
    }

    async fn ask(&self, program: &Program, operation: &Operation) -> Answer {
        let id = self.ids.get(operation.path.split('/').nth(1).unwrap());
        let path = operation.path.replace("{id}", id.map_or("", String::as_str));
        let path = if path == "/search" { "/search?q=lumen".to_owned() } else { path };
        let body = operation.body.as_ref().map(ToString::to_string).unwrap_or_default();
        program.raw(operation.method.clone(), &path, &[("content-type", "application/json")], body).await
    }

    async fn set_role(&self, who: &TestUser, role: &str) {
        let sql = format!("UPDATE users SET role = '{role}' WHERE email = '{}'", who.email);
        self.app.database().run(&sql).await;
    }

    /// What programs can read and change.
    async fn everything(&self) -> BTreeMap<&'static str, Vec<TextRow>> {
        let db = self.app.app().store.begin_read().await;
        let mut all = BTreeMap::new();
        for table in ["contacts", "companies", "deals", "meetings", "notes", "activities", "emails"] {
            let mut rows = dump::rows(&db, table).await.unwrap();
            rows.sort();
            all.insert(table, rows);
        }
        all
    }
}

/// What of the answers is wrong: reading is answered, and changing refused.
async fn not_only_reading(world: &World, program: &Program) -> Vec<String> {
    let mut wrong = Vec::new();
    for operation in &world.operations {
        let status = world.ask(program, operation).await.page.status;
        if status != if operation.method == Method::GET { 200 } else { 403 } {
            wrong.push(format!("{} {} answered {status}", operation.method, operation.path));
        }
    }
    wrong
}

#[tokio::test]
async fn who_only_reads_is_refused_every_change_whatever_their_token_may() {
    let world = World::new().await;
    let rita = world.app.user("rita").await;
    let program = Program::of(&world.app, &rita, "write").await;
    // The token was made before: it is worth no more than its owner's role at this moment.
    world.set_role(&rita, "read_only").await;
    let before = world.everything().await;
    assert_eq!(not_only_reading(&world, &program).await, [""; 0]);
    for role in ["owner", "admin", "member"] {
        world.set_role(&rita, role).await;
        let reader = Program::of(&world.app, &rita, "read").await;
        assert_eq!(not_only_reading(&world, &reader).await, [""; 0], "{role} with a token that reads");
    }
    assert_eq!(world.everything().await, before);
    world.app.leave_jobs();
}

#[tokio::test]
async fn every_role_that_writes_comes_as_far_as_the_pages_let_it() {
    for role in ["owner", "admin", "member"] {
        let world = World::new().await;
        let oskar = world.app.user("oskar").await;
        world.set_role(&oskar, role).await;
        let program = Program::of(&world.app, &oskar, "write").await;
        for operation in &world.operations {
            let Operation { path, method, .. } = operation;
            let answer = world.ask(&program, operation).await;
            // A meeting of Mara's is hers to move and to remove, whoever else asks.
            let hosts = path.starts_with("/meetings/{id}") && *method != Method::GET;
            assert_eq!(answer.page.status == 403, hosts, "{role}: {method} {path} answered {}", answer.json);
            assert!(answer.page.status < 500, "{role}: {method} {path} answered {}", answer.json);
        }
        world.app.leave_jobs();
    }
}

#[tokio::test]
async fn another_workspaces_ids_are_not_found_by_any_operation() {
    let world = World::new().await;
    let nina = world.app.outsider("nina").await;
    let program = Program::of(&world.app, &nina, "write").await;
    let before = world.everything().await;
    let mut tried = 0;
    for operation in world.operations.iter().filter(|operation| operation.path.contains("{id}")) {
        let answer = world.ask(&program, operation).await;
        let problem = answer.problem(404, "not-found");
        assert!(!problem.json.to_string().contains("Lumen"), "{}", problem.json);
        tried += 1;
    }
    assert!(tried > 9, "{tried} operations have an id");
    for operation in world.operations.iter().filter(|operation| operation.method == Method::GET) {
        let answer = world.ask(&program, operation).await.json.to_string();
        assert!(!answer.contains("Ana Ferreira") && !answer.contains("Rollout"), "{}", operation.path);
    }
    assert_eq!(world.everything().await, before);
    let mine = Program::of(&world.app, &world.mara, "read").await;
    for operation in world.operations.iter().filter(|operation| operation.method == Method::GET) {
        world.ask(&mine, operation).await.is(200);
    }
    world.app.leave_jobs();
}
