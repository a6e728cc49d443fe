//! Changing between the development and the production credentials of the Zoom app: a list of what must hold first,
//! each line with its cure, and a refusal while any does not.

use domain::Random;
use store::audit_log::Action;
use store::installation_settings::{self as settings, Setting};
use store::{StoreError, grants};
use url::{Host, Url};

use super::acceptance::{Acceptance, acceptance};
use super::credentials::{Entered, EnteredCredentials, EnteredError, ZoomEnvironment, read, reload};
use super::zoom_app::ZoomApp;
use crate::app::App;
use crate::audit::{By, person_did};

/// One thing that must hold before an environment is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precondition {
    /// What must hold: `The public address is HTTPS`.
    pub name: &'static str,
    /// Whether it does.
    pub passed: bool,
    /// What was found.
    pub found: String,
    /// What to do if it does not hold.
    pub cure: &'static str,
}

/// Why the environment was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// Something on this list does not hold.
    #[error("not everything holds that this environment needs")]
    Refused(Vec<Precondition>),
    /// The database, or a secret in it, cannot be read.
    #[error(transparent)]
    Entered(#[from] EnteredError),
}

impl From<StoreError> for SwitchError {
    fn from(error: StoreError) -> Self {
        Self::Entered(error.into())
    }
}

/// What must hold before this environment is used, as it is now. Asks Zoom whether it knows the credentials.
pub async fn preconditions(
    app: &App,
    environment: ZoomEnvironment,
) -> Result<Vec<Precondition>, EnteredError> {
    let entered = read(&app.store.begin_read().await, &app.keys).await?;
    Ok(preconditions_of(&app.zoom, &*app.random, &app.public_url, &entered, environment).await)
}

/// The same of any installation.
pub(crate) async fn preconditions_of(
    zoom: &ZoomApp,
    random: &dyn Random,
    public_url: &Url,
    entered: &Entered,
    environment: ZoomEnvironment,
) -> Vec<Precondition> {
    let asked = ask(zoom, random, entered, environment).await;
    list(zoom, public_url, entered, environment, asked.as_ref())
}

/// Credentials, and what Zoom says about them.
type Asked = (EnteredCredentials, Acceptance);

async fn ask(
    zoom: &ZoomApp,
    random: &dyn Random,
    entered: &Entered,
    environment: ZoomEnvironment,
) -> Option<Asked> {
    let one = entered.of(environment)?.clone();
    let answer = acceptance(&zoom.of_entered(&one), random).await;
    Some((one, answer))
}

/// How many people have to connect again when this environment is used.
pub async fn people_who_reconnect(app: &App, environment: ZoomEnvironment) -> Result<u64, EnteredError> {
    let db = app.store.begin_read().await;
    let entered = read(&db, &app.keys).await?;
    // Whichever app is entered here one day: nobody is connected by it yet.
    let client_id = entered.client_id(environment).unwrap_or_default();
    Ok(grants::people_of_other_apps(&db, client_id).await?)
}

/// Uses the credentials of this environment from now on, in every process. Grants made with others are kept and not
/// used: their people connect again, or that environment comes back.
pub async fn switch(app: &App, by: By, environment: ZoomEnvironment) -> Result<(), SwitchError> {
    let entered = read(&app.store.begin_read().await, &app.keys).await?;
    let asked = ask(&app.zoom, &*app.random, &entered, environment).await;
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    let entered = read(&tx, &app.keys).await?;
    let lines = list(&app.zoom, &app.public_url, &entered, environment, asked.as_ref());
    if lines.iter().any(|line| !line.passed) {
        return Err(SwitchError::Refused(lines));
    }
    if entered.in_use() != Some(environment) {
        settings::put(&tx, Setting::ZoomEnvironment, environment.as_str(), app.now()).await?;
        let before = entered.in_use().map_or("the sandbox", ZoomEnvironment::as_str);
        let words = format!("Zoom app in use: {environment} (before: {before})");
        person_did(&tx, by, Action::ZoomApp, words).await?;
    }
    tx.commit().await?;
    reload(app).await?;
    Ok(())
}

