//! The public address: is it one that Zoom can use, and is it us who answers there?

use domain::random_bytes;
use serde::Deserialize;
use url::Host;

use super::visit::{Unreached, Visit};
use super::{Finding, Subject};

const GUIDE: &str = "see docs/tunnels.md";

/// What was configured.
pub(super) async fn configured(subject: &Subject) -> Finding {
    let url = &subject.public_url;
    let shown = url.as_str().trim_end_matches('/');
    let set =
        format!("Set `public_url` (RAPPORT_PUBLIC_URL) to the https address of a tunnel or proxy; {GUIDE}.");
    if subject.is_local() && subject.zoom_is_simulated() {
        let found = format!("{shown} is this machine: nobody else can open the links in mails");
        return Finding::warn(found, set);
    }
    if subject.is_local() {
        return Finding::fail(
            format!("{shown} is this machine: Zoom sends no events there, and refuses it as a redirect URL"),
            set,
        );
    }
    if url.scheme() != "https" {
        return Finding::fail(format!("{shown} is not https, which Zoom asks for everywhere"), set);
    }
    if !matches!(url.host(), Some(Host::Domain(_))) {
        return Finding::warn(
            format!("{shown} has no name, and Zoom validates domains"),
            "Give the machine a name in DNS, and a certificate for that name.",
        );
    }
    Finding::pass(shown)
}

#[derive(Deserialize)]
struct Proof {
    installation: String,
}

/// Whether this installation answers there, and not just anything.
pub(super) async fn answered(subject: &Subject) -> Finding {
    let keys = match &subject.keys {
        Ok(keys) => keys,
        Err(why) => {
            return Finding::fail(format!("cannot be told without the secret key: {why}"), "See Secret key.");
        }
    };
    let challenge = hex::encode(random_bytes::<16>(&*subject.random));
    let mut url = subject.public_url.clone();
    url.set_path("/healthz/installation");
    url.set_query(Some(&format!("challenge={challenge}")));
    match subject.get(&url).await {
        Ok(visit) => judge(subject, &visit, &keys.prove(&challenge)),
        Err(Unreached(why)) => Finding::fail(
            format!("{} was asked, but {why}", subject.public_url.origin().ascii_serialization()),
            "Start `rapport serve` and the tunnel or proxy in front of it, and look whether the name leads there.",
        ),
    }
}

fn judge(subject: &Subject, visit: &Visit, proof: &str) -> Finding {
    if let Some(other) = visit.leads_to(&subject.public_url) {
        return Finding::fail(
            format!("it redirects to {other}"),
            "Set `public_url` to the address that answers by itself, and turn off pages that a tunnel or a login puts in \
             front of it.",
        );
    }
    match (visit.status, serde_json::from_slice::<Proof>(&visit.body)) {
        (200, Ok(given)) if given.installation == proof => {
            Finding::pass(format!("this installation answered, in {} ms", visit.took.as_millis()))
        }
        (200, Ok(_)) => Finding::fail(
            "another installation of Rapport answers there: its key is not ours",
            "Let the tunnel or proxy lead to this process, or give all processes of this installation the same key.",
        ),
        (502..=504 | 520..=530, _) => Finding::fail(
            format!("a tunnel or proxy answers with {}, and nothing behind it", visit.status),
            "Start `rapport serve`, and point the tunnel or proxy to the address that it listens on.",
        ),
        (status, _) => Finding::fail(
            format!("something else answers there, with status {status}"),
            "Point the tunnel or proxy to the address that Rapport listens on, for every path.",
        ),
    }
}
