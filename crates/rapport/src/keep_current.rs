//! What a running process takes over from Settings, whichever process they were changed in.

use std::time::Duration;

use zoom_sandbox::{AppChange, Control};

use crate::app::App;
use crate::connections::{Asked, reload};
use crate::keys::rotate;

/// How soon a process notices that another one was told to use other credentials, or another key.
pub(crate) const NOTICE: Duration = Duration::from_secs(3);

/// What a publisher would do in Zoom's portal when Settings ask for more or less: the sandbox has nobody to do it.
pub(crate) async fn keep_sandbox_current(app: App, sandbox: Control) {
    let mut look = tokio::time::interval(NOTICE);
    let mut entered = Asked::AT_FIRST;
    loop {
        look.tick().await;
        let chosen = Asked::chosen(&app.store.begin_read().await).await;
        if let Ok(chosen) = chosen
            && chosen != entered
        {
            let scopes = chosen.scopes().into_iter().map(|(scope, _)| scope.to_owned()).collect();
            sandbox.change_app(AppChange { scopes: Some(scopes), ..AppChange::default() });
            entered = chosen;
        }
    }
}

/// Takes over what is changed in Settings by whichever process.
pub(crate) async fn keep_zoom_app_current(app: App) {
    let mut look = tokio::time::interval(NOTICE);
    loop {
        look.tick().await;
        if let Err(error) = reload(&app).await {
            tracing::warn!(%error, "the Zoom app in Settings cannot be read");
        }
    }
}

/// Seals with the key that the database names, soon after it was changed.
pub(crate) async fn keep_key_current(app: App) {
    let mut look = tokio::time::interval(NOTICE);
    let mut told = String::new();
    loop {
        look.tick().await;
        match rotate::follow(&app.store.begin_read().await, &app.keys).await {
            Ok(true) => {
                tracing::info!(key = app.keys.id(), "secrets are sealed with another key from now on");
            }
            // Said once: it stays so until somebody brings the key.
            Err(error) if error.to_string() != told => {
                told = error.to_string();
                tracing::error!(%error, "this process cannot follow to the key that the database names");
            }
            Ok(false) | Err(_) => {}
        }
    }
}
