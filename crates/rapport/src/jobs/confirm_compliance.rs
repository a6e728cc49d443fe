use domain::{ReceiptId, UserId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use store::compliance_receipts::{self, ConfirmState};
use zoom::compliance::Confirmation;
use zoom::webhook::Deauthorization;

use crate::app::App;
use crate::connections::{CallLog, Caller};
use crate::failpoint::reach;
use crate::keys::places;

/// Confirms to Zoom that everything was deleted, until Zoom has accepted it. After forty times, over about a week, it is
/// given up, which the receipt tells.
#[derive(Serialize, Deserialize)]
pub struct ConfirmCompliance {
    receipt: ReceiptId,
    /// Whose activity shows the call; nobody if nothing was stored any more.
    person: Option<(WorkspaceId, UserId)>,
    /// The deauthorization event's `payload`, which the confirmation repeats. Sealed, because it names the account,
    /// and nothing in clear may outlive the deletion.
    sealed: Vec<u8>,
}

impl ConfirmCompliance {
    pub(crate) fn new(
        app: &App,
        receipt: ReceiptId,
        person: Option<(WorkspaceId, UserId)>,
        payload: &Deauthorization,
    ) -> Self {
        let text = serde_json::to_string(payload).unwrap_or_default();
        let sealed = app.keys.seal(&*app.random, &places::compliance(receipt), &text);
        Self { receipt, person, sealed }
    }
}

impl Job for ConfirmCompliance {
    const KIND: &'static str = "confirm_compliance";
    const MAX_ATTEMPTS: u32 = 40;
    const WORKERS: usize = 2;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let (workspace, user) = self.person.unzip();
        let log = CallLog::new(Caller { workspace, user });
        let payload =
            app.keys.open(&places::compliance(self.receipt), &self.sealed).map_err(JobError::fail)?;
        let payload: Deauthorization =
            serde_json::from_str(payload.expose_secret()).map_err(JobError::fail)?;
        let zoom = payload.client_id().and_then(|client_id| app.zoom.of_client(client_id));
        let zoom = zoom.unwrap_or_else(|| app.zoom.in_use());
        reach("confirm.before_zoom");
        let answer = zoom.logged(&log).compliance().confirm(&payload).await;
        reach("confirm.after_zoom");
        log.write(app).await;
        let (state, status) = match &answer {
            Ok(Confirmation::Confirmed { status }) => (ConfirmState::Confirmed, Some(*status)),
            Ok(Confirmation::NoLongerOffered { status }) => (ConfirmState::NoLongerOffered, Some(*status)),
            Err(_) if attempt.last => (ConfirmState::Failed, None),
            Err(_) => (ConfirmState::Pending, None),
        };
        if let (Err(error), false) = (answer, attempt.last) {
            return Err(JobError::retry(error));
        }
        if state == ConfirmState::Failed {
            tracing::error!(receipt = %self.receipt, "Zoom never took the confirmation that data was deleted");
        }
        // Settled either way. A job that is given up would keep what Zoom sent; this one ends, and the receipt tells.
        let tx = app.store.begin_write().await.map_err(JobError::retry)?;
        let status = status.map(i64::from);
        compliance_receipts::set_confirmed(&tx, self.receipt, state, status, app.now())
            .await
            .map_err(JobError::retry)?;
        attempt.finish(&tx).await?;
        tx.commit().await.map_err(JobError::retry)
    }
}
