use std::time::Duration;

use domain::{JobId, MeetingId, WorkspaceId};
use jiff::SignedDuration;
use jobs::{Attempt, Job, JobError, Options, enqueue};
use serde::{Deserialize, Serialize};
use store::grants::GrantState;
use store::{Tx, connections, meetings, users};

use crate::app::App;
use crate::meetings::{SyncError, sync};

/// Carries one meeting to Zoom.
#[derive(Debug, Serialize, Deserialize)]
pub struct SyncMeeting {
    pub(crate) workspace: WorkspaceId,
    pub(crate) meeting: MeetingId,
}

impl SyncMeeting {
    /// One job a meeting: a second wish while one runs lets it run once more, never beside it.
    pub(crate) async fn enqueue(
        tx: &Tx,
        workspace: WorkspaceId,
        meeting: MeetingId,
    ) -> Result<JobId, store::StoreError> {
        let options = Options { dedupe_key: Some(format!("sync_meeting:{meeting}")), ..Options::default() };
        enqueue(tx, Some(workspace), &Self { workspace, meeting }, options).await
    }
}

impl Job for SyncMeeting {
    const KIND: &'static str = "sync_meeting";
    // About a month of ten-minute waits: no outage of Zoom is longer, and a meeting that is over ends the job itself.
    const MAX_ATTEMPTS: u32 = 4_500;
    const WORKERS: usize = 8;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let error = match sync(app, self.workspace, self.meeting, &attempt).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let now = app.now();
        let (problem, detail, wait) = match &error {
            SyncError::Store(_) | SyncError::Key(_) | SyncError::Lost(_) => {
                return Err(JobError::Retry { after: None, source: error.into() });
            }
            SyncError::Unreachable { words, retry_at } => {
                let wait = match retry_at {
                    Some(at) => now.duration_until(*at).max(SignedDuration::from_secs(1)),
                    None => backoff(attempt.number),
                };
                (meetings::Problem::ZoomUnreachable, words.clone(), Some(wait))
            }
            SyncError::Running => (meetings::Problem::Running, String::new(), Some(UNTIL_IT_ENDS)),
            SyncError::Refused(problem, detail) => (*problem, detail.clone(), None),
        };
        let retry_at = wait.map(|wait| now + wait);
        let noted = async {
            let tx = app.store.begin_write().await?;
            if problem == meetings::Problem::NotConnected
                && connected_meanwhile(&tx, self.workspace, self.meeting).await?
            {
                return Ok(false);
            }
            meetings::set_problem(&tx, self.workspace, self.meeting, problem, Some(&detail), retry_at, now)
                .await?;
            tx.commit().await?;
            Ok::<_, store::StoreError>(true)
        };
        if !noted.await? {
            return Err(JobError::retry_after(Duration::from_secs(1), error));
        }
        match wait {
            Some(wait) => Err(JobError::Retry {
                after: Some(Duration::try_from(wait).unwrap_or_default()),
                source: error.into(),
            }),
            // The meeting itself says what a person has to do; there is nothing for an operator in the dead letters.
            None => Ok(()),
        }
    }
}

/// Whether the host has connected since the job looked. Whoever connects holds the host's row and then brings the
/// meetings to Zoom that it sees; so either it saw this one, or it is through and this sees the connection.
async fn connected_meanwhile(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<bool, store::StoreError> {
    let Some(meeting) = meetings::get(tx, workspace, meeting).await? else { return Ok(false) };
    users::lock(tx, workspace, meeting.host_id).await?;
    let connection = connections::of_user(tx, workspace, meeting.host_id).await?;
    let asked = meeting.zoom.map(|zoom| zoom.grant_id);
    Ok(connection.is_some_and(|(_, grant)| {
        grant.state == GrantState::Healthy && asked.is_none_or(|asked| asked == grant.id)
    }))
}

/// Between two looks at a meeting that is running.
const UNTIL_IT_ENDS: SignedDuration = SignedDuration::from_mins(10);

/// 15 s, 30 s, 1 min … at most 10 min: people are waiting for the link.
fn backoff(attempt: u32) -> SignedDuration {
    let doublings = attempt.saturating_sub(1).min(6);
    SignedDuration::from_secs((15 * 2_i64.pow(doublings)).min(600))
}
