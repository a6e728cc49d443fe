//! The credentials of the Zoom app: those in use, and those that Zoom's first review asks for.

use super::{Finding, Subject};
use crate::connections::{
    Acceptance, ZoomEnvironment, ZoomKind, acceptance, address_lines, entered, preconditions_of,
};

/// Those in use.
pub(super) async fn look(subject: &Subject) -> Finding {
    let zoom = match &subject.zoom {
        Ok(zoom) => zoom,
        Err(why) => return Finding::fail(why.clone(), "Set `zoom.client_id` and `zoom.client_secret`."),
    };
    let app = zoom.in_use();
    let origin = app.oauth_base().origin().ascii_serialization();
    match (acceptance(&app, &*subject.random).await, app.kind()) {
        (Acceptance::Known, ZoomKind::Real(environment)) => Finding::pass(format!(
            "{origin} knows the client id {} and its secret ({environment})",
            app.client_id()
        )),
        (Acceptance::Known, ZoomKind::Simulated) => Finding::warn(
            "Zoom is simulated by the embedded sandbox",
            "Create an app in Zoom's Marketplace, and enter its credentials in Settings, Zoom app; or set \
             `zoom.client_id`, `zoom.client_secret` and `zoom.webhook_secret`.",
        ),
        (Acceptance::Unknown, _) => Finding::fail(
            format!("{origin} does not know the client id {} with this secret", app.client_id()),
            "Copy both anew from the app's page in Zoom's portal. Development and production have different ones.",
        ),
        (Acceptance::NotZoom, _) => Finding::fail(
            format!("{origin} gave tokens for a token that does not exist: this is not Zoom"),
            "Set `zoom.oauth_url` to https://zoom.us, or take it out.",
        ),
        (Acceptance::NoAnswer(why), _) => Finding::fail(
            format!("{origin} was asked, but {why}"),
            "Look whether this machine reaches it, by the proxy of the environment if there is one, and try again.",
        ),
    }
}

/// Those of production: the first review is held with them (Zoom reference F.1).
pub(super) async fn production(subject: &Subject) -> Finding {
    let (zoom, store, keys) = match (&subject.zoom, &subject.store, &subject.keys) {
        (Ok(zoom), Ok(store), Ok(keys)) => (zoom, store, keys),
        (Err(why), ..) | (_, Err(why), _) | (.., Err(why)) => {
            return Finding::fail(format!("could not be looked at: {why}"), "See the checks above.");
        }
    };
    let production = ZoomEnvironment::Production;
    let broken: Vec<_> = if zoom.is_configured() {
        if zoom.kind() != ZoomKind::Real(production) {
            return Finding::fail(
                "the configuration names credentials of development, and Zoom reviews a new app with those of production",
                "Copy the credentials under Production in Zoom's portal, and set `zoom.environment` to \"production\".",
            );
        }
        address_lines(&subject.public_url).into_iter().filter(|line| !line.passed).collect()
    } else {
        let entered = match entered(store, keys).await {
            Ok(entered) => entered,
            Err(error) => {
                return Finding::fail(format!("could not be read: {error}"), "See Database and Secret key.");
            }
        };
        let lines = preconditions_of(zoom, &*subject.random, &subject.public_url, &entered, production).await;
        lines.into_iter().filter(|line| !line.passed).collect()
    };
    if broken.is_empty() {
        return Finding::pass(match zoom.kind() {
            ZoomKind::Real(ZoomEnvironment::Production) => "they are in use",
            _ => "everything holds that they need; put them in use under Settings, Zoom app",
        });
    }
    let found: Vec<_> = broken.iter().map(|line| format!("{}: no. {}", line.name, line.found)).collect();
    let cures: Vec<_> = broken.iter().map(|line| line.cure).collect();
    Finding::fail(found.join(" "), cures.join(" "))
}
