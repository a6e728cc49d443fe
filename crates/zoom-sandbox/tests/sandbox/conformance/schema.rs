//! As much of JSON Schema as Zoom's description uses.

use serde_json::Value;

/// Zoom's description: one entry per call, such as `GET /users/email`.
pub(crate) fn openapi() -> Value {
    serde_json::from_str(include_str!("../../fixtures/openapi.json")).unwrap()
}

/// How a value breaks a schema; each breach begins with its place, `a.b[].c`. Fields the schema does not know are
/// breaches too.
pub(crate) fn breaches(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    look(&merged(schema), value, "", &mut found);
    found.sort();
    found.dedup();
    found
}

/// `allOf` describes one object in parts; of a `oneOf`, all variants are laid together: which one applies depends on
/// the query.
fn merged(schema: &Value) -> Value {
    let Some(parts) = ["allOf", "oneOf", "anyOf"].iter().find_map(|name| schema.get(name)) else {
        return schema.clone();
    };
    let mut all = serde_json::json!({ "type": "object", "properties": {}, "required": [] });
    for part in parts.as_array().unwrap() {
        let part = merged(part);
        if let Some(properties) = part["properties"].as_object() {
            all["properties"].as_object_mut().unwrap().extend(properties.clone());
        }
        if schema.get("allOf").is_some() {
            let required = part["required"].as_array().cloned().unwrap_or_default();
            all["required"].as_array_mut().unwrap().extend(required);
        }
    }
    all
}

fn look(schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let mut breach = |what: String| found.push(format!("{place}: {what}"));
    let kind = schema["type"].as_str().unwrap_or_default();
    let fits = match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    if !fits {
        return breach(format!("{value} is no {kind}"));
    }
    if let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.contains(value)) {
        breach(format!("{value} is not one of {}", Value::from(allowed.clone())));
    }
    if let Some(text) = value.as_str() {
        let length = text.chars().count() as u64;
        if schema["maxLength"].as_u64().is_some_and(|longest| length > longest) {
            breach(format!("{length} characters"));
        }
        if schema["minLength"].as_u64().is_some_and(|shortest| length < shortest) {
            breach(format!("only {length} characters"));
        }
        match schema["format"].as_str() {
            // Not just any date-time: Zoom writes whole seconds in UTC.
            Some("date-time") if jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%SZ", text).is_err() => {
                breach(format!("{text} is no date-time"));
            }
            Some("email") if !text.contains('@') => breach(format!("{text} is no email")),
            _ => {}
        }
    }
    if let Some(number) = value.as_i64() {
        let outside = schema["minimum"].as_i64().is_some_and(|least| number < least)
            || schema["maximum"].as_i64().is_some_and(|most| number > most);
        if outside {
            breach(format!("{number} is outside the limits"));
        }
    }
    if let Some(list) = value.as_array() {
        if schema["maxItems"].as_u64().is_some_and(|most| list.len() as u64 > most) {
            breach(format!("{} elements", list.len()));
        }
        let items = merged(&schema["items"]);
        for element in list {
            look(&items, element, &format!("{place}[]"), found);
        }
    }
    if let (Some(object), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        let at = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                found.push(format!("{}: missing", at(name)));
            }
        }
        for (name, value) in object {
            match known.get(name) {
                Some(schema) => look(&merged(schema), value, &at(name), found),
                None => found.push(format!("{}: unknown", at(name))),
            }
        }
    }
}

#[test]
fn the_checker_finds_each_kind_of_breach() {
    let schema = serde_json::json!({
        "type": "object", "required": ["id"],
        "properties": {
            "id": { "type": "integer" }, "at": { "type": "string", "format": "date-time" },
            "kind": { "type": "integer", "enum": [1, 2] }, "name": { "type": "string", "maxLength": 2 },
            "list": { "type": "array", "maxItems": 1, "items": { "type": "boolean" } },
        },
    });
    let value = serde_json::json!({
        "at": "2027-03-16T09:00:00.5Z", "kind": 3, "name": "abc", "list": [1, true], "more": null,
    });
    let expected = [
        "at: 2027-03-16T09:00:00.5Z is no date-time",
        "id: missing",
        "kind: 3 is not one of [1,2]",
        "list: 2 elements",
        "list[]: 1 is no boolean",
        "more: unknown",
        "name: 3 characters",
    ];
    assert_eq!(breaches(&schema, &value), expected);
    assert!(breaches(&schema, &serde_json::json!({ "id": 1, "at": "2027-03-16T09:00:00Z" })).is_empty());
}
