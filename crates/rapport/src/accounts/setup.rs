use std::fmt;
use std::net::IpAddr;

use domain::{EmailAddress, PersonName, Random, Role, Theme, UserId, WorkspaceId, Zone, random_bytes};
use secrecy::{ExposeSecret, SecretString};
use store::audit_log::Action;
use store::feature_flags::{self, Feature, Flag, Reach};
use store::users::User;
use store::workspaces::Workspace;
use store::{StoreError, users, workspaces};
use subtle::ConstantTimeEq;

use super::password::hash_aside;
use crate::app::App;
use crate::audit::{By, person_did};

/// The key that the server prints at its first start: whoever can read the log may set up the workspace.
#[derive(Clone)]
pub struct SetupKey(SecretString);

impl SetupKey {
    /// A fresh key, short enough to type: four groups of four.
    pub fn new(random: &dyn Random) -> Self {
        let text = hex::encode(random_bytes::<8>(random));
        let groups: Vec<_> = (0..4).map(|at| &text[at * 4..at * 4 + 4]).collect();
        Self(SecretString::from(groups.join("-")))
    }

    /// The key, to be printed once.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    fn matches(&self, typed: &str) -> bool {
        self.reveal().as_bytes().ct_eq(typed.trim().to_ascii_lowercase().as_bytes()).into()
    }
}

impl fmt::Debug for SetupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetupKey(..)")
    }
}

/// The first workspace and its owner.
pub struct NewOwner {
    /// Key from the log.
    pub key: String,
    /// Name of the workspace.
    pub workspace: PersonName,
    /// Name of the owner.
    pub name: PersonName,
    /// Their address.
    pub email: EmailAddress,
    /// Their password, at least 12 characters.
    pub password: String,
    /// Their zone.
    pub zone: Zone,
    /// Where they are.
    pub from: Option<IpAddr>,
}

/// Why set-up failed.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// There is a workspace already.
    #[error("This server is set up already. Log in instead.")]
    Done,
    /// The key is wrong.
    #[error("That is not the setup key. The server printed it when it started.")]
    Key,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing failed.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Makes the workspace and its owner. Works once.
pub async fn set_up(app: &App, owner: NewOwner) -> Result<(), SetupError> {
    if !app.setup_key.matches(&owner.key) {
        return Err(SetupError::Key);
    }
    let password_hash = hash_aside(app, owner.password).await?;
    let now = app.now();
    let workspace_id = WorkspaceId::new(&*app.clock, &*app.random);
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    if users::any(&tx).await? {
        return Err(SetupError::Done);
    }
    let workspace =
        Workspace { id: workspace_id, name: owner.workspace.as_str().to_owned(), created_at: now };
    workspaces::create(&tx, &workspace).await?;
    let user = User {
        id: UserId::new(&*app.clock, &*app.random),
        workspace_id,
        email: owner.email,
        name: owner.name,
        role: Role::Owner,
        password_hash,
        zone: owner.zone,
        theme: Theme::System,
        created_at: now,
    };
    users::create(&tx, &user).await?;
    // Zoom starts as a preview: the owner tries it, and turns it on for everyone under Settings, Zoom app.
    let preview = Flag { reach: Reach::Chosen, whole_workspace: false, users: vec![user.id] };
    feature_flags::set(&tx, Feature::Zoom, workspace_id, &preview).await?;
    let by = By { workspace: workspace_id, user: user.id, from: owner.from };
    person_did(&tx, by, Action::SetUp, workspace.name).await?;
    tx.commit().await?;
    Ok(())
}
