//! Removing somebody: what they leave goes to somebody else, what is theirs alone ends, and their name stays.

use domain::ContactId;
use jiff::SignedDuration;
use store::dump::{self, TextRow};
use testing::{Form, PASSWORD, Page, TestApp, TestUser};

const PEOPLE: &str = "/settings/people";
pub(super) const OSKAR: &str = "oskar@halden.example";
const PHONE: &str = "+46 8 123 45 67, Oskar calls";

/// A workspace with Mara, who owns it, and Oskar, who looks after Ana.
pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) mara: TestUser,
    pub(super) oskar: TestUser,
    pub(super) ana: ContactId,
}

impl World {
    pub(super) async fn new() -> Self {
        let app = TestApp::start().await;
        let mara = app.user("mara").await;
        let oskar = app.user("oskar").await;
        let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create_for(&oskar).await;
        Self { app, mara, oskar, ana }
    }

    async fn schedule(&self, topic: &str, more: &[(&str, &str)]) -> Page {
        let fields = [("topic", topic), ("date", "2027-03-11")];
        let start = if topic == "Rollout" { "16:00" } else { "14:00" };
        let fields: Vec<_> =
            fields.into_iter().chain([("start", start)]).chain(more.iter().copied()).collect();
        self.oskar.post(&format!("/contacts/{}/meetings/new", self.ana), &fields).await
    }

    async fn schedule_phone(&self) {
        self.schedule("Catch-up", &[("place", "phone"), ("phone", PHONE)]).await.assert_ok();
        self.app.run_jobs().await;
    }

    /// Oskar has connected Zoom and has a meeting there that Ana was invited to.
    pub(super) async fn schedule_in_zoom(&self) {
        self.oskar.connect_zoom().await.assert_ok();
        self.schedule("Rollout", &[]).await.assert_ok();
        self.app.run_jobs().await;
    }

    pub(super) fn path(&self) -> String {
        format!("{PEOPLE}/{}/remove", self.oskar.id)
    }

    pub(super) async fn form(&self) -> Form {
        self.mara.get(&self.path()).await.form("Remove Oskar Berg")
    }

    pub(super) async fn remove(&self) -> Page {
        let form = self.form().await;
        self.mara.send(form).await
    }

    pub(super) async fn rows(&self, table: &str) -> Vec<TextRow> {
        dump::rows(&self.app.app().store.begin_read().await, table).await.unwrap()
    }

    /// Who stands in this column of the only row.
    pub(super) async fn who(&self, table: &str, column: &str) -> &str {
        let [row] = &self.rows(table).await[..] else { panic!("{table} has not one row") };
        let id = row[column].clone().unwrap();
        let is = |user: &TestUser| id == user.id.as_uuid().simple().to_string();
        match (is(&self.mara), is(&self.oskar)) {
            (true, _) => "mara",
            (_, true) => "oskar",
            _ => panic!("{table}.{column} is {id}"),
        }
    }
}

