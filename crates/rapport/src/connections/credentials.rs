//! Credentials of the Zoom app that were entered in Settings: sealed, and read again by every process within seconds.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use store::audit_log::Action;
use store::installation_settings::{self as settings, Setting};
use store::{Db, Store, StoreError, grants, zoom_credentials as stored};

use super::acceptance::{Acceptance, acceptance};
use super::webhook_secrets::{EXPECTED, WebhookSecrets};
use super::zoom_app::ZoomKind;
use crate::app::App;
use crate::audit::{By, person_did};
use crate::keys::{KeyError, Keys, places};

pub use store::zoom_credentials::ZoomEnvironment;

/// Longer than any of Zoom's ids and secrets.
const LONGEST: usize = 200;

/// The credentials of one environment.
#[derive(Debug, Clone)]
pub(super) struct EnteredCredentials {
    pub(super) environment: ZoomEnvironment,
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    pub(super) webhook: WebhookSecrets,
}

impl EnteredCredentials {
    /// Whether Zoom would take both for each other.
    pub(super) fn opens_the_same(&self, other: &Self) -> bool {
        self.client_id == other.client_id
            && self.client_secret.expose_secret() == other.client_secret.expose_secret()
    }

    /// Whether both name one app: Zoom gives each environment its own id and secret.
    pub(super) fn is_of_the_same_app(&self, other: &Self) -> bool {
        self.client_id == other.client_id
            || self.client_secret.expose_secret() == other.client_secret.expose_secret()
    }
}

/// Everything that was entered.
#[derive(Debug, Clone, Default)]
pub struct Entered {
    pub(super) credentials: Vec<EnteredCredentials>,
    pub(super) in_use: Option<ZoomEnvironment>,
}

impl PartialEq for Entered {
    fn eq(&self, other: &Self) -> bool {
        let same = |one: &EnteredCredentials, other: &EnteredCredentials| {
            one.environment == other.environment && one.opens_the_same(other) && one.webhook == other.webhook
        };
        self.in_use == other.in_use
            && self.credentials.len() == other.credentials.len()
            && self.credentials.iter().zip(&other.credentials).all(|(one, other)| same(one, other))
    }
}

impl Entered {
    /// Which credentials admins chose.
    pub fn in_use(&self) -> Option<ZoomEnvironment> {
        self.in_use
    }

    /// The client id that was entered for an environment.
    pub fn client_id(&self, environment: ZoomEnvironment) -> Option<&str> {
        self.of(environment).map(|one| one.client_id.as_str())
    }

    /// Until when another webhook secret is expected for an environment.
    pub fn new_secret_until(&self, environment: ZoomEnvironment) -> Option<Timestamp> {
        self.of(environment).and_then(|one| one.webhook.expected_until)
    }

    /// Whether a webhook secret was entered for an environment.
    pub fn has_webhook_secret(&self, environment: ZoomEnvironment) -> bool {
        self.of(environment).is_some_and(|one| one.webhook.current.is_some())
    }

    pub(super) fn of(&self, environment: ZoomEnvironment) -> Option<&EnteredCredentials> {
        self.credentials.iter().find(|one| one.environment == environment)
    }
}

/// Why stored credentials cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EnteredError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A secret does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Reads what was entered.
pub async fn entered(store: &Store, keys: &Keys) -> Result<Entered, EnteredError> {
    read(&store.begin_read().await, keys).await
}

pub(super) async fn read(db: &impl Db, keys: &Keys) -> Result<Entered, EnteredError> {
    let mut credentials = Vec::new();
    for row in stored::all(db).await? {
        let place = |column| places::credentials(row.environment, &row.client_id, column);
        let open_if = |column, sealed: Option<&Vec<u8>>| {
            sealed.map(|sealed| keys.open(&place(column), sealed)).transpose()
        };
        credentials.push(EnteredCredentials {
            client_secret: keys.open(&place("client_secret"), &row.client_secret)?,
            webhook: WebhookSecrets {
                current: open_if("webhook_secret", row.webhook_secret.as_ref())?,
                before: open_if("old_webhook_secret", row.old_webhook_secret.as_ref())?
                    .map(|secret| (secret, row.old_webhook_until))
                    .into_iter()
                    .collect(),
                expected_until: row.new_secret_until,
            },
            environment: row.environment,
            client_id: row.client_id,
        });
    }
    let in_use = settings::get(db, Setting::ZoomEnvironment).await?;
    Ok(Entered { credentials, in_use: in_use.and_then(|(word, _)| word.parse().ok()) })
}

