use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use axum::Router;
use axum::routing::get;

use super::events::Hub;
use super::measure;
use super::router::with_hub;
use crate::app::App;

/// Serves until `stopped`, then lets running requests finish, for `grace` at most: one hanging connection must not
/// hold the program for ever.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stopped: impl Future<Output = ()> + Send + 'static,
    grace: Duration,
) -> std::io::Result<()> {
    let (stop, mut at_stop) = watch::channel(());
    let hub = Arc::<Hub>::default();
    let pages = with_hub(app, Arc::clone(&hub));
    let serving = axum::serve(listener, pages.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            stopped.await;
            // Streams end by themselves only when their readers go away.
            hub.close();
            drop(stop);
        });
    tokio::select! {
        result = serving => result,
        () = too_slow(&mut at_stop, grace) => {
            tracing::warn!("some connections were still open and are cut");
            Ok(())
        }
    }
}

/// Serves the numbers alone, on a listener that only the operator's network reaches.
pub async fn serve_metrics(app: App, listener: TcpListener) -> std::io::Result<()> {
    let router = Router::new().route("/metrics", get(measure::on_own_listener)).with_state(app);
    axum::serve(listener, router).await
}

/// Ends a while after the server was told to stop, which closes the channel.
async fn too_slow(at_stop: &mut watch::Receiver<()>, grace: Duration) {
    while at_stop.changed().await.is_ok() {}
    #[expect(clippy::disallowed_methods, reason = "the end of the grace period, in real time")]
    tokio::time::sleep(grace).await;
}
