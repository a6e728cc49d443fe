//! How long a page waits for Zoom.

use std::time::Duration;

/// What a person waits for an answer that they asked for. Zoom usually takes a third of a second.
pub(crate) const PATIENCE: Duration = Duration::from_secs(4);

/// What comes of the work, if it comes in time. It goes on in the background otherwise, and when the page is closed.
pub(crate) async fn within<T: Send + 'static>(
    wait: Duration,
    work: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let work = tokio::spawn(work);
    match tokio::time::timeout(wait, work).await {
        Ok(Ok(result)) => Some(result),
        Ok(Err(error)) => {
            tracing::error!(%error, "a call to Zoom ended badly");
            None
        }
        Err(_) => None,
    }
}
