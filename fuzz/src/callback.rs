//! What must hold for whatever comes to the address that Zoom sends people back to.
//! `crates/rapport/tests/connections/corpus.rs` runs this over the inputs that are kept, on every test run.

use std::fmt::Write as _;

use store::connections;
use testing::{Browser, Page, TestApp, TestUser};

/// Rapport with a person who is asked about Zoom, another one, and somebody who has not logged in.
pub struct Desk {
    app: TestApp,
    mara: TestUser,
    oskar: TestUser,
    visitor: Browser,
}

impl Desk {
    /// Nobody has connected anything.
    pub async fn new() -> Self {
        let app = TestApp::start().await;
        let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
        app.leave_jobs();
        let visitor = app.visitor();
        Self { app, mara, oskar, visitor }
    }
}

/// It is answered, within the site, with nothing of the query as HTML; and nobody is connected by it.
///
/// The input is the query. The byte 0xfe stands for a state that waits for this person, 0xff for one of another's.
pub async fn callback(desk: &Desk, data: &[u8]) {
    let query = query(desk, data).await;
    let path = format!("/integrations/zoom/callback?{query}");
    for browser in [&*desk.mara, &desk.visitor] {
        answered(&browser.fetch(&path).await, &query);
        answered(&browser.get(&path).await, &query);
    }
    let connected = connections::all(&desk.app.app().store.begin_read().await).await;
    assert_eq!(connected.expect("a list"), [], "{query}");
}

async fn query(desk: &Desk, data: &[u8]) -> String {
    let mut query = String::new();
    for byte in data {
        match byte {
            0xfe => query += &state(&desk.mara).await,
            0xff => query += &state(&desk.oskar).await,
            b'"' | b'<' | b'>' | b'#' | b'\\' | b'`' | b'{' | b'}' => drop(write!(query, "%{byte:02X}")),
            0x21..=0x7e => query.push(char::from(*byte)),
            _ => drop(write!(query, "%{byte:02X}")),
        }
    }
    query
}

async fn state(person: &TestUser) -> String {
    let consent = person.begin_connecting().await;
    let state = consent.query_pairs().find(|(name, _)| name == "state");
    state.expect("a state").1.into_owned()
}

fn answered(page: &Page, query: &str) {
    assert!(page.status < 500, "{} for {query}", page.status);
    if let Some(location) = &page.location {
        let inside = location.starts_with('/') && !location.starts_with("//") && !location.contains('\\');
        assert!(inside, "{query} leads to {location}");
    }
    let body = page.html();
    for (_, value) in url::form_urlencoded::parse(query.as_bytes()) {
        assert!(
            !value.contains('<') || value.len() < 3 || !body.contains(&*value),
            "{value} arrived in {body}"
        );
    }
}
