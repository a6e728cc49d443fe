//! A new password for somebody who does not know theirs.

use jiff::SignedDuration;
use rapport::accounts::reset_link;
use store::dump;
use testing::smtp::SmtpServer;
use testing::{Browser, Logs, PASSWORD, Page, TestApp};

const MARA: &str = "mara@halden.example";
const NEW: &str = "a sentence that nobody guesses";

async fn ask(app: &TestApp, address: &str, email: &str) -> Page {
    let browser = app.visitor();
    browser.comes_from(address);
    browser.post("/login/forgot", &[("email", email)]).await
}

/// The path of the link in the newest mail to this person.
async fn link(app: &TestApp) -> String {
    app.run_jobs().await;
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail.subject == "Your new password for Rapport").unwrap();
    path_in(&mail.text)
}

fn path_in(text: &str) -> String {
    let link = text.split_whitespace().find(|word| word.contains("/login/reset/")).unwrap();
    link[link.find("/login/reset/").unwrap()..].to_owned()
}

async fn choose(browser: &Browser, path: &str, password: &str) -> Page {
    browser.post(path, &[("password", password)]).await
}

async fn log_in(app: &TestApp, password: &str) -> Page {
    app.visitor().post("/login", &[("email", MARA), ("password", password)]).await
}

async fn rows(app: &TestApp, table: &str) -> usize {
    dump::rows(&app.app().store.begin_read().await, table).await.unwrap().len()
}

#[tokio::test]
async fn a_link_by_mail_leads_to_a_new_password_and_ends_every_session() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let visitor = app.visitor();
    let login = visitor.get("/login").await;
    let asked = visitor.get(&login.link("Forgot your password?")).await;
    let told = visitor.send(asked.form("Reset password").set("email", "Mara@Halden.example ")).await;
    told.assert_ok().assert_heading("Log in").assert_notice("Look into your mailbox");
    let path = link(&app).await;
    let page = visitor.get(&path).await;
    page.assert_ok().assert_heading("Choose a new password");
    let done = visitor.send(page.form("Change password").set("password", NEW)).await;
    done.assert_ok().assert_heading("Log in").assert_notice("Password changed");
    mara.get("/contacts").await.assert_heading("Log in");
    log_in(&app, PASSWORD).await.assert_status(422);
    log_in(&app, NEW).await.assert_ok();
    // The person hears of it, and the log says what happened.
    app.run_jobs().await;
    let mails = app.mails().await;
    assert!(mails.iter().any(|mail| mail.to.contains(MARA) && mail.subject == "Your password was changed"));
    let log = app.user("mara").await.get("/settings/audit").await;
    log.assert_text("Asked for a new password").assert_text("By a link, 1 sessions ended");
}

#[tokio::test]
async fn a_link_works_once_and_the_others_end_with_it() {
    let app = TestApp::start().await;
    app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let first = link(&app).await;
    app.advance(SignedDuration::from_mins(1));
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let second = link(&app).await;
    assert_ne!(first, second);
    choose(&app.visitor(), &second, NEW).await.assert_notice("Password changed");
    for used in [&first, &second] {
        let page = app.visitor().get(used).await;
        page.assert_status(404).assert_heading("This link does not work any more");
        assert_eq!(page.link("Ask for another link"), "/login/forgot");
    }
    assert_eq!(rows(&app, "password_resets").await, 0);
    app.run_jobs().await;
}

#[tokio::test]
async fn of_two_who_use_one_link_at_once_one_gets_in() {
    let app = TestApp::start().await;
    app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let path = link(&app).await;
    let (one, other) = (app.visitor(), app.visitor());
    let forms = (
        one.get(&path).await.form("Change password").set("password", "the password of the first"),
        other.get(&path).await.form("Change password").set("password", "the password of the other"),
    );
    let (first, second) = tokio::join!(one.send_only(forms.0), other.send_only(forms.1));
    let mut found = [first.status, second.status];
    found.sort_unstable();
    assert_eq!(found, [303, 404]);
    let winner = if first.status == 303 { "first" } else { "other" };
    log_in(&app, &format!("the password of the {winner}")).await.assert_ok();
    app.run_jobs().await;
}

