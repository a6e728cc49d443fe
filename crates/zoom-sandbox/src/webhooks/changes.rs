//! What an update changed, as Zoom's `object` and `old_object` show it: the changed fields and nothing else.

use serde_json::{Map, Value};

/// The changed fields of both; inside `settings`, the changed settings. `None` if nothing changed.
pub(crate) fn between(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Option<(Map<String, Value>, Map<String, Value>)> {
    let (mut old, mut new) = (Map::new(), Map::new());
    let removed = before.keys().filter(|name| !after.contains_key(*name));
    for name in after.keys().chain(removed) {
        let (was, is) = (before.get(name), after.get(name));
        match (was, is) {
            _ if was == is => {}
            (Some(Value::Object(was)), Some(Value::Object(is))) => {
                if let Some((was, is)) = between(was, is) {
                    old.insert(name.clone(), Value::Object(was));
                    new.insert(name.clone(), Value::Object(is));
                }
            }
            _ => {
                old.extend(was.map(|value| (name.clone(), value.clone())));
                new.extend(is.map(|value| (name.clone(), value.clone())));
            }
        }
    }
    (!(old.is_empty() && new.is_empty())).then_some((old, new))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        if let Value::Object(map) = value { map } else { panic!("not an object") }
    }

    #[test]
    fn only_what_changed_is_told_down_to_single_settings() {
        let before =
            map(json!({ "topic": "Old", "duration": 30, "settings": { "audio": "voip", "mute": true } }));
        let after =
            map(json!({ "topic": "New", "duration": 30, "settings": { "audio": "both", "mute": true } }));
        let (old, new) = between(&before, &after).unwrap();
        assert_eq!(Value::Object(old), json!({ "topic": "Old", "settings": { "audio": "voip" } }));
        assert_eq!(Value::Object(new), json!({ "topic": "New", "settings": { "audio": "both" } }));
        assert_eq!(between(&before, &before), None);
    }

    #[test]
    fn a_field_that_came_or_went_is_on_one_side_only() {
        let (old, new) = between(&map(json!({ "a": 1 })), &map(json!({ "b": 2 }))).unwrap();
        assert_eq!((Value::Object(old), Value::Object(new)), (json!({ "a": 1 }), json!({ "b": 2 })));
    }
}
