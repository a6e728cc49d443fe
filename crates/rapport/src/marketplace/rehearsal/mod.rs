//! The whole program on the sandbox, in a folder that vanishes: for trying out what only happens with Zoom.

mod folder;
mod journey;
mod prove;

use anyhow::Context;
use domain::{ContactId, EmailAddress, PersonName, Role, Theme, UserId, WorkspaceId, Zone};
use reqwest::header::LOCATION;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use store::feature_flags::{self, Feature, Reach};
use store::users::{self, PasswordHash, User};
use store::workspaces::{self, Workspace};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;
use zoom_sandbox::{AppChange, Control, Sandbox};

use crate::app::App;
use crate::config::Config;
use crate::connections::{Asked, Callback, set_own_settings};
use crate::contacts::{self, ContactInput};
use crate::http::serve;
use crate::server::Server;
use folder::Folder;

pub use journey::{Broken, journey};
pub use prove::{Found, Proof, prove};

/// Nobody waits for pages of a rehearsal.
const GRACE: Duration = Duration::from_secs(1);

/// A running rehearsal: one person, one contact, and a Zoom account that is not connected.
pub struct Rehearsal {
    app: App,
    sandbox: Sandbox,
    http: reqwest::Client,
    workspace: WorkspaceId,
    user: UserId,
    contact: ContactId,
    zoom_email: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
    folder: Folder,
}

impl Rehearsal {
    /// Starts the program with a Zoom app that has exactly these scopes, and with this asked of Zoom.
    pub async fn start(scopes: &[String], asked: Asked) -> anyhow::Result<Self> {
        let folder = Folder::new()?;
        let mut config = Config::with_data(folder.path());
        let free_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        (config.listen, config.zoom.sandbox_listen) = (free_port, free_port);
        "off".clone_into(&mut config.log);
        let (app, listener, sandbox) = Server::start(config).await?.into_rehearsal();
        let sandbox = sandbox.context("a rehearsal needs the sandbox")?;
        let control = sandbox.control();
        control.change_app(AppChange { scopes: Some(scopes.to_vec()), ..AppChange::default() });
        let zoom_user = control.users().into_iter().next().context("the sandbox has no user")?;
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = async move {
            let _ = stopped.await;
        };
        let serving = tokio::spawn(serve(app.clone(), listener, ended, GRACE));
        let http = zoom::transport::http_client(&zoom::transport::Options {
            proxy_from_environment: false,
            ..zoom::transport::Options::default()
        })?;
        let (workspace, user) = somebody(&app, asked).await?;
        let contact = somebody_to_meet(&app, workspace, user).await?;
        let zoom_email = zoom_user.email;
        Ok(Self { app, sandbox, http, workspace, user, contact, zoom_email, stop, serving, folder })
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Its Zoom.
    pub fn zoom(&self) -> Control {
        self.sandbox.control()
    }

    /// Lets Zoom deliver its events over a real connection, and runs every job that is due.
    pub async fn settle(&self) -> anyhow::Result<()> {
        self.app.runner.drain(&self.app).await?;
        self.zoom().deliver_pending().await;
        self.app.runner.drain(&self.app).await?;
        Ok(())
    }

    /// Allows the app on Zoom's consent page. What Zoom sends the browser back with.
    async fn allow(&self, consent: &Url) -> anyhow::Result<Callback> {
        let mut consent = consent.clone();
        consent.query_pairs_mut().append_pair("auto_approve", "1").append_pair("login_as", &self.zoom_email);
        let answer = self.http.get(consent).send().await?;
        let back = answer.headers().get(LOCATION).context("the sandbox sent nobody back")?;
        let back = Url::parse(back.to_str()?)?;
        let value =
            |name: &str| back.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        Ok(Callback {
            code: value("code"),
            state: value("state"),
            error: value("error"),
            ..Callback::default()
        })
    }

    /// Ends everything and removes the folder.
    pub async fn end(self) -> anyhow::Result<()> {
        let _ = self.stop.send(());
        self.serving.await??;
        self.sandbox.shutdown().await?;
        self.app.store.clone().close().await?;
        self.folder.remove()
    }
}

async fn somebody(app: &App, asked: Asked) -> anyhow::Result<(WorkspaceId, UserId)> {
    let now = app.now();
    let workspace = WorkspaceId::new(&*app.clock, &*app.random);
    let id = UserId::new(&*app.clock, &*app.random);
    let user = User {
        id,
        workspace_id: workspace,
        email: EmailAddress::parse("rehearsal@rapport.example")?,
        name: PersonName::parse("Rehearsal")?,
        role: Role::Owner,
        // No password fits: nobody logs in here.
        password_hash: PasswordHash::new("!".to_owned()),
        zone: Zone::UTC,
        theme: Theme::System,
        created_at: now,
    };
    let tx = app.store.begin_write().await?;
    let row = Workspace { id: workspace, name: "Rehearsal".to_owned(), created_at: now };
    workspaces::create(&tx, &row).await?;
    users::create(&tx, &user).await?;
    feature_flags::set_reach(&tx, Feature::Zoom, Reach::Everyone).await?;
    set_own_settings(app, &tx, asked.own_settings).await?;
    tx.commit().await?;
    Ok((workspace, id))
}

async fn somebody_to_meet(app: &App, workspace: WorkspaceId, user: UserId) -> anyhow::Result<ContactId> {
    let input = ContactInput {
        name: PersonName::parse("Ana Ferreira")?,
        email: Some(EmailAddress::parse("ana@lumenfreight.example")?),
        phone: None,
        title: None,
        company: None,
        zone: None,
        language: None,
    };
    Ok(contacts::create(app, workspace, user, "rehearsal", input).await?.id)
}
