//! What the program counts, as Prometheus reads it. Off until it is configured; then no label names a person, a
//! workspace or anything that grows without end.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::Context;
use metrics::{gauge, set_global_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use secrecy::SecretString;
use store::StoreError;

use crate::app::App;

/// Upper ends of the buckets of every duration, in seconds: pages take milliseconds, calls to Zoom seconds, jobs minutes.
const BUCKETS: [f64; 12] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

/// The numbers are the process's own, so there is one place for them.
static NUMBERS: OnceLock<PrometheusHandle> = OnceLock::new();

/// The collected numbers, and who may read them. A cheap handle.
#[derive(Clone)]
pub struct Metrics {
    numbers: PrometheusHandle,
    /// Whoever shows it may read `/metrics` on the web server itself.
    pub token: Option<SecretString>,
    /// Kinds of jobs that were counted before: one without jobs is 0, not absent.
    kinds: Arc<Mutex<BTreeSet<String>>>,
}

impl Metrics {
    /// Begins to count.
    pub fn start(token: Option<SecretString>) -> anyhow::Result<Self> {
        let numbers = if let Some(numbers) = NUMBERS.get() {
            numbers.clone()
        } else {
            let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS)?.build_recorder();
            let numbers = NUMBERS.get_or_init(|| recorder.handle()).clone();
            set_global_recorder(recorder).context("something else counts already")?;
            numbers
        };
        Ok(Self { numbers, token, kinds: Arc::default() })
    }

    /// Puts away what durations have gathered; to be called now and then, also when nobody reads.
    pub fn upkeep(&self) {
        self.numbers.run_upkeep();
    }

    /// Everything, in Prometheus's text format.
    pub async fn render(&self, app: &App) -> Result<String, StoreError> {
        self.count_jobs(app).await?;
        for pool in app.store.pools() {
            let used = pool.open.saturating_sub(pool.idle);
            gauge!("rapport_database_connections", "pool" => pool.name, "state" => "idle").set(pool.idle);
            gauge!("rapport_database_connections", "pool" => pool.name, "state" => "used").set(used);
        }
        Ok(self.numbers.render())
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody counts 2^53 jobs")]
    async fn count_jobs(&self, app: &App) -> Result<(), StoreError> {
        let now = app.now();
        let counted = store::jobs::kind_counts(&app.store.begin_read().await, now).await?;
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        kinds.extend(counted.iter().map(|kind| kind.kind.clone()));
        for kind in kinds.iter() {
            let found = counted.iter().find(|counted| counted.kind == *kind);
            let counts = found.map(|found| found.counts).unwrap_or_default();
            let jobs = [("waiting", counts.waiting), ("running", counts.running), ("dead", counts.dead)];
            for (state, count) in jobs {
                gauge!("rapport_jobs", "kind" => kind.clone(), "state" => state).set(count as f64);
            }
            let due = found.and_then(|found| found.due_since);
            let late = due.map_or(0.0, |due| now.duration_since(due).as_secs_f64());
            gauge!("rapport_job_oldest_due_age_seconds", "kind" => kind.clone()).set(late);
        }
        Ok(())
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}
