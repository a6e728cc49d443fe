//! The query of a call. Read as text, because Zoom names the parameter it refuses.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::civil::Date;

use super::{error::ApiError, shape::invalid};

/// Names and values, as they were sent. Of a name sent twice the first counts.
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

impl Query {
    /// A parameter that says something.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(crate) fn one_of<'a>(
        &'a self,
        name: &str,
        allowed: &[&'a str],
        default: &'a str,
    ) -> Result<&'a str, ApiError> {
        let value = self.text(name).unwrap_or(default);
        if allowed.contains(&value) { Ok(value) } else { Err(refuse(name)) }
    }

    pub(crate) fn flag(&self, name: &str) -> Result<bool, ApiError> {
        Ok(self.one_of(name, &["true", "false"], "false")? == "true")
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, ApiError> {
        self.text(name).map(|text| text.parse().map_err(|_| refuse(name))).transpose()
    }

    /// A day, `yyyy-MM-dd`.
    pub(crate) fn date(&self, name: &str) -> Result<Option<Date>, ApiError> {
        let parse = |text: &str| Date::strptime("%Y-%m-%d", text).map_err(|_| refuse(name));
        self.text(name).map(parse).transpose()
    }
}

/// The refusal of one parameter.
pub(crate) fn refuse(name: &str) -> ApiError {
    ApiError::validation(vec![invalid(name)])
}
