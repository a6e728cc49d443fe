//! Pages for people, read as a browser without JavaScript would.

use jiff::SignedDuration;
use scraper::{Html, Selector};
use serde_json::json;
use zoom_sandbox::{Plan, SeedMeeting};

use crate::client::{MARA, OSKAR, World, answer, json, start};

const END_OF_TITLE: &str = " · Zoom Sandbox — not Zoom";

fn texts(page: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let title: String = html.select(&Selector::parse("title").unwrap()).next().unwrap().text().collect();
    assert!(title.ends_with(END_OF_TITLE), "{title}");
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).map(|one| one.text().collect::<String>().trim().to_owned()).collect()
}

async fn press(world: &World, path: &str, form: &[(&str, &str)]) -> String {
    let response = world.http.post(world.url(path)).form(form).send().await.unwrap();
    assert_eq!(response.status(), 303, "{path}");
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    let page = world.page(&location).await;
    texts(&page, "[role=status]").remove(0)
}

#[tokio::test]
async fn the_consent_page_names_users_plans_and_scopes() {
    let world = crate::client::start_with(|b| b.app_name("Rapport").scopes(["meeting:write:meeting"])).await;
    let page = world.http.get(world.authorize("&state=%3Cb%3E")).send().await.unwrap().text().await.unwrap();
    assert_eq!(texts(&page, "h1"), ["Rapport asks for access to a sandbox account"]);
    assert_eq!(texts(&page, "button"), ["Allow", "Decline"]);
    assert_eq!(texts(&page, "label b"), [MARA, OSKAR]);
    assert_eq!(texts(&page, "ul.sc li"), ["meeting:write:meeting Create a meeting"]);
    assert!(!page.contains("<script") && !page.contains("<b>\""));
}

#[tokio::test]
async fn the_portal_shows_the_meetings_of_one_user() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    world
        .create(
            &token,
            &json!({ "topic": "<Kick> & off", "start_time": "2027-03-16T09:00:00Z", "duration": 40 }),
        )
        .await;
    let page = world.page("/").await;
    assert_eq!(texts(&page, "h1"), [format!("Meetings of {MARA}")]);
    let cells = texts(&page, "[aria-label=Meetings] td");
    assert_eq!(&cells[1..5], ["<Kick> & off", "2027-03-16 09:00", "40 min", "waiting"]);
    let other = world.page(&format!("/?user={OSKAR}")).await;
    assert_eq!(texts(&other, "[aria-label=Meetings] td"), ["No meetings yet."]);
}

#[tokio::test]
async fn the_portals_buttons_do_what_they_say() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    let control = world.control();
    let id = control.seed_meeting(MARA, SeedMeeting::default()).unwrap().id;
    let user = ("user", MARA);

    press(&world, &format!("/portal/meetings/{id}/start"), &[user]).await;
    assert_eq!(control.meetings(MARA)[0].state, "started");
    press(&world, &format!("/portal/meetings/{id}/end"), &[user]).await;
    press(&world, &format!("/portal/meetings/{id}/delete"), &[user]).await;
    assert!(control.meetings(MARA).is_empty());

    press(&world, "/portal/plan", &[user, ("plan", "licensed")]).await;
    assert_eq!(control.users()[0].plan, Plan::Licensed);

    press(&world, "/portal/faults", &[user, ("fault", "rate")]).await;
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 429);
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 200);
    press(&world, "/portal/faults", &[user, ("fault", "outage")]).await;
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 503);
    world.sandbox.clock().advance(SignedDuration::from_mins(5));
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 200);

    press(&world, "/portal/clock", &[user, ("advance", "1h")]).await;
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 401);
    press(&world, "/portal/invalidate", &[user]).await;
    assert_eq!(world.refresh(&pair.refresh).await.status(), 400);

    let notice = press(&world, "/portal/deauthorize", &[user]).await;
    assert!(notice.starts_with("The app is removed"), "{notice}");
    assert_eq!(control.users()[0].connected_at, None);
    assert_eq!(press(&world, "/portal/deauthorize", &[user]).await, "There was nothing to do.");
}

#[tokio::test]
async fn a_start_link_opens_the_host_page_and_starts_the_meeting() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = answer(world.create(&token, &json!({ "topic": "Review" })).await).await.1;
    let path = made["start_url"].as_str().unwrap().strip_prefix(world.sandbox.url()).unwrap().to_owned();
    let page = world.page(&path).await;
    assert_eq!(texts(&page, "h1"), ["You are hosting Review"]);
    assert_eq!(world.control().meetings(MARA)[0].state, "started");
    let zak = path.split_once("zak=").unwrap().1;
    let end = world.http.post(world.url(&format!("/s/{}/end", made["id"]))).form(&[("zak", zak)]);
    assert_eq!(end.send().await.unwrap().status(), 200);
    assert_eq!(world.control().meetings(MARA)[0].state, "finished");
}

