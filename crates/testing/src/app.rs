use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use domain::{Clock, ManualClock, PersonName, Random, SeededRandom, Steadiness, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use jobs::{Drained, Runner};
use rapport::accounts::SetupKey;
use rapport::app::{App, Parts};
use rapport::connections::{Entered, Given, ZoomApp};
use rapport::http::router;
use rapport::mail::Mailer;
use rapport::marketplace::probes::{Means, Outside};
use rapport::marketplace::urls::ZoomUrl;
use rapport::metrics::Metrics;
use secrecy::SecretString;
use store::feature_flags::{self, Feature, Reach};
use store::{Store, workspaces};
use test_database::TestDatabase;
use tokio::net::TcpListener;
use url::Url;
use zoom_sandbox::{Control, Sandbox, SandboxClock};

use crate::builder::Builder;
use crate::contact::ContactBuilder;
use crate::mail::{self, Mail};
use crate::user::{self, TestUser};
use crate::zoom_time::ZoomTime;
use crate::{Browser, PUBLIC_URL, START, leftovers};

/// Jobs that wait for each other's retries more often than this will never be done.
const MOST_ROUNDS: u32 = 400;

/// The running program of one test.
///
/// Dropping it fails the test if jobs are unfinished or were given up, unless [`TestApp::leave_jobs`] was said.
pub struct TestApp {
    app: App,
    router: Router,
    clock: ManualClock,
    random: Arc<dyn Random>,
    sandbox: Sandbox,
    http: reqwest::Client,
    may_leave_jobs: AtomicBool,
    webhook_url: Url,
    database: TestDatabase,
}

impl TestApp {
    /// The usual program: nobody in it yet.
    pub async fn start() -> Self {
        Builder::default().start().await
    }

    /// A program that differs from the usual one.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) async fn build(wanted: Builder) -> Self {
        let clock = ManualClock::new(START);
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(7));
        // Zoom delivers events over a real connection.
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port");
        let webhook_url = ZoomUrl::Webhook.at(&format!("http://{address}").parse().expect("a URL"));
        let public_url = if wanted.public_where_it_listens {
            ZoomUrl::Home.at(&webhook_url)
        } else {
            PUBLIC_URL.parse().expect("a URL")
        };
        let sandbox = Sandbox::builder()
            .clock(SandboxClock::Explicit(START))
            .random_seed(7)
            .app_name("Rapport")
            .scopes(wanted.scopes)
            .rotation(wanted.rotation)
            .webhook_url(webhook_url.as_str())
            .redirect_uri(ZoomUrl::Redirect.at(&public_url).as_str())
            .start()
            .await
            .expect("the sandbox starts");
        let http = zoom::transport::http_client(&zoom::transport::Options {
            proxy_from_environment: false,
            ..zoom::transport::Options::default()
        })
        .expect("an HTTP client");
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let database = TestDatabase::new().await;
        let store = Store::open(database.database(), shared.clone(), random.clone()).await;
        let store = store.expect("the database opens");
        store.migrate().await.expect("the database is brought up to date");
        turn_zoom_on(&store).await;
        let sandbox_url = Url::parse(sandbox.url()).expect("a URL");
        let credentials = zoom::Credentials {
            client_id: zoom_sandbox::CLIENT_ID.to_owned(),
            client_secret: SecretString::from(wanted.client_secret),
        };
        let zoom = zoom::App::new(http.clone(), zoom::Endpoints::single(sandbox_url.clone()), credentials)
            .with_runtime(Arc::new(ZoomTime(clock.clone())));
        let app = App::new(Parts {
            zoom: ZoomApp::new(
                zoom.clone(),
                Given::Sandbox {
                    app: zoom,
                    webhook_secret: wanted.webhook_secret.map(SecretString::from),
                    portal: sandbox_url,
                },
                None,
                Entered::default(),
            )
            .expect("the sandbox is an app"),
            keys: wanted.keys,
            mailer: Mailer::new("Rapport <crm@example.com>", wanted.smtp.map(SecretString::from).as_ref())
                .expect("a sender and a mail server"),
            runner: rapport::jobs::register(Runner::new(store.clone(), shared.clone(), random.clone())),
            public_url,
            proxies: wanted.proxies,
            compliance: wanted.compliance,
            publisher: wanted.publisher,
            metrics: wanted
                .metrics
                .map(|token| Metrics::start(Some(SecretString::from(token))).expect("nothing else counts")),
            means: Means::new(
                std::env::temp_dir(),
                None,
                Outside::with_resolver(Vec::new(), Arc::new(wanted.names)).expect("no root is wrong"),
            ),
            setup_key: SetupKey::new(&*random),
            steadiness: Steadiness::new(&*shared),
            clock: shared,
            random: random.clone(),
            store,
        });
        let router = router(app.clone());
        let served = router.clone();
        tokio::spawn(async move { axum::serve(listener, served).await });
        let may_leave_jobs = AtomicBool::new(false);
        Self { app, router, clock, random, sandbox, http, may_leave_jobs, webhook_url, database }
    }

    /// The application itself, for what no page shows.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The Zoom that the application talks to.
    pub fn sandbox(&self) -> Control {
        self.sandbox.control()
    }

    /// Origin of the sandbox, without a slash at the end. It differs from run to run.
    pub fn sandbox_url(&self) -> &str {
        self.sandbox.url().trim_end_matches('/')
    }

    /// Where the sandbox sends events: a real address on this machine.
    pub fn webhook_url(&self) -> &Url {
        &self.webhook_url
    }

    /// The text with the sandbox's address replaced by `https://zoom.example`, for snapshots.
    pub fn stable(&self, text: &str) -> String {
        text.replace(self.sandbox_url(), "https://zoom.example")
    }

    /// The time, for Rapport and for Zoom.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the time of Rapport and of Zoom.
    pub fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
        self.sandbox().advance(by);
    }

    /// Sets the time of Rapport and of Zoom.
    pub fn set_time(&self, to: Timestamp) {
        self.clock.set(to);
        self.sandbox().set_time(to);
    }

    /// Runs every job that is due, and those that they leave behind, until none is due. What Zoom has to tell until
    /// now arrives before, so that no event turns up when the test is over.
    pub async fn run_jobs(&self) -> Drained {
        self.sandbox().deliver_pending().await;
        self.app.runner.drain(&self.app).await.expect("jobs run")
    }

    /// Enqueues the recurring work that is due, runs it, and what it leaves behind, as a server does once a second.
    /// The first call only notes when each is due next.
    pub async fn run_schedules(&self) -> Drained {
        self.app.runner.enqueue_scheduled().await.expect("the schedules");
        self.run_jobs().await
    }

    /// Runs jobs and moves time to the next one until none is left, as days would pass on a server.
    pub async fn run_jobs_until_done(&self) {
        for _ in 0..MOST_ROUNDS {
            self.run_jobs().await;
            let next = store::jobs::next_due(&self.app.store.begin_read().await).await.expect("the queue");
            match next {
                None => return,
                Some(at) if at > self.now() => self.set_time(at),
                Some(_) => {}
            }
        }
        panic!("jobs are still waiting after {MOST_ROUNDS} rounds");
    }

    /// Jobs that wait for their time.
    pub async fn waiting_jobs(&self) -> u64 {
        store::jobs::pending_count(&self.app.store.begin_read().await).await.expect("the queue")
    }

    /// The test ends with jobs on purpose.
    pub fn leave_jobs(&self) {
        self.may_leave_jobs.store(true, Ordering::Relaxed);
    }

    /// Runs due jobs, lets Zoom deliver its events over a real connection, and runs the jobs they caused.
    pub async fn deliver_events(&self) {
        self.run_jobs().await;
        self.sandbox().deliver_pending().await;
        self.run_jobs().await;
    }

    /// Everything in the built-in mailbox of the first workspace, oldest first.
    pub async fn mails(&self) -> Vec<Mail> {
        let first = workspaces::first(&self.app.store.begin_read().await).await.expect("workspaces");
        match first {
            Some(workspace) => self.mails_of(workspace.id).await,
            None => Vec::new(),
        }
    }

    /// The same of any workspace.
    pub async fn mails_of(&self, workspace: WorkspaceId) -> Vec<Mail> {
        mail::all(&self.app, workspace).await
    }

    /// A browser of somebody who is not logged in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone(), self.http.clone())
    }

    /// A person of the first workspace, logged in; added when the name is new. `mara` and `oskar` also have a Zoom
    /// account in the sandbox: Mara a Basic one, Oskar a Licensed one. The first person owns the workspace.
    pub async fn user(&self, name: &str) -> TestUser {
        let found = workspaces::first(&self.app.store.begin_read().await).await.expect("workspaces");
        let workspace = match found {
            Some(workspace) => workspace.id,
            None => self.workspace("Halden Studio").await,
        };
        user::log_in(self, workspace, name).await
    }

    /// The owner of another workspace, logged in.
    pub async fn outsider(&self, name: &str) -> TestUser {
        let workspace = self.workspace("Elsewhere").await;
        user::log_in(self, workspace, name).await
    }

    /// The same outsider once more, with a session of its own.
    pub async fn outsider_again(&self, outsider: &TestUser) -> TestUser {
        let name = outsider.email.split('@').next().unwrap_or_default();
        user::log_in(self, outsider.workspace, name).await
    }

    /// A contact of the first workspace, to be described further and then created.
    pub fn contact(&self, name: &str) -> ContactBuilder<'_> {
        ContactBuilder::new(self, name)
    }

    /// The database, for tests that treat it badly.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Whether the database holds this text anywhere: SQLite on disk, its log included, PostgreSQL in any row.
    pub fn database_holds(&self, text: &str) -> bool {
        // The test's own runtime cannot wait here.
        let look = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(self.database.holds(text))
        };
        std::thread::scope(|scope| scope.spawn(look).join()).expect("the database can be searched")
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.random
    }

    async fn workspace(&self, name: &str) -> WorkspaceId {
        let id = WorkspaceId::new(&self.clock, self.random());
        let name = PersonName::parse(name).expect("a name").to_string();
        let tx = self.app.store.begin_write().await.expect("a transaction");
        let row = workspaces::Workspace { id, name, created_at: self.now() };
        workspaces::create(&tx, &row).await.expect("a workspace");
        tx.commit().await.expect("a commit");
        id
    }
}

