//! The account of Zoom's reviewer: a workspace of its own with a few contacts, for a person who is no admin. It ends by
//! itself, and nothing of it is left.

use anyhow::Context;
use domain::{
    Clock, ContactId, EmailAddress, PersonName, Random, Role, Theme, UserId, WorkspaceId, Zone, random_bytes,
};
use jiff::{SignedDuration, Timestamp};
use jobs::{Options, enqueue};
use store::audit_log::{Action, Actor};
use store::contacts::{self, NewContact};
use store::feature_flags::{self, Feature, Flag, Reach};
use store::users::{self, PasswordHash, User};
use store::workspaces::{self, Workspace};
use store::{Store, StoreError, api_tokens, sessions};

use crate::accounts::hash_password;
use crate::app::App;
use crate::audit::{By, happened, installation, operator_did};
use crate::connections::{Disconnected, disconnect};
use crate::jobs::RemoveReviewer;

/// Who can be met. The addresses lead nowhere (RFC 2606).
const CONTACTS: [(&str, &str, &str); 3] = [
    ("Ana Ferreira", "Head of Operations", "ana@lumenfreight.example"),
    ("Jonas Weber", "Managing Director", "jonas@brandt-optik.example"),
    ("Claire Dubois", "Procurement Lead", "claire@atelier-morel.example"),
];

/// A new account, to be shown once.
pub struct Reviewer {
    /// What to log in with.
    pub email: EmailAddress,
    /// The password; only its hash is stored.
    pub password: String,
    /// When the account ends by itself.
    pub ends_at: Timestamp,
}

/// The owner that every workspace has: nobody can log in as it, and it shows that the workspace is a reviewer's.
fn owner(workspace: WorkspaceId) -> anyhow::Result<EmailAddress> {
    Ok(EmailAddress::parse(&format!("zoom-review.{workspace}@rapport.invalid"))?)
}

/// Makes the account. Fails if the address is somebody's already.
pub async fn create(
    store: &Store,
    clock: &dyn Clock,
    random: &dyn Random,
    email: EmailAddress,
    life: SignedDuration,
) -> anyhow::Result<Reviewer> {
    let password = password(random);
    let now = clock.now();
    let workspace = WorkspaceId::new(clock, random);
    let user = |email, name: &str, role, password_hash| {
        anyhow::Ok(User {
            id: UserId::new(clock, random),
            workspace_id: workspace,
            email,
            name: PersonName::parse(name)?,
            role,
            password_hash,
            zone: Zone::UTC,
            theme: Theme::System,
            created_at: now,
        })
    };
    let owner = user(owner(workspace)?, "Publisher", Role::Owner, no_password())?;
    let reviewer = user(email.clone(), "Zoom reviewer", Role::Member, hash_password(&password, random)?)?;
    let tx = store.begin_write().await?;
    let row = Workspace { id: workspace, name: "Zoom review".to_owned(), created_at: now };
    workspaces::create(&tx, &row).await?;
    users::create(&tx, &owner).await?;
    match users::create(&tx, &reviewer).await {
        Err(StoreError::Conflict) => {
            anyhow::bail!("{email} has an account already; choose another with --email")
        }
        made => made?,
    }
    for (name, title, address) in CONTACTS {
        let contact = NewContact {
            id: ContactId::new(clock, random),
            name: PersonName::parse(name)?,
            title: Some(title.to_owned()),
            company_id: None,
            zone: None,
            language: None,
            owner_id: Some(reviewer.id),
            source: None,
            emails: vec![(EmailAddress::parse(address)?, "work".to_owned())],
            phones: Vec::new(),
            created_at: now,
        };
        contacts::create(&tx, workspace, &contact).await?;
    }
    let flag = feature_flags::get_for_update(&tx, Feature::Zoom, workspace).await?;
    anyhow::ensure!(
        flag.reach != Reach::Off,
        "Zoom is off for everyone; turn it on under Settings, Zoom app"
    );
    feature_flags::set(&tx, Feature::Zoom, workspace, &Flag { whole_workspace: true, ..flag }).await?;
    let ends_at = now + life;
    enqueue(&tx, None, &RemoveReviewer { workspace }, at(ends_at, workspace)).await?;
    operator_did(&tx, Action::Reviewer, format!("Account {email} made, for {} days", life.as_hours() / 24))
        .await?;
    tx.commit().await?;
    Ok(Reviewer { email, password, ends_at })
}

