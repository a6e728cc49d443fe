//! Checks a JSON body against the fields Zoom documents, and names each refused one by its path.

use serde_json::{Map, Value};

use super::error::FieldError;

/// Fields of an object: name and what it may hold. A field that is not listed is ignored, as Zoom does.
pub(crate) type Fields = &'static [(&'static str, Shape)];

/// What a field may hold. `null` always counts as "not mentioned".
pub(crate) enum Shape {
    Bool,
    /// At most this many characters.
    Text(usize),
    /// At most this many characters, with something on both sides of an `@`.
    Email(usize),
    OneOf(&'static [&'static str]),
    /// One of these numbers. Numbers written as text are taken for numbers, as Zoom does.
    Number(&'static [i64]),
    /// A number within these limits, both included.
    Between(i64, i64),
    /// At most this many elements.
    List(usize, &'static Shape),
    Object(Fields),
    /// Must be there.
    Required(&'static Shape),
}

/// What is known and right in `body`; what is wrong goes to `errors`. `path` is where `body` stands, empty at the top.
pub(crate) fn check(
    fields: Fields,
    body: &Map<String, Value>,
    path: &str,
    errors: &mut Vec<FieldError>,
) -> Map<String, Value> {
    let mut known = Map::new();
    for (name, shape) in fields {
        let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
        match body.get(*name).filter(|value| !value.is_null()) {
            Some(value) => {
                if let Some(value) = shape.read(value, name, &path, errors) {
                    known.insert((*name).to_owned(), value);
                }
            }
            None if matches!(shape, Shape::Required(_)) => {
                errors.push(missing(&path));
            }
            None => {}
        }
    }
    known
}

/// The refusal of one field.
pub(crate) fn invalid(path: &str) -> FieldError {
    let name = path.rsplit('.').next().unwrap_or(path);
    FieldError { field: path.to_owned(), message: format!("Invalid parameter: {name}.") }
}

/// The refusal of a body without this field.
pub(crate) fn missing(path: &str) -> FieldError {
    FieldError { field: path.to_owned(), message: "Missing field.".to_owned() }
}

/// The refusal of a time zone nobody knows.
pub(crate) fn unknown_zone() -> FieldError {
    FieldError { field: "timezone".to_owned(), message: "Invalid timezone.".to_owned() }
}

impl Shape {
    fn read(&self, value: &Value, name: &str, path: &str, errors: &mut Vec<FieldError>) -> Option<Value> {
        let found = match self {
            Self::Bool => value.is_boolean().then(|| value.clone()),
            Self::Text(longest) => {
                if value.as_str().is_some_and(|text| text.chars().count() > *longest) {
                    let message = format!("The {name} must be {longest} characters or fewer.");
                    errors.push(FieldError { field: path.to_owned(), message });
                    return None;
                }
                value.is_string().then(|| value.clone())
            }
            Self::Email(longest) => value
                .as_str()
                .filter(|text| text.chars().count() <= *longest && is_email(text))
                .map(Value::from),
            Self::OneOf(allowed) => {
                value.as_str().filter(|text| allowed.contains(text)).map(|_| value.clone())
            }
            Self::Number(allowed) => number(value).filter(|number| allowed.contains(number)).map(Value::from),
            Self::Between(low, high) => {
                number(value).filter(|number| (low..=high).contains(&number)).map(Value::from)
            }
            Self::List(most, shape) => {
                let list = value.as_array().filter(|list| list.len() <= *most);
                list.map(|list| read_list(list, shape, name, path, errors))
            }
            Self::Object(fields) => {
                value.as_object().map(|object| Value::Object(check(fields, object, path, errors)))
            }
            Self::Required(shape) => return shape.read(value, name, path, errors),
        };
        if found.is_none() {
            errors.push(invalid(path));
        }
        found
    }
}

fn read_list(list: &[Value], shape: &Shape, name: &str, path: &str, errors: &mut Vec<FieldError>) -> Value {
    let element = |(place, value)| shape.read(value, name, &format!("{path}[{place}]"), errors);
    list.iter().enumerate().filter_map(element).collect()
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FIELDS: Fields = &[
        ("count", Shape::Between(1, 3)),
        ("email", Shape::Required(&Shape::Email(20))),
        ("rooms", Shape::List(2, &Shape::Object(&[("name", Shape::Text(3))]))),
    ];

    fn look(body: &Value) -> (Value, Vec<String>) {
        let mut errors = Vec::new();
        let known = check(FIELDS, body.as_object().unwrap(), "", &mut errors);
        (Value::Object(known), errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn unknown_fields_are_dropped_at_every_depth() {
        let body =
            json!({ "email": "a@b", "new": 1, "rooms": [{ "name": "abc", "size": 2 }], "count": null });
        let expected = json!({ "email": "a@b", "rooms": [{ "name": "abc" }] });
        assert_eq!(look(&body), (expected, Vec::new()));
    }

    #[test]
    fn each_wrong_field_is_named_by_its_path() {
        let body = json!({ "count": 4, "rooms": [{}, { "name": "abcd" }] });
        assert_eq!(look(&body).1, ["count", "email", "rooms[1].name"]);
        let body = json!({ "email": "a b@c", "rooms": [{}, {}, {}] });
        assert_eq!(look(&body).1, ["email", "rooms"]);
    }

    #[test]
    fn numbers_may_be_written_as_text() {
        assert_eq!(look(&json!({ "email": "a@b", "count": "2" })).0["count"], 2);
    }
}
