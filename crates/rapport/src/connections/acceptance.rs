//! Whether Zoom knows the credentials of an app: a refresh with a token that nobody ever had. Zoom looks at the credentials
//! first, so its two refusals tell right ones from wrong ones, and nothing is granted (Zoom reference A.7).

use std::time::Duration;

use domain::{Random, random_bytes};
use secrecy::SecretString;
use zoom::oauth::OAuthError;

use super::calls::{CallLog, Caller};
use super::zoom_app::RegisteredApp;

/// How long Zoom may think about it. Usually it takes a third of a second.
const PATIENCE: Duration = Duration::from_secs(8);

/// What Zoom said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// It knows this client id with this secret.
    Known,
    /// It does not.
    Unknown,
    /// It gave tokens for nothing, as no Zoom would.
    NotZoom,
    /// It did not say; why, as words that can follow "but".
    NoAnswer(String),
}

/// Asks Zoom, with one call that grants nothing.
pub async fn acceptance(app: &RegisteredApp, random: &dyn Random) -> Acceptance {
    let nobodys = SecretString::from(format!("rapport-check-{}", hex::encode(random_bytes::<16>(random))));
    let log = CallLog::new(Caller { workspace: None, user: None });
    let zoom = app.logged(&log);
    match tokio::time::timeout(PATIENCE, zoom.oauth().refresh(&nobodys)).await {
        Ok(Err(OAuthError::InvalidGrant { .. })) => Acceptance::Known,
        Ok(Err(OAuthError::InvalidClient { .. })) => Acceptance::Unknown,
        Ok(Ok(_)) => Acceptance::NotZoom,
        Ok(Err(error)) => Acceptance::NoAnswer(error.to_string()),
        Err(_) => Acceptance::NoAnswer("nothing came back in time".to_owned()),
    }
}
