//! Everything of a run, started and ready: Zoom, the mail server, proxies, processes, people.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::browser::{Answers, Browser, http_client};
use crate::clock::Clocks;
use crate::database::Database;
use crate::dice::Dice;
use crate::disk::Disk;
use crate::form::Form;
use crate::plan::{Link, Plan};
use crate::postgres;
use crate::processes::{Slot, Start};
use crate::proxy::Proxy;
use crate::sandbox::{self, Sandbox};
use crate::shared::{lock, now, pause};
use crate::smtp::{self, PostOffice};
use crate::tap::{Heard, ZoomTap};
use crate::users::{PASSWORD, Person};
use crate::wishes::Wishes;

/// Where the keys of all processes are, in the folder of the run.
pub(crate) const KEY_FILE: &str = "secret.key";
/// Seals the database at first; a secret that the logs are searched for.
pub(crate) const SECRET_KEY: &str = "5f0e1d2c3b4a59687786955a4b3c2d1e0f5f0e1d2c3b4a59687786955a4b3c2d";
/// Of the sandbox's default app.
pub(crate) const CLIENT_SECRET: &str = "sandbox-client-secret";
const CLIENT_ID: &str = "sandbox-client-id";
/// Signs Zoom's events.
pub(crate) const WEBHOOK_SECRET: &str = "sandbox-webhook-secret";
/// People, and the Zoom account of each: the last two share one.
const PEOPLE: [(&str, &str); 5] = [
    ("owner@people.example", "zoom-0@zoom.example"),
    ("berta@people.example", "zoom-1@zoom.example"),
    ("carlo@people.example", "zoom-2@zoom.example"),
    ("dilek@people.example", "zoom-3@zoom.example"),
    ("emil@people.example", "zoom-3@zoom.example"),
];
/// Contacts of the workspace.
const CONTACTS: usize = 8;

/// A time in which something was out of order, for what it may explain.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    pub(crate) from: Instant,
    pub(crate) until: Instant,
    pub(crate) kind: TroubleKind,
}

/// What was out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TroubleKind {
    /// A link was cut, blocked or slow.
    Link(Link),
    /// The database could not be written.
    Storage,
    /// This process stood still.
    Frozen(usize),
}

/// A run.
pub(crate) struct World {
    pub(crate) folder: PathBuf,
    pub(crate) http: reqwest::Client,
    /// What people and Zoom know Rapport by, without a slash at the end.
    pub(crate) origin: String,
    pub(crate) sandbox: Sandbox,
    pub(crate) post_office: Arc<PostOffice>,
    pub(crate) heard: Arc<Heard>,
    pub(crate) answers: Arc<Answers>,
    pub(crate) wishes: Wishes,
    pub(crate) clocks: Clocks,
    pub(crate) slots: Vec<Arc<Slot>>,
    pub(crate) database: Database,
    pub(crate) disk: Option<Disk>,
    pub(crate) troubles: Mutex<Vec<Trouble>>,
    begun: Instant,
    log: std::fs::File,
    front: Proxy,
    zoom: Vec<Proxy>,
    mail: Vec<Proxy>,
}

/// What a run is made of.
pub(crate) struct Parts {
    pub(crate) rapport: PathBuf,
    pub(crate) zoom_sandbox: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) processes: usize,
    pub(crate) database: Database,
    pub(crate) disk: Option<Disk>,
}

