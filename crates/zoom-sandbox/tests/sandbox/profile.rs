//! `PATCH /users/me`, and whether an email is in use.

use reqwest::Method;
use serde_json::json;

use crate::client::{MARA, OSKAR, answer, json, start};

#[tokio::test]
async fn the_profile_can_be_changed_and_reads_back() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let change = json!({
        "first_name": "Mara Lena", "dept": "Sales", "job_title": "Owner", "company": "Halden & Sons", "location": "Kiel",
        "timezone": "Europe/Oslo", "language": "de-DE", "vanity_name": "mara", "use_pmi": true, "pmi": 3_000_000_001_i64,
        "phone_numbers": [{ "code": "+49", "country": "DE", "label": "Mobile", "number": "1700000000" }],
        "unknown": 1,
    });
    assert_eq!(world.send(Method::PATCH, "/v2/users/me", &token, change.clone()).await.0, 204);
    let user = json(world.get("/v2/users/me", &token).await).await;
    for field in
        ["first_name", "dept", "job_title", "company", "location", "timezone", "language", "use_pmi", "pmi"]
    {
        assert_eq!(user[field], change[field], "{field}");
    }
    assert_eq!((&user["display_name"], user.get("unknown")), (&json!("Mara Lena Halden"), None));
    assert!(user["vanity_url"].as_str().unwrap().ends_with("/my/mara"));
    assert!(user["personal_meeting_url"].as_str().unwrap().contains("/j/3000000001?pwd="));
    assert_eq!(
        world.get("/v2/meetings/3542471135", &token).await.status(),
        404,
        "the old number leads nowhere"
    );
    world.send(Method::PATCH, "/v2/users/me", &token, json!({ "display_name": "Boss" })).await;
    assert_eq!(json(world.get("/v2/users/me", &token).await).await["display_name"], "Boss");
}

#[tokio::test]
async fn a_wrong_field_of_a_profile_is_named() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for (change, field) in [
        (json!({ "first_name": "x".repeat(65) }), "first_name"),
        (json!({ "timezone": "Mars/Olympus" }), "timezone"),
        (json!({ "host_key": "12345" }), "host_key"),
        (json!({ "pmi": 123 }), "pmi"),
        // Oskar's.
        (json!({ "pmi": 4_731_902_268_i64 }), "pmi"),
        (json!({ "type": 3 }), "type"),
        (json!({ "use_pmi": "yes" }), "use_pmi"),
        (json!({ "phone_numbers": [{ "label": "Pager" }] }), "phone_numbers[0].label"),
    ] {
        let (status, body) = world.send(Method::PATCH, "/v2/users/me", &token, change).await;
        assert_eq!((status, &body["errors"][0]["field"]), (400, &json!(field)));
    }
    let linkedin = json!({ "linkedin_url": "https://example.com" });
    let text = "The `linkedin_url` field is illegal. The URL must contain `linkedin.com`.";
    let refused = (400, json!({ "code": 300, "message": text }));
    assert_eq!(world.send(Method::PATCH, "/v2/users/me", &token, linkedin).await, refused);
}

#[tokio::test]
async fn only_a_role_may_change_a_licence() {
    let world = start().await;
    let oskar = world.connect(OSKAR).await.access;
    let (status, body) = world.send(Method::PATCH, "/v2/users/me", &oskar, json!({ "type": 1 })).await;
    assert_eq!((status, &body["code"]), (400, &json!(1108)));
    let mara = world.connect(MARA).await.access;
    assert_eq!(
        world.send(Method::PATCH, "/v2/users/me", &mara, json!({ "type": 2 })).await.0,
        204,
        "the owner"
    );
    assert_eq!(json(world.get("/v2/users/me", &mara).await).await["type"], 2);
}

#[tokio::test]
async fn an_email_is_in_use_or_not() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let known =
        async |email: &str| json(world.get(&format!("/v2/users/email?email={email}"), &token).await).await;
    assert_eq!(known(OSKAR).await, json!({ "existed_email": true }));
    assert_eq!(known("nobody@halden.example").await, json!({ "existed_email": false }));
    let missing = json!({ "code": 300, "message": "Email is required." });
    assert_eq!(answer(world.get("/v2/users/email", &token).await).await, (400, missing));
}
