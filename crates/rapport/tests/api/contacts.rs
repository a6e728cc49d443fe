//! Contacts and their notes.

use jiff::SignedDuration;
use serde_json::json;

use crate::support::mara;

#[tokio::test]
async fn a_contact_is_added_read_and_changed_as_on_the_page() {
    let (_app, user, program) = mara().await;
    let new = json!({
        "name": "Ana Ferreira", "email": "ana@lumen.example", "phone": "+351 21 000 0000", "title": "Head of depots",
        "company_name": "Lumen Freight", "zone": "Europe/Lisbon", "language": "Portuguese",
    });
    let ana = program.post("/contacts", new).await.is(201);
    assert_eq!(ana.json["company"]["name"], "Lumen Freight");
    assert_eq!(ana.json["owner"]["name"], "Mara Lindqvist");
    assert_eq!((&ana.json["zone"], &ana.json["email_bounced"]), (&json!("Europe/Lisbon"), &json!(false)));
    let path = format!("/contacts/{}", ana.id());
    user.get(&path).await.assert_heading("Ana Ferreira").assert_text("Head of depots");
    let changed = program.patch(&path, json!({ "title": null, "phone": "+351 22" })).await.is(200);
    assert_eq!((&changed.json["title"], &changed.json["phone"]), (&json!(null), &json!("+351 22")));
    for kept in ["name", "email", "company", "zone", "language", "created_at"] {
        assert_eq!(changed.json[kept], ana.json[kept], "{kept}");
    }
    assert_eq!(program.patch(&path, json!({})).await.is(200).json, changed.json);
    assert_eq!(program.get(&path).await.json, changed.json);
}

#[tokio::test]
async fn whoever_has_an_address_at_a_company_belongs_to_it_unless_somebody_says_no() {
    let (_app, _user, program) = mara().await;
    program.post("/companies", json!({ "name": "Lumen Freight", "domain": "lumen.example" })).await.is(201);
    let ana = program.post("/contacts", json!({ "name": "Ana", "email": "ana@lumen.example" })).await.is(201);
    assert_eq!(ana.json["company"]["name"], "Lumen Freight");
    let path = format!("/contacts/{}", ana.id());
    assert_eq!(
        program.patch(&path, json!({ "company_name": null })).await.is(200).json["company"],
        json!(null)
    );
    let email = json!({ "email": "ana.ferreira@lumen.example" });
    assert_eq!(program.patch(&path, email).await.is(200).json["company"], json!(null));
}

#[tokio::test]
async fn what_is_wrong_is_named_field_by_field() {
    let (_app, _user, program) = mara().await;
    let wrong = json!({
        "name": "  ", "email": "ana", "phone": "a\nb", "title": "x".repeat(121), "company_name": "\u{7}",
        "zone": "Mars/Base", "language": "y".repeat(121),
    });
    let answer = program.post("/contacts", wrong).await.problem(422, "invalid");
    let mut fields = answer.fields();
    fields.sort_unstable();
    assert_eq!(fields, ["company_name", "email", "language", "name", "phone", "title", "zone"]);
    assert_eq!(answer.json["detail"], "7 fields need a change.");
    let ana = program.post("/contacts", json!({ "name": "Ana" })).await.is(201).id();
    let answer = program.patch(&format!("/contacts/{ana}"), json!({ "email": "ana@", "name": "Rui" })).await;
    assert_eq!(answer.problem(422, "invalid").fields(), ["email"]);
    assert_eq!(program.get(&format!("/contacts/{ana}")).await.json["name"], "Ana");
    for email in ["", " ", " ana@lumen.example"] {
        let answer = program.patch(&format!("/contacts/{ana}"), json!({ "email": email })).await;
        assert_eq!(answer.problem(422, "invalid").fields(), ["email"], "schemathesis: {email:?}");
        let new = json!({ "name": "Ana", "email": email });
        assert_eq!(program.post("/contacts", new).await.problem(422, "invalid").fields(), ["email"]);
    }
    let answer = program.patch(&format!("/contacts/{ana}"), json!({ "name": null })).await;
    assert_eq!(answer.problem(422, "invalid").fields(), ["name"]);
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page_without_gaps_while_others_are_added() {
    let (app, _user, program) = mara().await;
    for n in 0..7 {
        app.contact(&format!("Person {n}")).create().await;
    }
    let first = program.get("/contacts?limit=3").await.is(200);
    assert_eq!(first.each("contacts", "name"), ["Person 0", "Person 1", "Person 2"]);
    assert_eq!(first.json["total"], 7);
    app.contact("Person 0 again").create().await;
    let next = first.json["next"].as_str().unwrap();
    let second = program.get(&format!("/contacts?limit=3&cursor={next}")).await.is(200);
    assert_eq!(second.each("contacts", "name"), ["Person 3", "Person 4", "Person 5"]);
    let next = second.json["next"].as_str().unwrap();
    let third = program.get(&format!("/contacts?limit=3&cursor={next}")).await.is(200);
    assert_eq!(third.each("contacts", "name"), ["Person 6"]);
    assert_eq!(third.json["next"], json!(null));
}

#[tokio::test]
async fn contacts_are_found_by_words_and_by_company() {
    let (app, _user, program) = mara().await;
    app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    app.contact("Rui Matos").company("Lumen Freight").create().await;
    app.contact("Ines Prado").create().await;
    assert_eq!(program.get("/contacts?q=lumen+ana").await.each("contacts", "name"), ["Ana Ferreira"]);
    assert_eq!(program.get("/contacts?q=%00ines%07").await.each("contacts", "name"), ["Ines Prado"]);
    let companies = program.get("/companies").await;
    let lumen = companies.each("companies", "id")[0].to_owned();
    let there = program.get(&format!("/contacts?company={lumen}")).await;
    assert_eq!(there.each("contacts", "name"), ["Ana Ferreira", "Rui Matos"]);
    assert_eq!(program.get("/contacts?q=nobody").await.json["contacts"], json!([]));
}

#[tokio::test]
async fn notes_are_added_and_read_newest_first() {
    let (app, user, program) = mara().await;
    let ana = app.contact("Ana Ferreira").create().await;
    let path = format!("/contacts/{ana}/notes");
    for text in ["First\nin two lines", "Second", "Third"] {
        let note = program.post(&path, json!({ "text": text })).await.is(201);
        assert_eq!(
            (&note.json["text"], &note.json["author"]["name"]),
            (&json!(text), &json!("Mara Lindqvist"))
        );
        app.advance(SignedDuration::from_mins(1));
    }
    let first = program.get(&format!("{path}?limit=2")).await.is(200);
    assert_eq!(first.each("notes", "text"), ["Third", "Second"]);
    let next = first.json["next"].as_str().unwrap();
    let second = program.get(&format!("{path}?limit=2&cursor={next}")).await.is(200);
    assert_eq!(second.each("notes", "text"), ["First\nin two lines"]);
    user.get(&format!("/contacts/{ana}")).await.assert_text("in two lines");
    for text in ["", " \n ", "\u{0}", &"x".repeat(10_001)] {
        let answer = program.post(&path, json!({ "text": text })).await.problem(422, "invalid");
        assert_eq!(answer.fields(), ["text"]);
    }
}