/// Ends the account at once: nobody is logged in any more, and a running server deletes the rest, disconnecting Zoom
/// first.
pub async fn remove(store: &Store, clock: &dyn Clock, email: &EmailAddress) -> anyhow::Result<()> {
    let tx = store.begin_write().await?;
    let found = users::find_by_email(&tx, email).await?.context("nobody has this address")?;
    let workspace = found.workspace_id;
    anyhow::ensure!(is_reviewers(&tx, workspace).await?, "{email} is no reviewer's account");
    let ended = end_access(&tx, workspace, found.id).await?;
    enqueue(&tx, None, &RemoveReviewer { workspace }, at(clock.now(), workspace)).await?;
    // Two logs: the first workspace's is always held first.
    operator_did(&tx, Action::Reviewer, format!("Account {email} ended")).await?;
    write_down_ended(&tx, workspace, found.id, ended).await?;
    Ok(tx.commit().await?)
}

/// What the job does: everything of the workspace is deleted. `false` if a mail or a revocation is still on its way.
pub async fn delete(app: &App, workspace: WorkspaceId) -> anyhow::Result<bool> {
    let db = app.store.begin_read().await;
    if !is_reviewers(&db, workspace).await? {
        return Ok(true);
    }
    let people = users::list(&db, workspace).await?;
    drop(db);
    for person in &people {
        let tx = app.store.begin_write().await?;
        let ended = end_access(&tx, workspace, person.id).await?;
        write_down_ended(&tx, workspace, person.id, ended).await?;
        tx.commit().await?;
        // If Zoom cannot be asked to remove the meetings, they stay in the reviewer's own account.
        let by = By::nowhere(workspace, person.id);
        if let Disconnected::StillInZoom(_) = disconnect(app, by, true).await? {
            disconnect(app, by, false).await?;
        }
    }
    let tx = app.store.begin_write().await?;
    // The workspace's own log goes with it; the first workspace's is held before it.
    for person in people.iter().filter(|person| person.role != Role::Owner) {
        let words = format!("Account {} deleted with its workspace", person.email);
        installation(&tx, Actor::Rapport, Action::Reviewer, words).await?;
    }
    if !workspaces::delete(&tx, workspace).await? {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

async fn is_reviewers(db: &impl store::Db, workspace: WorkspaceId) -> anyhow::Result<bool> {
    let owner = users::find_by_email(db, &owner(workspace)?).await?;
    Ok(owner.is_some_and(|owner| owner.workspace_id == workspace))
}

/// Nobody is logged in as this person any more; how many sessions ended.
async fn end_access(tx: &store::Tx, workspace: WorkspaceId, user: UserId) -> Result<u64, StoreError> {
    users::set_password(tx, workspace, user, &no_password()).await?;
    api_tokens::delete_of_user(tx, workspace, user).await?;
    sessions::delete_of_user(tx, workspace, user).await
}

async fn write_down_ended(
    tx: &store::Tx,
    workspace: WorkspaceId,
    user: UserId,
    ended: u64,
) -> Result<(), StoreError> {
    let words = format!("Password ended, and {ended} sessions");
    happened(tx, Actor::Rapport, (workspace, user), Action::LockedOut, words).await
}

fn at(run_at: Timestamp, workspace: WorkspaceId) -> Options {
    Options { run_at: Some(run_at), dedupe_key: Some(format!("remove_reviewer:{workspace}")) }
}

/// A hash that no password has.
fn no_password() -> PasswordHash {
    PasswordHash::new("!".to_owned())
}

/// Five groups of four letters and digits: 80 bits.
fn password(random: &dyn Random) -> String {
    let text = hex::encode(random_bytes::<10>(random));
    (0..5).map(|at| &text[at * 4..at * 4 + 4]).collect::<Vec<_>>().join("-")
}