impl World {
    /// Starts everything but the people.
    pub(crate) async fn start(parts: Parts, plan: &Plan) -> Result<Self> {
        let Parts { rapport, zoom_sandbox, folder, processes, database, disk } = parts;
        let http = http_client()?;
        let heard = Arc::new(Heard::default());
        for secret in
            [SECRET_KEY, CLIENT_SECRET, WEBHOOK_SECRET, smtp::PASSWORD, postgres::PASSWORD, PASSWORD]
        {
            heard.secret(secret);
        }
        let mut free = free_ports(processes + 1)?;
        let zoom_port = free.remove(0);
        let zoom_at = SocketAddr::from((Ipv4Addr::LOCALHOST, zoom_port));
        let upstreams = free.iter().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, *port))).collect();
        let front = Proxy::start(upstreams, None).await?;
        let origin = format!("http://127.0.0.1:{}", front.port);
        // One for all calls of the API, whose address Zoom gives with the tokens, and one for each process's tokens.
        let mut zoom = Vec::new();
        for process in 0..=processes {
            let tap = Arc::new(ZoomTap::new(process, heard.clone()));
            zoom.push(Proxy::start(vec![zoom_at], Some(tap)).await?);
        }
        let api_url = format!("http://127.0.0.1:{}", zoom[processes].port);
        let mut users: Vec<_> = PEOPLE.iter().map(|(_, zoom)| (*zoom).to_owned()).collect();
        users.dedup();
        let options = sandbox::Options {
            program: &zoom_sandbox,
            port: zoom_port,
            public_url: &api_url,
            webhook_url: &format!("{origin}/integrations/zoom/webhook"),
            redirect_uri: &format!("{origin}/integrations/zoom/callback"),
            users: &users,
            folder: &folder,
        };
        let sandbox = Sandbox::start(http.clone(), options).await?;
        let post_office = Arc::new(PostOffice::default());
        let clocks = Clocks::new(folder.join("clock"))?;
        let key_file = folder.join(KEY_FILE);
        std::fs::write(&key_file, SECRET_KEY)?;
        let (mut mail, mut slots) = (Vec::new(), Vec::new());
        for (process, port) in free.into_iter().enumerate() {
            mail.push(Proxy::start(vec![post_office.open(process).await?], None).await?);
            let oauth_url = format!("http://127.0.0.1:{}", zoom[process].port);
            let start = start(
                &rapport,
                &key_file,
                &database,
                &clocks,
                &origin,
                port,
                &oauth_url,
                &api_url,
                mail[process].port,
            );
            slots.push(Slot::new(process, start, plan.arms[process].clone(), &folder)?);
        }
        Ok(Self {
            begun: now(),
            log: std::fs::File::create(folder.join("chaos.log"))?,
            folder,
            http,
            origin,
            sandbox,
            post_office,
            heard,
            answers: Arc::default(),
            wishes: Wishes::default(),
            clocks,
            slots,
            database,
            disk,
            troubles: Mutex::default(),
            front,
            zoom,
            mail,
        })
    }

    /// Sets Rapport up through its own pages, and lets everybody log in, connect, and know some contacts.
    pub(crate) async fn people(&self, seed: u64) -> Result<Vec<Person>> {
        tokio::spawn(self.slots[0].clone().run());
        self.ready(0).await?;
        let key = self.slots[0].heard("Setup key: ").context("Rapport printed no setup key")?;
        let key =
            key.trim_start_matches("Setup key: ").split_whitespace().next().unwrap_or_default().to_owned();
        let mut owner = Browser::new(self.http.clone(), &self.origin, self.answers.clone());
        let page = owner.get("/setup").await?;
        let mut form = Form::of(&page.body, "/setup").context("there is no set-up form")?;
        let fields = [("setup_key", key.as_str()), ("workspace", "Chaos"), ("name", "Otto Owner")];
        for (name, value) in fields {
            form.set(name, value);
        }
        form.set("zone", "Europe/Lisbon");
        form.set("email", PEOPLE[0].0);
        form.set("password", PASSWORD);
        let done = owner.post(&form).await?;
        if !done.accepted() {
            bail!("setting up was answered with {}", done.status);
        }
        self.database.add_colleagues(&PEOPLE.map(|(email, _)| email)).await?;
        let mut contacts = Vec::new();
        for number in 0..CONTACTS {
            contacts.push(add_contact(&mut owner, number).await?);
        }
        for slot in &self.slots[1..] {
            tokio::spawn(slot.clone().run());
        }
        for process in 1..self.slots.len() {
            self.ready(process).await?;
        }
        let mut people = Vec::new();
        for (number, (email, zoom_email)) in PEOPLE.iter().enumerate() {
            let mut person = Person {
                number,
                email: (*email).to_owned(),
                zoom_email: (*zoom_email).to_owned(),
                browser: Browser::new(self.http.clone(), &self.origin, self.answers.clone()),
                dice: Dice::new(seed, 100 + number as u64),
                contacts: contacts.clone(),
                topics: 0,
            };
            person.log_in().await?;
            person.connect(self).await?;
            if let Some(session) = person.browser.cookie("rapport_session") {
                self.heard.secret(session);
            }
            people.push(person);
        }
        Ok(people)
    }

    /// Waits until a process serves.
    pub(crate) async fn ready(&self, process: usize) -> Result<()> {
        let until = now() + Duration::from_mins(1);
        while self.slots[process].heard("Rapport is ready at ").is_none() {
            if now() > until {
                bail!("process {process} does not start; see {}", self.slots[process].log_path.display());
            }
            pause(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// The proxies of a link.
    pub(crate) fn link(&self, link: Link) -> Vec<&Proxy> {
        match link {
            Link::Front => vec![&self.front],
            Link::Zoom => self.zoom.iter().collect(),
            Link::Mail => self.mail.iter().collect(),
            Link::Database => self.database.proxy().into_iter().collect(),
        }
    }

    /// Writes a line into the log of the run, with the milliseconds since its start.
    pub(crate) fn note(&self, line: &str) {
        use std::io::Write as _;
        let _ = writeln!(&self.log, "{:>7} {line}", self.begun.elapsed().as_millis());
    }

    /// Notes that something is out of order from now on.
    pub(crate) fn trouble(&self, kind: TroubleKind, length: Duration) {
        let from = now();
        lock(&self.troubles).push(Trouble { from, until: from + length, kind });
    }
}

#[expect(clippy::too_many_arguments, reason = "a process is configured by that many addresses")]
fn start(
    program: &Path,
    key_file: &Path,
    database: &Database,
    clocks: &Clocks,
    origin: &str,
    port: u16,
    oauth_url: &str,
    api_url: &str,
    mail_port: u16,
) -> Start {
    let mail = format!("smtp://{}:{}@127.0.0.1:{mail_port}", smtp::USER, smtp::PASSWORD);
    let listen = format!("127.0.0.1:{port}");
    let mut variables = vec![
        ("RAPPORT_PUBLIC_URL", origin.to_owned()),
        // Everything that Rapport itself could say, so that a secret in any of it is found.
        ("RAPPORT_LOG", "info,rapport=trace,jobs=trace,store=trace,zoom=trace".to_owned()),
        ("RAPPORT_SECRET_KEY_FILE", key_file.display().to_string()),
        ("RAPPORT_MAIL__SMTP", mail),
        ("RAPPORT_ZOOM__CLIENT_ID", CLIENT_ID.to_owned()),
        ("RAPPORT_ZOOM__CLIENT_SECRET", CLIENT_SECRET.to_owned()),
        ("RAPPORT_ZOOM__WEBHOOK_SECRET", WEBHOOK_SECRET.to_owned()),
        ("RAPPORT_ZOOM__OAUTH_URL", oauth_url.to_owned()),
        ("RAPPORT_ZOOM__API_URL", api_url.to_owned()),
        ("CHAOS_CLOCK_FILE", clocks.file.display().to_string()),
        ("RUST_BACKTRACE", "1".to_owned()),
    ];
    variables.extend(database.variables());
    let variables = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let data = database.folder().display().to_string();
    let arguments = ["serve", "--listen", &listen, "--data", &data].map(str::to_owned).to_vec();
    Start { program: program.to_owned(), arguments, variables }
}

async fn add_contact(owner: &mut Browser, number: usize) -> Result<String> {
    let page = owner.get("/contacts/new").await?;
    let mut form = Form::of(&page.body, "/contacts").context("there is no form for a contact")?;
    form.set("name", format!("Contact {number}"));
    form.set("email", format!("contact-{number}@contacts.example"));
    form.set(
        "zone",
        *Dice::new(7, number as u64).pick(&["Europe/Lisbon", "Asia/Kolkata", "America/New_York", "UTC"]),
    );
    let place = owner.post(&form).await?.location.unwrap_or_default();
    let id =
        place.strip_prefix("/contacts/").with_context(|| format!("adding a contact led to {place:?}"))?;
    Ok(id.to_owned())
}

/// Ports that were free a moment ago.
fn free_ports(count: usize) -> Result<Vec<u16>> {
    let listeners: Vec<_> =
        (0..count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).collect::<Result<_, _>>()?;
    Ok(listeners
        .iter()
        .map(|listener| Ok(listener.local_addr()?.port()))
        .collect::<Result<_, std::io::Error>>()?)
}
