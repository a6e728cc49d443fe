//! Which scope opens which call: section B.

use serde_json::json;

use crate::client::{MARA, OSKAR, answer, start_with};

#[tokio::test]
async fn a_missing_scope_is_named_with_its_alternatives() {
    let world = start_with(|b| b.scopes(["user:read:user"])).await;
    let token = world.connect(MARA).await.access;
    let expected = json!({
        "code": 4711,
        "message": "Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin].",
    });
    assert_eq!(answer(world.create(&token, &json!({})).await).await, (400, expected));
}

#[tokio::test]
async fn classic_scopes_still_open_calls() {
    let world = start_with(|b| b.scopes(["user:read", "meeting:write"])).await;
    let token = world.connect(MARA).await.access;
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 200);
    assert_eq!(world.create(&token, &json!({})).await.status(), 201);
    assert_eq!(world.get("/v2/users/me/meetings", &token).await.status(), 400);
}

#[tokio::test]
async fn every_call_asks_for_its_own_scope() {
    let calls = [
        ("GET", "/users/me", "user:read:user"),
        ("PATCH", "/users/me", "user:update:user"),
        ("GET", "/users/me/settings", "user:read:settings"),
        ("GET", "/users/email?email=x", "user:read:email"),
        ("GET", "/users/me/zak", "user:read:zak"),
        ("GET", "/users/me/token", "user:read:token"),
        ("GET", "/users/me/meetings", "meeting:read:list_meetings"),
        ("GET", "/users/me/upcoming_meetings", "meeting:read:list_upcoming_meetings"),
        ("POST", "/users/me/meetings", "meeting:write:meeting"),
        ("GET", "/meetings/81234567890", "meeting:read:meeting"),
        ("PATCH", "/meetings/81234567890", "meeting:update:meeting"),
        ("DELETE", "/meetings/81234567890", "meeting:delete:meeting"),
        ("PUT", "/meetings/81234567890/status", "meeting:update:status"),
        ("GET", "/meetings/81234567890/invitation", "meeting:read:invitation"),
        ("POST", "/meetings/81234567890/invite_links", "meeting:write:invite_links"),
        ("GET", "/meetings/81234567890/registrants", "meeting:read:list_registrants"),
        ("POST", "/meetings/81234567890/registrants", "meeting:write:registrant"),
        ("PUT", "/meetings/81234567890/registrants/status", "meeting:update:registrant_status"),
        ("GET", "/past_meetings/81234567890", "meeting:read:past_meeting"),
        ("GET", "/past_meetings/81234567890/participants", "meeting:read:list_past_participants"),
        ("GET", "/past_meetings/81234567890/instances", "meeting:read:list_past_instances"),
    ];
    for (method, path, scope) in calls {
        let others = calls.iter().map(|(.., other)| *other).filter(|other| *other != scope);
        let world = start_with(|b| b.scopes(others)).await;
        let token = world.connect(OSKAR).await.access;
        let without = world.send(method.parse().unwrap(), &format!("/v2{path}"), &token, json!({})).await;
        let message = format!("Invalid access token, does not contain scopes:[{scope}, {scope}:admin].");
        assert_eq!(without, (400, json!({ "code": 4711, "message": message })), "{method} {path}");
        let world = start_with(|b| b.scopes([scope])).await;
        let token = world.connect(OSKAR).await.access;
        let with = world.send(method.parse().unwrap(), &format!("/v2{path}"), &token, json!({})).await;
        assert_ne!(with.1["code"], 4711, "{method} {path}");
    }
}

#[tokio::test]
async fn classic_names_open_what_they_always_opened() {
    for (classic, opened) in [
        ("user:read", vec!["/users/me", "/users/me/settings", "/users/email?email=x", "/users/me/token"]),
        ("user_info:read", vec!["/users/me"]),
        ("user_profile", vec!["/users/me"]),
        ("user_zak:read", vec!["/users/me/zak"]),
        ("meeting:read", vec!["/users/me/meetings", "/users/me/upcoming_meetings"]),
        ("user:read:admin", vec!["/users/me", "/users/me/settings"]),
    ] {
        let world = start_with(|b| b.scopes([classic])).await;
        let token = world.connect(OSKAR).await.access;
        for path in [
            "/users/me",
            "/users/me/settings",
            "/users/email?email=x",
            "/users/me/token",
            "/users/me/zak",
            "/users/me/meetings",
            "/users/me/upcoming_meetings",
        ] {
            let expected = if opened.contains(&path) { 200 } else { 400 };
            let skipped = classic == "user:read:admin" && !opened.contains(&path);
            let status = world.get(&format!("/v2{path}"), &token).await.status();
            assert!(skipped || status == expected, "{classic} {path}: {status}");
        }
    }
}
