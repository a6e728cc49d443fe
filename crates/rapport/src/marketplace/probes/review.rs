//! What Zoom's review asks for (Zoom reference F.3) and this program can try out by itself.

use super::{Finding, Subject};
use crate::connections::Asked;
use crate::marketplace::rehearsal::{Rehearsal, prove};
use crate::marketplace::scopes::needed;

const MISTAKE: &str = "It is a mistake in Rapport: report it with these words.";

/// That the app needs each of its scopes, and no other.
pub(super) async fn scopes(subject: &Subject) -> Finding {
    let asked = asked(subject).await;
    match prove(&needed(&asked.uses()), asked).await {
        Ok(proof) if proof.holds() => Finding::pass(format!(
            "{} scopes: the whole journey works with them, and something breaks without any of them",
            proof.found.len()
        )),
        Ok(proof) => Finding::fail(proof.objection(), "See `rapport marketplace scopes --prove`."),
        Err(error) => Finding::fail(format!("could not be tried out: {error:#}"), MISTAKE),
    }
}

/// What is asked of Zoom here; as in a fresh installation where the database cannot say.
async fn asked(subject: &Subject) -> Asked {
    match &subject.store {
        Ok(store) => Asked::chosen(&store.begin_read().await).await.unwrap_or(Asked::AT_FIRST),
        Err(_) => Asked::AT_FIRST,
    }
}

/// That everything from Zoom is deleted when a person removes the app there, and that Zoom is told so.
pub(super) async fn deauthorization(subject: &Subject) -> Finding {
    match rehearse(asked(subject).await).await {
        Ok(None) => Finding::pass(
            "a person removed the app in the sandbox: all was deleted, and the deletion confirmed",
        ),
        Ok(Some(broken)) => Finding::fail(broken, MISTAKE),
        Err(error) => Finding::fail(format!("could not be tried out: {error:#}"), MISTAKE),
    }
}

/// What broke, if anything.
async fn rehearse(asked: Asked) -> anyhow::Result<Option<String>> {
    let rehearsal = Rehearsal::start(&needed(&asked.uses()), asked).await?;
    let outcome = async {
        if let Err(broken) = rehearsal.connect().await? {
            return Ok(Some(broken.to_string()));
        }
        if let Err(broken) = rehearsal.schedule("Farewell").await? {
            return Ok(Some(broken.to_string()));
        }
        Ok(rehearsal.deauthorize().await?.err().map(|broken| broken.to_string()))
    };
    let outcome: anyhow::Result<_> = outcome.await;
    rehearsal.end().await?;
    outcome
}

/// What only the publisher can say, and stands as a marked gap wherever it belongs.
pub(super) async fn publisher(subject: &Subject) -> Finding {
    let missing: Vec<_> = subject.publisher.missing().iter().map(|fact| fact.key()).collect();
    if missing.is_empty() {
        return Finding::pass("everything that only you know is set");
    }
    Finding::fail(
        format!("{} gaps in documents and pages: {}", missing.len(), missing.join(", ")),
        "Set them in the section [publisher] of the configuration.",
    )
}
