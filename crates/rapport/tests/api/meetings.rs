//! Meetings: scheduled, changed and removed by a program, as by their host on the pages.

use domain::ContactId;
use serde_json::{Value, json};
use testing::{TestApp, TestUser};
use zoom_sandbox::{Fault, FaultKind};

use crate::support::{Program, mara};

/// Mara with her Zoom account and a program, and Ana, whom she meets.
async fn desk() -> (TestApp, TestUser, Program, ContactId) {
    let (app, mara, program) = mara().await;
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").zone("Europe/Lisbon").create().await;
    (app, mara, program, ana)
}

fn wish(contact: ContactId) -> Value {
    json!({
        "contact_id": contact, "topic": "Rollout kick-off", "starts_at": "2027-03-18T16:00:00+01:00", "minutes": 30,
    })
}

fn with(mut wish: Value, name: &str, value: Value) -> Value {
    wish[name] = value;
    wish
}

#[tokio::test]
async fn a_meeting_is_in_zoom_when_the_answer_comes_and_people_are_mailed() {
    let (app, mara, program, ana) = desk().await;
    let made = program.post("/meetings", wish(ana)).await.is(201);
    assert_eq!((&made.json["status"], &made.json["zone"]), (&json!("in_zoom"), &json!("Europe/Stockholm")));
    assert_eq!(made.json["starts_at"], "2027-03-18T15:00:00Z");
    assert_eq!(made.json["invitees"][0]["email"], "ana@lumen.example");
    let in_zoom = app.sandbox().meetings(&mara.email);
    assert_eq!(made.json["join_url"], in_zoom[0].join_url.as_str());
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 1);
    let path = made.page.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let read = program.get(&path).await.is(200);
    assert_eq!(read.json, made.json);
    assert!(!read.json.to_string().contains("zak"), "no start link: {}", read.json);
    mara.get(&path).await.assert_heading("Rollout kick-off");
}

#[tokio::test]
async fn while_zoom_is_down_the_answer_says_so_and_the_meeting_comes_there_later() {
    let (app, _mara, program, ana) = desk().await;
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }).times(3));
    let made = program.post("/meetings", wish(ana)).await.is(201);
    assert_eq!((&made.json["status"], &made.json["join_url"]), (&json!("waiting_for_zoom"), &json!(null)));
    assert_eq!(program.get("/meetings?status=waiting").await.each("meetings", "id"), [made.id()]);
    app.run_jobs_until_done().await;
    let later = program.get(&format!("/meetings/{}", made.id())).await;
    assert_eq!(later.json["status"], "in_zoom");
}