#[tokio::test]
async fn a_start_link_dies_after_two_hours_and_for_other_hosts() {
    let world = start().await;
    let mara = world.connect(MARA).await.access;
    let oskar = world.connect(OSKAR).await.access;
    let made = json(world.create(&mara, &json!({})).await).await;
    let foreign = json(world.get("/v2/users/me/zak", &oskar).await).await;
    let status = async |url: String| world.http.get(url).send().await.unwrap().status().as_u16();
    let id = &made["id"];
    assert_eq!(status(world.url(&format!("/s/{id}?zak={}", foreign["token"].as_str().unwrap()))).await, 401);
    assert_eq!(status(world.url(&format!("/s/{id}"))).await, 401);
    let own = made["start_url"].as_str().unwrap().to_owned();
    assert_eq!(status(format!("{own}0")).await, 401);
    world.sandbox.clock().advance(SignedDuration::from_hours(2));
    assert_eq!(status(own).await, 401);
    assert_eq!(world.control().meetings(MARA)[0].state, "waiting");
}

#[tokio::test]
async fn a_guest_waits_for_the_host_then_joins_and_leaves() {
    let world = start().await;
    let seeded = world
        .control()
        .seed_meeting(MARA, SeedMeeting { topic: "Demo".into(), ..SeedMeeting::default() })
        .unwrap();
    let path = seeded.join_url.strip_prefix(world.sandbox.url()).unwrap();
    assert!(
        texts(&world.page(path).await, "p").contains(&"The host has not started this meeting.".to_owned())
    );
    world.control().start_meeting(seeded.id);
    assert_eq!(texts(&world.page(path).await, "button"), ["Join"]);
    let url = world.url(&format!("/j/{}", seeded.id));
    let post = |form: Vec<(&'static str, String)>| world.http.post(&url).form(&form).send();
    let wrong = post(vec![("name", "Jill".into()), ("passcode", "nope".into())]).await.unwrap();
    assert_eq!(wrong.status(), 403);
    let right = post(vec![("name", "<Jill>".into()), ("passcode", seeded.passcode.clone())]).await.unwrap();
    let page = right.text().await.unwrap();
    assert_eq!(texts(&page, "p b"), ["<Jill>"]);
    assert_eq!(texts(&page, "button"), ["Leave"]);
}

#[tokio::test]
async fn unknown_meetings_and_pages_say_so() {
    let world = start().await;
    for path in ["/j/81234567890", "/j/abc", "/nothing"] {
        assert_eq!(world.http.get(world.url(path)).send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn every_page_says_that_it_is_not_zoom() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let made = json(world.create(&token, &json!({})).await).await;
    let link = |name: &str| made[name].as_str().unwrap().to_owned();
    let mut pages = vec![
        world.url("/"),
        world.authorize(""),
        world.authorize("").replace("5555", "5556"),
        world.authorize("&auto_approve=1&login_as=nobody@halden.example"),
        link("join_url"),
        link("start_url"),
        world.url("/s/1?zak=x"),
        world.url("/j/1"),
        world.url("/nothing"),
    ];
    pages.push(format!("{}&participant=1", link("join_url")));
    for url in pages {
        let page = world.http.get(&url).send().await.unwrap().text().await.unwrap();
        assert!(!texts(&page, "h1").is_empty(), "{url}");
        assert!(page.contains("Runs on this machine. Nothing here reaches zoom.us."), "{url}");
    }
    let form = [("query", "x"), ("decision", "allow")];
    let post =
        world.http.post(world.url("/oauth/authorize")).header("sec-fetch-site", "cross-site").form(&form);
    texts(&post.send().await.unwrap().text().await.unwrap(), "h1");
}

#[tokio::test]
async fn the_last_calls_of_the_portal_are_calls_and_events_newest_first() {
    let world = crate::client::start_with(|b| b.webhook_url("http://127.0.0.1:9/hook")).await;
    let token = world.connect(MARA).await.access;
    world.sandbox.clock().advance(SignedDuration::from_mins(1));
    world.create(&token, &json!({})).await;
    world.control().deliver_pending().await;
    world.sandbox.clock().advance(SignedDuration::from_mins(1));
    world.get("/v2/users/me", &token).await;
    let log = texts(&world.page("/").await, "[aria-label='Log of calls']").remove(0);
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines[0], "08:02  200  GET /users/me");
    assert_eq!(lines[1..3], ["08:01  201  POST /users/me/meetings", "08:01  ---  event meeting.created"]);
    assert_eq!(lines[3], "08:00  200  POST /oauth/token");
}
