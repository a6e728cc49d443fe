//! Companies.

use serde_json::json;

use crate::support::mara;

#[tokio::test]
async fn a_company_is_added_read_and_changed_as_on_the_page() {
    let (_app, user, program) = mara().await;
    let new = json!({ "name": "Lumen Freight", "domain": "Lumen.Example", "about": "Moves lamps", "vat_number": "PT 1" });
    let lumen = program.post("/companies", new).await.is(201);
    assert_eq!(
        (&lumen.json["domain"], &lumen.json["joins_by_domain"]),
        (&json!("lumen.example"), &json!(true))
    );
    let path = format!("/companies/{}", lumen.id());
    user.get(&path).await.assert_heading("Lumen Freight").assert_text("Moves lamps");
    let change = json!({ "about": null, "zone": "Europe/Lisbon", "joins_by_domain": false });
    let changed = program.patch(&path, change).await.is(200);
    assert_eq!((&changed.json["about"], &changed.json["zone"]), (&json!(null), &json!("Europe/Lisbon")));
    assert_eq!(
        (&changed.json["joins_by_domain"], &changed.json["vat_number"]),
        (&json!(false), &json!("PT 1"))
    );
    assert_eq!(program.patch(&path, json!({})).await.is(200).json, changed.json);
    let wrong = json!({ "name": " ", "domain": "gmail.com", "zone": "Mars/Base" });
    let wrong = program.patch(&path, wrong).await.problem(422, "invalid");
    assert_eq!(wrong.fields(), ["name", "domain", "zone"]);
    assert_eq!(program.get(&path).await.json, changed.json);
}

#[tokio::test]
async fn a_name_or_domain_of_another_company_is_refused() {
    let (_app, _user, program) = mara().await;
    program.post("/companies", json!({ "name": "Lumen Freight", "domain": "lumen.example" })).await.is(201);
    let same = program.post("/companies", json!({ "name": "LUMEN freight" })).await;
    same.problem(409, "name-taken");
    let domain = json!({ "name": "Other", "domain": "lumen.example" });
    let same = program.post("/companies", domain).await.problem(409, "domain-taken");
    assert_eq!(same.json["detail"], "This is the domain of Lumen Freight.");
    let other = program.post("/companies", json!({ "name": "Other" })).await.is(201).id();
    let path = format!("/companies/{other}");
    program.patch(&path, json!({ "name": "Lumen Freight" })).await.problem(409, "name-taken");
    assert_eq!(program.get("/companies").await.each("companies", "name"), ["Lumen Freight", "Other"]);
}

#[tokio::test]
async fn companies_are_listed_with_their_people_and_found_by_words() {
    let (app, _user, program) = mara().await;
    for name in ["Lumen Freight", "Halden", "Prado"] {
        app.contact(&format!("Somebody at {name}")).company(name).create().await;
    }
    let first = program.get("/companies?limit=2").await.is(200);
    assert_eq!(first.each("companies", "name"), ["Halden", "Lumen Freight"]);
    assert_eq!(first.json["companies"][0]["people"], 1);
    let next = first.json["next"].as_str().unwrap();
    let second = program.get(&format!("/companies?limit=2&cursor={next}")).await.is(200);
    assert_eq!((second.each("companies", "name"), &second.json["next"]), (vec!["Prado"], &json!(null)));
    assert_eq!(program.get("/companies?q=LUM").await.each("companies", "name"), ["Lumen Freight"]);
}
