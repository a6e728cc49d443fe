//! The text of an invitation, and links for single people: section C.12.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{MARA, OSKAR, answer, json, start};

async fn text(world: &crate::client::World, token: &str, meeting: &Value) -> String {
    let body = json(world.get(&format!("/v2/meetings/{}/invitation", meeting["id"]), token).await).await;
    assert_eq!(body["sip_links"], json!([]));
    body["invitation"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_invitation_reads_as_zoom_writes_it() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = world
        .make(
            &token,
            json!({
                "topic": "My Meeting", "start_time": "2027-03-25T22:32:00Z", "timezone": "America/Los_Angeles",
                "password": "123456",
            }),
        )
        .await;
    let id = made["id"].to_string();
    let expected = format!(
        "Mara Halden is inviting you to a scheduled Zoom meeting.\r\n\r\n\
         Topic: My Meeting\r\n\
         Time: Mar 25, 2027 03:32 PM America, Los_Angeles\r\n\r\n\
         Join Zoom Meeting\r\n{}\r\n\r\n\
         Meeting ID: {} {} {}\r\n\
         Passcode: 123456\r\n\r\n",
        made["join_url"].as_str().unwrap(),
        &id[..3],
        &id[3..7],
        &id[7..],
    );
    assert_eq!(text(&world, &token, &made).await, expected);
}

#[tokio::test]
async fn a_meeting_without_time_or_passcode_has_no_line_about_them() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let open = json!({ "type": 3, "default_password": false, "settings": { "waiting_room": true } });
    let invitation = text(&world, &token, &world.make(&token, open).await).await;
    assert!(!invitation.contains("Time:") && !invitation.contains("Passcode:"), "{invitation}");
}

#[tokio::test]
async fn a_meeting_in_the_personal_room_shows_its_number_in_groups_of_three_three_and_four() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = world.make(&token, json!({ "settings": { "use_pmi": true } })).await;
    assert!(text(&world, &token, &made).await.contains("Meeting ID: 354 247 1135\r\n"));
}

#[tokio::test]
async fn each_person_gets_a_link_of_their_own() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = world.make(&token, json!({})).await;
    let path = format!("/v2/meetings/{}/invite_links", made["id"]);
    let body = json!({ "attendees": [{ "name": "Jill" }, { "name": "Ted" }], "ttl": 60 });
    let (status, links) = world.send(Method::POST, &path, &token, body).await;
    let links = links["attendees"].as_array().unwrap().clone();
    assert_eq!((status, &links[0]["name"], &links[1]["name"]), (201, &json!("Jill"), &json!("Ted")));
    assert_ne!(links[0]["join_url"], links[1]["join_url"]);
    assert!(links[0]["join_url"].as_str().unwrap().starts_with(made["join_url"].as_str().unwrap()));
    for (body, field) in [
        (json!({ "ttl": 7_776_001 }), "ttl"),
        (json!({ "attendees": [{}] }), "attendees[0].name"),
        (json!({ "attendees": [{ "name": "x".repeat(65) }] }), "attendees[0].name"),
        (json!({ "attendees": vec![json!({ "name": "x" }); 501] }), "attendees"),
    ] {
        let (status, answer) = world.send(Method::POST, &path, &token, body).await;
        assert_eq!((status, &answer["errors"][0]["field"]), (400, &json!(field)));
    }
}

#[tokio::test]
async fn only_the_host_may_read_the_invitation() {
    let world = start().await;
    let mara = world.connect(MARA).await.access;
    let oskar = world.connect(OSKAR).await.access;
    let id = world.make(&mara, json!({})).await["id"].clone();
    let (status, body) = answer(world.get(&format!("/v2/meetings/{id}/invitation"), &oskar).await).await;
    assert_eq!((status, &body["code"]), (400, &json!(3003)));
}

#[tokio::test]
async fn an_invite_link_knows_its_person_and_dies_after_its_time() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = world.make(&token, json!({ "type": 3 })).await;
    let id = made["id"].as_i64().unwrap();
    let path = format!("/v2/meetings/{id}/invite_links");
    let body = json!({ "attendees": [{ "name": "Jill Chill" }], "ttl": 3600 });
    let links = world.send(Method::POST, &path, &token, body).await.1;
    let link = links["attendees"][0]["join_url"].as_str().unwrap().to_owned();
    let open = async |link: &str| {
        let response = world.http.get(link).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    world.control().start_meeting(id);
    let (status, page) = open(&link).await;
    assert!(status == 200 && page.contains("value=\"Jill Chill\""), "{page}");
    let forged = link.replace("tk=", "tk=x");
    assert_eq!(open(&forged).await.0, 403);
    let other = world.make(&token, json!({ "type": 3 })).await;
    let elsewhere = link.replace(&format!("/j/{id}"), &format!("/j/{}", other["id"]));
    assert_eq!(open(&elsewhere).await.0, 403, "made for another meeting");
    world.sandbox.clock().advance(SignedDuration::from_secs(3599));
    assert_eq!(open(&link).await.0, 200);
    world.sandbox.clock().advance(SignedDuration::from_secs(1));
    assert_eq!(open(&link).await.0, 403);
}

#[tokio::test]
async fn a_host_with_telephone_numbers_has_them_in_meetings_and_invitations() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let number = |country: &str, name: &str, shown: &str| json!({ "code": "1", "country_code": country, "country_name": name, "display_number": shown, "number": shown });
    let groups = json!({ "audio_conferencing": {
        "toll_call": { "enable": true, "numbers": [number("US", "US", "+1 646 558 8656"), number("SE", "Sweden", "+46 850 539 728")] },
        "toll_free_and_fee_based_toll_call": { "enable": false, "numbers": [number("DE", "Germany", "+49 800 1")] },
    } });
    let Value::Object(settings) = groups else { panic!("groups") };
    let change = zoom_sandbox::UserChange { settings, ..zoom_sandbox::UserChange::default() };
    assert!(world.control().change_user(MARA, change));
    let made = world.make(&token, json!({ "topic": "Call", "password": "123456" })).await;
    let numbers = made["settings"]["global_dial_in_numbers"].as_array().unwrap();
    assert_eq!(
        numbers[0],
        json!({ "city": "", "country": "US", "country_name": "US", "number": "+1 646 558 8656", "type": "toll" })
    );
    assert_eq!(numbers.len(), 2, "the other group is off");
    let invitation = text(&world, &token, &made).await;
    let one_tap = format!("One tap mobile\r\n+16465588656,,{}#,,,,*123456# US\r\n", made["id"]);
    assert!(invitation.contains(&one_tap), "{invitation}");
    assert!(invitation.contains("Dial by your location\r\n        +1 646 558 8656 US\r\n"), "{invitation}");
    let settings = json!({ "global_dial_in_countries": ["SE"] });
    let one = world.make(&token, json!({ "topic": "Call", "settings": settings })).await;
    assert_eq!(one["settings"]["global_dial_in_numbers"].as_array().unwrap().len(), 1);
    let settings = json!({ "audio": "voip" });
    let none = world.make(&token, json!({ "topic": "Call", "settings": settings })).await;
    assert_eq!(none["settings"]["global_dial_in_numbers"], json!([]));
}
