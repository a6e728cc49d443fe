//! The technical design document that Zoom asks for (Zoom reference F.2): what is in the code and the configuration is
//! taken from there, and what only the publisher knows is asked for by name.

pub mod data_flow;
pub mod dependencies;
mod diagram;
mod flow;
mod security;

use secrecy::ExposeSecret;
use url::Url;

use super::document::{Block, Document, Span, line};
use super::public_url;
use crate::config::{Config, PublisherConfig};
use crate::connections::{Asked, WITHOUT_SCOPE};
use data_flow::FLOWS;
use dependencies::dependencies;

/// What the document takes from the configuration. Holds no secret.
pub(super) struct Facts<'a> {
    config: &'a Config,
    origin: Url,
    database: String,
    database_link: &'static str,
    key: String,
    oauth: String,
    api: String,
    mail: Option<MailServer>,
}

/// The mail server, without its user and password.
struct MailServer {
    host: String,
    tls: &'static str,
}

/// The document for this configuration, and for what is asked of Zoom.
pub fn document(config: &Config, asked: Asked) -> anyhow::Result<Document> {
    let facts = Facts::read(config)?;
    let writer = Writer { publisher: &config.publisher };
    let mut blocks = writer.summary(&facts);
    blocks.extend(writer.architecture(&facts));
    blocks.extend(writer.data());
    blocks.extend(writer.access(asked));
    blocks.extend(security::questions(&writer, &facts));
    blocks.extend(writer.libraries());
    Ok(Document {
        title: "Technical design".to_owned(),
        subtitle: writer.words(&format!(
            "{{publisher.app_name}} by {{publisher.name}}, release {{publisher.release}}, on Rapport {}",
            env!("CARGO_PKG_VERSION")
        )),
        blocks,
    })
}

impl<'a> Facts<'a> {
    fn read(config: &'a Config) -> anyhow::Result<Self> {
        let database = config.database.resolve(&config.data)?;
        let host = |url: &Url| url.host_str().unwrap_or_default().to_owned();
        let (database, database_link) = match &database {
            store::Database::Sqlite { .. } => ("SQLite, a file on the host".to_owned(), "file"),
            store::Database::Postgres { .. } => {
                // The words leave out the password; of the rest only the host matters here.
                let words = database.to_string();
                let url = words.rsplit(' ').next().and_then(|text| Url::parse(text).ok());
                (format!("PostgreSQL, {}", url.as_ref().map(host).unwrap_or_default()), "SQL")
            }
        };
        let key = if config.secret_key.is_set() {
            "given by the environment"
        } else if config.secret_key_file.is_some() {
            "a file of its own"
        } else {
            "a file in the data folder"
        };
        Ok(Self {
            config,
            origin: public_url(config)?,
            database,
            database_link,
            key: key.to_owned(),
            oauth: host(&config.zoom.oauth_url),
            api: host(&config.zoom.api_url),
            mail: mail_server(config)?,
        })
    }
}

fn mail_server(config: &Config) -> anyhow::Result<Option<MailServer>> {
    let Some(text) = config.mail.smtp.resolve("mail.smtp", None)? else { return Ok(None) };
    let Ok(url) = Url::parse(text.expose_secret()) else { anyhow::bail!("`mail.smtp` is not an address") };
    let asked = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
    let tls = match (url.scheme(), asked.as_deref()) {
        ("smtps", _) => "SMTP over TLS",
        (_, Some("required")) => "SMTP, STARTTLS required",
        (_, Some(_)) => "SMTP, STARTTLS if offered",
        (_, None) => "SMTP without TLS",
    };
    Ok(Some(MailServer { host: url.host_str().unwrap_or_default().to_owned(), tls }))
}

/// Turns words into spans, with what the publisher says.
pub(super) struct Writer<'a> {
    publisher: &'a PublisherConfig,
}