#[tokio::test]
async fn the_same_request_twice_is_one_meeting() {
    let (app, mara, program, ana) = desk().await;
    let first = program.post_once("/meetings", "k", &wish(ana)).await.is(201);
    let again = program.post_once("/meetings", "k", &wish(ana)).await.is(201);
    assert_eq!(first.json, again.json);
    let other = with(wish(ana), "topic", json!("Another"));
    program.post_once("/meetings", "k", &other).await.problem(422, "key-reused");
    app.run_jobs().await;
    assert_eq!(app.sandbox().meetings(&mara.email).len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_named_field_by_field() {
    let (app, _mara, program, ana) = desk().await;
    for (name, value, field) in [
        ("topic", json!(" "), "topic"),
        ("topic", json!("x".repeat(201)), "topic"),
        ("agenda", json!("x".repeat(1901)), "agenda"),
        ("starts_at", json!("2027-03-01T16:00:00Z"), "starts_at"),
        ("starts_at", json!("2037-03-01T16:00:00Z"), "starts_at"),
        ("starts_at", json!("2027-03-18T16:00:30Z"), "starts_at"),
        ("starts_at", json!("2027-03-18 16:00:00Z"), "starts_at"),
        ("starts_at", json!("2027-03-18T16:00:00"), "starts_at"),
        ("minutes", json!(0), "minutes"),
        ("minutes", json!(1441), "minutes"),
        ("minutes", json!(-5), "minutes"),
        ("zone", json!("Mars/Base"), "zone"),
        ("invite", json!(["ana@"]), "invite[0]"),
        ("place", json!({ "kind": "link", "text": "http://x" }), "place.text"),
        ("contact_id", json!("0195a000-0000-7000-8000-000000000000"), "contact_id"),
    ] {
        let answer = program.post("/meetings", with(wish(ana), name, value.clone())).await;
        assert_eq!(answer.problem(422, "invalid").fields(), [field], "{name} {value}");
    }
    assert_eq!(program.get("/meetings").await.json["meetings"], json!([]));
    app.run_jobs().await;
}

#[tokio::test]
async fn two_meetings_at_the_same_time_need_a_decision() {
    let (app, _mara, program, ana) = desk().await;
    program.post("/meetings", wish(ana)).await.is(201);
    let second = with(wish(ana), "topic", json!("Second"));
    program.post("/meetings", second.clone()).await.problem(409, "overlap");
    program.post("/meetings", with(second, "allow_overlap", json!(true))).await.is(201);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_meeting_longer_than_the_licence_allows_needs_a_decision() {
    let (app, mara, program, ana) = desk().await;
    app.database().run("UPDATE grants SET plan_type = 1").await;
    let long = with(wish(ana), "minutes", json!(60));
    let refused = program.post("/meetings", long.clone()).await.problem(409, "time-limit");
    assert!(refused.json["detail"].as_str().unwrap().contains("40 minutes"), "{}", refused.json);
    let made = program.post("/meetings", with(long, "allow_time_limit", json!(true))).await.is(201);
    assert_eq!(made.json["minutes"], 60);
    assert_eq!(app.sandbox().meetings(&mara.email).len(), 1);
    app.run_jobs().await;
}

#[tokio::test]
async fn without_zoom_a_meeting_takes_place_elsewhere_or_not_at_all() {
    let (app, _mara, program) = mara().await;
    let ana = app.contact("Ana Ferreira").create().await;
    program.post("/meetings", wish(ana)).await.problem(409, "no-zoom");
    let place = json!({ "kind": "phone", "text": "+351 21 000 0000" });
    let made = program.post("/meetings", with(wish(ana), "place", place.clone())).await.is(201);
    assert_eq!((&made.json["status"], &made.json["place"]), (&json!("elsewhere"), &place));
    assert_eq!((&made.json["invitees"], &made.json["contact"]["name"]), (&json!([]), &json!("Ana Ferreira")));
    app.run_jobs().await;
}

#[tokio::test]
async fn a_meeting_is_moved_and_what_is_not_said_stays() {
    let (app, mara, program, ana) = desk().await;
    let made = program.post("/meetings", with(wish(ana), "agenda", json!("Depots"))).await.is(201);
    app.run_jobs().await;
    let path = format!("/meetings/{}", made.id());
    let moved = program.patch(&path, json!({ "starts_at": "2027-03-19T10:00:00+01:00" })).await.is(200);
    assert_eq!(moved.json["starts_at"], "2027-03-19T09:00:00Z");
    for kept in ["topic", "agenda", "minutes", "zone", "invitees", "join_url", "status"] {
        assert_eq!(moved.json[kept], made.json[kept], "{kept}");
    }
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 2, "Ana is told");
    let renamed = json!({ "topic": "Rollout, at last", "agenda": null, "tell": false });
    let renamed = program.patch(&path, renamed).await.is(200);
    assert_eq!((&renamed.json["topic"], &renamed.json["agenda"]), (&json!("Rollout, at last"), &json!("")));
    assert_eq!(renamed.json["starts_at"], moved.json["starts_at"]);
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 2, "nobody is told");
    assert_eq!(app.sandbox().meetings(&mara.email)[0].topic, "Rollout, at last");
    let past = program.patch(&path, json!({ "starts_at": "2027-01-01T10:00:00Z" })).await;
    assert_eq!(past.problem(422, "invalid").fields(), ["starts_at"]);
}

#[tokio::test]
async fn both_hours_can_be_meant_when_clocks_go_back() {
    let (app, _mara, program, ana) = desk().await;
    for at in ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"] {
        let made = program.post("/meetings", with(wish(ana), "starts_at", json!(at))).await.is(201);
        assert_eq!(made.json["starts_at"], at);
    }
    app.run_jobs().await;
}

