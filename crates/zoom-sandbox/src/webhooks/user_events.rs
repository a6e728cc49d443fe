//! Events about users: what happened, then `signed` by whoever did it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::changes;
use crate::world::user::User;

/// Adds the account and who acted.
pub(crate) fn signed(mut payload: Value, account_id: &str, operator: &User) -> Value {
    payload["account_id"] = json!(account_id);
    payload["operator"] = json!(operator.email);
    payload["operator_id"] = json!(operator.id);
    payload
}

/// `user.activated`, `user.deactivated`, `user.deleted` and `user.disassociated`.
pub(crate) fn about(user: &User) -> Value {
    json!({ "object": {
        "id": user.id, "first_name": user.first_name, "last_name": user.last_name, "email": user.email,
        "type": user.plan.number(),
    } })
}

/// `user.updated`: only what changed, in both objects; `None` if nothing did.
pub(crate) fn user_updated(before: &User, after: &User, now: Timestamp) -> Option<Value> {
    let (old, new) = changes::between(&shown(before), &shown(after))?;
    Some(both(&after.id, old, new, now))
}

/// `user.settings_updated`: only the settings that changed; `None` if none did.
pub(crate) fn settings_updated(before: &User, after: &User, now: Timestamp) -> Option<Value> {
    let (old, new) = changes::between(&before.settings, &after.settings)?;
    let settings =
        |changed: Map<String, Value>| Map::from_iter([("settings".to_owned(), Value::Object(changed))]);
    Some(both(&after.id, settings(old), settings(new), now))
}

fn both(id: &str, old: Map<String, Value>, new: Map<String, Value>, now: Timestamp) -> Value {
    let named = |fields: Map<String, Value>| {
        let mut object = Map::from_iter([("id".to_owned(), json!(id))]);
        object.extend(fields);
        object
    };
    json!({ "object": named(new), "old_object": named(old), "time_stamp": now.as_millisecond() })
}

/// What `user.updated` can tell of.
fn shown(user: &User) -> Map<String, Value> {
    let fields = json!({
        "first_name": user.first_name, "last_name": user.last_name, "display_name": user.display_name(),
        "email": user.email, "type": user.plan.number(), "pmi": user.pmi, "timezone": user.timezone,
    });
    let mut shown = if let Value::Object(map) = fields { map } else { Map::new() };
    shown.extend(
        user.profile.iter().filter(|(name, _)| *name != "display_name").map(|(n, v)| (n.clone(), v.clone())),
    );
    shown
}
