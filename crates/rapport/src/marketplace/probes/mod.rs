//! Is this installation sound, and is it ready for Zoom's review? Each probe looks at one thing as it really is, from
//! outside where that is how Zoom and people see it. `rapport doctor`, `rapport marketplace check` and the page under
//! Settings all run these.
//!
//! Only addresses of the configuration are ever asked for, redirects are never followed, and what was answered is not
//! shown but for a status, a header's name or a few words of an error.

mod clock;
mod credentials;
mod dns;
mod headers;
mod local;
mod mail_server;
mod old_tls;
mod pages;
mod public_url;
mod redirect;
mod review;
mod sender;
mod subject;
mod tls;
mod visit;
mod webhook;

use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;

pub use dns::{Answer, Dns, Found, Resolver, Unresolved};
pub use subject::{Means, Outside, Subject};

/// How a probe ended; the worst of a list is the list's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Pass,
    /// It works, and somebody should look at it.
    Warn,
    /// It does not work, or Zoom's review would refuse it.
    Fail,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// For scripts; never changes.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// How it stands.
    pub result: Verdict,
    /// What was found, a sentence.
    pub found: String,
    /// What to do about it; empty where nothing is to be done.
    pub cure: String,
}

/// What one look found.
#[derive(Debug)]
struct Finding {
    result: Verdict,
    found: String,
    cure: String,
}

impl Finding {
    fn pass(found: impl Into<String>) -> Self {
        Self { result: Verdict::Pass, found: found.into(), cure: String::new() }
    }

    fn warn(found: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { result: Verdict::Warn, found: found.into(), cure: cure.into() }
    }

    fn fail(found: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { result: Verdict::Fail, found: found.into(), cure: cure.into() }
    }
}

/// A look at one thing; nothing where there is no such thing here, for example TLS of an address without it.
type Look = fn(Arc<Subject>) -> Pin<Box<dyn Future<Output = Option<Finding>> + Send>>;

/// A probe that can be run.
#[derive(Debug)]
pub struct Check {
    id: &'static str,
    name: &'static str,
    look: Look,
    /// How many times the usual limit it may take.
    patience: u32,
}

impl Check {
    /// Its id for scripts.
    pub const fn id(&self) -> &'static str {
        self.id
    }
}

macro_rules! checks {
    ($patience:literal: $($id:literal $name:literal $look:path;)*) => {
        &[$(Check {
            id: $id,
            name: $name,
            patience: $patience,
            look: |subject| Box::pin(async move { $look(&subject).await.into() }),
        }),*]
    };
}

/// Whether the installation is sound: `rapport doctor`.
pub const INSTALLATION: &[Check] = checks! { 1:
    "version" "Version" local::version;
    "configuration" "Configuration" local::configuration;
    "data-folder" "Data folder" local::data_folder;
    "database" "Database" local::database;
    "secret-key" "Secret key" local::secret_key;
    "background-work" "Background work" local::background_work;
    "clock" "Clock" clock::look;
    "public-url" "Public address" public_url::configured;
    "reachable" "Reachable from outside" public_url::answered;
    "tls" "TLS certificate" tls::look;
    "tls-old" "Old TLS versions" old_tls::look;
    "headers" "Security headers" headers::look;
    "zoom-credentials" "Zoom credentials" credentials::look;
    "redirect-url" "OAuth redirect URL" redirect::look;
    "webhook-challenge" "Webhook: Zoom's challenge" webhook::challenge;
    "webhook-forged" "Webhook: forged event" webhook::forged;
    "webhook-old" "Webhook: old event" webhook::old;
    "mail-server" "Mail server" mail_server::look;
    "mail-spf" "Sender: SPF" sender::spf;
    "mail-dkim" "Sender: DKIM" sender::dkim;
    "mail-dmarc" "Sender: DMARC" sender::dmarc;
};

/// What Zoom's review asks for beyond that, so far as this program can look at it: `rapport marketplace check`. Scopes
/// and deauthorization are tried out on a whole program and a sandbox of their own, which takes its time.
pub const REVIEW: &[Check] = checks! { 8:
    "scopes" "Scopes proven" review::scopes;
    "deauthorization" "Deauthorization rehearsed" review::deauthorization;
    "production-credentials" "Production credentials" credentials::production;
    "publisher" "Publisher" review::publisher;
    "public-pages" "Public pages" pages::public;
    "domain-verification" "Domain verification" pages::verification;
};

/// Runs all of them side by side, each within its part of [`Subject::limit`]; the answers in the order of the list. One that hangs
/// or breaks fails alone.
pub async fn run(subject: Arc<Subject>, checks: impl IntoIterator<Item = &'static Check>) -> Vec<Probe> {
    let limit = |check: &Check| subject.limit * check.patience;
    let start = |check: &'static Check| {
        tokio::spawn(tokio::time::timeout(limit(check), (check.look)(subject.clone())))
    };
    let started: Vec<_> = checks.into_iter().map(|check| (check, start(check))).collect();
    let mut probes = Vec::with_capacity(started.len());
    for (check, look) in started {
        let finding = match look.await {
            Ok(Ok(finding)) => finding,
            Ok(Err(_)) => Some(Finding::fail(
                format!("no result within {} seconds", limit(check).as_secs()),
                "Try again. If it stays so, something between here and there swallows what is sent.",
            )),
            Err(_) => Some(Finding::fail(
                "this check itself broke",
                "It is a mistake in Rapport: report it with the lines of the log.",
            )),
        };
        let Some(Finding { result, found, cure }) = finding else { continue };
        probes.push(Probe { id: check.id, name: check.name, result, found, cure });
    }
    probes
}

/// The worst result of a list.
pub fn worst(probes: &[Probe]) -> Verdict {
    probes.iter().map(|probe| probe.result).max().unwrap_or(Verdict::Pass)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_fit_for_scripts() {
        let mut ids: Vec<_> = INSTALLATION.iter().chain(REVIEW).map(|check| check.id).collect();
        assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), INSTALLATION.len() + REVIEW.len());
    }

    #[test]
    fn a_list_is_as_bad_as_its_worst() {
        let probe = |result| Probe { id: "x", name: "X", result, found: String::new(), cure: String::new() };
        assert_eq!(worst(&[]), Verdict::Pass);
        assert_eq!(worst(&[probe(Verdict::Pass), probe(Verdict::Fail), probe(Verdict::Warn)]), Verdict::Fail);
    }
}
