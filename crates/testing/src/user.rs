use std::ops::Deref;

use domain::{EmailAddress, PersonName, Role, Theme, UserId, WorkspaceId, Zone};
use jiff::SignedDuration;
use rapport::accounts::{hash_token, new_token};
use store::session_places::{self, Place};
use store::sessions::NewSession;
use store::users::{PasswordHash, User};
use store::{sessions, users};
use zoom_sandbox::MeetingChange;

use crate::{Browser, Page, TestApp};

/// Password of everybody in tests.
pub const PASSWORD: &str = "correct horse battery staple";

/// Argon2id hash of [`PASSWORD`]: hashing it again in each test would be most of the test's time.
const HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$7Y8B2+QUCx2JqYF7im9Gsw$OVyFJE4x8tPbpiAGTKApCJjOSIRqPLGICQFGtJ/CY9g";

/// A logged-in person with a browser.
#[derive(Debug)]
pub struct TestUser {
    /// Their id.
    pub id: UserId,
    /// Their workspace.
    pub workspace: WorkspaceId,
    /// What they log in with, and the address of their Zoom account.
    pub email: String,
    /// Their full name.
    pub name: String,
    browser: Browser,
}

impl Deref for TestUser {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl TestUser {
    /// Connects their own Zoom account, the way a person does. The page that they end on.
    pub async fn connect_zoom(&self) -> Page {
        self.connect_zoom_as(&self.email).await
    }

    /// Connects (or reconnects) the Zoom account with this address.
    pub async fn connect_zoom_as(&self, email: &str) -> Page {
        let callback = self.ask_zoom(email).await;
        self.get(&callback).await
    }

    /// Connects Zoom, meets somebody there who is mailed about it, and takes over what is changed in Zoom, so that there is
    /// something of everything that comes from Zoom.
    pub async fn use_zoom(&self, app: &TestApp) {
        let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
        self.connect_zoom().await.assert_ok();
        let fields = [("topic", "Rollout"), ("date", "2027-03-11"), ("start", "14:00")];
        self.post(&format!("/contacts/{ana}/meetings/new"), &fields).await.assert_ok();
        app.run_jobs().await;
        let meeting = app.sandbox().meetings(&self.email).pop().expect("a meeting in Zoom");
        let change = MeetingChange { topic: Some("Renamed in Zoom".into()), ..MeetingChange::default() };
        assert!(app.sandbox().change_meeting(meeting.id, change), "the sandbox has lost the meeting");
        app.deliver_events().await;
    }

    /// Presses **Connect Zoom** (or **Reconnect Zoom**) and allows it in Zoom as `email`. The path and query that
    /// Zoom sends the browser back to, not visited yet.
    pub async fn ask_zoom(&self, email: &str) -> String {
        let consent = self.begin_connecting().await;
        self.allow_in_zoom(&consent, email).await
    }

    /// Presses **Connect Zoom**, **Reconnect Zoom** or **Start again**. The address of Zoom's consent page.
    pub async fn begin_connecting(&self) -> url::Url {
        let page = self.get("/settings/integrations").await;
        let offered =
            ["Reconnect Zoom", "Connect Zoom", "Start again"].into_iter().find(|name| page.has_button(name));
        let form = if let Some(name) = offered {
            page.form(name)
        } else {
            // A connected account offers no such button, but a tab that was opened before does.
            let check = if page.has_button("Try again") { "Try again" } else { "Check connection" };
            let mut form = page.form(check);
            "/integrations/zoom/connect".clone_into(&mut form.action);
            form
        };
        let answer = self.send(form).await;
        let location = answer.location.as_deref().expect("connecting leads to Zoom");
        location.parse().expect("an address of Zoom")
    }
}

/// Full names of the people that tests know by their first name.
fn full_name(name: &str) -> String {
    match name {
        "mara" => "Mara Lindqvist".to_owned(),
        "oskar" => "Oskar Berg".to_owned(),
        other => {
            let mut letters = other.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{} Test", letters.as_str())
        }
    }
}

pub(crate) async fn log_in(app: &TestApp, workspace: WorkspaceId, name: &str) -> TestUser {
    let email = EmailAddress::parse(&format!("{name}@halden.example")).expect("an address");
    let found = users::find_by_email(&app.app().store.begin_read().await, &email).await.expect("users");
    let user = match found {
        Some(user) => user,
        None => add(app, workspace, name, email).await,
    };
    let token = new_token(app.random());
    let now = app.now();
    let tx = app.app().store.begin_write().await.expect("a transaction");
    let session = NewSession {
        token_hash: hash_token(&token),
        workspace_id: user.workspace_id,
        user_id: user.id,
        csrf_token: new_token(app.random()),
        created_at: now,
        // Tests let days pass.
        expires_at: now + SignedDuration::from_hours(24 * 365),
    };
    sessions::create(&tx, &session).await.expect("a session");
    let place = Place { agent: "curl/8.5.0".to_owned(), address: Some("192.0.2.14".to_owned()) };
    session_places::note(&tx, &session.token_hash, (user.workspace_id, user.id), &place, now)
        .await
        .expect("a place");
    tx.commit().await.expect("a commit");
    let browser = app.visitor();
    browser.set_cookie("rapport_session", &token);
    TestUser {
        id: user.id,
        workspace: user.workspace_id,
        email: user.email.to_string(),
        name: user.name.to_string(),
        browser,
    }
}

async fn add(app: &TestApp, workspace: WorkspaceId, name: &str, email: EmailAddress) -> User {
    let tx = app.app().store.begin_write().await.expect("a transaction");
    let first = users::list(&tx, workspace).await.expect("users").is_empty();
    let user = User {
        id: UserId::new(&*app.app().clock, app.random()),
        workspace_id: workspace,
        email,
        name: PersonName::parse(&full_name(name)).expect("a name"),
        role: if first { Role::Owner } else { Role::Member },
        password_hash: PasswordHash::new(HASH.to_owned()),
        zone: Zone::parse("Europe/Stockholm").expect("a zone"),
        theme: Theme::System,
        created_at: app.now(),
    };
    users::create(&tx, &user).await.expect("a user");
    tx.commit().await.expect("a commit");
    user
}