/// Takes over what is entered now, and sets grants of other apps aside. Every process does this every few seconds, and
/// the one that changed something at once.
pub async fn reload(app: &App) -> Result<bool, EnteredError> {
    let changed = app.zoom.replace(entered(&app.store, &app.keys).await?);
    if changed {
        put_grants_in_use(app).await?;
    }
    Ok(changed)
}

/// Grants of other apps than the one in use are set aside: Zoom would refuse their tokens with our credentials, and a
/// refused pair looks like a dead connection.
pub async fn put_grants_in_use(app: &App) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    grants::put_in_use(&tx, &app.zoom.client_id(), app.now()).await?;
    tx.commit().await
}

/// What somebody enters. A secret that is left empty stays as it is.
pub struct NewCredentials {
    /// Which environment.
    pub environment: ZoomEnvironment,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// What Zoom signs events with.
    pub webhook_secret: String,
}

/// What is wrong with what was entered, field by field; each is a sentence.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CredentialErrors {
    /// About the client id.
    pub client_id: Option<String>,
    /// About the client secret.
    pub client_secret: Option<String>,
    /// About the webhook secret.
    pub webhook_secret: Option<String>,
}

/// Why credentials were not stored.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Something has to be entered differently.
    #[error("what was entered cannot be used")]
    Fields(CredentialErrors),
    /// The database, or a secret in it, cannot be read.
    #[error(transparent)]
    Entered(#[from] EnteredError),
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Entered(error.into())
    }
}

/// Stores credentials and takes them over. Nothing is used because of it that was not in use before, and what is in use
/// goes on: a client secret that Zoom does not know is refused for it.
pub async fn save(app: &App, by: By, new: &NewCredentials) -> Result<(), SaveError> {
    refuse_unknown_secret(app, new).await?;
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    let before = read(&tx, &app.keys).await?;
    let row = checked(app, &before, new).map_err(SaveError::Fields)?;
    stored::put(&tx, &row).await?;
    let words = change_in_words(&before, new);
    person_did(&tx, by, Action::ZoomApp, words).await?;
    tx.commit().await?;
    reload(app).await?;
    Ok(())
}

