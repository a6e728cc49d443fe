//! The database of a run.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use domain::{EmailAddress, PersonName, Role, SystemClock, SystemRandom, UserId};
use store::feature_flags::{self, Feature, Reach};
use store::users::{self, User};
use store::{Database as Kind, Store};

use crate::postgres;
use crate::proxy::Proxy;

/// Where Rapport keeps everything, and a way to look at it that is not Rapport's.
pub(crate) struct Database {
    folder: PathBuf,
    pub(crate) store: Store,
    /// A database server and what stands in front of it.
    server: Option<(Arc<postgres::Server>, Proxy)>,
}

impl Database {
    /// One file for all processes.
    pub(crate) async fn sqlite(folder: &Path) -> Result<Self> {
        let kind = Kind::Sqlite { path: folder.join("rapport.db") };
        Ok(Self { folder: folder.to_owned(), store: open(&kind).await?, server: None })
    }

    /// A PostgreSQL server, with a proxy between it and Rapport.
    pub(crate) async fn postgres(folder: &Path) -> Result<Self> {
        let parent = folder.to_owned();
        let server = tokio::task::spawn_blocking(move || postgres::Server::start(&parent)).await??;
        let proxy = Proxy::start(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, server.port))], None).await?;
        let kind = Kind::Postgres { url: postgres::Server::url(server.port).parse()?, connections: 4 };
        let server = Some((Arc::new(server), proxy));
        Ok(Self { folder: folder.to_owned(), store: open(&kind).await?, server })
    }

    /// The folder that processes are started with.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What processes are told about it.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let proxy = self.proxy().into_iter();
        proxy.map(|proxy| ("RAPPORT_DATABASE__URL", postgres::Server::url(proxy.port))).collect()
    }

    /// What stands in front of it, if anything does.
    pub(crate) fn proxy(&self) -> Option<&Proxy> {
        self.server.as_ref().map(|(_, proxy)| proxy)
    }

    /// Stops the server at once and starts it again.
    pub(crate) async fn restart(&self) -> Result<()> {
        if let Some((server, _)) = &self.server {
            let server = server.clone();
            tokio::task::spawn_blocking(move || server.restart()).await??;
        }
        Ok(())
    }

    /// Lets more people log in, with the owner's password: Rapport has no page for that yet.
    pub(crate) async fn add_colleagues(&self, emails: &[&str]) -> Result<()> {
        let owner = EmailAddress::parse(emails[0])?;
        let owner =
            users::find_by_email(&self.store.begin_read().await, &owner).await?.context("no owner")?;
        let tx = self.store.begin_write().await?;
        for (number, email) in emails.iter().enumerate().skip(1) {
            let colleague = User {
                id: UserId::new(&SystemClock, &SystemRandom),
                email: EmailAddress::parse(email)?,
                name: PersonName::parse(&format!("Person {number}"))?,
                role: Role::Member,
                ..owner.clone()
            };
            users::create(&tx, &colleague).await?;
        }
        feature_flags::set_reach(&tx, Feature::Zoom, Reach::Everyone).await?;
        Ok(tx.commit().await?)
    }

    /// Puts the files of an embedded database beside the logs, because its disk goes with the run.
    pub(crate) fn keep_files(&self, folder: &Path) {
        for (path, bytes) in self.files() {
            if let Some(name) = path.file_name() {
                let _ = std::fs::write(folder.join(name), bytes);
            }
        }
    }

    /// The files of an embedded database, byte by byte: what was deleted must not be in any corner of them.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let names = ["rapport.db", "rapport.db-wal"];
        let paths = names.iter().map(|name| self.folder.join(name));
        paths.filter_map(|path| std::fs::read(&path).ok().map(|bytes| (path, bytes))).collect()
    }
}

async fn open(kind: &Kind) -> Result<Store> {
    let store = Store::open(kind, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    store.migrate().await?;
    Ok(store)
}
