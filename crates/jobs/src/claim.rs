//! Taking jobs from the queue.

use domain::JobId;
use store::{
    StoreError, Tx,
    jobs::{self as table, ClaimedJob},
};
use tokio::sync::watch;

use crate::{Runner, attempt, running::Outcome};

/// How many jobs join their lines in one transaction: others must be able to write in between.
const JOIN_AT_ONCE: u32 = 500;

/// A claimed job with the place for its outcome.
pub(crate) struct Claim {
    pub(crate) job: ClaimedJob,
    pub(crate) owner: String,
    pub(crate) outcome: watch::Sender<Option<Outcome>>,
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// Claims due jobs for every worker that is free.
    pub(crate) async fn claim_due(&self) -> Result<Vec<Claim>, StoreError> {
        let free = |runner: &Self| {
            let busy = runner.running.by_kind();
            let kinds = runner.kinds.iter().map(|kind| {
                (kind.name, kind.workers.saturating_sub(busy.get(kind.name).copied().unwrap_or(0)))
            });
            kinds.filter(|(_, free)| *free > 0).collect::<Vec<_>>()
        };
        let wanted: Vec<_> = free(self).into_iter().map(|(kind, _)| kind).collect();
        if wanted.is_empty() || !self.anything_to_do(&wanted).await? {
            return Ok(Vec::new());
        }
        let _guard = self.claiming.lock().await;
        let tx = self.store.begin_write().await?;
        self.join_lines(&tx).await?;
        let owner = self.owner();
        let mut claimed = Vec::new();
        for (kind, free) in free(self) {
            claimed.extend(self.claim(&tx, kind, &owner, u32::try_from(free).unwrap_or(u32::MAX)).await?);
        }
        tx.commit().await?;
        Ok(claimed.into_iter().map(|job| self.begin(job, &owner)).collect())
    }

    /// Claims one due job of the first kind that has any.
    pub(crate) async fn claim_one_due(&self) -> Result<Option<Claim>, StoreError> {
        if !self.anything_to_do(&self.kind_names()).await? {
            return Ok(None);
        }
        let _guard = self.claiming.lock().await;
        let tx = self.store.begin_write().await?;
        self.join_lines(&tx).await?;
        let owner = self.owner();
        let mut claimed = None;
        for kind in self.kinds.iter() {
            claimed = self.claim(&tx, kind.name, &owner, 1).await?.pop();
            if claimed.is_some() {
                break;
            }
        }
        tx.commit().await?;
        Ok(claimed.map(|job| self.begin(job, &owner)))
    }

    /// Claims this job if it is due and free, and runs it; or joins its run in this process.
    pub(crate) async fn claim_or_join(
        &self,
        ctx: &C,
        id: JobId,
    ) -> Result<Option<watch::Receiver<Option<Outcome>>>, StoreError> {
        let _guard = self.claiming.lock().await;
        if let Some(run) = self.running.get(id) {
            return Ok(Some(run.outcome));
        }
        let owner = self.owner();
        let now = self.clock.now();
        let tx = self.store.begin_write().await?;
        let until = attempt::end(now, self.lease);
        let claimed = table::claim_one(&tx, id, &self.kind_names(), &owner, now, until).await?;
        tx.commit().await?;
        Ok(claimed.map(|job| {
            let claim = self.begin(job, &owner);
            let outcome = claim.outcome.subscribe();
            self.spawn(ctx, claim);
            outcome
        }))
    }

    /// Looked at first, because a claim, even of nothing, keeps other writers waiting.
    async fn anything_to_do(&self, kinds: &[&'static str]) -> Result<bool, StoreError> {
        let look =
            table::look(&self.store.begin_read().await, kinds, self.clock.now(), self.overtakes()).await?;
        Ok(look.joining || !look.ready.is_empty())
    }

    async fn join_lines(&self, tx: &Tx) -> Result<(), StoreError> {
        let joined = table::join_lines(tx, self.clock.now(), self.overtakes(), JOIN_AT_ONCE).await?;
        if joined == u64::from(JOIN_AT_ONCE) {
            // There may be more: look again at once.
            self.wake();
        }
        Ok(())
    }

    async fn claim(
        &self,
        tx: &Tx,
        kind: &str,
        owner: &str,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>, StoreError> {
        let now = self.clock.now();
        table::claim_due(tx, kind, owner, now, attempt::end(now, self.lease), limit).await
    }

    fn begin(&self, job: ClaimedJob, owner: &str) -> Claim {
        let kind = self.kind(&job.kind).map_or("", |kind| kind.name);
        let outcome = self.running.begin(job.id, kind, owner);
        Claim { job, owner: owner.to_owned(), outcome }
    }

    /// Runs a claimed job in the background.
    pub(crate) fn spawn(&self, ctx: &C, claim: Claim) {
        let (runner, ctx, id) = (self.clone(), ctx.clone(), claim.job.id);
        let task = tokio::spawn(async move { runner.execute(&ctx, claim).await });
        self.running.set_abort(id, task.abort_handle());
    }
}
