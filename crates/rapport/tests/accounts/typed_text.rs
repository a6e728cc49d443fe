//! Text that people type leads Rapport nowhere, and adds no line to a header.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::HeaderMap;
use testing::{PASSWORD, TestApp};
use tokio::net::TcpListener;

/// A server elsewhere; counts who comes.
async fn listener() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (url, count)
}

#[tokio::test]
async fn an_address_that_somebody_types_is_never_asked_for() {
    let (url, count) = listener().await;
    let url = url.as_str();
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;

    // Everywhere it is accepted as text.
    mara.post("/settings/profile", &[("name", url)]).await.assert_ok();
    mara.post(&format!("/contacts/{ana}/edit"), &[("name", url), ("title", url), ("company", url)])
        .await
        .assert_ok();
    mara.post(&format!("/contacts/{ana}"), &[("note", url)]).await.assert_ok();
    let named = format!("{url}?of=company");
    mara.post("/companies/new", &[("name", &named), ("about", url)]).await.assert_ok();
    mara.post("/deals/new", &[("title", url), ("value", "100")]).await.assert_ok();
    let page = format!("/contacts/{ana}/meetings/new");
    let when = [("topic", url), ("agenda", url), ("date", "2027-03-11"), ("start", "14:00")];
    mara.post(&page, &when).await.assert_ok();
    let secure = url.replace("http:", "https:");
    for (link, start) in [(url, "15:00"), (&secure, "16:00")] {
        let form = mara.get(&page).await.form("Schedule meeting").set("topic", url).set("date", "2027-03-11");
        mara.send(form.set("start", start).set("place", "link").set("link", link)).await;
    }
    for page in ["privacy", "support", "terms", "documentation"] {
        let text = format!("# [Read]({url})\n\n![picture]({url})\n\n<{url}>");
        let form = mara.get(&format!("/settings/zoom-app/pages/{page}")).await.form("Save text");
        mara.send(form.set("text", &text)).await.assert_ok();
        mara.press(&format!("/settings/zoom-app/pages/{page}"), "Publish page").await.assert_ok();
    }
    // Where it is refused, it was not tried before.
    let host = url.trim_start_matches("http://").trim_end_matches("/hook");
    mara.post("/companies/new", &[("name", "Lumen"), ("domain", host)]).await;
    mara.post("/settings/zoom-app", &[("verification", url)]).await;
    mara.post("/contacts/new", &[("name", "Rui"), ("email", &format!("rui@{host}"))]).await;

    app.run_jobs().await;
    app.run_schedules().await;
    mara.press("/settings/zoom-app/check", "Check now").await.assert_ok();
    app.run_jobs().await;
    assert!(app.database_holds(url) || app.mails().await.iter().any(|mail| mail.raw.contains(url)));
    assert_eq!(count.load(Ordering::SeqCst), 0, "somebody came");

    // It would have been seen.
    tokio::net::TcpStream::connect(host).await.unwrap();
    while count.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    app.leave_jobs();
}

/// No header of an answer came out of what was typed.
fn assert_clean(headers: &HeaderMap) {
    for name in ["x-injected", "bcc"] {
        assert!(!headers.contains_key(name), "{headers:?}");
    }
    let injected =
        headers.get_all("set-cookie").iter().any(|cookie| cookie.as_bytes().starts_with(b"injected"));
    assert!(!injected, "{headers:?}");
}

#[tokio::test]
async fn line_ends_in_what_is_typed_add_no_header() {
    const LINES: &str = "\r\nX-Injected: 1\r\nSet-Cookie: injected=1\r\nBcc: eve@evil.example";
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let encoded: String = url::form_urlencoded::byte_serialize(LINES.as_bytes()).collect();

    // Where logging in leads to.
    let visitor = app.visitor();
    assert_clean(&visitor.fetch(&format!("/login?next=/contacts{encoded}")).await.headers);
    let form = visitor.get("/login").await.form("Log in").set("email", "mara@halden.example");
    let form = form.set("password", PASSWORD).also("next", &format!("/contacts{LINES}"));
    let answer = visitor.send_only(form).await;
    answer.assert_status(303);
    assert_clean(&answer.headers);
    assert_clean(&mara.fetch(&format!("/login?next=/contacts{encoded}")).await.headers);
    assert_clean(&app.visitor().fetch(&format!("/contacts?sort={encoded}")).await.headers);

    // Topic and names, which stand in subjects, addresses and names of files.
    let fields = [("name", format!("Ana{LINES}")), ("email", "ana@lumen.example".to_owned())];
    let form = mara.get("/contacts/new").await.form("Create contact");
    let form = fields.iter().fold(form, |form, (name, value)| form.force(name, value));
    assert_clean(&mara.send(form).await.headers);
    let ana = app.contact("Ana Ferreira").email("ana.ferreira@lumen.example").create().await;
    let form = mara.get(&format!("/contacts/{ana}/meetings/new")).await.form("Schedule meeting");
    let form = form.set("date", "2027-03-11").set("start", "14:00").set("place", "phone");
    let form = form.set("phone", "+351 220 000 142").force("topic", &format!("Rollout{LINES}"));
    let page = mara.send(form.clone()).await;
    assert_clean(&page.headers);
    if page.status == 422 {
        mara.send(form.force("topic", "Rollout")).await.assert_ok();
    }
    app.run_jobs().await;
    let mails = app.mails().await;
    assert!(!mails.is_empty());
    for mail in &mails {
        for name in ["X-Injected", "Set-Cookie", "Bcc"] {
            assert_eq!(mail.header(name), None, "{}", mail.raw);
        }
        let calendar = mail.calendar().unwrap_or_default();
        assert!(!calendar.lines().any(|line| line.starts_with("X-Injected")), "{calendar}");
    }
    for path in mara.get("/meetings").await.attributes("a[href^='/meetings/0']", "href") {
        let file = mara.fetch(&format!("{path}/invitation.ics")).await;
        assert_clean(&file.headers);
        assert!(!file.html().lines().any(|line| line.starts_with("X-Injected")), "{}", file.html());
    }
    app.leave_jobs();
}