fn list(
    zoom: &ZoomApp,
    public_url: &Url,
    entered: &Entered,
    environment: ZoomEnvironment,
    asked: Option<&Asked>,
) -> Vec<Precondition> {
    let found = entered.of(environment);
    let mut lines = vec![
        Precondition {
            name: "The configuration leaves the choice to this page",
            passed: !zoom.is_configured() && zoom.chosen().is_none(),
            found: match (zoom.is_configured(), zoom.chosen()) {
                (true, _) => "The configuration names a Zoom app, and that one is used.".into(),
                (false, Some(chosen)) => format!("The configuration says zoom.environment = \"{chosen}\"."),
                (false, None) => "It names no Zoom app.".into(),
            },
            cure: "Take zoom.client_id, zoom.client_secret and zoom.environment out of the configuration and restart.",
        },
        Precondition {
            name: "Client id and client secret are entered",
            passed: found.is_some(),
            found: found
                .map_or("Nothing is entered.".into(), |found| format!("Client id {}.", found.client_id)),
            cure: "Copy both from the app’s page in Zoom’s portal and save them under Zoom app.",
        },
        knows(found, asked),
        Precondition {
            name: "The webhook secret is entered",
            passed: found.is_some_and(|found| found.webhook.current.is_some()),
            found: match found.and_then(|found| found.webhook.current.as_ref()) {
                Some(_) => "It is stored.".into(),
                None => "Without it every event is refused, deauthorizations among them.".into(),
            },
            cure: "Copy the secret token from Access in Zoom’s portal and save it under Zoom app.",
        },
    ];
    if environment == ZoomEnvironment::Production {
        let other = entered.of(ZoomEnvironment::Development);
        let same = found.zip(other).is_some_and(|(one, other)| one.is_of_the_same_app(other));
        lines.push(Precondition {
            name: "They are not the development credentials",
            passed: found.is_some() && !same,
            found: match found {
                None => "Nothing is entered.".into(),
                Some(_) if same => "Id or secret is that of development.".into(),
                Some(_) => "They differ from what is entered for development.".into(),
            },
            cure: "In Zoom’s portal change to Production and copy the credentials from there.",
        });
        lines.extend(address_lines(public_url));
    }
    lines
}

/// Whether Zoom knows what is entered now; what was asked about may have been replaced since.
fn knows(found: Option<&EnteredCredentials>, asked: Option<&Asked>) -> Precondition {
    let answer = found.zip(asked).filter(|(found, (asked, _))| found.opens_the_same(asked));
    let said = match answer.map(|(_, (_, answer))| answer) {
        _ if found.is_none() => "Nothing is entered.".to_owned(),
        None => "They were changed a moment ago.".to_owned(),
        Some(Acceptance::Known) => "It knows this client id with this client secret.".to_owned(),
        Some(Acceptance::Unknown) => "It does not know this client id with this client secret.".to_owned(),
        Some(Acceptance::NotZoom) => "What answers in its place is not Zoom.".to_owned(),
        Some(Acceptance::NoAnswer(why)) => format!("It was asked, but {why}."),
    };
    Precondition {
        name: "Zoom knows them",
        passed: matches!(answer, Some((_, (_, Acceptance::Known)))),
        found: said,
        cure: "Copy both anew from the app’s page in Zoom’s portal. If Zoom did not answer, look at this page again in a minute.",
    }
}

/// What production asks of the address that people and Zoom reach this server at.
pub(crate) fn address_lines(public_url: &Url) -> [Precondition; 2] {
    let origin = public_url.as_str().trim_end_matches('/').to_owned();
    [
        Precondition {
            name: "The public address is HTTPS",
            passed: public_url.scheme() == "https",
            found: format!("public_url is {origin}."),
            cure: "Put a TLS proxy or tunnel in front and set public_url to its https:// address.",
        },
        Precondition {
            name: "The public address is reachable from outside",
            passed: !is_local(public_url),
            found: format!("public_url is {origin}."),
            cure: "Zoom refuses this machine’s own address in production. Set public_url to the server’s own domain.",
        },
    ]
}

/// An address that means "this machine" to whoever reads it.
fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.is_unspecified() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_needs_https_and_an_address_of_its_own() {
        let passes = |text: &str| address_lines(&text.parse().unwrap()).map(|line| line.passed);
        assert_eq!(passes("https://crm.example.com"), [true, true]);
        assert_eq!(passes("http://crm.example.com"), [false, true]);
        for local in [
            "https://localhost:8080",
            "https://crm.localhost",
            "https://localhost.",
            "https://127.0.0.1",
            "https://127.8.8.8",
            "https://[::1]",
            "https://[::ffff:127.0.0.1]",
            "https://0.0.0.0",
        ] {
            assert_eq!(passes(local), [true, false], "{local}");
        }
    }
}