#[tokio::test]
async fn what_somebody_had_goes_to_whoever_takes_over_and_their_name_stays_on_what_they_did() {
    let world = World::new().await;
    world.schedule_phone().await;
    let fields = [("title", "Lumen rollout"), ("value", "18400")];
    world.oskar.post("/deals/new", &fields).await.assert_ok();
    world.oskar.post(&format!("/contacts/{}", world.ana), &[("note", "Wants a price")]).await.assert_ok();
    world
        .app
        .database()
        .run(
            "INSERT INTO tasks (workspace_id, id, meeting_id, owner_id, what, due_on, created_by, created_at) \
             SELECT workspace_id, id, id, host_id, 'Call', '2027-03-22', host_id, created_at FROM meetings",
        )
        .await;
    let list = world.mara.get(PEOPLE).await;
    let page = world.mara.get(&list.link("Remove Oskar Berg")).await;
    page.assert_ok().assert_heading("Remove Oskar Berg?").assert_text(OSKAR);
    let counts = page.select("#handed + ul li");
    assert!(counts.iter().all(|line| line.ends_with(" 1")) && counts.len() == 4, "{counts:?}");
    page.assert_no_text("in their Zoom account");
    let done = world.mara.send(page.form("Remove Oskar Berg")).await;
    done.assert_ok().assert_notice("Oskar Berg was removed");
    done.assert_text("Mara Lindqvist has 1 contact, 1 deal, 1 meeting and 1 task now.");
    assert_eq!(done.path, PEOPLE);
    world.app.run_jobs().await;
    for (table, column) in
        [("contacts", "owner_id"), ("deals", "owner_id"), ("tasks", "owner_id"), ("meetings", "host_id")]
    {
        assert_eq!(world.who(table, column).await, "mara", "{table}");
    }
    assert_eq!(world.who("notes", "author_id").await, "oskar");
    world
        .mara
        .get(&format!("/contacts/{}", world.ana))
        .await
        .assert_text("Oskar Berg")
        .assert_text("Wants a price");
    let log = world.mara.get("/settings/audit").await;
    log.assert_text("Removed somebody")
        .assert_text("Oskar Berg, to Mara Lindqvist: contacts 1, deals 1, meetings 1, tasks 1");
    // Whoever took over can do with the meeting what a host can.
    let path = world.mara.get("/meetings?view=agenda").await;
    let path = path.links().into_iter().find(|(name, _)| name.contains("Catch-up")).unwrap().1;
    let path = path.split(['?', '#']).next().unwrap().to_owned();
    let form = world.mara.get(&format!("{path}/remove")).await.form("Remove meeting");
    world.mara.send(form).await.assert_notice("Meeting removed");
    world.app.run_jobs().await;
    let mails = world.app.mails().await;
    let told = mails.iter().filter(|mail| mail.text.contains("Mara Lindqvist cancelled")).count();
    assert_eq!(told, 1, "{mails:?}");
}

#[tokio::test]
async fn what_is_over_keeps_its_host() {
    let world = World::new().await;
    world.schedule_phone().await;
    world.app.advance(SignedDuration::from_hours(24 * 30));
    let counts = world.mara.get(&world.path()).await.select("#handed + ul li");
    assert!(counts[2].ends_with(" 0"), "{counts:?}");
    world.remove().await.assert_notice("Oskar Berg was removed");
    assert_eq!(world.who("meetings", "host_id").await, "oskar");
    world.app.leave_jobs();
}

#[tokio::test]
async fn a_series_goes_over_with_its_dates_to_come() {
    let world = World::new().await;
    let more = [("place", "phone"), ("phone", PHONE), ("repeat", "weekly"), ("times", "3")];
    world.schedule("Every week", &more).await.assert_ok();
    world.app.run_jobs().await;
    assert_eq!(world.rows("meetings").await.len(), 4, "the series and its dates");
    // The first date is over.
    world.app.advance(SignedDuration::from_hours(24 * 4));
    let page = world.mara.get(&world.path()).await;
    assert!(page.select("#handed + ul li")[2].ends_with(" 2"), "{:?}", page.select("#handed + ul li"));
    world.remove().await.assert_notice("Oskar Berg was removed");
    let mara = world.mara.id.as_uuid().simple().to_string();
    let hosts = world.rows("meetings").await;
    let gone = hosts.iter().filter(|row| row["host_id"].as_deref() == Some(&mara)).count();
    assert_eq!(gone, 3, "the series and two dates: {hosts:?}");
    world.app.leave_jobs();
}

