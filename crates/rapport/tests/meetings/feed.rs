//! The calendar feed: a secret address for calendar programs.

use axum::http::Method;
use icalendar::parser::{read_calendar, unfold};
use jiff::SignedDuration;
use testing::{Browser, Logs, PUBLIC_URL, Page};

use crate::desk::{Desk, property};

const PAGE: &str = "/settings/calendar";

/// Turns the feed on, or gives it a new address; its path.
async fn address(desk: &Desk, button: &str) -> String {
    let page = desk.mara.press(PAGE, button).await;
    page.assert_notice("The calendar feed has a new address");
    page.field("Address of the calendar").value.strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

async fn ask(program: &Browser, path: &str, tag: Option<&str>) -> Page {
    let headers: Vec<_> = tag.iter().map(|tag| ("if-none-match", *tag)).collect();
    program.request(Method::GET, path, &headers, String::new()).await
}

/// UID, start and link of each event, read with a parser that others wrote.
fn events(page: &Page) -> Vec<[String; 3]> {
    let text = page.html();
    let unfolded = unfold(&text);
    let calendar = read_calendar(&unfolded).unwrap();
    assert!(calendar.properties.iter().all(|one| one.name.as_str() != "METHOD"), "nobody is asked to answer");
    let events = calendar.components.iter().map(|event| {
        ["UID", "DTSTART", "LOCATION"].map(|name| {
            let found = event.properties.iter().find(|one| one.name.as_str() == name);
            found.map(|one| one.val.as_str().to_owned()).unwrap_or_default()
        })
    });
    events.collect()
}

#[tokio::test]
async fn the_feed_has_the_meetings_with_the_uids_of_their_invitations() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("agenda", "Depots; then, prices");
    let id = desk.schedule_with(form).await;
    let path = address(&desk, "Turn on calendar feed").await;
    let program = desk.app.visitor();
    let page = ask(&program, &path, None).await;
    page.assert_ok();
    let mail = &desk.app.mails().await[0];
    let link = desk.one_in_zoom().join_url;
    assert_eq!(events(&page), [[property(mail, "UID"), "20270318T150000Z".into(), link]]);
    let text = page.html().replace("\r\n ", "");
    assert!(text.contains(r"DESCRIPTION:With Ana Ferreira\n\nDepots\; then\, prices\n\n"), "{text}");
    assert!(text.contains(&format!("{PUBLIC_URL}/meetings/{id}")) && !text.contains("ATTENDEE"), "{text}");
    let header =
        |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!(header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(header("cache-control"), "private, no-cache");
    assert_eq!(header("x-robots-tag"), "noindex, nofollow");
    assert!(page.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let path = address(&desk, "Turn on calendar feed").await;
    let program = desk.app.visitor();
    let tag = |page: &Page| page.headers["etag"].to_str().unwrap().to_owned();
    let first = tag(&ask(&program, &path, None).await);
    desk.minutes_pass(5).await;
    let again = ask(&program, &path, Some(&first)).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    desk.move_to(id, "11:00").await;
    let moved = ask(&program, &path, Some(&first)).await;
    assert_eq!((moved.status, events(&moved)[0][1].as_str()), (200, "20270319T100000Z"));
    assert_ne!(tag(&moved), first);
    desk.remove(id).await;
    assert!(events(&ask(&program, &path, None).await).is_empty(), "what is removed is gone");
}

#[tokio::test]
async fn a_new_address_and_turning_off_hold_at_once() {
    let desk = Desk::new().await;
    desk.schedule().await;
    let first = address(&desk, "Turn on calendar feed").await;
    let second = address(&desk, "New address").await;
    assert_ne!(first, second);
    let program = desk.app.visitor();
    ask(&program, &first, None).await.assert_status(404);
    ask(&program, &second, None).await.assert_ok();
    desk.mara.press(PAGE, "Turn off").await.assert_notice("Calendar feed turned off");
    let gone = ask(&program, &second, None).await;
    gone.assert_status(404).assert_text("There is no calendar at this address.");
    desk.mara.get(PAGE).await.assert_text("The feed is off");
    ask(&program, "/feeds/nonsense.ics", None).await.assert_status(404);
    ask(&program, "/feeds/nonsense", None).await.assert_status(404);
}

#[tokio::test]
async fn a_feed_shows_30_days_back_and_only_the_meetings_of_its_owner() {
    let desk = Desk::new().await;
    desk.schedule().await;
    let path = address(&desk, "Turn on calendar feed").await;
    let oskar = desk.app.user("oskar").await;
    let page = oskar.press(PAGE, "Turn on calendar feed").await;
    let his = page.field("Address of the calendar").value.strip_prefix(PUBLIC_URL).unwrap().to_owned();
    let program = desk.app.visitor();
    assert!(events(&ask(&program, &his, None).await).is_empty());
    desk.app.set_time("2027-04-17T15:00:00Z".parse().unwrap());
    assert_eq!(events(&ask(&program, &path, None).await).len(), 1);
    desk.app.advance(SignedDuration::from_mins(31));
    assert!(events(&ask(&program, &path, None).await).is_empty());
}

#[tokio::test]
async fn a_program_that_asks_too_often_is_told_when_to_come_back() {
    let desk = Desk::new().await;
    let path = address(&desk, "Turn on calendar feed").await;
    let program = desk.app.visitor();
    for _ in 0..60 {
        ask(&program, &path, None).await.assert_ok();
    }
    let refused = ask(&program, &path, None).await;
    refused.assert_status(429);
    assert_eq!(refused.headers["retry-after"], "600");
    desk.app.advance(SignedDuration::from_mins(10));
    ask(&program, &path, None).await.assert_ok();
}

#[tokio::test]
async fn the_address_is_in_no_log_and_not_readable_in_the_database() {
    let logs = Logs::capture();
    let desk = Desk::new().await;
    let path = address(&desk, "Turn on calendar feed").await;
    let token = path.trim_start_matches("/feeds/").trim_end_matches(".ics").to_owned();
    ask(&desk.app.visitor(), &path, None).await.assert_ok();
    // The parsers of this test tell what they read.
    let logs = logs.text();
    let of_tests = |line: &str| ["html5ever", "selectors::"].iter().any(|of| line.contains(of));
    let mut ours = logs.lines().filter(|line| !of_tests(line));
    assert_eq!(ours.clone().find(|line| line.contains(&token)), None);
    assert!(ours.any(|line| line.contains("path=\"/feeds/\"")), "the request is in the log");
    let rows = store::dump::rows(&desk.app.app().store.begin_read().await, "calendar_feeds").await.unwrap();
    assert_eq!(rows.len(), 1);
    let (text, hexadecimal) = (format!("{rows:?}"), hex::encode(&token));
    assert!(!text.contains(&token) && !text.contains(&hexadecimal), "{text}");
}
