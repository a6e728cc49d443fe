//! What a request is, apart from how it is sent.

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer;
use crate::error::{DecodeProblem, Error};

/// One call of Zoom's REST API whose answer is a `T`.
///
/// The resource handles build these; build your own for an endpoint that has no handle, and
/// [send](crate::Client::send) it.
///
/// ```
/// use zoom::request::Request;
///
/// #[derive(serde::Deserialize)]
/// struct Invitation { invitation: String }
///
/// let request = Request::<Invitation>::get("/meetings/{id}/invitation").segment("85746065432");
/// assert_eq!(request.path().unwrap(), "/meetings/85746065432/invitation");
/// ```
#[derive(Clone)]
pub struct Request<T> {
    pub(crate) method: Method,
    pub(crate) route: &'static str,
    segments: Vec<String>,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Option<Value>,
    pub(crate) decode: fn(&[u8]) -> Result<T, DecodeProblem>,
}

impl<T: DeserializeOwned> Request<T> {
    /// A GET with a JSON answer. `route` is the template below `/v2`, such as `/meetings/{id}`.
    pub fn get(route: &'static str) -> Self {
        Self::new(Method::GET, route, answer::decode)
    }

    /// A POST with a JSON answer.
    pub fn post(route: &'static str) -> Self {
        Self::new(Method::POST, route, answer::decode)
    }
}

impl Request<()> {
    /// A DELETE, answered by 204. Whatever the answer's body holds is ignored.
    pub fn delete(route: &'static str) -> Self {
        Self::without_answer(Method::DELETE, route)
    }

    /// Any method whose answer has nothing to say.
    pub fn without_answer(method: Method, route: &'static str) -> Self {
        Self::new(method, route, |_| Ok(()))
    }
}

impl<T> Request<T> {
    fn new(method: Method, route: &'static str, decode: fn(&[u8]) -> Result<T, DecodeProblem>) -> Self {
        Self { method, route, segments: Vec::new(), query: Vec::new(), body: None, decode }
    }

    /// Fills the next `{...}` of the route. The value is encoded as [`encode_segment`] does.
    #[must_use]
    pub fn segment(mut self, value: impl Into<String>) -> Self {
        self.segments.push(value.into());
        self
    }

    /// Adds a query parameter, if there is a value.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.query.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// Sets the JSON body.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if `body` cannot be written as JSON.
    pub fn body(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_value(body)
            .map_err(|_| Error::InvalidRequest(format!("the body for {} is not JSON", self.route)))?;
        self.body = Some(body);
        Ok(self)
    }

    /// The path below `/v2` with its values filled in.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if values are missing or left over, or one is empty, `.` or `..`.
    pub fn path(&self) -> Result<String, Error> {
        let invalid = |why: &str| Error::InvalidRequest(format!("{why} in {}", self.route));
        let mut values = self.segments.iter();
        let mut path = String::new();
        for part in self.route.split('/').skip(1) {
            path.push('/');
            if part.starts_with('{') {
                let value = values.next().ok_or_else(|| invalid("a value is missing"))?;
                if matches!(value.as_str(), "" | "." | "..") {
                    return Err(invalid("an unusable value"));
                }
                path.push_str(&encode_segment(value));
            } else {
                path.push_str(part);
            }
        }
        if values.next().is_some() {
            return Err(invalid("too many values"));
        }
        Ok(path)
    }
}

/// Shows method and route only: values and body may be private.
impl<T> std::fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({} {})", self.method, self.route)
    }
}

/// Percent-encodes a path segment, twice where Zoom wants it twice: a meeting uuid that starts with `/` or contains
/// `//` (reference C.1).
pub fn encode_segment(value: &str) -> String {
    let once = percent_encode(value);
    if value.starts_with('/') || value.contains("//") { percent_encode(&once) } else { once }
}

fn percent_encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            other => {
                encoded.push('%');
                encoded.push_str(&hex::encode_upper([other]));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rt_66_uuids_with_slashes_are_encoded_twice() {
        assert_eq!(encode_segment("/ajX.a=="), "%252FajX.a%253D%253D");
        assert_eq!(encode_segment("a//b=="), "a%252F%252Fb%253D%253D");
    }

    #[test]
    fn rt_66_other_uuids_are_encoded_once() {
        assert_eq!(encode_segment("a/b+c=="), "a%2Fb%2Bc%3D%3D");
        assert_eq!(encode_segment("85746065432"), "85746065432");
    }

    #[test]
    fn a_value_cannot_leave_its_place_in_the_path() {
        let path = |value: &str| Request::<()>::delete("/meetings/{id}").segment(value).path();
        assert_eq!(path("a/../b?c#d").unwrap(), "/meetings/a%2F..%2Fb%3Fc%23d");
        for bad in ["", ".", ".."] {
            assert!(matches!(path(bad), Err(Error::InvalidRequest(_))), "{bad:?}");
        }
    }

    #[test]
    fn values_and_places_must_match() {
        assert!(Request::<()>::delete("/meetings/{id}").path().is_err());
        assert!(Request::<()>::delete("/users/me").segment("x").path().is_err());
    }
}