#[tokio::test]
async fn whoever_is_removed_comes_in_by_no_way_and_may_be_invited_again() {
    let world = World::new().await;
    let World { app, mara, oskar, .. } = &world;
    let page =
        oskar.post("/settings/api-tokens", &[("name", "Export"), ("may", "write"), ("lasts", "90")]).await;
    let token = page.field("Token Export").value;
    let ask = async || {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        app.visitor().request(axum::http::Method::GET, "/api/v1/me", &headers, String::new()).await.status
    };
    assert_eq!(ask().await, 200);
    oskar.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    app.visitor().post("/login/forgot", &[("email", OSKAR)]).await.assert_ok();
    app.run_jobs().await;
    let mail = oskar.get("/mailbox").await;
    let mail =
        oskar.get(&mail.links().into_iter().find(|(_, to)| to.starts_with("/mailbox/")).unwrap().1).await;
    let link = mail.text().split_whitespace().find(|word| word.contains("/login/reset/")).unwrap().to_owned();
    let link = link[link.find("/login/reset/").unwrap()..].to_owned();
    app.visitor().get(&link).await.assert_ok();
    let page = mara.get(&world.path()).await;
    let ends = page.select("#ends + ul li");
    assert!(ends[0].ends_with(" 1") && ends[1].ends_with(" 1"), "{ends:?}");
    mara.send(page.form("Remove Oskar Berg")).await.assert_notice("Oskar Berg was removed");

    oskar.get("/contacts").await.assert_heading("Log in");
    assert_eq!(ask().await, 401);
    app.visitor().get(&link).await.assert_status(404);
    app.visitor().post("/login", &[("email", OSKAR), ("password", PASSWORD)]).await.assert_status(422);
    app.visitor().post("/login/forgot", &[("email", OSKAR)]).await.assert_ok();
    app.run_jobs().await;
    for table in ["api_tokens", "calendar_feeds", "password_resets", "mailbox_readers", "mailbox_messages"] {
        assert_eq!(world.rows(table).await.len(), 0, "{table}");
    }
    // The same address is somebody new.
    let form = mara.get(PEOPLE).await.form("Send invitation").set("email", OSKAR).set("role", "member");
    mara.send(form).await.assert_notice("oskar@halden.example is invited");
    app.run_jobs().await;
    let mail = app.mails().await.pop().unwrap();
    let path = mail.text.split_whitespace().find(|word| word.contains("/join/")).unwrap().to_owned();
    let path = &path[path.find("/join/").unwrap()..];
    let again = app.visitor();
    let form = again.get(path).await.form("Create account");
    again
        .send(form.set("name", "Oskar Berg").set("password", "a sentence that nobody guesses"))
        .await
        .assert_ok();
    assert_eq!(world.rows("users").await.len(), 3);
    again.get("/contacts").await.assert_heading("Contacts");
    assert_eq!(world.who("contacts", "owner_id").await, "mara");
}

#[tokio::test]
async fn only_an_owner_removes_an_owner_and_nobody_themselves() {
    let world = World::new().await;
    let adam = world.app.user("adam").await;
    let rita = world.app.user("rita").await;
    for (name, role) in [("adam", "admin"), ("rita", "read_only")] {
        let sql = format!("UPDATE users SET role = '{role}' WHERE email = '{name}@halden.example'");
        world.app.database().run(&sql).await;
    }
    let remove = async |who: &TestUser, whom: &TestUser, heir: &TestUser| {
        let csrf = who.get("/settings/profile").await.form("Log out").value("csrf").unwrap();
        let fields = [("csrf", csrf.as_str()), ("heir", &heir.id.to_string())];
        who.post_raw(&format!("{PEOPLE}/{}/remove", whom.id), &fields).await
    };
    remove(&adam, &world.mara, &adam).await.assert_status(403).assert_text("Only an owner removes an owner.");
    adam.fetch(&format!("{PEOPLE}/{}/remove", world.mara.id)).await.assert_status(403);
    let page = remove(&world.mara, &world.mara, &adam).await;
    page.assert_status(403).assert_text("You cannot remove yourself.");
    remove(&world.oskar, &rita, &world.oskar).await.assert_status(403);
    for nobody in [&rita, &world.oskar] {
        let page = remove(&world.mara, &world.oskar, nobody).await;
        page.assert_status(422).assert_text("Choose somebody here who may change contacts");
    }
    let list = adam.get(PEOPLE).await;
    assert!(list.has_link("Remove Oskar Berg") && !list.has_link("Remove Mara Lindqvist"));
    assert!(!list.has_link("Remove Adam Test"), "oneself");
    assert_eq!(world.rows("removed_people").await.len(), 0);
    remove(&adam, &world.oskar, &world.mara).await.assert_status(303);
    // Once more is harmless.
    remove(&adam, &world.oskar, &world.mara).await.assert_status(303);
    adam.get(PEOPLE).await.assert_notice("Oskar Berg was removed before");
    adam.fetch(&world.path()).await.assert_status(404);
    adam.fetch(&format!("{PEOPLE}/{}", world.oskar.id)).await.assert_status(404);
    world.app.leave_jobs();
}

