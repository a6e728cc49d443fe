use domain::TaskId;
use jiff::SignedDuration;
use jiff::civil::date;
use store::tasks::{self, NewTask};
use testing::{Page, TestApp, TestUser};

/// Adds a task by the form.
pub(crate) async fn add(person: &TestUser, what: &str, due: &str, contact: &str) -> Page {
    let form = person.get("/tasks/new").await.form("Save task");
    let page = person.send(form.set("what", what).set("due", due).set("contact", contact)).await;
    page.assert_ok().assert_notice("Task added");
    page
}

/// The names of the buttons that end a task.
pub(crate) fn open(page: &Page) -> Vec<String> {
    let done = page.buttons().into_iter().filter_map(|name| name.strip_prefix("Done: ").map(str::to_owned));
    done.collect()
}

#[tokio::test]
async fn a_task_is_added_from_a_contact_done_and_told_on_their_timeline() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let contact = format!("/contacts/{ana}");
    let page = mara.get(&contact).await;
    let form = mara.get(&page.link("Add task")).await.form("Save task");
    assert_eq!(form.value("contact").unwrap(), "ana@lumen.example");
    let page = mara.send(form.set("what", "Send the offer").set("due", "2027-03-09")).await;
    assert_eq!(page.path, contact, "back to where the link was");
    page.assert_heading("Next step").assert_text("Today");
    for path in ["/", "/tasks"] {
        let page = mara.get(path).await;
        page.assert_text("Tasks 1 due").assert_text("Ana Ferreira");
        assert_eq!(open(&page), ["Send the offer"], "{path}");
    }
    let page = mara.press(&contact, "Done: Send the offer").await;
    page.assert_notice("Done: Send the offer").assert_text("Send the offer · Mara Lindqvist");
    assert_eq!(page.path, contact);
    assert!(!page.headings().contains(&"Next step".to_owned()));
    let tasks = mara.get(&format!("{contact}?show=tasks")).await.select(".tl .hd b");
    assert_eq!(tasks, ["Task done"]);
    assert_eq!(
        mara.get("/contacts").await.select(".c-touched"),
        ["Never"],
        "a task is no contact with somebody"
    );
    mara.get("/tasks").await.assert_heading("Nothing to do");
}

#[tokio::test]
async fn what_is_done_can_be_done_again_and_twice_is_once() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    add(&mara, "Send the offer", "2027-03-09", "Ana Ferreira").await;
    let done = mara.get("/tasks").await.form("Done: Send the offer");
    mara.send(done.clone()).await.assert_ok();
    mara.send(done).await.assert_notice("Done: Send the offer");
    let contact = mara.get(&format!("/contacts/{ana}")).await;
    assert_eq!(contact.rows("Task done").len(), 1, "told once");
    let page = mara.get("/tasks?show=done").await;
    page.assert_text("Done, today");
    let page = mara.send(page.form("Not done: Send the offer")).await;
    page.assert_notice("To do again: Send the offer");
    assert_eq!(page.path, "/tasks?show=done");
    assert_eq!(open(&mara.get("/tasks").await), ["Send the offer"]);
}

#[tokio::test]
async fn tasks_stand_under_their_days_the_most_urgent_first() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for (what, due) in
        [("Later", "2027-04-01"), ("Late", "2027-03-08"), ("Soon", "2027-03-10"), ("Now", "2027-03-09")]
    {
        add(&mara, what, due, "").await;
    }
    let page = mara.get("/tasks").await;
    assert_eq!(open(&page), ["Late", "Now", "Soon", "Later"]);
    assert_eq!(page.select("h2"), ["Overdue", "Today", "Tomorrow", "Later"]);
    page.assert_text("Tasks 2 due").assert_text("Yesterday").assert_text("Thu 1 April");
    let today = mara.get("/").await;
    assert_eq!(open(&today), ["Late", "Now", "Soon"], "a week ahead");
    // Their day ends at midnight in Stockholm, not in UTC.
    app.advance(SignedDuration::from_hours(14));
    mara.get("/tasks").await.assert_text("Tasks 3 due");
}

#[tokio::test]
async fn a_task_can_be_given_to_a_colleague_and_everyones_are_shown_on_demand() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let form = mara.get("/tasks/new").await.form("Save task");
    mara.send(form.set("what", "Call Sofia").set("owner", &oskar.id.to_string())).await.assert_ok();
    assert!(open(&mara.get("/tasks").await).is_empty());
    assert_eq!(open(&oskar.get("/tasks").await), ["Call Sofia"]);
    let all = mara.get("/tasks?whose=everyone").await;
    assert_eq!(open(&all), ["Call Sofia"]);
    assert!(all.rows("Call Sofia")[0].contains("Oskar Berg"), "{:?}", all.rows("Call Sofia"));
}

#[tokio::test]
async fn a_long_list_has_pages_that_neither_skip_nor_repeat() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let contact = app.contact("Ana Ferreira").create().await;
    let tx = app.app().store.begin_write().await.unwrap();
    for n in 0..60 {
        let task = NewTask {
            id: TaskId::new(&*app.app().clock, &*app.app().random),
            owner_id: mara.id,
            contact_id: Some(contact),
            meeting_id: None,
            what: &format!("Task {n:02}"),
            due_on: date(2027, 3, 10 + n / 30),
            remind_at: None,
            created_by: mara.id,
            created_at: app.now(),
        };
        tasks::create(&tx, mara.workspace, &task).await.unwrap();
        app.advance(SignedDuration::from_millis(2));
    }
    tx.commit().await.unwrap();
    let first = mara.get("/tasks").await;
    first.assert_text("50 of 60");
    let second = mara.get(&first.link("Next")).await;
    let mut all = open(&first);
    all.extend(open(&second));
    let expected: Vec<_> = (0..60).map(|n| format!("Task {n:02}")).collect();
    assert_eq!(all, expected);
    assert_eq!(open(&mara.get(&second.link("Previous")).await), expected[..50]);
    let page = mara.get(&format!("/contacts/{contact}")).await;
    assert_eq!(open(&page).len(), 8, "the most urgent ones");
}
