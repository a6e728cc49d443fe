//! Features that are not for everyone yet. Pages, jobs and use cases ask here, and nowhere else, whether a person has
//! one. What ends things is never asked: disconnecting, a deauthorization and removing a meeting always work.

use domain::{UserId, WorkspaceId};
use jobs::{Options, enqueue};
use store::audit_log::Action;
use store::feature_flags::{self, Flag};
use store::{StoreError, connections, users};

use crate::app::App;
use crate::audit::{By, person_did};
use crate::jobs::ResumeZoom;
use crate::meetings;

pub use store::feature_flags::{Feature, FeatureStanding, Reach};

/// How a feature stands for a person.
pub async fn standing(
    app: &App,
    feature: Feature,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<FeatureStanding, StoreError> {
    feature_flags::standing(&app.store.begin_read().await, feature, workspace, user).await
}

/// Decides for whom a feature is on. Who is not of the editor's workspace is left out. Work that waited for it goes on
/// for those who have it now.
pub async fn set_reach(app: &App, by: By, feature: Feature, mut wanted: Flag) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    let before = feature_flags::get_for_update(&tx, feature, by.workspace).await?;
    let people = users::list(&tx, by.workspace).await?;
    wanted.users = people.iter().map(|person| person.id).filter(|id| wanted.users.contains(id)).collect();
    let mut sorted = wanted.users.clone();
    sorted.sort_unstable();
    if before == (Flag { users: sorted, ..wanted.clone() }) {
        return Ok(());
    }
    feature_flags::set(&tx, feature, by.workspace, &wanted).await?;
    match feature {
        Feature::Zoom => {
            let dedupe_key = Some("resume_zoom".to_owned());
            enqueue(&tx, None, &ResumeZoom {}, Options { dedupe_key, ..Options::default() }).await?;
        }
    }
    let words = format!("{}: {} (before: {})", name(feature), in_words(&wanted), in_words(&before));
    person_did(&tx, by, Action::Feature, words).await?;
    tx.commit().await
}

/// Brings to Zoom what waited there while Zoom was turned off for its host.
pub async fn resume_zoom(app: &App) -> Result<(), StoreError> {
    let everybody = connections::all(&app.store.begin_read().await).await?;
    for (workspace, user) in everybody {
        let tx = app.store.begin_write().await?;
        if feature_flags::standing(&tx, Feature::Zoom, workspace, user).await?.is_on() {
            meetings::bring_to_zoom(app, &tx, workspace, user).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// The feature as people know it.
fn name(feature: Feature) -> &'static str {
    match feature {
        Feature::Zoom => "Zoom",
    }
}

/// "on for everyone", "on for 2 people", "off".
pub fn in_words(flag: &Flag) -> String {
    match (flag.reach, flag.whole_workspace, flag.users.len()) {
        (Reach::Off, ..) => "off".to_owned(),
        (Reach::Everyone, ..) => "on for everyone".to_owned(),
        (Reach::Chosen, true, _) => "on for everyone in this workspace".to_owned(),
        (Reach::Chosen, false, 0) => "on for nobody in this workspace".to_owned(),
        (Reach::Chosen, false, 1) => "on for 1 person in this workspace".to_owned(),
        (Reach::Chosen, false, n) => format!("on for {n} people in this workspace"),
    }
}
