//! Background work as the admins of a workspace see it: how much waits, what was given up, and trying that again.

use domain::{JobId, WorkspaceId};
use store::StoreError;
use store::jobs::{self, Counts, DeadJob, RunAgain};

use crate::app::App;

/// How many given-up jobs are listed, and tried again at once.
pub const MOST: u32 = 200;

/// A workspace's work.
#[derive(Debug, Clone)]
pub struct Overview {
    /// How much there is.
    pub counts: Counts,
    /// What was given up, the latest first, up to [`MOST`].
    pub dead: Vec<DeadJob>,
}

/// What there is to see.
pub async fn overview(app: &App, workspace: WorkspaceId) -> Result<Overview, StoreError> {
    let db = app.store.begin_read().await;
    Ok(Overview {
        counts: jobs::counts(&db, workspace, app.now()).await?,
        dead: jobs::dead_of(&db, workspace, MOST).await?,
    })
}

/// **Run again**: the job waits for its turn, with all its attempts. Pressing twice is harmless.
pub async fn run_again(app: &App, workspace: WorkspaceId, job: JobId) -> Result<RunAgain, StoreError> {
    let tx = app.store.begin_write().await?;
    let became = jobs::run_again_of(&tx, workspace, job, app.now()).await?;
    tx.commit().await?;
    Ok(became)
}

/// **Run all again**: what is listed; how many jobs wait for their turn now.
pub async fn run_all_again(app: &App, workspace: WorkspaceId) -> Result<u64, StoreError> {
    let tx = app.store.begin_write().await?;
    let mut queued = 0;
    // The latest first: where two did the same, only the later one has anything left to do.
    for job in jobs::dead_of(&tx, workspace, MOST).await? {
        let became = jobs::run_again_of(&tx, workspace, job.id, app.now()).await?;
        queued += u64::from(became == RunAgain::Queued);
    }
    tx.commit().await?;
    Ok(queued)
}

/// What a kind of job does, in words: `sync_meeting` carries a meeting to Zoom.
pub fn in_words(kind: &str) -> String {
    let known = match kind {
        "sync_meeting" => "Carry a meeting to Zoom",
        "send_email" => "Send an email",
        "remind" => "Look which reminders are due",
        "send_reminder" => "Send a reminder",
        "process_zoom_event" => "Process an event from Zoom",
        "compare_meetings" => "Compare meetings with Zoom",
        "compare_all" => "Compare all meetings with Zoom",
        "confirm_compliance" => "Confirm a deletion to Zoom",
        "resume_zoom" => "Carry on what waited for Zoom",
        "revoke_token" => "Revoke access at Zoom",
        "remove_reviewer" => "Delete the account of Zoom’s reviewer",
        // A kind without words of its own: its name reads well enough.
        other => return capital(&other.replace('_', " ")),
    };
    known.to_owned()
}

/// The text with a capital letter: reasons of errors begin small, sentences on a page do not.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words() {
        assert_eq!(in_words("send_email"), "Send an email");
        assert_eq!(in_words("refresh_connection"), "Refresh connection");
        assert_eq!(in_words(""), "");
    }
}
