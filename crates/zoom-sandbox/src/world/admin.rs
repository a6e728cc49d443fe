//! What an admin does to users: change, deactivate, remove. The app is told if the user granted it the permission.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    World,
    user::{Plan, User, UserStatus},
};
use crate::{
    app_change::replace,
    scopes::{USER_READ, USER_SETTINGS},
    webhooks::user_events as events,
};

/// Changes to a user; what is `None` stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UserChange {
    /// Login. Not the email of another user.
    pub email: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Licence.
    pub plan: Option<Plan>,
    /// IANA zone name.
    pub timezone: Option<String>,
    /// Settings in the groups of `GET /users/me/settings`, for example `{"in_meeting":{"waiting_room":true}}`.
    pub settings: Map<String, Value>,
}

/// Ways a user stops using Zoom in this account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removal {
    Deleted,
    Disassociated,
}

impl World {
    /// Changes a user and sends `user.updated` and `user.settings_updated`. False if there is no such user, or the
    /// new email is somebody else's.
    pub(crate) fn change_user(&mut self, named: &str, change: UserChange, now: Timestamp) -> bool {
        let Some(before) = self.user(named).cloned() else { return false };
        let taken = change.email.as_deref().and_then(|email| self.user(email));
        if taken.is_some_and(|other| other.id != before.id) {
            return false;
        }
        let Some(user) = self.user_mut(&before.id) else { return false };
        replace(&mut user.email, change.email);
        replace(&mut user.first_name, change.first_name);
        replace(&mut user.last_name, change.last_name);
        replace(&mut user.plan, change.plan);
        replace(&mut user.timezone, change.timezone);
        merge(&mut user.settings, change.settings);
        let after = user.clone();
        if let Some(owner) = self.owner().cloned() {
            self.publish_user_change(&before, &after, &owner, now);
        }
        true
    }

    /// Deactivates a user: tokens of theirs are refused until they are activated again. False if nothing changed.
    pub(crate) fn set_status(&mut self, named: &str, status: UserStatus, now: Timestamp) -> bool {
        let Some(user) = self.user_mut(named).filter(|user| user.status != status) else { return false };
        user.status = status;
        let user = user.clone();
        let event = if status == UserStatus::Active { "user.activated" } else { "user.deactivated" };
        self.publish_about(event, &user, now);
        true
    }

    /// Takes a user out of the account. Their tokens find no owner any more; their meetings are gone.
    pub(crate) fn remove_user(&mut self, named: &str, how: Removal, now: Timestamp) -> bool {
        let Some(user) = self.user(named).cloned() else { return false };
        let event = match how {
            Removal::Deleted => "user.deleted",
            Removal::Disassociated => "user.disassociated",
        };
        self.publish_about(event, &user, now);
        let running = self.running.iter().filter(|id| self.hosts(&user, **id));
        for id in running.copied().collect::<Vec<_>>() {
            self.end_meeting(id, now);
        }
        self.meetings.retain(|_, meeting| meeting.host_id != user.id);
        self.index();
        self.codes.retain(|code| code.user_id != user.id);
        self.users.retain(|other| other.id != user.id);
        true
    }

    /// Whoever acts in the admin's pages.
    pub(crate) fn owner(&self) -> Option<&User> {
        self.users.iter().find(|user| user.role_id == "0").or_else(|| self.users.first())
    }

    fn hosts(&self, user: &User, meeting: i64) -> bool {
        self.meetings.get(&meeting).is_some_and(|meeting| meeting.host_id == user.id)
    }

    /// Tells what changed about a user and their settings, and who did it.
    pub(super) fn publish_user_change(
        &mut self,
        before: &User,
        after: &User,
        operator: &User,
        now: Timestamp,
    ) {
        let changes = [
            (&USER_READ, "user.updated", events::user_updated(before, after, now)),
            (&USER_SETTINGS, "user.settings_updated", events::settings_updated(before, after, now)),
        ];
        for (permission, event, payload) in changes {
            if let Some(payload) = payload {
                let payload = events::signed(payload, &self.account.id, operator);
                self.publish_for(permission, event, &after.id, &payload, now);
            }
        }
    }

    fn publish_about(&mut self, event: &str, user: &User, now: Timestamp) {
        if let Some(owner) = self.owner() {
            let payload = events::signed(events::about(user), &self.account.id, owner);
            self.publish_for(&USER_READ, event, &user.id, &payload, now);
        }
    }
}

/// Lays `new` over `old`, group by group.
fn merge(old: &mut Map<String, Value>, new: Map<String, Value>) {
    for (name, value) in new {
        match (old.get_mut(&name), value) {
            (Some(Value::Object(group)), Value::Object(new)) => merge(group, new),
            (_, value) => {
                old.insert(name, value);
            }
        }
    }
}
