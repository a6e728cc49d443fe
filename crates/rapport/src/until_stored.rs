//! For what only this process knows and the outside has done already: it is stored, however long the database fails.

use std::time::Duration;

use store::StoreError;

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// After this long somebody has to look.
const PATIENCE: Duration = Duration::from_mins(10);

/// Repeats `store` while the database fails, for ten minutes at most. `what` is for the log.
pub(crate) async fn until_stored<T, F, Fut>(what: &str, mut store: F) -> Result<T, StoreError>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, StoreError>>,
{
    let (mut waited, mut pause) = (Duration::ZERO, FIRST_PAUSE);
    loop {
        match store().await {
            Err(error) if waited < PATIENCE => {
                tracing::warn!(%error, what, "the database does not take what must not be lost; trying again");
                #[expect(clippy::disallowed_methods, reason = "waits for the database to come back")]
                tokio::time::sleep(pause).await;
                waited += pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            result => return result,
        }
    }
}
