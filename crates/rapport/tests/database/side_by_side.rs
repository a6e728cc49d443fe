//! The same thing done by many at once happens once. On PostgreSQL they really run side by side (decision 0015).

use domain::{Agenda, ContactId, EmailAddress, Minutes, PersonName, Topic, Zone};
use jiff::SignedDuration;
use rapport::accounts::{NewOwner, SetupError, set_up};
use rapport::app::App;
use rapport::audit::By;
use rapport::connections::{Disconnected, disconnect};
use rapport::contacts::{ContactInput, create};
use rapport::meetings::{InviteeChoice, Overlaps, RemoveRequest, ScheduleRequest, remove, schedule};
use store::activities::{self, ActivityKind};
use store::{companies, contacts, meetings};
use testing::{TestApp, TestUser};

/// How many try at once.
const MANY: usize = 8;
/// A removal of which the invitees are told.
const TELL: RemoveRequest<'_> = RemoveRequest { tell: true, message: "", idempotency_key: None };

/// Runs `what` many times at once, in tasks of their own; the answers.
async fn at_once<T, F>(app: &TestApp, what: impl Fn(App, usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..MANY).map(|n| tokio::spawn(what(app.app().clone(), n))).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

fn name(text: &str) -> PersonName {
    PersonName::parse(text).unwrap()
}

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn zone() -> Zone {
    Zone::parse("Europe/Lisbon").unwrap()
}

fn ana(company: &str) -> ContactInput {
    ContactInput {
        name: name("Ana Ferreira"),
        email: Some(email("ana@lumenfreight.example")),
        phone: None,
        title: None,
        company: Some(company.to_owned()),
        zone: Some(zone()),
        language: None,
    }
}

async fn count_contacts(app: &TestApp, mara: &TestUser) -> u64 {
    let query = contacts::ContactQuery {
        search: None,
        company: None,

        reachable: false,
        sort: contacts::ContactSort::Name,
        after: None,
        limit: 1,
        now: app.now(),
    };
    contacts::list(&app.app().store.begin_read().await, mara.workspace, &query).await.unwrap().total
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_for_a_contact_makes_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let (workspace, id) = (mara.workspace, mara.id);
    let made = at_once(&app, |app, _| async move {
        create(&app, workspace, id, "the form's key", ana("Lumen Freight")).await.unwrap()
    })
    .await;
    assert!(made.iter().all(|contact| contact.id == made[0].id), "all are led to the same one: {made:?}");
    assert_eq!(count_contacts(&app, &mara).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_company_typed_into_many_forms_is_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let (workspace, id) = (mara.workspace, mara.id);
    at_once(&app, |app, n| async move {
        create(&app, workspace, id, &n.to_string(), ana("Lumen Freight")).await.unwrap()
    })
    .await;
    assert_eq!(count_contacts(&app, &mara).await, MANY as u64);
    assert_eq!(companies::names(&app.app().store.begin_read().await, workspace).await.unwrap().len(), 1);
}

fn request(app: &App, contact: ContactId) -> ScheduleRequest {
    ScheduleRequest {
        new_address: None,
        alternative_hosts: String::new(),
        repeat: None,
        contact,
        topic: Topic::parse("Rollout kick-off").unwrap(),
        agenda: Agenda::default(),
        starts_at: app.now() + SignedDuration::from_hours(48),
        zone: zone(),
        minutes: Minutes::try_from(30).unwrap(),
        place: None,
        overlaps: Overlaps::Any,
        invitees: vec![InviteeChoice {
            contact: Some(contact),
            name: None,
            email: email("ana@lumenfreight.example"),
            zone: None,
            language: None,
        }],
        waiting_room: true,
        passcode: true,
        cloud_recording: false,
        send_invitation: true,
        idempotency_key: "the form's key".into(),
    }
}

/// Somebody connected, with a contact.
async fn desk() -> (TestApp, TestUser, ContactId) {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumenfreight.example").create().await;
    (app, mara, ana)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_for_a_meeting_makes_one_and_mails_once() {
    let (app, mara, ana) = desk().await;
    let (workspace, host) = (mara.workspace, mara.id);
    let made = at_once(&app, |app, _| async move {
        schedule(&app, workspace, host, request(&app, ana)).await.unwrap().meeting
    })
    .await;
    assert!(made.iter().all(|meeting| *meeting == made[0]), "{made:?}");
    app.run_jobs().await;
    assert_eq!(app.sandbox().meetings("mara@halden.example").len(), 1);
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_meeting_is_removed_once() {
    let (app, mara, ana) = desk().await;
    let (workspace, host) = (mara.workspace, mara.id);
    let meeting = schedule(app.app(), workspace, host, request(app.app(), ana)).await.unwrap().meeting;
    app.run_jobs().await;
    at_once(&app, |app, _| async move {
        remove(&app, workspace, host, meeting, TELL).await.unwrap();
    })
    .await;
    app.run_jobs().await;
    let db = app.app().store.begin_read().await;
    let stored = meetings::get(&db, workspace, meeting).await.unwrap().unwrap();
    assert_eq!(stored.revision, 1);
    let recent = activities::recent(&db, workspace, 50).await.unwrap();
    let removals = recent.iter().filter(|entry| entry.kind == ActivityKind::MeetingRemoved).count();
    assert_eq!(removals, 1);
    assert_eq!(app.sandbox().meetings("mara@halden.example").len(), 0);
    assert_eq!(app.mails().await.len(), 2, "one invitation, one cancellation");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn scheduling_and_removing_beside_each_other_end_in_the_same_place() {
    let (app, mara, ana) = desk().await;
    let (workspace, host) = (mara.workspace, mara.id);
    let meeting = schedule(app.app(), workspace, host, request(app.app(), ana)).await.unwrap().meeting;
    // Half of them try to bring it to Zoom while the others remove it.
    at_once(&app, |app, n| async move {
        if n % 2 == 0 {
            remove(&app, workspace, host, meeting, TELL).await.unwrap();
        } else {
            rapport::meetings::retry(&app, workspace, meeting).await.unwrap();
        }
    })
    .await;
    app.run_jobs_until_done().await;
    assert_eq!(app.sandbox().meetings("mara@halden.example").len(), 0);
    let stored = meetings::get(&app.app().store.begin_read().await, workspace, meeting).await.unwrap();
    assert_eq!(stored.unwrap().known, meetings::Known::Gone);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_zoom_account_is_forgotten_once() {
    let (app, mara, _) = desk().await;
    let (workspace, user) = (mara.workspace, mara.id);
    let ends = at_once(&app, |app, _| async move {
        disconnect(&app, By::nowhere(workspace, user), false).await.unwrap()
    })
    .await;
    let done = ends.iter().filter(|end| matches!(end, Disconnected::Done(_))).count();
    assert_eq!(done, 1, "{ends:?}");
    app.deliver_events().await;
    let revoked = app.sandbox().requests().iter().filter(|call| call.path == "/oauth/revoke").count();
    assert_eq!(revoked, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_event_delivered_many_times_is_applied_once() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let body = r#"{"event":"meeting.levitated","event_ts":1,"payload":{"account_id":"a","object":{"id":1}}}"#;
    let (one, two, three) = tokio::join!(app.send_event(body), app.send_event(body), app.send_event(body));
    for answer in [one, two, three] {
        answer.assert_status(200);
    }
    assert_eq!(app.waiting_jobs().await, 1);
    app.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_is_set_up_once() {
    let app = TestApp::start().await;
    let ends = at_once(&app, |app, n| async move {
        let owner = NewOwner {
            key: app.setup_key.reveal().to_owned(),
            workspace: name("Halden Studio"),
            name: name("Mara Lindqvist"),
            email: email(&format!("owner{n}@halden.example")),
            password: "a sentence works well".into(),
            zone: zone(),
            from: None,
        };
        set_up(&app, owner).await
    })
    .await;
    let done = ends.iter().filter(|end| end.is_ok()).count();
    let told = ends.iter().filter(|end| matches!(end, Err(SetupError::Done))).count();
    assert_eq!((done, told), (1, MANY - 1), "{ends:?}");
}
