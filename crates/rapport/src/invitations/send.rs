use domain::{EmailId, WorkspaceId};
use jobs::Attempt;
use store::emails::{self, EmailState};
use store::outbox::{Outbox, OutboxId};

use super::compose::{Verdict, verdict};
use crate::app::App;
use crate::mail::outbox::{SendError, deliver, withdraw};

/// Sends one queued mail. Sending twice what was sent is harmless; in the last attempt a temporary failure is final.
pub async fn send(
    app: &App,
    workspace: WorkspaceId,
    id: EmailId,
    attempt: &Attempt,
) -> Result<(), SendError> {
    let entry = OutboxId { outbox: Outbox::Meetings, workspace, email: id };
    let db = app.store.begin_read().await;
    let Some(email) = emails::get(&db, workspace, id).await? else { return Ok(()) };
    if email.state != EmailState::Queued {
        return Ok(());
    }
    let verdict = verdict(app, workspace, &email).await?;
    drop(db);
    match verdict {
        Verdict::Send { mail, told } => deliver(app, entry, &mail, told, attempt).await,
        Verdict::Overtaken(reason) => overtaken(app, workspace, id, reason).await,
        Verdict::Withdraw(reason) => withdraw(app, entry, reason).await,
    }
}

async fn overtaken(app: &App, workspace: WorkspaceId, id: EmailId, reason: &str) -> Result<(), SendError> {
    let tx = app.store.begin_write().await?;
    emails::mark_overtaken(&tx, workspace, id, reason).await?;
    tx.commit().await?;
    Ok(())
}
