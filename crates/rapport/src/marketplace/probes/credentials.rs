//! Client id and secret: a refresh with a token that nobody ever had. Zoom looks at the app's credentials first, so its
//! two refusals tell right ones from wrong ones, and nothing is granted (Zoom reference A.7).

use domain::random_bytes;
use secrecy::SecretString;
use zoom::oauth::OAuthError;

use super::{Finding, Subject};
use crate::connections::{CallLog, Caller, ZoomKind};

pub(super) async fn look(subject: &Subject) -> Finding {
    let zoom = match &subject.zoom {
        Ok(zoom) => zoom,
        Err(why) => return Finding::fail(why.clone(), "Set `zoom.client_id` and `zoom.client_secret`."),
    };
    let app = zoom.in_use();
    let origin = app.oauth_base().origin().ascii_serialization();
    let nobodys =
        SecretString::from(format!("rapport-check-{}", hex::encode(random_bytes::<16>(&*subject.random))));
    let log = CallLog::new(Caller { workspace: None, user: None });
    let answer = app.logged(&log).oauth().refresh(&nobodys).await;
    let accepted = match answer {
        Err(OAuthError::InvalidGrant { .. }) => true,
        Err(OAuthError::InvalidClient { .. }) => false,
        Err(error) => {
            return Finding::fail(
                format!("{origin} was asked, but {error}"),
                "Look whether this machine reaches it, by the proxy of the environment if there is one, and try again.",
            );
        }
        Ok(_) => {
            return Finding::fail(
                format!("{origin} gave tokens for a token that does not exist: this is not Zoom"),
                "Set `zoom.oauth_url` to https://zoom.us, or take it out.",
            );
        }
    };
    match (accepted, app.kind()) {
        (true, ZoomKind::Real(environment)) => Finding::pass(format!(
            "{origin} knows the client id {} and its secret ({environment})",
            app.client_id()
        )),
        (true, ZoomKind::Simulated) => Finding::warn(
            "Zoom is simulated by the embedded sandbox",
            "Create an app in Zoom's Marketplace, and enter its credentials in Settings, Zoom app; or set \
             `zoom.client_id`, `zoom.client_secret` and `zoom.webhook_secret`.",
        ),
        (false, _) => Finding::fail(
            format!("{origin} does not know the client id {} with this secret", app.client_id()),
            "Copy both anew from the app's page in Zoom's portal. Development and production have different ones.",
        ),
    }
}
