//! The description at `/_sandbox/openapi.json` beside what the sandbox answers.

use reqwest::Method;
use serde_json::{Value, json};
use zoom_sandbox::SeedMeeting;

use crate::client::{MARA, World, json, start};

async fn document(world: &World) -> Value {
    json(world.http.get(world.url("/_sandbox/openapi.json")).send().await.unwrap()).await
}

#[tokio::test]
async fn every_described_operation_is_served() {
    let world = start().await;
    let document = document(&world).await;
    assert_eq!(document["servers"][0]["url"], world.sandbox.url());
    let mut seen = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        // Values that no fault, delivery, meeting or user has.
        let place = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
        let url = world.url(&place.collect::<Vec<_>>().join("/"));
        for method in operations.as_object().unwrap().keys() {
            let verb: Method = method.to_uppercase().parse().unwrap();
            let response = world.http.request(verb, &url).header("accept", "*/*").send().await.unwrap();
            let (status, body) = (response.status(), response.text().await.unwrap());
            let unknown = ["not recognized", "There is no such page", "The control plane has no"];
            let is_unknown = unknown.iter().any(|words| body.contains(words));
            assert!(
                status != 405 && !is_unknown,
                "{method} {path} is described but not served: {status} {body}"
            );
            seen += 1;
        }
    }
    assert!(seen > 40, "the test looked at {seen} operations only");
}

/// Every required field of a schema is in the value, and every field of the value that the schema knows has its type.
fn assert_fits(document: &Value, name: &str, value: &Value) {
    let schema = &document["components"]["schemas"][name];
    for field in schema["required"].as_array().unwrap() {
        assert!(value.get(field.as_str().unwrap()).is_some(), "{name} lacks {field}: {value}");
    }
    for (field, wanted) in schema["properties"].as_object().unwrap() {
        let fits = match (&value[field], wanted["type"].as_str().unwrap()) {
            (Value::Null, _) => true,
            (Value::String(_), kind) => kind == "string",
            (Value::Bool(_), kind) => kind == "boolean",
            (Value::Number(number), "integer") => number.is_i64(),
            (Value::Number(_), kind) => kind == "number",
            (Value::Array(_), kind) => kind == "array",
            (Value::Object(_), kind) => kind == "object",
        };
        assert!(fits, "{name}.{field} is no {wanted}: {}", value[field]);
    }
}

#[tokio::test]
async fn answers_fit_their_schemas() {
    let world = start().await;
    let document = document(&world).await;
    let fits = |name: &str, value: &Value| assert_fits(&document, name, value);
    let code = world.code(MARA).await;
    let tokens = json(world.exchange(&code).await).await;
    fits("Tokens", &tokens);
    let token = tokens["access_token"].as_str().unwrap();
    fits("User", &json(world.get("/v2/users/me", token).await).await);
    fits("Zak", &json(world.get("/v2/users/me/zak", token).await).await);
    let made = json(world.create(token, &json!({ "start_time": "2027-03-16T09:00:00Z" })).await).await;
    fits("Meeting", &made);
    fits("MeetingList", &json(world.get("/v2/users/me/meetings", token).await).await);
    let gone = world.call(Method::GET, "/v2/meetings/81234567890", token).header("accept", "*/*");
    fits("Error", &json(gone.send().await.unwrap()).await);
    fits("OAuthError", &json(world.exchange("used").await).await);
    let control = async |path: &str| json(world.http.get(world.url(path)).send().await.unwrap()).await;
    fits("Clock", &control("/_sandbox/clock").await);
    fits("Problem", &control("/_sandbox/nothing").await);
    fits("UserSummary", &control("/_sandbox/users").await["users"][0]);
    let fault = json!({ "kind": "latency", "ms": 0 });
    let added = world.http.post(world.url("/_sandbox/faults")).json(&fault).send().await.unwrap();
    fits("Id", &json(added).await);
    fits("Faults", &control("/_sandbox/faults").await);
    fits("Fault", &control("/_sandbox/faults").await["faults"][0]);
    let seeded = world.control().seed_meeting(MARA, SeedMeeting::default()).unwrap();
    fits("MeetingSummary", &json!(seeded));
    let connected =
        world.http.post(world.url(&format!("/_sandbox/users/{MARA}/connect"))).send().await.unwrap();
    let pair = json(connected).await;
    fits("TokenPair", &pair);
    assert_eq!(world.get("/v2/users/me", pair["access_token"].as_str().unwrap()).await.status(), 200);
    assert_eq!(world.refresh(pair["refresh_token"].as_str().unwrap()).await.status(), 200);
}