#[tokio::test]
async fn a_link_works_for_an_hour_and_a_mail_that_is_late_is_not_sent() {
    let app = TestApp::start().await;
    app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let path = link(&app).await;
    app.advance(SignedDuration::from_mins(59));
    app.visitor().get(&path).await.assert_ok();
    app.advance(SignedDuration::from_mins(1));
    app.visitor().get(&path).await.assert_status(404);
    let form = app.visitor();
    choose_late(&form, &path).await.assert_status(404);
    log_in(&app, PASSWORD).await.assert_ok();
    // Asked for, and then the server stands still.
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    app.advance(SignedDuration::from_mins(61));
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 1);
}

/// A form that was open when the link ran out.
async fn choose_late(browser: &Browser, path: &str) -> Page {
    let csrf = browser.get("/login/forgot").await.form("Reset password").value("csrf").unwrap();
    browser.post_raw(path, &[("csrf", &csrf), ("password", NEW)]).await
}

#[tokio::test]
async fn a_password_that_is_too_short_costs_no_link() {
    let app = TestApp::start().await;
    app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let path = link(&app).await;
    let visitor = app.visitor();
    let page = choose(&visitor, &path, "short").await;
    page.assert_status(422);
    assert_eq!(page.field("New password").error.as_deref(), Some("Use at least 12 characters."));
    choose(&visitor, &path, NEW).await.assert_notice("Password changed");
    app.run_jobs().await;
}

#[tokio::test]
async fn the_answer_tells_nobody_who_has_an_account_and_waits_for_nothing_that_would() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let mut answers = Vec::new();
    for (email, jobs) in [(MARA, 1), ("nobody@halden.example", 2), ("no address at all", 3)] {
        let page = ask(&app, "192.0.2.14", email).await;
        answers.push((page.status, page.text().replace(email, "EMAIL")));
        // The same writes for all: one job and the counts.
        assert_eq!(rows(&app, "jobs").await, jobs, "{email}");
        assert_eq!((rows(&app, "audit_log").await, rows(&app, "user_emails").await), (0, 0), "{email}");
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn nobodys_mailbox_is_filled_whoever_asks_and_whether_they_exist() {
    let app = TestApp::start().await;
    app.user("mara").await;
    app.user("oskar").await;
    for email in [MARA, "nobody@halden.example"] {
        for n in 0..3 {
            ask(&app, &format!("203.0.113.{n}"), email).await.assert_ok();
            app.advance(SignedDuration::from_secs(1));
        }
        let before = rows(&app, "jobs").await;
        let refused = ask(&app, "203.0.113.9", email).await;
        refused.assert_status(429).assert_text("A link was asked for too often.");
        assert_eq!((refused.header("retry-after"), refused.field("Email").value.as_str()), ("3597", email));
        assert_eq!(rows(&app, "jobs").await, before);
    }
    ask(&app, "203.0.113.9", "oskar@halden.example").await.assert_ok();
    app.run_jobs().await;
    assert_eq!(app.mails().await.iter().filter(|mail| mail.to.contains(MARA)).count(), 3);
    // Counts of an hour are not forgotten with those of a quarter.
    app.advance(SignedDuration::from_mins(40));
    app.run_schedules().await;
    ask(&app, "203.0.113.10", MARA).await.assert_status(429);
    app.advance(SignedDuration::from_mins(20));
    app.run_schedules().await;
    ask(&app, "203.0.113.10", MARA).await.assert_ok();
    app.run_jobs().await;
}

#[tokio::test]
async fn one_address_does_not_ask_for_everybody() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for n in 0..20 {
        ask(&app, "203.0.113.77", &format!("person{n}@halden.example")).await.assert_ok();
    }
    ask(&app, "203.0.113.77", MARA).await.assert_status(429);
    ask(&app, "203.0.113.78", MARA).await.assert_ok();
    app.run_jobs().await;
}

