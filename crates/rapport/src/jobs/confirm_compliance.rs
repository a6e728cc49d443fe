use domain::{ReceiptId, UserId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};
use store::compliance_receipts::{self, ConfirmState};
use zoom::compliance::Confirmation;
use zoom::webhook::Deauthorization;

use crate::app::App;
use crate::connections::{CallLog, Caller};

/// Confirms to Zoom that everything was deleted, until Zoom has accepted it.
#[derive(Serialize, Deserialize)]
pub struct ConfirmCompliance {
    pub(crate) receipt: ReceiptId,
    /// Whose activity shows the call.
    pub(crate) workspace: WorkspaceId,
    pub(crate) user: UserId,
    /// The deauthorization event's `payload`, which the confirmation repeats.
    pub(crate) payload: Deauthorization,
}

impl Job for ConfirmCompliance {
    const KIND: &'static str = "confirm_compliance";
    const MAX_ATTEMPTS: u32 = 40;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let log = CallLog::new(Caller { workspace: Some(self.workspace), user: Some(self.user) });
        let answer = app.zoom.logged(&log).compliance().confirm(&self.payload).await;
        log.write(app).await;
        let (state, status) = match &answer {
            Ok(Confirmation::Confirmed { status }) => (ConfirmState::Confirmed, Some(*status)),
            Ok(Confirmation::NoLongerOffered { status }) => (ConfirmState::NoLongerOffered, Some(*status)),
            Err(_) if attempt.last => (ConfirmState::Failed, None),
            Err(_) => (ConfirmState::Pending, None),
        };
        if state != ConfirmState::Pending {
            let settled = async {
                let tx = app.store.begin_write().await?;
                compliance_receipts::set_confirmed(
                    &tx,
                    self.receipt,
                    state,
                    status.map(i64::from),
                    app.now(),
                )
                .await?;
                tx.commit().await
            };
            settled.await.map_err(JobError::retry)?;
        }
        match answer {
            Ok(_) => Ok(()),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
