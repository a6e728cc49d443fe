//! What is asked of Zoom beyond scheduling, for the whole installation: each costs events in Zoom's portal, or a
//! permission that whoever connects has to give.

use store::audit_log::Action;
use store::installation_settings::{self, Setting};
use store::{Db, StoreError, Tx, meeting_defaults};

use super::meeting_events::{MeetingEvents, PEOPLE_REASON, PEOPLE_SCOPE};
use super::scopes::{NEEDED, OWN_SETTINGS, USES, Use};
use crate::app::App;
use crate::audit::{By, person_did};
use crate::i18n::Message;

/// All of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// What Zoom is to tell of running meetings.
    pub events: MeetingEvents,
    /// Whether forms begin as each person has it in their own Zoom settings.
    pub own_settings: bool,
}

impl Asked {
    /// As long as nobody chose: it costs no permission beyond those that scheduling needs.
    pub const AT_FIRST: Self = Self { events: MeetingEvents::Times, own_settings: false };
    /// All that can be asked for.
    pub const MOST: Self = Self { events: MeetingEvents::People, own_settings: true };

    /// What was chosen.
    pub async fn chosen(db: &impl Db) -> Result<Self, StoreError> {
        let own = installation_settings::get(db, Setting::OwnZoomSettings).await?;
        Ok(Self {
            events: MeetingEvents::chosen(db).await?,
            own_settings: own.is_some_and(|(word, _)| word == ON),
        })
    }

    /// Every scope that Rapport asks for then, and what it is for.
    pub fn scopes(self) -> Vec<(&'static str, Message)> {
        let own = self.own_settings.then_some((OWN_SETTINGS.scope, Message::PermissionUserSettings));
        let people = (self.events == MeetingEvents::People).then_some(PEOPLE_SCOPE);
        NEEDED.into_iter().chain(own).chain(people).collect()
    }

    /// Every call that needs a scope.
    pub fn uses(self) -> Vec<Use> {
        USES.into_iter().chain(self.own_settings.then_some(OWN_SETTINGS)).collect()
    }

    /// What the scopes are for that no call needs, only events, for Zoom's reviewer.
    pub fn event_reasons(self) -> Option<(&'static str, &'static str)> {
        (self.events == MeetingEvents::People).then_some((PEOPLE_SCOPE.0, PEOPLE_REASON))
    }

    /// Asked-for scopes that a grant with these does not have. An old app may hold Zoom's classic scopes, which cover
    /// them too.
    pub fn missing(self, granted: &str) -> Vec<&'static str> {
        let scopes = self.scopes();
        scopes.into_iter().map(|(scope, _)| scope).filter(|scope| !allows(granted, scope)).collect()
    }
}

/// How a choice that is on is stored; one that is off has no row.
const ON: &str = "on";

/// Whether a grant with these scopes may do what this one allows.
pub(super) fn allows(granted: &str, scope: &str) -> bool {
    let classic: &[&str] = match scope {
        "user:read:user" => &["user:read", "user_info:read"],
        "user:read:settings" => &["user:read"],
        "meeting:write:meeting" | "meeting:update:meeting" | "meeting:delete:meeting" => &["meeting:write"],
        _ => &["meeting:read"],
    };
    granted.split_whitespace().any(|held| held == scope || classic.contains(&held))
}

/// Chooses whether forms begin as in Zoom, and writes down who did. What was read before goes when nobody wants it any
/// more.
pub async fn choose_own_settings(app: &App, by: By, wanted: bool) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    if Asked::chosen(&tx).await?.own_settings == wanted {
        return Ok(());
    }
    set_own_settings(app, &tx, wanted).await?;
    let words = if wanted { "as in each person’s Zoom settings" } else { "the same for everybody" };
    person_did(&tx, by, Action::ZoomApp, format!("New meetings begin {words}")).await?;
    tx.commit().await
}

pub(crate) async fn set_own_settings(app: &App, tx: &Tx, wanted: bool) -> Result<(), StoreError> {
    if wanted {
        return installation_settings::put(tx, Setting::OwnZoomSettings, ON, app.now()).await;
    }
    meeting_defaults::delete_all(tx).await?;
    installation_settings::remove(tx, Setting::OwnZoomSettings).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_chosen_costs_a_scope() {
        let base: Vec<_> = NEEDED.iter().map(|(scope, _)| *scope).collect();
        for events in [MeetingEvents::Off, MeetingEvents::Times] {
            assert_eq!(Asked { events, own_settings: false }.missing(""), base);
        }
        let more = [&base[..], &["user:read:settings", "meeting:read:participant"]].concat();
        assert_eq!(Asked::MOST.missing(""), more);
        assert_eq!(Asked::MOST.uses().len(), USES.len() + 1);
        assert!(Asked::MOST.missing(&more.join(" ")).is_empty());
    }

    #[test]
    fn each_missing_permission_has_words_of_its_own_for_what_it_disables() {
        let mut words: Vec<_> =
            Asked::MOST.missing("").into_iter().map(super::super::disabled_without).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }

    #[test]
    fn rt_25_classic_and_granular_scopes_are_both_accepted() {
        assert!(Asked::MOST.missing("user:read meeting:read meeting:write").is_empty());
        let scopes = |granted| Asked::AT_FIRST.missing(granted);
        assert_eq!(scopes("user:read meeting:write"), ["meeting:read:meeting", "meeting:read:list_meetings"]);
    }
}