#[tokio::test]
async fn a_link_is_only_in_the_mail() {
    let server = SmtpServer::start().await;
    let logs = Logs::capture();
    let app = TestApp::builder().smtp(&server.url()).start().await;
    app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    app.run_jobs().await;
    let [mail] = &server.taken()[..] else { panic!("{:?}", server.taken()) };
    let path = path_in(&mail.data.replace("=\r\n", ""));
    let page = app.visitor().get(&path).await;
    page.assert_ok();
    for (header, value) in [
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        assert_eq!(page.header(header), value);
    }
    let token = path.rsplit('/').next().unwrap();
    assert!(!app.database_holds(token));
    assert!(!logs.text().contains(token), "{}", logs.text());
}

#[tokio::test]
async fn a_mail_that_stays_inside_is_read_by_its_addressee_only() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    let admin = "UPDATE users SET role = 'admin' WHERE email = 'oskar@halden.example'";
    app.database().run(admin).await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    app.run_jobs().await;
    let subject = "Your new password for Rapport";
    let list = mara.get("/mailbox").await;
    list.assert_text(subject).assert_text("1 of 1");
    let mail = list.links().into_iter().find(|(name, _)| name.contains(subject)).unwrap().1;
    mara.get(&mail).await.assert_ok();
    oskar.get("/mailbox").await.assert_no_text(subject).assert_text("No mail yet.");
    for part in ["", "/message.eml", "/html"] {
        oskar.get(&format!("{mail}{part}")).await.assert_status(404);
    }
}

#[tokio::test]
async fn whose_access_was_ended_gets_no_link() {
    let app = TestApp::start().await;
    app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let path = link(&app).await;
    app.database().run("UPDATE users SET password_hash = '!'").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 1);
    choose(&app.visitor(), &path, NEW).await.assert_status(404);
    log_in(&app, NEW).await.assert_status(422);
    app.run_jobs().await;
}

#[tokio::test]
async fn whoever_runs_the_server_hands_over_a_link_where_no_mail_arrives() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let parts = app.app();
    let link = async |email: &str| {
        reset_link(&parts.store, &*parts.clock, &*parts.random, &email.parse().unwrap()).await
    };
    assert_eq!(link("nobody@halden.example").await.unwrap_err().to_string(), "nobody has this address");
    let token = link(MARA).await.unwrap();
    mara.get("/settings/audit").await.assert_text("Command line").assert_text("Asked for a new password");
    choose(&app.visitor(), &format!("/login/reset/{token}"), NEW).await.assert_notice("Password changed");
    log_in(&app, NEW).await.assert_ok();
    app.run_jobs().await;
}

#[tokio::test]
async fn who_was_locked_out_for_guessing_comes_in_with_the_new_password() {
    let app = TestApp::start().await;
    app.user("mara").await;
    for _ in 0..12 {
        let visitor = app.visitor();
        visitor.comes_from("192.0.2.14");
        visitor.post("/login", &[("email", MARA), ("password", "a wrong one")]).await;
    }
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let path = link(&app).await;
    let visitor = app.visitor();
    visitor.comes_from("192.0.2.14");
    choose(&visitor, &path, NEW).await.assert_notice("Password changed");
    visitor.post("/login", &[("email", MARA), ("password", NEW)]).await.assert_ok();
    app.run_jobs().await;
}

#[tokio::test]
async fn a_link_that_was_asked_for_before_the_password_was_changed_is_not_made_after_it() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let path = link(&app).await;
    app.advance(SignedDuration::from_mins(1));
    // Asked for again, and the job that makes the link has not run when the first one is used.
    app.sandbox().deliver_pending().await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    choose(&app.visitor(), &path, NEW).await.assert_notice("Password changed");
    app.run_jobs().await;
    assert_eq!(rows(&app, "password_resets").await, 0);
    drop(mara);
}

#[tokio::test]
async fn a_refusal_does_not_show_the_link_that_still_works() {
    let app = TestApp::start().await;
    app.user("mara").await;
    ask(&app, "192.0.2.14", MARA).await.assert_ok();
    let path = link(&app).await;
    let page = app.visitor().post_raw(&path, &[("csrf", "not it"), ("password", NEW)]).await;
    page.assert_status(403);
    assert!(!page.html().contains(path.rsplit('/').next().unwrap()), "{}", page.text());
    app.run_jobs().await;
}