#[tokio::test]
async fn who_is_removed_is_nowhere_to_choose_and_still_named_in_the_audit_log() {
    let world = World::new().await;
    world.oskar.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    world.remove().await.assert_notice("Oskar Berg was removed");
    for path in [PEOPLE, "/settings/zoom-app", "/meetings?view=agenda&whose=everybody"] {
        let page = world.mara.get(path).await;
        assert!(
            !page
                .select("main .people li, main option, main label")
                .iter()
                .any(|text| text.contains("Oskar")),
            "{path}"
        );
    }
    let log = world.mara.get("/settings/audit").await;
    let offered = log.select("option");
    assert!(offered.iter().any(|name| name.contains("Oskar Berg")), "{offered:?}");
    world.app.leave_jobs();
}

#[tokio::test]
async fn reminders_go_to_whoever_hosts_now_and_none_to_somebody_who_is_gone() {
    let world = World::new().await;
    world.schedule_phone().await;
    world.schedule_in_zoom().await;
    world.remove().await.assert_notice("Oskar Berg was removed");
    world.app.deliver_events().await;
    let before = world.app.mails().await.len();
    for _ in 0..48 {
        world.app.advance(SignedDuration::from_hours(1));
        world.app.run_schedules().await;
        world.app.run_jobs().await;
    }
    let mails = world.app.mails().await.split_off(before);
    assert!(!mails.is_empty(), "the call has reminders");
    for mail in &mails {
        assert!(!mail.to.contains(OSKAR), "{mail:?}");
        assert!(mail.subject.contains("Catch-up"), "{mail:?}");
    }
    assert!(mails.iter().any(|mail| mail.to.contains("mara@halden.example")), "{mails:?}");
}

#[tokio::test]
async fn a_meeting_scheduled_while_its_host_is_removed_goes_over_or_is_not_made() {
    for _ in 0..4 {
        let world = World::new().await;
        let page = world.oskar.get(&format!("/contacts/{}/meetings/new", world.ana)).await;
        let meeting = page
            .form("Schedule meeting")
            .set("topic", "Catch-up")
            .set("date", "2027-03-11")
            .set("start", "14:00")
            .set("place", "phone")
            .set("phone", PHONE);
        let removal = world.form().await;
        let (scheduled, removed) =
            tokio::join!(world.oskar.send_only(meeting), world.mara.send_only(removal));
        // PostgreSQL may end one of two that wait for each other: that one is told to try again.
        assert!([303, 503].contains(&removed.status), "{}", removed.status);
        if removed.status == 503 {
            world.remove().await.assert_notice("Oskar Berg was removed");
        }
        assert!([303, 503].contains(&scheduled.status), "{}", scheduled.status);
        match world.rows("meetings").await.len() {
            0 => {}
            _ => assert_eq!(world.who("meetings", "host_id").await, "mara"),
        }
        assert_eq!(world.who("contacts", "owner_id").await, "mara");
        world.oskar.get("/contacts").await.assert_heading("Log in");
        world.app.leave_jobs();
    }
}

#[tokio::test]
async fn of_two_owners_who_remove_each_other_at_once_one_stays() {
    let world = World::new().await;
    world.app.database().run("UPDATE users SET role = 'owner'").await;
    let theirs = format!("{PEOPLE}/{}/remove", world.mara.id);
    let (mine, yours) = (world.form().await, world.oskar.get(&theirs).await.form("Remove Mara Lindqvist"));
    let (first, second) = tokio::join!(world.mara.send_only(mine), world.oskar.send_only(yours));
    let removed = world.rows("removed_people").await;
    assert_eq!(removed.len(), 1, "{} {}: {removed:?}", first.status, second.status);
    world.app.leave_jobs();
}
