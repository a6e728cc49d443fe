//! A meeting's life by control plane, browser and clock.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use zoom_sandbox::{SeedMeeting, UserStatus};

use crate::client::{MARA, OSKAR, World, answer, json, start, start_with};

const NOBODY: &str = "http://127.0.0.1:9/hook";

fn events(world: &World) -> Vec<String> {
    world.control().deliveries().into_iter().map(|one| one.event).collect()
}

#[tokio::test]
async fn a_basic_hosts_cut_is_told_at_its_moment_however_far_the_clock_jumps() {
    let world = start_with(|b| b.webhook_url(NOBODY)).await;
    world.connect(MARA).await;
    let control = world.control();
    let id = control.seed_meeting(MARA, SeedMeeting::default()).unwrap().id;
    control.start_meeting(id);
    control.join_meeting(id, "Jill", "");
    control.advance(SignedDuration::from_secs(40 * 60 - 1));
    assert_eq!(control.meetings(MARA)[0].state, "started");
    control.advance(SignedDuration::from_hours(5));
    assert_eq!(control.meetings(MARA)[0].state, "finished");
    let ended = control.deliveries().pop().unwrap();
    assert!(ended.body.contains(r#""end_time":"2027-03-15T08:40:00Z""#), "{}", ended.body);
    assert_eq!(
        events(&world)[2..],
        ["meeting.participant_joined", "meeting.participant_left", "meeting.ended"]
    );
}

#[tokio::test]
async fn a_licensed_hosts_meeting_goes_on() {
    let world = start().await;
    let control = world.control();
    let id = control.seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    control.start_meeting(id);
    control.advance(SignedDuration::from_hours(20));
    assert_eq!(control.meetings(OSKAR)[0].state, "started");
}

#[tokio::test]
async fn a_meeting_that_everybody_left_may_end_by_itself() {
    let world = start_with(|b| b.end_empty_meetings_after(SignedDuration::from_mins(5))).await;
    let control = world.control();
    let id = control.seed_meeting(OSKAR, SeedMeeting::default()).unwrap().id;
    control.start_meeting(id);
    control.advance(SignedDuration::from_mins(30));
    let state = || control.meetings(OSKAR)[0].state.clone();
    assert_eq!(state(), "started", "nobody has left yet");
    let first = control.join_meeting(id, "Jill", "").unwrap();
    control.leave_meeting(id, &first);
    control.advance(SignedDuration::from_mins(4));
    let second = control.join_meeting(id, "Jill", "").unwrap();
    control.advance(SignedDuration::from_mins(4));
    assert_eq!(state(), "started", "she came back in time");
    control.leave_meeting(id, &second);
    control.advance(SignedDuration::from_mins(5));
    assert_eq!(state(), "finished");
}

#[tokio::test]
async fn a_week_after_its_deletion_a_meeting_is_gone_for_good() {
    let world = start_with(|b| b.webhook_url(NOBODY)).await;
    world.connect(MARA).await;
    let control = world.control();
    let seed = || SeedMeeting { start_time: Some(control.now()), ..SeedMeeting::default() };
    let (kept, lost) =
        (control.seed_meeting(MARA, seed()).unwrap().id, control.seed_meeting(MARA, seed()).unwrap().id);
    control.delete_meeting(kept);
    control.delete_meeting(lost);
    control.advance(SignedDuration::from_hours(6 * 24));
    assert!(control.recover_meeting(kept));
    control.delete_meeting(kept);
    control.advance(SignedDuration::from_hours(2 * 24));
    assert!(!control.recover_meeting(lost));
    assert!(control.recover_meeting(kept), "its week began again");
    let gone = control.deliveries().into_iter().filter(|one| one.event == "meeting.permanently_deleted");
    let gone: Vec<_> = gone.map(|one| one.created_at.to_string()).collect();
    assert_eq!(gone, ["2027-03-22T08:00:00Z"], "at its moment, not when the clock was moved");
}

#[tokio::test]
async fn the_host_joins_in_the_browser_and_admits_who_waits() {
    let world = start_with(|b| b.webhook_url(NOBODY)).await;
    let token = world.connect(MARA).await.access;
    let made: Value =
        json(world.create(&token, &json!({ "settings": { "waiting_room": true } })).await).await;
    let id = made["id"].as_i64().unwrap();
    let start = made["start_url"].as_str().unwrap();
    assert_eq!(world.http.get(start).send().await.unwrap().status(), 200);
    assert_eq!(events(&world)[1..], ["meeting.started", "meeting.participant_joined"]);
    world.http.get(start).send().await.unwrap();
    assert_eq!(world.control().meetings(MARA)[0].participants.len(), 1, "looking again is not joining again");

    let form = [("name", "Jill"), ("passcode", made["password"].as_str().unwrap())];
    let page = world.http.post(world.url(&format!("/j/{id}"))).form(&form).send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("the host will let you in soon"), "{page}");
    let waiting = world.control().meetings(MARA)[0].participants.pop().unwrap();
    assert!(waiting.in_waiting_room);

    let zak = start.split_once("zak=").unwrap().1;
    let forged = [("zak", "x"), ("participant", waiting.id.as_str())];
    let admit = |form: [(&'static str, String); 2]| {
        world.http.post(world.url(&format!("/s/{id}/admit"))).form(&form).send()
    };
    let form = |fields: [(&'static str, &str); 2]| fields.map(|(name, value)| (name, value.to_owned()));
    assert_eq!(admit(form(forged)).await.unwrap().status(), 401);
    let page = admit(form([("zak", zak), ("participant", &waiting.id)])).await.unwrap().text().await.unwrap();
    assert!(page.contains("<li>Jill</li>") && !page.contains("Admit"), "{page}");
    let again = world.page(&format!("/j/{id}?participant={}", waiting.id)).await;
    assert!(again.contains("You are in the meeting as"), "{again}");
}

#[tokio::test]
async fn whoever_waits_when_the_meeting_ends_leaves_the_waiting_room() {
    let world = start_with(|b| b.webhook_url(NOBODY)).await;
    let token = world.connect(MARA).await.access;
    let made = json(world.create(&token, &json!({ "settings": { "waiting_room": true } })).await).await;
    let (control, id) = (world.control(), made["id"].as_i64().unwrap());
    control.start_meeting(id);
    control.join_meeting(id, "Jill", "").unwrap();
    control.end_meeting(id);
    let expected =
        ["meeting.participant_joined_waiting_room", "meeting.participant_left_waiting_room", "meeting.ended"];
    assert_eq!(events(&world)[2..], expected);
}

#[tokio::test]
async fn tokens_of_an_inactive_user_are_refused_until_they_are_active_again() {
    let world = start().await;
    let pair = world.connect(OSKAR).await;
    let control = world.control();
    control.set_user_status(OSKAR, UserStatus::Inactive);
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 401);
    assert_eq!(answer(world.refresh(&pair.refresh).await).await.1["error"], "invalid_grant");
    let page = world.http.get(world.authorize("")).send().await.unwrap().text().await.unwrap();
    assert!(!page.contains(OSKAR), "an inactive user cannot consent");
    let url = world.authorize(&format!("&auto_approve=1&login_as={OSKAR}"));
    assert_eq!(world.http.get(url).send().await.unwrap().status(), 400);
    control.set_user_status(OSKAR, UserStatus::Active);
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 200);
    assert_eq!(world.refresh(&pair.refresh).await.status(), 200);
}

#[tokio::test]
async fn a_deleted_users_tokens_have_no_owner_and_their_meetings_are_gone() {
    let world = start().await;
    let pair = world.connect(OSKAR).await;
    let made = json(world.create(&pair.access, &json!({})).await).await;
    let post = world.http.post(world.url(&format!("/_sandbox/users/{OSKAR}/delete")));
    assert_eq!(post.send().await.unwrap().status(), 204);
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 401);
    let expected = json!({ "reason": "The owner of the token does not exist.", "error": "invalid_grant" });
    assert_eq!(answer(world.refresh(&pair.refresh).await).await, (400, expected));
    let join = world.http.get(world.url(&format!("/j/{}", made["id"]))).send().await.unwrap();
    assert_eq!(join.status(), 404);
    assert_eq!(world.control().users().len(), 1);
}

#[tokio::test]
async fn a_meeting_is_made_moved_and_removed_in_zoom_over_http() {
    let world = start_with(|b| b.webhook_url(NOBODY)).await;
    world.connect(MARA).await;
    let call = |method: Method, path: &str, body: Value| {
        world.http.request(method, world.url(&format!("/_sandbox/meetings{path}"))).json(&body).send()
    };
    let new = json!({ "host": MARA, "topic": "Made in Zoom", "start_time": "2027-03-16T09:00:00Z" });
    let (status, made) = answer(call(Method::POST, "", new).await.unwrap()).await;
    assert_eq!((status, &made["topic"]), (201, &json!("Made in Zoom")));
    let id = &made["id"];
    let change = json!({ "start_time": "2027-03-17T09:00:00Z" });
    assert_eq!(call(Method::PATCH, &format!("/{id}"), change).await.unwrap().status(), 204);
    assert_eq!(
        call(Method::PATCH, &format!("/{id}"), json!({ "subject": "x" })).await.unwrap().status(),
        400
    );
    for action in ["delete", "recover", "delete", "purge"] {
        assert_eq!(
            call(Method::POST, &format!("/{id}/{action}"), json!({})).await.unwrap().status(),
            204,
            "{action}"
        );
    }
    assert_eq!(call(Method::POST, &format!("/{id}/recover"), json!({})).await.unwrap().status(), 400);
    assert_eq!(call(Method::POST, "/1/start", json!({})).await.unwrap().status(), 404);
    let expected = ["created", "updated", "deleted", "recovered", "deleted", "permanently_deleted"];
    assert_eq!(events(&world), expected.map(|name| format!("meeting.{name}")));
}

#[tokio::test]
async fn whoever_was_never_let_in_was_not_there() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let made = json(world.create(&token, &json!({ "settings": { "waiting_room": true } })).await).await;
    let (control, id) = (world.control(), made["id"].as_i64().unwrap());
    control.start_meeting(id);
    for (name, email) in [("", OSKAR), ("Jill", ""), ("Rui", "")] {
        control.join_meeting(id, name, email).unwrap();
    }
    let jill = control.meetings(OSKAR)[0].participants[1].id.clone();
    control.admit(id, &jill);
    control.end_meeting(id);
    let past = json(world.get(&format!("/v2/past_meetings/{id}"), &token).await).await;
    assert_eq!(past["participants_count"], 2);
    let people = json(world.get(&format!("/v2/past_meetings/{id}/participants"), &token).await).await;
    let rows = people["participants"].as_array().unwrap().iter();
    let rows: Vec<_> =
        rows.map(|one| (one["name"].as_str().unwrap(), one["status"].as_str().unwrap())).collect();
    assert_eq!(rows, [("Oskar Lind", "in_meeting"), ("Jill", "in_meeting"), ("Rui", "in_waiting_room")]);
}
