//! Features that are not for everyone yet: off, on for chosen people and workspaces, on for everyone. A feature that
//! nobody decided about is off.

use domain::{UserId, WorkspaceId};

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
};

domain::text_enum! {
    /// What can be turned on and off.
    pub enum Feature {
        /// The Zoom integration.
        Zoom = "zoom",
    }
}

domain::text_enum! {
    /// For whom a feature is on.
    pub enum Reach {
        /// Nobody.
        Off = "off",
        /// Chosen people and workspaces.
        Chosen = "chosen",
        /// Everybody.
        Everyone = "everyone",
    }
}

domain::text_enum! {
    /// How a feature stands for one person.
    pub enum FeatureStanding {
        /// They do not have it.
        Off = "off",
        /// They have it because they, or their workspace, were chosen.
        Preview = "preview",
        /// Everybody has it.
        On = "on",
    }
}

text_columns! { Feature Reach FeatureStanding }

impl FeatureStanding {
    /// Whether the person has it.
    pub const fn is_on(self) -> bool {
        !matches!(self, Self::Off)
    }
}

/// A flag as one workspace sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// For whom it is on, in the whole installation.
    pub reach: Reach,
    /// With [`Reach::Chosen`]: everybody of this workspace.
    pub whole_workspace: bool,
    /// With [`Reach::Chosen`]: these people of this workspace.
    pub users: Vec<UserId>,
}

/// The rule itself, as an expression that is the word of a [`FeatureStanding`]. `workspace` and `user` are columns or
/// parameters of the statement around it; no foreign text.
pub(crate) fn standing_sql(feature: Feature, workspace: &str, user: &str) -> String {
    format!(
        "COALESCE((SELECT CASE WHEN f.reach = 'everyone' THEN 'on' \
         WHEN f.reach = 'chosen' AND (EXISTS (SELECT 1 FROM feature_flag_workspaces fw \
         WHERE fw.workspace_id = {workspace} AND fw.flag = f.name) OR EXISTS (SELECT 1 FROM feature_flag_users fu \
         WHERE fu.workspace_id = {workspace} AND fu.user_id = {user} AND fu.flag = f.name)) THEN 'preview' \
         ELSE 'off' END FROM feature_flags f WHERE f.name = '{feature}'), 'off')"
    )
}

/// How a feature stands for a person.
pub async fn standing(
    db: &impl Db,
    feature: Feature,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<FeatureStanding, StoreError> {
    let sql = format!("SELECT {} AS standing", standing_sql(feature, "$1", "$2"));
    let found = db.one(&sql, values![workspace, user], |row| row.get("standing")).await?;
    Ok(found.unwrap_or(FeatureStanding::Off))
}

/// For whom a feature is on, in the whole installation.
pub async fn reach(db: &impl Db, feature: Feature) -> Result<Reach, StoreError> {
    let sql = "SELECT reach FROM feature_flags WHERE name = $1";
    let found = db.one(sql, values![feature], |row| row.get("reach")).await?;
    Ok(found.unwrap_or(Reach::Off))
}

/// The flag as this workspace sees it.
pub async fn get(db: &impl Db, feature: Feature, workspace: WorkspaceId) -> Result<Flag, StoreError> {
    let chosen = "SELECT COUNT(*) AS n FROM feature_flag_workspaces WHERE workspace_id = $1 AND flag = $2";
    let users =
        "SELECT user_id FROM feature_flag_users WHERE workspace_id = $1 AND flag = $2 ORDER BY user_id";
    Ok(Flag {
        reach: reach(db, feature).await?,
        whole_workspace: db.count(chosen, values![workspace, feature]).await? > 0,
        users: db.all(users, values![workspace, feature], |row| row.get("user_id")).await?,
    })
}

/// The flag as it is, held until the transaction ends: of two who change it, the second sees what the first did.
pub async fn get_for_update(tx: &Tx, feature: Feature, workspace: WorkspaceId) -> Result<Flag, StoreError> {
    tx.insert_new("feature_flags", columns! { name: feature, reach: Reach::Off }).await?;
    tx.lock("feature_flags", "name = $1", values![feature]).await?;
    get(tx, feature, workspace).await
}

/// Turns a feature on or off. Whom [`Reach::Chosen`] means stays as it was chosen.
pub async fn set_reach(tx: &Tx, feature: Feature, reach: Reach) -> Result<(), StoreError> {
    tx.insert_new("feature_flags", columns! { name: feature, reach: reach }).await?;
    tx.exec("UPDATE feature_flags SET reach = $2 WHERE name = $1", values![feature, reach]).await.map(drop)
}

/// Decides for whom a feature is on. What other workspaces chose stays.
pub async fn set(tx: &Tx, feature: Feature, workspace: WorkspaceId, flag: &Flag) -> Result<(), StoreError> {
    set_reach(tx, feature, flag.reach).await?;
    for table in ["feature_flag_workspaces", "feature_flag_users"] {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = $1 AND flag = $2");
        tx.exec(&sql, values![workspace, feature]).await?;
    }
    if flag.whole_workspace {
        tx.insert("feature_flag_workspaces", columns! { workspace_id: workspace, flag: feature }).await?;
    }
    for user in &flag.users {
        let columns = columns! { workspace_id: workspace, user_id: user, flag: feature };
        tx.insert("feature_flag_users", columns).await?;
    }
    Ok(())
}
