//! Deals.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::mara;

fn euros(minor: u64) -> Value {
    json!({ "minor": minor, "currency": "EUR" })
}

#[tokio::test]
async fn a_deal_is_added_changed_and_moved_as_on_the_board() {
    let (app, user, program) = mara().await;
    let ana = app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    let new = json!({ "title": "Lumen rollout", "value": euros(1_840_050), "contact_id": ana });
    let deal = program.post("/deals", new).await.is(201);
    assert_eq!((&deal.json["stage"], &deal.json["value"]), (&json!("qualified"), &euros(1_840_050)));
    assert_eq!(deal.json["company"]["name"], "Lumen Freight");
    assert_eq!(deal.json["owner"]["name"], "Mara Lindqvist");
    let path = format!("/deals/{}", deal.id());
    user.get(&path).await.assert_heading("Lumen rollout").assert_text("€18,400.50");
    let yen = json!({ "minor": 2_100_000, "currency": "JPY" });
    let changed = program.patch(&path, json!({ "value": yen })).await.is(200);
    assert_eq!((&changed.json["value"], &changed.json["title"]), (&yen, &json!("Lumen rollout")));
    assert_eq!(changed.json["contact"]["id"], ana.to_string());
    app.advance(SignedDuration::from_mins(1));
    let moved = program.post(&format!("{path}/move"), json!({ "stage": "won" })).await.is(200);
    assert_eq!(moved.json["stage"], "won");
    assert_ne!(moved.json["stage_since"], deal.json["stage_since"]);
    app.advance(SignedDuration::from_mins(1));
    let again = program.post(&format!("{path}/move"), json!({ "stage": "won" })).await.is(200);
    assert_eq!(again.json, moved.json);
    user.get(&format!("/contacts/{ana}")).await.assert_text("from Qualified to Won");
    let alone = program.patch(&path, json!({ "contact_id": null, "company_name": null })).await.is(200);
    assert_eq!((&alone.json["contact"], &alone.json["company"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn what_is_wrong_is_named_field_by_field() {
    let (_app, _user, program) = mara().await;
    let wrong = json!({ "title": " ", "value": euros(100_000_000_000_000), "company_name": "a\tb" });
    let wrong = program.post("/deals", wrong).await.problem(422, "invalid");
    assert_eq!(wrong.fields(), ["company_name", "title", "value.minor"]);
    let odd = json!({ "title": "Rollout", "value": { "minor": 1, "currency": "XAU" } });
    assert_eq!(program.post("/deals", odd).await.problem(422, "invalid").fields(), ["value.currency"]);
    let odd = json!({ "title": "Rollout", "value": euros(1), "stage": "sold" });
    assert_eq!(program.post("/deals", odd).await.problem(422, "invalid").fields(), ["stage"]);
    let nobody = json!({
        "title": "Rollout", "value": euros(1), "contact_id": "0195a000-0000-7000-8000-000000000000",
    });
    assert_eq!(program.post("/deals", nobody).await.problem(422, "invalid").fields(), ["contact_id"]);
    assert_eq!(program.get("/deals").await.json["deals"], json!([]));
}

#[tokio::test]
async fn deals_are_listed_by_stage_company_and_contact_page_by_page() {
    let (app, _user, program) = mara().await;
    let ana = app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    for n in 0..4 {
        let contact = (n < 2).then_some(ana);
        let stage = if n == 3 { "lost" } else { "proposal" };
        let new =
            json!({ "title": format!("Deal {n}"), "value": euros(n), "contact_id": contact, "stage": stage });
        program.post("/deals", new).await.is(201);
        app.advance(SignedDuration::from_mins(1));
    }
    let first = program.get("/deals?limit=3").await.is(200);
    assert_eq!(first.each("deals", "title"), ["Deal 3", "Deal 2", "Deal 1"]);
    let next = first.json["next"].as_str().unwrap();
    let second = program.get(&format!("/deals?limit=3&cursor={next}")).await.is(200);
    assert_eq!((second.each("deals", "title"), &second.json["next"]), (vec!["Deal 0"], &json!(null)));
    assert_eq!(program.get("/deals?stage=lost").await.each("deals", "title"), ["Deal 3"]);
    let with_ana = program.get(&format!("/deals?contact={ana}&limit=1&stage=proposal")).await.is(200);
    assert_eq!(with_ana.each("deals", "title"), ["Deal 1"]);
    let next = with_ana.json["next"].as_str().unwrap();
    let rest = program.get(&format!("/deals?contact={ana}&limit=1&stage=proposal&cursor={next}")).await;
    assert_eq!(rest.each("deals", "title"), ["Deal 0"]);
    let lumen = with_ana.json["deals"][0]["company"]["id"].as_str().unwrap();
    let there = program.get(&format!("/deals?company={lumen}")).await.is(200);
    assert_eq!(there.each("deals", "title"), ["Deal 1", "Deal 0"]);
}
