//! Headers that keep a page to itself, on every answer of every route: pages, errors, machines' endpoints, files.

use axum::http::Method;
use testing::{Page, TestApp};

use crate::roles::{World, pages};

/// Header, and what may stand in it.
const HEADERS: [(&str, &[&str]); 5] = [
    ("x-content-type-options", &["nosniff"]),
    ("referrer-policy", &["same-origin", "no-referrer"]),
    ("x-frame-options", &["SAMEORIGIN"]),
    ("permissions-policy", &["camera=(), microphone=(), geolocation=()"]),
    ("cross-origin-opener-policy", &["same-origin"]),
];

/// What is missing from an answer, or wrong in it.
fn wrong(page: &Page) -> Vec<String> {
    let mut wrong: Vec<_> = HEADERS
        .iter()
        .filter(|(name, values)| !values.contains(&page.header(name)))
        .map(|(name, _)| format!("{} ({}): {name}: {:?}", page.path, page.status, page.header(name)))
        .collect();
    let policy = page.header("content-security-policy");
    // The page of a mail shows it as mail programs do, with its own styles, and runs nothing.
    let mail = page.status == 200 && page.path.starts_with("/mailbox/") && page.path.ends_with("/html");
    let source = if mail { "default-src 'none'" } else { "default-src 'self'" };
    if !policy.contains(source) || policy.contains("unsafe-") != mail {
        wrong.push(format!("{} ({}): policy {policy:?}", page.path, page.status));
    }
    if page.header("cache-control").is_empty() {
        wrong.push(format!("{} ({}): no cache-control", page.path, page.status));
    }
    wrong
}

#[tokio::test]
async fn every_route_answers_with_every_header() {
    let world = World::new().await;
    let mara = world.app.user("mara").await;
    let mut breaches = Vec::new();
    for (method, rule, _) in pages() {
        let path = world.path(rule);
        // As a stranger, and as somebody who may do everything.
        let visitor = world.app.visitor();
        breaches.extend(wrong(&visitor.request(method.clone(), &path, &[], String::new()).await));
        // A stream does not end; logging out would end the walk.
        if rule != "/events" && rule != "/logout" {
            breaches.extend(wrong(&world.ask(&mara, &method, &path).await));
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
    world.app.leave_jobs();
}

#[tokio::test]
async fn what_is_not_for_browsers_and_what_is_not_there_has_every_header_too() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let form = mara.get(&format!("/contacts/{ana}/meetings/new")).await.form("Schedule meeting");
    let form = form.set("topic", "Call").set("date", "2027-03-11").set("start", "14:00");
    mara.send(form.set("place", "phone").set("phone", "+351 220 000 142")).await.assert_ok();
    app.run_jobs().await;
    let mail = app.mails().await.remove(0).text;
    let invitee = mail.split_whitespace().find_map(|word| word.find("/i/").map(|at| word[at..].to_owned()));
    let invitee = invitee.unwrap();
    mara.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    let style = mara.get("/").await.attributes("link[rel=stylesheet]", "href").remove(0);

    let visitor = app.visitor();
    let mut asked = Vec::new();
    for (path, status) in [
        (invitee.as_str(), 200),
        (&format!("{invitee}/answer"), 200),
        (&format!("{invitee}/invitation.ics"), 200),
        ("/i/nobody", 404),
        ("/feeds/nobody.ics", 404),
        ("/zoomverify/verifyzoom.html", 404),
        ("/integrations/zoom/callback", 303),
        ("/privacy", 404),
        ("/nothing/here", 404),
        (&style, 200),
        ("/static/nothing.css", 404),
        ("/healthz", 200),
    ] {
        let page = visitor.fetch(path).await;
        asked.push((path.to_owned(), page.status, status));
        assert_eq!(wrong(&page), Vec::<String>::new());
    }
    let unexpected: Vec<_> = asked.iter().filter(|(_, status, expected)| status != expected).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    let mine = mara.fetch("/nothing/here").await;
    assert_eq!(wrong(mine.assert_status(404)), Vec::<String>::new());
    let unsigned = app.send_event_raw("{}", &[]).await;
    assert_eq!(wrong(unsigned.assert_status(401)), Vec::<String>::new());
    let wrong_method = visitor.request(Method::PUT, "/contacts", &[], String::new()).await;
    assert_eq!(wrong(wrong_method.assert_status(405)), Vec::<String>::new());
    let too_long = visitor.request(Method::POST, "/login", &[], "x".repeat(300_000)).await;
    assert_eq!(wrong(too_long.assert_status(413)), Vec::<String>::new());
    app.leave_jobs();
}
