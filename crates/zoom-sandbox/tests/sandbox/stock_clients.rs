//! J10 and A.2 to A.4: what stock OAuth libraries send, and the redirect rules they meet.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::SignedDuration;
use serde_json::json;
use zoom_sandbox::{AppChange, Approval, CLIENT_ID, CLIENT_SECRET, Rotation};

use crate::client::{CALLBACK, MARA, World, answer, json, start, start_with, tokens};

/// Where the browser goes for this state, as the text of the `Location` header.
async fn location_for(world: &World, state: &str) -> String {
    let url = world.authorize(&format!("&auto_approve=1&state={state}"));
    let response = world.http.get(url).send().await.unwrap();
    assert_eq!(response.status(), 302);
    response.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn states_come_back_byte_for_byte() {
    let world = start().await;
    let long = "x".repeat(200);
    for state in [
        long.as_str(),
        "a%20b%2Bc%26d%3D%C3%A9",
        "a+b",
        "%FF%FE",
        "%7B%22next%22%3A%22%2Fa%3Fb%22%7D",
        "abc==",
        "eyJ.~_-*()!",
    ] {
        let location = location_for(&world, state).await;
        assert!(location.ends_with(&format!("&state={state}")), "{location}");
    }
    assert!(location_for(&world, "").await.ends_with("&state="));
}

#[tokio::test]
async fn the_consent_page_keeps_the_state_too() {
    let world = start().await;
    let query = world.authorize("&state=%FFa+b").split_once('?').unwrap().1.to_owned();
    let form = [("query", query.as_str()), ("user", MARA), ("decision", "decline")];
    let response = world.http.post(world.url("/oauth/authorize")).form(&form).send().await.unwrap();
    let location = response.headers()["location"].to_str().unwrap();
    assert!(location.ends_with("&state=%FFa+b"), "{location}");
}

#[tokio::test]
async fn credentials_may_come_in_the_header_and_in_the_body() {
    let world = start().await;
    let code = world.code(MARA).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    assert_eq!(world.token(&form).await.status(), 200);
}

#[tokio::test]
async fn code_and_grant_type_may_stand_in_the_address() {
    let world = start().await;
    let code = world.code(MARA).await;
    let redirect: String = url::form_urlencoded::byte_serialize(CALLBACK.as_bytes()).collect();
    let url =
        world.url(&format!("/oauth/token?grant_type=authorization_code&code={code}&redirect_uri={redirect}"));
    let post = world.http.post(url).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
    assert_eq!(post.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_secret_in_the_address_is_not_read() {
    let world = start().await;
    let url = world.url(&format!(
        "/oauth/token?grant_type=client_credentials&client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}"
    ));
    assert_eq!(answer(world.http.post(url).send().await.unwrap()).await.1["error"], "invalid_client");
}

#[tokio::test]
async fn chunked_bodies_are_read() {
    let world = start().await;
    let code = world.code(MARA).await;
    let redirect: String = url::form_urlencoded::byte_serialize(CALLBACK.as_bytes()).collect();
    let body = format!("grant_type=authorization_code&code={code}&redirect_uri={redirect}");
    let basic = STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
    let (first, second) = body.split_at(20);
    let request = format!(
        "POST /oauth/token HTTP/1.1\r\nhost: x\r\nauthorization: Basic {basic}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n\
         {:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let address = world.sandbox.address();
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("access_token"), "{answer}");
}

#[tokio::test]
async fn fixed_redirect_paths_of_stock_libraries_are_listed_and_taken() {
    let world = start().await;
    let paths = ["/accounts/zoom/login/callback/", "/auth/callback/zoom", "/connect/zoom/callback"]
        .map(|path| format!("http://localhost:3000{path}"));
    let put = world.http.put(world.url("/_sandbox/app")).json(&json!({ "redirect_uris": paths }));
    assert_eq!(put.send().await.unwrap().status(), 200);
    for uri in paths {
        assert_eq!(redirect(&world, &uri).await, 302, "{uri}");
    }
    assert_eq!(redirect(&world, "http://localhost:3000/auth/callback/zoom/").await, 400);
}

/// The status of an approved authorization with this redirect address.
async fn redirect(world: &World, uri: &str) -> u16 {
    let encoded = |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let url = world.authorize("&auto_approve=1").replace(&encoded(CALLBACK), &encoded(uri));
    world.http.get(url).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn strict_prefix_and_subdomain_rules_decide_about_redirects() {
    let listed = "https://app.example/zoom";
    let world = start_with(|b| {
        let mut builder = b.strict_redirects(true);
        builder = builder.redirect_uri(listed);
        builder
    })
    .await;
    let change = |strict: bool, check: bool| {
        world.control().change_app(AppChange {
            strict_redirects: Some(strict),
            subdomain_check: Some(check),
            ..AppChange::default()
        });
    };
    let cases = [
        // address, strict, prefix with subdomain check, prefix without
        ("https://app.example/zoom", [302, 302, 302]),
        ("https://app.example/zoom/back", [400, 302, 302]),
        ("https://app.example/Zoom", [400, 400, 400]),
        ("https://eu.app.example/zoom", [400, 400, 302]),
        ("https://app.example:444/zoom", [400, 400, 400]),
        ("http://app.example/zoom", [400, 400, 400]),
        ("https://evil-app.example/zoom", [400, 400, 400]),
    ];
    for (place, (strict, check)) in [(true, true), (false, true), (false, false)].into_iter().enumerate() {
        change(strict, check);
        for (uri, expected) in cases {
            assert_eq!(redirect(&world, uri).await, expected[place], "{uri}, strict {strict}, check {check}");
        }
    }
    world.control().change_app(AppChange {
        redirect_uris: Some(vec!["https://app.example".into()]),
        subdomain_check: Some(true),
        ..AppChange::default()
    });
    assert_eq!(
        redirect(&world, "https://app.example.evil.example/").await,
        400,
        "a prefix of the text is no host"
    );
}

#[tokio::test]
async fn where_an_admin_must_approve_nobody_gets_a_code() {
    let world = start_with(|b| b.approval(Approval::Required)).await;
    for more in ["", "&auto_approve=1"] {
        let response = world.http.get(world.authorize(more)).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let page = response.text().await.unwrap();
        assert!(
            page.contains("needs the approval of your admin") && page.contains("Request approval"),
            "{page}"
        );
        assert!(!page.contains("Allow"), "{page}");
    }
    let query = world.authorize("").split_once('?').unwrap().1.to_owned();
    let form = [("query", query.as_str()), ("user", MARA), ("decision", "allow")];
    let response = world.http.post(world.url("/oauth/authorize")).form(&form).send().await.unwrap();
    assert!(response.text().await.unwrap().contains("Your request was sent"));
    let put = world.http.put(world.url("/_sandbox/app")).json(&json!({ "approval": "open" }));
    assert_eq!(put.send().await.unwrap().status(), 200);
    world.connect(MARA).await;
}

#[tokio::test]
async fn rt_01_a_pair_read_before_another_call_rotated_it_is_dead() {
    let world = start().await;
    let read_early = world.connect(MARA).await;
    let rotated = tokens(world.refresh(&read_early.refresh).await).await;
    assert_eq!(answer(world.refresh(&read_early.refresh).await).await.1["reason"], "Invalid Token!");
    assert_eq!(world.refresh(&rotated.refresh).await.status(), 200, "only the newest works");
}

#[tokio::test]
async fn rt_02_the_log_counts_refreshes_and_the_answer_says_for_how_long() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    let body = json(world.refresh(&pair.refresh).await).await;
    assert_eq!(body["expires_in"], 3599, "seconds from now, not a time");
    let token = body["access_token"].as_str().unwrap();
    world.sandbox.clock().advance(SignedDuration::from_secs(3598));
    assert_eq!(world.get("/v2/users/me", token).await.status(), 200);
    world.sandbox.clock().advance(SignedDuration::from_secs(1));
    let expired = json!({ "code": 124, "message": "Access token is expired." });
    assert_eq!(
        answer(
            world
                .call(reqwest::Method::GET, "/v2/users/me", token)
                .header("accept", "*/*")
                .send()
                .await
                .unwrap()
        )
        .await,
        (401, expired)
    );
    assert_eq!(world.control().request_count("POST", "/oauth/token"), 2, "one exchange, one refresh");
}

#[tokio::test]
async fn rt_03_of_parallel_refreshes_with_one_token_exactly_one_succeeds() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    let calls: Vec<_> = (0..16).map(|_| statuses(&world, &pair.refresh)).collect();
    let mut got = Vec::new();
    for call in calls {
        got.push(call.await.unwrap());
    }
    assert_eq!(got.iter().filter(|status| **status == 200).count(), 1, "{got:?}");
    assert_eq!(got.iter().filter(|status| **status == 400).count(), 15, "{got:?}");
}

/// One refresh in a task of its own.
fn statuses(world: &World, refresh: &str) -> tokio::task::JoinHandle<u16> {
    let post = world.http.post(world.url("/oauth/token")).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
    let post = post.form(&[("grant_type", "refresh_token"), ("refresh_token", refresh)]);
    tokio::spawn(async move { post.send().await.unwrap().status().as_u16() })
}

#[tokio::test]
async fn rt_04_in_grace_parallel_refreshes_each_get_a_pair_of_their_own() {
    let world = start_with(|b| b.rotation(Rotation::Grace)).await;
    let pair = world.connect(MARA).await;
    let first = tokens(world.refresh(&pair.refresh).await).await;
    let second = tokens(world.refresh(&pair.refresh).await).await;
    assert_ne!((&first.access, &first.refresh), (&second.access, &second.refresh));
    for token in [&pair.access, &first.access, &second.access] {
        assert_eq!(world.get("/v2/users/me", token).await.status(), 200);
    }
}

#[tokio::test]
async fn rt_06_a_revoked_grant_is_refused_however_often_it_is_tried() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    world.control().deauthorize(MARA);
    for _ in 0..3 {
        let expected = json!({ "reason": "Invalid Token!", "error": "invalid_grant" });
        assert_eq!(answer(world.refresh(&pair.refresh).await).await, (400, expected));
    }
}