impl Writer<'_> {
    pub(super) fn words(&self, text: &str) -> Vec<Span> {
        line(text, self.publisher)
    }

    pub(super) fn paragraph(&self, text: &str) -> Block {
        Block::Paragraph(self.words(text))
    }

    pub(super) fn list(&self, items: &[&str]) -> Block {
        Block::List(items.iter().map(|item| self.words(item)).collect())
    }

    pub(super) fn row(&self, cells: &[&str]) -> Vec<Vec<Span>> {
        cells.iter().map(|cell| self.words(cell)).collect()
    }

    fn summary(&self, facts: &Facts<'_>) -> Vec<Block> {
        vec![
            heading("1. Summary"),
            self.paragraph(
                "Rapport is a CRM. A user connects their own Zoom account (user-managed OAuth app) and then schedules, \
                 moves, starts and removes meetings with contacts. Invitees are mailed the join link. Rapport acts only \
                 on meetings that it made, and only for the user who connected.",
            ),
            Block::Table {
                head: vec!["What", "Answer"],
                rows: vec![
                    self.row(&["Publisher", "{publisher.name}, {publisher.postal_address}"]),
                    self.row(&["Website", "{publisher.website}"]),
                    self.row(&["Contact", "{publisher.contact_name}, {publisher.contact_email}"]),
                    self.row(&["Security contact", "{publisher.security_email}"]),
                    self.row(&["Support", "{publisher.support_email}: {publisher.support_hours}"]),
                    self.row(&["Address of the app", facts.origin.as_str()]),
                    self.row(&["Hosting", "{publisher.hosting_provider}, {publisher.hosting_region}"]),
                ],
            },
            Block::Heading(2, "Technology".to_owned()),
            self.paragraph(
                "One program written in Rust (edition 2024, `unsafe` code forbidden): web server (axum on hyper), job \
                 workers and database access (sqlx) in one binary, TLS by rustls with ring. Pages are rendered on the \
                 server; scripts are optional and served from the same origin. Section 9 lists every library.",
            ),
        ]
    }

    fn architecture(&self, facts: &Facts<'_>) -> Vec<Block> {
        let mail = match &facts.mail {
            Some(mail) => format!("`{}`, {}", mail.host, mail.tls),
            None => "none is configured; mail stays in the built-in mailbox".to_owned(),
        };
        let database = format!("{}. Keeps what section 3 lists", facts.database);
        let key = format!(
            "{}. Whoever has the database without the key reads no token, link or passcode",
            facts.key
        );
        vec![
            heading("2. Architecture"),
            Block::Drawing {
                picture: diagram::diagram(facts),
                caption: "Everything that data from Zoom flows through. Blue: run by others.".to_owned(),
            },
            Block::Table {
                head: vec!["Part", "What it is, and what it holds of Zoom"],
                rows: vec![
                    self.row(&["TLS proxy", "{publisher.tls_proxy}. Passes requests on; keeps nothing"]),
                    self.row(&["Rapport", "Holds tokens in memory for the length of a call"]),
                    self.row(&["Database", &database]),
                    self.row(&["Sealing key", &key]),
                    self.row(&["Backups", "Copies of the database, kept for {publisher.backup_retention}. Disks and backups: {publisher.disk_encryption}"]),
                    self.row(&["Mail server (third party)", &format!("{mail}. Carries invitations with join link and passcode")]),
                    self.row(&["Zoom (third party)", &format!("`{}` for consent and tokens, `{}` for the API", facts.oauth, facts.api)]),
                    self.row(&["Hosting (third party)", "{publisher.hosting_provider}"]),
                ],
            },
            self.paragraph(
                "No other service receives data from Zoom: no analytics, no error tracking, no content delivery network.",
            ),
        ]
    }

    fn data(&self) -> Vec<Block> {
        let place = |flow: &data_flow::Flow| {
            let columns: Vec<_> =
                flow.columns.iter().map(|column| format!("`{}.{column}`", flow.table)).collect();
            if columns.is_empty() { "—".to_owned() } else { columns.join(", ") }
        };
        let rows = FLOWS.iter().map(|flow| {
            let stored = place(flow);
            self.row(&[
                flow.field,
                flow.from,
                &stored,
                flow.protection.words(),
                flow.deletion.words(),
                flow.purpose,
            ])
        });
        vec![
            heading("3. Data from Zoom"),
            self.paragraph(
                "Every field that comes from Zoom, where it is kept, and until when. \"With the connection\" means: in \
                 the one transaction in which the user disconnects, or in which Zoom's deauthorization event is applied.",
            ),
            Block::Table {
                head: vec!["Field", "From", "Kept in", "Protection", "Deleted", "For"],
                rows: rows.collect(),
            },
        ]
    }

    fn access(&self, asked: Asked) -> Vec<Block> {
        let uses = asked.uses();
        let uses = uses.iter().map(|used| {
            let call = format!("`{} {}`", used.method, used.route);
            self.row(&[&format!("`{}`", used.scope), &call, used.screen, used.reason])
        });
        let by_event = asked.event_reasons().into_iter().map(|(scope, reason)| {
            self.row(&[&format!("`{scope}`"), "events about participants", "Meeting", reason])
        });
        let own = WITHOUT_SCOPE
            .iter()
            .map(|(method, route, reason)| self.row(&[&format!("`{method} {route}`"), reason]));
        let events = asked.events.events();
        let events = events.iter().map(|(name, reason)| self.row(&[&format!("`{name}`"), reason]));
        vec![
            heading("4. Calls, scopes and events"),
            self.paragraph(
                "The set is the smallest one: `rapport marketplace scopes --prove` begins with no scope, adds the one \
                 that each refusal of Zoom names until everything works, and shows what breaks without each. It is part \
                 of every build.",
            ),
            Block::Table { head: vec!["Scope", "Call", "Screen", "Reason"], rows: uses.chain(by_event).collect() },
            self.paragraph("Calls of the app itself, with its own credentials:"),
            Block::Table { head: vec!["Call", "Reason"], rows: own.collect() },
            self.paragraph("Events, for users who authorized the app:"),
            Block::Table { head: vec!["Event", "Reason"], rows: events.collect() },
        ]
    }

    fn libraries(&self) -> Vec<Block> {
        let all = dependencies();
        let direct: Vec<_> = all.iter().filter(|dependency| dependency.direct).collect();
        let (count, used) = (all.len(), direct.len());
        let rows = direct.iter().map(|one| self.row(&[&format!("`{}`", one.name), &one.version]));
        let others: Vec<_> =
            all.iter().filter(|one| !one.direct).map(|one| format!("{} {}", one.name, one.version)).collect();
        vec![
            heading("9. Libraries"),
            self.paragraph(&format!(
                "{count} libraries from crates.io in fixed versions with checksums (`Cargo.lock`), {used} of them used \
                 by our own code. Section 7 says how they are watched.",
            )),
            Block::Table { head: vec!["Library", "Version"], rows: rows.collect() },
            self.paragraph("Used by these:"),
            Block::Paragraph(vec![Span::Text(others.join(", "))]),
        ]
    }
}

pub(super) fn heading(text: &str) -> Block {
    Block::Heading(1, text.to_owned())
}
