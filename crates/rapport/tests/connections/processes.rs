//! One refresh for everybody, though they are in different processes: real ones, on one database.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use domain::{
    Clock, EmailAddress, PersonName, Role, SystemClock, SystemRandom, Theme, UserId, WorkspaceId, Zone,
};
use jiff::SignedDuration;
use rapport::accounts::{hash_token, new_token};
use store::Store;
use store::feature_flags::{self, Feature, Reach};
use store::grants::{self, RefreshedTokens};
use store::sessions::{self, NewSession};
use store::users::{self, PasswordHash, User};
use store::workspaces::{self, Workspace};
use test_database::TestDatabase;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use zoom_sandbox::{CLIENT_ID, CLIENT_SECRET, MARA_ID, Sandbox};

use crate::support::MARA;

const PROCESSES: usize = 3;
const REQUESTS: usize = 64;
const CSRF: &str = "csrf-of-the-test";

struct Rapport {
    origin: String,
    _process: Child,
}

/// Starts `rapport serve` and waits until it is ready.
async fn serve(
    database: &TestDatabase,
    folder: &std::path::Path,
    port: u16,
    public: u16,
    sandbox: &str,
) -> Rapport {
    let (variables, data) = database.for_process();
    let mut process = Command::new(env!("CARGO_BIN_EXE_rapport"))
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(data.as_deref().unwrap_or(folder))
        .env("RAPPORT_PUBLIC_URL", format!("http://127.0.0.1:{public}"))
        .env("RAPPORT_ZOOM__CLIENT_ID", CLIENT_ID)
        .env("RAPPORT_ZOOM__CLIENT_SECRET", CLIENT_SECRET)
        .env("RAPPORT_ZOOM__OAUTH_URL", sandbox)
        .env("RAPPORT_ZOOM__API_URL", sandbox)
        .env("NO_PROXY", "127.0.0.1")
        .envs(variables)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if line.contains("ready") {
            return Rapport { origin: format!("http://127.0.0.1:{port}"), _process: process };
        }
    }
    panic!("rapport did not start");
}

/// Ports that were free a moment ago.
fn free_ports() -> [u16; PROCESSES] {
    let held = [(); PROCESSES].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}

/// Mara, logged in; her cookie.
async fn log_in(store: &Store) -> String {
    let (clock, random) = (SystemClock, SystemRandom);
    let workspace = WorkspaceId::new(&clock, &random);
    let now = clock.now();
    let mara = User {
        id: UserId::new(&clock, &random),
        workspace_id: workspace,
        email: EmailAddress::parse(MARA).unwrap(),
        name: PersonName::parse("Mara Lindqvist").unwrap(),
        role: Role::Owner,
        password_hash: PasswordHash::new("none".into()),
        zone: Zone::UTC,
        theme: Theme::System,
        created_at: now,
    };
    let token = new_token(&random);
    let session = NewSession {
        token_hash: hash_token(&token),
        workspace_id: workspace,
        user_id: mara.id,
        csrf_token: CSRF.into(),
        created_at: now,
        expires_at: now + SignedDuration::from_hours(1),
    };
    let tx = store.begin_write().await.unwrap();
    workspaces::create(&tx, &Workspace { id: workspace, name: "Halden".into(), created_at: now })
        .await
        .unwrap();
    users::create(&tx, &mara).await.unwrap();
    feature_flags::set_reach(&tx, Feature::Zoom, Reach::Everyone).await.unwrap();
    sessions::create(&tx, &session).await.unwrap();
    tx.commit().await.unwrap();
    format!("rapport_session={token}")
}

/// What is stored as it is, but two hours old.
async fn let_the_token_expire(store: &Store) {
    let now = SystemClock.now();
    let tx = store.begin_write().await.unwrap();
    let grant = grants::find(&tx, CLIENT_ID, MARA_ID).await.unwrap().unwrap();
    let lease = grants::take_lease(&tx, &grant, "test", now + SignedDuration::from_secs(1)).await.unwrap();
    let pair = RefreshedTokens {
        access_token: grant.access_token,
        refresh_token: grant.refresh_token,
        access_expires_at: now - SignedDuration::from_hours(1),
        scopes: None,
        refreshed_at: now - SignedDuration::from_hours(2),
    };
    assert!(grants::store_refreshed(&tx, &lease.unwrap(), &pair, now).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn rt_03_sixty_four_requests_at_three_processes_refresh_once() {
    let database = TestDatabase::new().await;
    let folder = tempfile::tempdir().unwrap();
    let ports = free_ports();
    let callback = format!("http://127.0.0.1:{}/integrations/zoom/callback", ports[0]);
    let sandbox = Sandbox::builder().redirect_uri(&callback).start().await.unwrap();
    let mut processes = Vec::new();
    for port in ports {
        processes.push(serve(&database, folder.path(), port, ports[0], sandbox.url()).await);
    }
    let store =
        Store::open(database.database(), Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap();
    let cookie = log_in(&store).await;
    let options = zoom::transport::Options {
        proxy_from_environment: false,
        request_timeout: Duration::from_mins(1),
        ..Default::default()
    };
    let http = zoom::transport::http_client(&options).unwrap();
    let press = |process: &Rapport, path: &str| {
        let body = format!("csrf={CSRF}");
        let request = http.post(format!("{}{path}", process.origin)).header("cookie", &cookie);
        request.header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    let location = |answer: &reqwest::Response| answer.headers()["location"].to_str().unwrap().to_owned();

    let consent = location(&press(&processes[0], "/integrations/zoom/connect").await.unwrap());
    let allowed = http.get(format!("{consent}&auto_approve=1&login_as={MARA}")).send().await.unwrap();
    let back = http.get(location(&allowed)).header("cookie", &cookie).send().await.unwrap();
    assert_eq!(back.status(), 303);
    let control = sandbox.control();
    let before = control.request_count("POST", "/oauth/token");

    let_the_token_expire(&store).await;
    let mut pressed = tokio::task::JoinSet::new();
    for n in 0..REQUESTS {
        pressed.spawn(press(&processes[n % PROCESSES], "/integrations/zoom/check"));
    }
    let answers = pressed.join_all().await;
    for answer in &answers {
        let answer = answer.as_ref().unwrap();
        assert_eq!(answer.status(), 303);
    }
    // A page waits a few seconds for Zoom; what it asked for goes on.
    let answered = async {
        while control.request_count("GET", "/v2/users/me") < REQUESTS + 1 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), answered)
        .await
        .expect("every request gets its answer from Zoom");
    assert_eq!(control.request_count("POST", "/oauth/token") - before, 1);
    let grant = grants::find(&store.begin_read().await, CLIENT_ID, MARA_ID).await.unwrap().unwrap();
    assert_eq!(grant.state, grants::GrantState::Healthy);
}
