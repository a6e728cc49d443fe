//! Every route of the program against every kind of person: who may come in, and that another workspace's people find
//! and change nothing. The routes are read from the router's own text, so that a new one cannot be forgotten.

#[path = "offered.rs"]
mod offered;

use std::collections::BTreeMap;

use axum::http::Method;
use jiff::SignedDuration;
use store::dump::{self, TextRow};
use testing::{Page, TestApp, TestUser};

const ROUTER: &str = include_str!("../../src/http/router.rs");

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum For {
    /// Also who is not logged in.
    Everybody,
    /// Who is logged in.
    People,
    /// Who may change things.
    Writers,
    /// Whose meeting it is.
    Host,
    /// Who runs the workspace.
    Admins,
    /// Who runs the installation.
    Installation,
}

use For::{Admins, Everybody, Host, Installation, People, Writers};

/// Path as in the router, and for whom it is to be read and to be sent to.
type Rule = (&'static str, Option<For>, Option<For>);

const RULES: &[Rule] = &[
    ("/login", Some(Everybody), Some(Everybody)),
    ("/login/forgot", Some(Everybody), Some(Everybody)),
    ("reset::ROUTE", Some(Everybody), Some(Everybody)),
    ("join::ROUTE", Some(Everybody), Some(Everybody)),
    ("/logout", None, Some(People)),
    ("/setup", Some(Everybody), Some(Everybody)),
    ("/", Some(People), None),
    ("/contacts", Some(People), Some(Writers)),
    ("/contacts/new", Some(Writers), None),
    ("/contacts/{id}", Some(People), Some(Writers)),
    ("/contacts/{id}/edit", Some(Writers), None),
    ("/contacts/{id}/notes", None, Some(Writers)),
    ("/companies", Some(People), Some(Writers)),
    ("/companies/new", Some(Writers), None),
    ("/companies/{id}", Some(People), Some(Writers)),
    ("/companies/{id}/edit", Some(Writers), None),
    ("/companies/{id}/delete", Some(Writers), Some(Writers)),
    ("/companies/{id}/meetings/new", Some(Writers), None),
    ("/deals", Some(People), Some(Writers)),
    ("/deals/new", Some(Writers), None),
    ("/deals/{id}", Some(People), Some(Writers)),
    ("/deals/{id}/edit", Some(Writers), None),
    ("/deals/{id}/move", None, Some(Writers)),
    ("/deals/{id}/delete", Some(Writers), Some(Writers)),
    ("/deals/{id}/meetings/new", Some(Writers), None),
    ("/contacts/{id}/meetings", None, Some(Writers)),
    ("/contacts/{id}/meetings/new", Some(Writers), None),
    ("/contacts/{id}/meetings/now", None, Some(Writers)),
    ("/meetings", Some(People), None),
    ("/meetings/new", Some(Writers), None),
    ("/meetings/{id}", Some(People), None),
    ("/meetings/{id}/start", Some(Host), None),
    ("/meetings/{id}/reschedule", Some(Host), Some(Host)),
    ("/meetings/{id}/proposals/{proposal}", None, Some(Writers)),
    ("/meetings/{id}/recreate", None, Some(Host)),
    ("/meetings/{id}/attendance", None, Some(Writers)),
    ("/meetings/{id}/outcome", Some(Host), Some(Host)),
    ("/tasks", Some(People), Some(Writers)),
    ("/tasks/new", Some(Writers), None),
    ("/tasks/{id}", None, Some(Writers)),
    ("/tasks/{id}/edit", Some(Writers), None),
    ("/tasks/{id}/done", None, Some(Writers)),
    ("/tasks/{id}/reopen", None, Some(Writers)),
    ("/tasks/{id}/delete", None, Some(Writers)),
    ("/contacts/{id}/calls", None, Some(Writers)),
    ("/contacts/{id}/calls/new", Some(Writers), None),
    ("/meetings/{id}/retry", None, Some(Writers)),
    ("/meetings/{id}/invitation", Some(Host), Some(Host)),
    ("/meetings/{id}/invitation.ics", Some(People), None),
    ("/meetings/{id}/remove", Some(Host), Some(Host)),
    ("/search", Some(People), None),
    ("/events", Some(People), None),
    ("/settings", Some(Everybody), None),
    ("/settings/profile", Some(People), Some(People)),
    ("/settings/password", Some(People), Some(People)),
    ("/settings/sessions/end", None, Some(People)),
    ("/settings/sessions/end-others", None, Some(People)),
    ("/settings/calendar", Some(People), None),
    ("/settings/calendar/new-address", None, Some(People)),
    ("/settings/calendar/turn-off", None, Some(People)),
    ("/settings/api-tokens", Some(People), Some(People)),
    ("/settings/api-tokens/{id}/revoke", None, Some(People)),
    ("/settings/people", Some(People), None),
    ("/settings/people/invite", None, Some(Admins)),
    ("/settings/people/invited/{id}/again", None, Some(Admins)),
    ("/settings/people/invited/{id}/withdraw", None, Some(Admins)),
    ("/settings/people/{id}", Some(Admins), Some(Admins)),
    ("/settings/people/{id}/remove", Some(Admins), Some(Admins)),
    ("/settings/integrations", Some(People), None),
    ("/settings/integrations/zoom/data", Some(People), Some(People)),
    ("/settings/integrations/zoom/disconnect", Some(People), Some(People)),
    ("/settings/activity", Some(People), Some(People)),
    ("/settings/audit", Some(Admins), Some(Admins)),
    ("/settings/jobs", Some(Admins), None),
    ("/settings/jobs/run-again", None, Some(Admins)),
    ("/settings/jobs/{id}/run-again", None, Some(Admins)),
    ("/settings/zoom-app", Some(Installation), None),
    ("/settings/zoom-app/availability", None, Some(Installation)),
    ("/settings/zoom-app/own-settings", None, Some(Installation)),
    ("/settings/zoom-app/events", None, Some(Installation)),
    ("/settings/zoom-app/credentials/{environment}", None, Some(Installation)),
    ("/settings/zoom-app/credentials/{environment}/new-secret", None, Some(Installation)),
    ("/settings/zoom-app/use/{environment}", Some(Installation), Some(Installation)),
    ("/settings/zoom-app/verification", None, Some(Installation)),
    ("/settings/zoom-app/check", Some(Installation), Some(Installation)),
    ("/integrations/zoom/connect", None, Some(Writers)),
    ("ZoomUrl::Redirect.path()", Some(Writers), None),
    ("/integrations/zoom/check", None, Some(Writers)),
    ("/integrations/zoom/compare", None, Some(Writers)),
    ("/settings/zoom-app/pages/{name}", Some(Installation), Some(Installation)),
    ("/settings/zoom-app/languages", None, Some(Installation)),
    ("ZoomUrl::Documentation.path()", Some(Everybody), None),
    ("ZoomUrl::Support.path()", Some(Everybody), None),
    ("ZoomUrl::Privacy.path()", Some(Everybody), None),
    ("ZoomUrl::Terms.path()", Some(Everybody), None),
    ("/mailbox", Some(People), None),
    ("/mailbox/{id}", Some(People), None),
    ("/mailbox/{id}/message.eml", Some(People), None),
    ("/mailbox/{id}/html", Some(People), None),
    ("/mailbox/{id}/attachments/{number}", Some(People), None),
    ("calendar_feed::ROUTE", Some(Everybody), None),
    ("ZoomUrl::Webhook.path()", None, Some(Everybody)),
    ("ZoomUrl::VerificationFile.path()", Some(Everybody), None),
    ("ZoomUrl::VerificationFolder.path()", Some(Everybody), None),
    ("/healthz", Some(Everybody), None),
    ("/healthz/installation", Some(Everybody), None),
    ("/readyz", Some(Everybody), None),
    ("/metrics", Some(Everybody), None),
    ("/static/{*path}", Some(Everybody), None),
];

/// Routes of the router: first argument, and whether it has GET and POST.
fn routes() -> Vec<(String, bool, bool)> {
    let mut found = Vec::new();
    for rest in ROUTER.split(".route(").skip(1) {
        let mut depth = 1;
        let end = rest.find(|c: char| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        let arguments = &rest[..end.unwrap()];
        let (path, handlers) = arguments.split_once(',').unwrap();
        let path = path.trim().trim_matches('"').to_owned();
        found.push((path, handlers.contains("get("), handlers.contains("post(")));
    }
    found
}

#[test]
fn every_route_has_a_rule_and_every_rule_a_route() {
    let rules: BTreeMap<_, _> =
        RULES.iter().map(|(path, get, post)| (*path, (get.is_some(), post.is_some()))).collect();
    let routes = routes();
    assert!(routes.len() > 80, "{} routes were found", routes.len());
    for (path, get, post) in &routes {
        let rule = rules.get(path.as_str());
        assert_eq!(rule, Some(&(*get, *post)), "who may use {path}? See RULES");
    }
    assert_eq!(rules.len(), routes.len(), "a rule is for no route");
}

/// A workspace in which there is one of everything, and its people.
pub(super) struct World {
    pub(super) app: TestApp,
    ids: BTreeMap<&'static str, String>,
}

impl World {
    pub(super) async fn new() -> Self {
        let app = TestApp::start().await;
        let mara = app.user("mara").await;
        let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
        mara.connect_zoom().await.assert_ok();
        let fields = [("topic", "Rollout"), ("date", "2027-03-11"), ("start", "14:00")];
        mara.post(&format!("/contacts/{ana}/meetings/new"), &fields).await.assert_ok();
        app.run_jobs().await;
        mara.post("/companies/new", &[("name", "Lumen Freight")]).await.assert_ok();
        mara.post("/deals/new", &[("title", "Lumen rollout"), ("value", "18400")]).await.assert_ok();
        for name in ["rita", "adam", "oskar"] {
            app.user(name).await;
        }
        for (name, role) in [("rita", "read_only"), ("adam", "admin")] {
            let role = format!("UPDATE users SET role = '{role}' WHERE email = '{name}@halden.example'");
            app.database().run(&role).await;
        }
        app.database()
            .run(
                "INSERT INTO tasks (workspace_id, id, meeting_id, owner_id, what, due_on, created_by, created_at) \
                 SELECT workspace_id, id, id, host_id, 'Call', '2027-03-22', host_id, created_at FROM meetings",
            )
            .await;
        let mut ids = BTreeMap::new();
        let db = app.app().store.begin_read().await;
        for (folder, table) in [
            ("contacts", "contacts"),
            ("companies", "companies"),
            ("deals", "deals"),
            ("meetings", "meetings"),
            ("mailbox", "mailbox_messages"),
            ("tasks", "tasks"),
        ] {
            let row = dump::rows(&db, table).await.unwrap().remove(0);
            ids.insert(folder, row["id"].clone().unwrap());
        }
        drop(db);
        Self { app, ids }
    }

    /// The path with what stands in the database in place of `{id}`.
    pub(super) fn path(&self, rule: &str) -> String {
        let folder = rule.split('/').nth(1).unwrap();
        let nothing = "0195a000-0000-7000-8000-000000000000".to_owned();
        let id = self.ids.get(folder).unwrap_or(&nothing);
        rule.replace("{id}", id)
            .replace("{proposal}", &nothing)
            .replace("{number}", "0")
            .replace("{environment}", "development")
            .replace("{name}", "privacy")
    }

    /// What a person gets who has just logged in, with a form that carries nothing but its token.
    pub(super) async fn ask(&self, person: &TestUser, method: &Method, path: &str) -> Page {
        if method == Method::GET {
            return person.fetch(path).await;
        }
        let csrf = person.get("/settings/profile").await.form("Log out").value("csrf").unwrap();
        person.post_raw(path, &[("csrf", &csrf)]).await
    }
}

/// Every route that is served to people, with its method.
pub(super) fn pages() -> Vec<(Method, &'static str, For)> {
    let mut pages = Vec::new();
    // A path that is no text names an endpoint for machines, or a page without a login: it has tests of its own.
    for (path, get, post) in RULES.iter().filter(|(path, ..)| path.starts_with('/')) {
        pages.extend(get.map(|who| (Method::GET, *path, who)));
        pages.extend(post.map(|who| (Method::POST, *path, who)));
    }
    pages
}

#[tokio::test]
async fn who_is_not_logged_in_is_asked_to() {
    let world = World::new().await;
    for (method, rule, who) in pages() {
        let path = world.path(rule);
        let visitor = world.app.visitor();
        let page = match method {
            Method::GET => visitor.fetch(&path).await,
            _ => visitor.post_raw(&path, &[]).await,
        };
        let asked = page.location.as_deref().is_some_and(|to| to.starts_with("/login?next="));
        assert_eq!(asked, who != Everybody, "{method} {path} answered {}", page.status);
    }
    world.app.leave_jobs();
}

#[tokio::test]
async fn nothing_is_changed_without_the_token_of_the_session() {
    let world = World::new().await;
    let mara = world.app.user("mara").await;
    let before = everything(&world.app).await;
    let mut wrong = Vec::new();
    for (method, rule, who) in pages() {
        if method != Method::POST || who == Everybody {
            continue;
        }
        let path = world.path(rule);
        let page = mara.post_raw(&path, &[]).await;
        if page.status != 403 {
            wrong.push(format!("{path} answered {}", page.status));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(everything(&world.app).await, before);
    world.app.leave_jobs();
}

#[tokio::test]
async fn each_role_comes_as_far_as_it_may() {
    for (name, may) in [
        ("rita", [Everybody, People].as_slice()),
        ("oskar", &[Everybody, People, Writers]),
        ("adam", &[Everybody, People, Writers, Admins, Installation]),
        ("mara", &[Everybody, People, Writers, Host, Admins, Installation]),
    ] {
        let world = World::new().await;
        let mut wrong = Vec::new();
        for (method, rule, who) in pages() {
            // A stream does not end.
            if rule == "/events" {
                continue;
            }
            let path = world.path(rule);
            let page = world.ask(&world.app.user(name).await, &method, &path).await;
            let refused = page.status == 403;
            if refused == may.contains(&who) {
                wrong.push(format!("{name}: {method} {path} answered {}", page.status));
            }
            // No workers run here, so it is not ready.
            assert!(page.status < 500 || rule == "/readyz", "{name}: {method} {path}: {}", page.status);
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        world.app.leave_jobs();
    }
}

/// Everything that another workspace's owner must not change.
async fn everything(app: &TestApp) -> BTreeMap<String, Vec<TextRow>> {
    let db = app.app().store.begin_read().await;
    let mut all = BTreeMap::new();
    for table in dump::tables(&db).await.unwrap() {
        let mut rows = dump::rows(&db, &table).await.unwrap();
        rows.sort();
        all.insert(table, rows);
    }
    all
}

#[tokio::test]
async fn another_workspaces_owner_finds_and_changes_nothing() {
    let world = World::new().await;
    // Who was first runs the installation.
    world.app.advance(SignedDuration::from_secs(1));
    let nina = world.app.outsider("nina").await;
    let theirs = nina.workspace.as_uuid().simple().to_string();
    for (method, rule, who) in pages() {
        let path = world.path(rule);
        if rule == "/events" || who == Everybody {
            continue;
        }
        let before = everything(&world.app).await;
        let page = world.ask(&world.app.outsider_again(&nina).await, &method, &path).await;
        if who == Installation {
            assert_eq!(page.status, 403, "{method} {path}");
        }
        if rule.contains("{id}") {
            // What is wrong with the form may be said before anything is looked for.
            let nothing = [404].as_slice();
            let unread = [400, 404, 422].as_slice();
            let expected = match rule {
                // What is done or runs already is no mistake: whoever asks for it, or for another's, is led back.
                "/settings/jobs/{id}/run-again"
                | "/settings/people/invited/{id}/again"
                | "/settings/people/invited/{id}/withdraw" => &[303],
                _ if method == Method::GET => nothing,
                _ => unread,
            };
            assert!(expected.contains(&page.status), "{method} {path} answered {}", page.status);
        }
        page.assert_no_text("Ana Ferreira").assert_no_text("Lumen").assert_no_text("Rollout");
        let after = everything(&world.app).await;
        for (table, rows) in &before {
            let foreign =
                |row: &&TextRow| row.get("workspace_id").cloned().flatten().as_deref() != Some(&theirs);
            let (before, after): (Vec<_>, Vec<_>) =
                (rows.iter().filter(foreign).collect(), after[table].iter().filter(foreign).collect());
            // The jobs and the page's own sessions are nobody's.
            let own = ["schedules", "login_attempts", "jobs"];
            assert!(own.contains(&table.as_str()) || before == after, "{method} {path} changed {table}");
        }
    }
    world.app.leave_jobs();
}