#[tokio::test]
async fn a_meeting_is_removed_once_and_gone_from_the_list() {
    let (app, mara, program, ana) = desk().await;
    let made = program.post("/meetings", wish(ana)).await.is(201);
    app.run_jobs().await;
    let path = format!("/meetings/{}", made.id());
    let long = json!({ "message": "x".repeat(1001) });
    assert_eq!(
        program.post(&format!("{path}/remove"), long).await.problem(422, "invalid").fields(),
        ["message"]
    );
    let gone = program.post(&format!("{path}/remove"), json!({ "message": "Next week" })).await.is(200);
    assert_eq!(gone.json["status"], "removed");
    app.run_jobs().await;
    assert!(app.sandbox().meetings(&mara.email).is_empty());
    assert_eq!(app.mails().await.len(), 2);
    assert_eq!(program.get("/meetings").await.json["meetings"], json!([]));
    program.post(&format!("{path}/remove"), json!({})).await.is(200);
    let moved = json!({ "starts_at": "2027-03-19T10:00:00+01:00" });
    program.patch(&path, moved).await.problem(409, "conflict");
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 2);
}

#[tokio::test]
async fn only_the_host_changes_and_removes_a_meeting() {
    let (app, _mara, program, ana) = desk().await;
    let made = program.post("/meetings", wish(ana)).await.is(201);
    app.run_jobs().await;
    let oskar = app.user("oskar").await;
    let his = Program::of(&app, &oskar, "write").await;
    let path = format!("/meetings/{}", made.id());
    assert_eq!(his.get(&path).await.is(200).json["host"]["name"], "Mara Lindqvist");
    his.patch(&path, json!({ "topic": "Mine" })).await.problem(403, "forbidden");
    his.post(&format!("{path}/remove"), json!({})).await.problem(403, "forbidden");
    // Another workspace's people do not even find it.
    let nina = app.outsider("nina").await;
    let theirs = Program::of(&app, &nina, "write").await;
    assert_eq!(theirs.get("/meetings").await.json["meetings"], json!([]));
    theirs.get(&path).await.problem(404, "not-found");
    theirs.patch(&path, json!({ "topic": "Mine" })).await.problem(404, "not-found");
    theirs.post(&format!("{path}/remove"), json!({})).await.problem(404, "not-found");
    let with_ana = theirs.post("/meetings", wish(ana)).await.problem(422, "invalid");
    assert_eq!(with_ana.fields(), ["contact_id"]);
    assert_eq!(theirs.get("/search?q=rollout").await.is(200).json["meetings"], json!([]));
}

#[tokio::test]
async fn meetings_are_listed_in_their_order_by_time_contact_and_status() {
    let (app, _mara, program, ana) = desk().await;
    let rui = app.contact("Rui Matos").email("rui@prado.example").create().await;
    for (day, contact) in [(18, ana), (16, rui), (17, ana), (19, rui)] {
        let at = json!(format!("2027-03-{day}T16:00:00Z"));
        let wish = with(with(wish(contact), "starts_at", at), "topic", json!(format!("On the {day}th")));
        program.post("/meetings", wish).await.is(201);
    }
    app.run_jobs().await;
    let first = program.get("/meetings?limit=3").await.is(200);
    assert_eq!(first.each("meetings", "topic"), ["On the 16th", "On the 17th", "On the 18th"]);
    let next = first.json["next"].as_str().unwrap();
    let second = program.get(&format!("/meetings?limit=3&cursor={next}")).await.is(200);
    assert_eq!((second.each("meetings", "topic"), &second.json["next"]), (vec!["On the 19th"], &json!(null)));
    let some = program.get("/meetings?from=2027-03-17T00:00:00Z&to=2027-03-19T00:00:00%2B01:00").await;
    assert_eq!(some.each("meetings", "topic"), ["On the 17th", "On the 18th"]);
    let with_ana = program.get(&format!("/meetings?contact={ana}&limit=1")).await;
    assert_eq!(with_ana.each("meetings", "topic"), ["On the 17th"]);
    app.set_time("2027-03-17T20:00:00Z".parse().unwrap());
    assert_eq!(program.get("/meetings?status=over").await.each("meetings", "topic").len(), 2);
    assert_eq!(program.get("/meetings?status=to_come").await.each("meetings", "topic").len(), 2);
    for query in ["status=odd", "from=today", "from=2027-03-17", "contact=ana"] {
        program.get(&format!("/meetings?{query}")).await.problem(400, "bad-request");
    }
}