/// Tests are of what is on for everyone, unless they change it on the page.
async fn turn_zoom_on(store: &Store) {
    let tx = store.begin_write().await.expect("a transaction");
    feature_flags::set_reach(&tx, Feature::Zoom, Reach::Everyone).await.expect("a flag");
    tx.commit().await.expect("a commit");
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let fine = std::thread::panicking() || self.may_leave_jobs.load(Ordering::Relaxed);
        if !fine && let Some(complaint) = leftovers::complaint(self.database.database().clone()) {
            panic!("{complaint}");
        }
    }
}

impl std::fmt::Debug for TestApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestApp").field("now", &self.now()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use rapport::jobs::ForgetFormKeys;

    use super::*;

    #[tokio::test]
    #[should_panic(expected = "unfinished jobs")]
    async fn a_test_that_leaves_jobs_behind_fails() {
        let app = TestApp::start().await;
        let tx = app.app().store.begin_write().await.expect("a transaction");
        jobs::enqueue(&tx, None, &ForgetFormKeys {}, jobs::Options::default()).await.expect("a job");
        tx.commit().await.expect("a commit");
    }

    #[tokio::test]
    async fn what_zoom_tells_at_the_end_is_not_left_undone() {
        let app = TestApp::start().await;
        app.send_event(r#"{"event":"meeting.started","payload":{"account_id":"a","object":{"id":1}}}"#).await;
        assert_eq!(app.waiting_jobs().await, 1);
    }

    #[tokio::test]
    async fn time_moves_for_rapport_and_zoom_together() {
        let app = TestApp::start().await;
        app.advance(SignedDuration::from_hours(3));
        assert_eq!(app.app().now(), START + SignedDuration::from_hours(3));
        assert_eq!(app.sandbox().now(), app.now());
    }
}