fn checked(
    app: &App,
    before: &Entered,
    new: &NewCredentials,
) -> Result<stored::ZoomCredentials, CredentialErrors> {
    let known = before.of(new.environment).filter(|known| known.client_id == new.client_id.trim());
    let mut errors = CredentialErrors::default();
    let client_id = new.client_id.trim();
    if !is_word(client_id) {
        errors.client_id = Some("Copy the client id from the app’s page in Zoom’s portal.".into());
    } else if client_id == zoom_sandbox::CLIENT_ID {
        errors.client_id = Some("This is the client id of the sandbox, not one of Zoom’s.".into());
    } else if before
        .credentials
        .iter()
        .any(|one| one.environment != new.environment && one.client_id == client_id)
    {
        errors.client_id =
            Some("This is the client id of the other environment. Zoom gives each its own.".into());
    }
    let secret = |typed: &str, stays: Option<&SecretString>, required: bool| match typed.trim() {
        "" => match stays {
            Some(secret) => Ok(Some(secret.clone())),
            None if required => Err("Copy it from the app’s page in Zoom’s portal.".to_owned()),
            None => Ok(None),
        },
        text if is_word(text) => Ok(Some(SecretString::from(text.to_owned()))),
        _ => Err("A secret of Zoom has no spaces and at most 200 characters. Copy it again.".to_owned()),
    };
    let client_secret = secret(&new.client_secret, known.map(|known| &known.client_secret), true);
    let webhook_secret =
        secret(&new.webhook_secret, known.and_then(|known| known.webhook.current.as_ref()), false);
    let (client_secret, webhook_secret) = match (client_secret, webhook_secret) {
        (Ok(Some(client_secret)), Ok(webhook_secret)) if errors.client_id.is_none() => {
            (client_secret, webhook_secret)
        }
        (client_secret, webhook_secret) => {
            errors.client_secret = client_secret.err();
            errors.webhook_secret = webhook_secret.err();
            return Err(errors);
        }
    };
    let seal = |column: &str, secret: &SecretString| {
        app.keys.seal(
            &*app.random,
            &places::credentials(new.environment, client_id, column),
            secret.expose_secret(),
        )
    };
    // Of the same app: events that Zoom signed with the secret before may still be under way.
    let webhook =
        known.map(|known| known.webhook.clone()).unwrap_or_default().with(webhook_secret, app.now());
    let before = webhook.before.first();
    Ok(stored::ZoomCredentials {
        environment: new.environment,
        client_id: client_id.to_owned(),
        client_secret: seal("client_secret", &client_secret),
        webhook_secret: webhook.current.as_ref().map(|secret| seal("webhook_secret", secret)),
        old_webhook_secret: before.map(|(secret, _)| seal("old_webhook_secret", secret)),
        old_webhook_until: before.and_then(|(_, until)| *until),
        new_secret_until: webhook.expected_until,
        changed_at: app.now(),
    })
}

/// Asks Zoom before the secret of the app in use is replaced: with a wrong one every call would fail from then on.
async fn refuse_unknown_secret(app: &App, new: &NewCredentials) -> Result<(), SaveError> {
    let in_use = app.zoom.in_use();
    let (client_id, client_secret) = (new.client_id.trim(), new.client_secret.trim());
    let replaces = in_use.kind() == ZoomKind::Real(new.environment)
        && !app.zoom.is_configured()
        && in_use.client_id() == client_id
        && is_word(client_secret);
    if !replaces {
        return Ok(());
    }
    let client_secret = SecretString::from(client_secret.to_owned());
    let credentials = zoom::Credentials { client_id: client_id.to_owned(), client_secret };
    if acceptance(&in_use.with_credentials(credentials), &*app.random).await == Acceptance::Unknown {
        return Err(SaveError::Fields(CredentialErrors {
            client_secret: Some(
                "Zoom does not know this secret for the client id, so the one that works is kept. Copy it again.".into(),
            ),
            ..CredentialErrors::default()
        }));
    }
    Ok(())
}

/// Somebody is about to get a new webhook secret from Zoom: until it is entered, for an hour at most, Zoom is asked to send
/// again what is signed with a secret that nobody knows here. `false` if there are no such credentials.
pub async fn expect_new_secret(
    app: &App,
    by: By,
    environment: ZoomEnvironment,
) -> Result<bool, EnteredError> {
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    if !stored::expect_new_secret(&tx, environment, app.now() + EXPECTED).await? {
        return Ok(false);
    }
    person_did(&tx, by, Action::ZoomApp, format!("A new webhook secret for {environment} is expected"))
        .await?;
    tx.commit().await?;
    reload(app).await?;
    Ok(true)
}

/// One visible word.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.chars().all(|c| c.is_ascii_graphic())
}

/// What was entered, without the secrets.
fn change_in_words(before: &Entered, new: &NewCredentials) -> String {
    let environment = new.environment;
    let mut parts = Vec::new();
    match before.client_id(environment) {
        Some(old) if old == new.client_id.trim() => {}
        Some(old) => parts.push(format!("client id {} (before: {old})", new.client_id.trim())),
        None => parts.push(format!("client id {}", new.client_id.trim())),
    }
    if !new.client_secret.trim().is_empty() {
        parts.push("a client secret".to_owned());
    }
    if !new.webhook_secret.trim().is_empty() {
        parts.push("a webhook secret".to_owned());
    }
    let what = if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") };
    format!("Credentials for {environment} entered: {what}")
}