#[tokio::test]
async fn one_question_finds_people_companies_deals_and_meetings() {
    let (app, _mara, program, ana) = desk().await;
    app.contact("Lumen Person").company("Lumen Freight").create().await;
    let value = json!({ "minor": 100, "currency": "EUR" });
    program.post("/deals", json!({ "title": "Lumen rollout", "value": value })).await.is(201);
    program.post("/meetings", with(wish(ana), "topic", json!("Lumen review"))).await.is(201);
    let found = program.get("/search?q=lumen").await.is(200);
    assert!(found.each("contacts", "name").contains(&"Lumen Person"), "{}", found.json);
    assert_eq!(found.each("companies", "name"), ["Lumen Freight"]);
    assert_eq!(found.each("deals", "title"), ["Lumen rollout"]);
    assert_eq!(found.each("meetings", "topic"), ["Lumen review"]);
    assert_eq!(program.get("/search?q=%00").await.is(200).json["contacts"], json!([]));
    for query in ["/search", "/search?q=", &format!("/search?q={}", "x".repeat(201))] {
        program.get(query).await.problem(400, "bad-request");
    }
    app.run_jobs().await;
}

#[tokio::test]
async fn the_same_request_is_one_meeting_whatever_became_different_meanwhile() {
    let (app, mara, program, ana) = desk().await;
    let wish = with(wish(ana), "allow_overlap", json!(true));
    let first = program.post_once("/meetings", "k", &wish).await.is(201);
    app.run_jobs().await;
    // The zone that the request leaves open, the address that it invites, and Zoom itself.
    let profile = mara.get("/settings/profile").await.form("Save changes").set("zone", "Asia/Kolkata");
    mara.send(profile).await.assert_ok();
    program.patch(&format!("/contacts/{ana}"), json!({ "email": "ana.f@lumen.example" })).await.is(200);
    mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    let again = program.post_once("/meetings", "k", &wish).await.is(201);
    assert_eq!(first.id(), again.id());
    app.run_jobs().await;
    assert_eq!(program.get("/meetings").await.each("meetings", "id").len(), 1);
}

#[tokio::test]
async fn a_series_is_not_changed_halfway() {
    let (app, mara, program, ana) = desk().await;
    let form = mara.get(&format!("/contacts/{ana}/meetings/new")).await.form("Schedule meeting");
    let form = form.set("topic", "Weekly").set("date", "2027-03-18").set("start", "16:00");
    mara.send(form.set("repeat", "weekly").set("times", "3")).await.assert_ok();
    app.run_jobs().await;
    let dates = program.get("/meetings").await;
    let date = dates.each("meetings", "id")[0].to_owned();
    let date = format!("/meetings/{date}");
    program.patch(&date, json!({ "topic": "Another" })).await.problem(409, "series");
    let moved = json!({ "starts_at": "2027-03-18T17:00:00+01:00" });
    program.patch(&date, moved.clone()).await.is(200);
    let page = mara.get(&date).await;
    let links = page.links();
    let series = links.iter().find(|(name, _)| name.contains("All dates") || name.contains("series"));
    let series = series.unwrap_or_else(|| panic!("{links:?}")).1.clone();
    let series = series.split(['?', '#']).next().unwrap().to_owned();
    program.patch(&series, moved).await.problem(409, "series");
    program.patch(&series, json!({ "topic": "All of them" })).await.is(200);
    app.run_jobs_until_done().await;
}
