//! An authorization request: what the app asks for, and why it may be refused before anybody consents.

use url::Url;

use crate::{
    scopes,
    world::{app::App, grant::Challenge},
};

/// A request that may be shown to the user.
pub(crate) struct Request {
    pub(crate) redirect_uri: String,
    /// As it was sent, still encoded, so that it comes back byte for byte.
    pub(crate) state: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Option<Challenge>,
    /// Sandbox extra: answer without a page.
    pub(crate) auto_approve: bool,
    /// Sandbox extra: who is chosen at first, or who approves.
    pub(crate) login_as: Option<String>,
}

/// Why the user sees an error page instead of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: u32,
    pub(crate) message: String,
    /// The sentence for people.
    pub(crate) explanation: String,
}

impl Request {
    /// Reads the query of `/oauth/authorize`.
    pub(crate) fn parse(query: &str, app: &App) -> Result<Self, Refused> {
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let get = |name: &str| {
            let value = pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            value.filter(|value| !value.is_empty())
        };

        let client_id = get("client_id").unwrap_or_default();
        if client_id != app.client_id {
            return Err(Refused::new(
                4702,
                "Invalid client.",
                format!("No app has the client id \"{client_id}\"."),
            ));
        }
        let redirect_uri = get("redirect_uri").unwrap_or_default();
        if !app.accepts_redirect(&redirect_uri) || Url::parse(&redirect_uri).is_err() {
            let explanation = format!("Invalid redirect: {redirect_uri} (4,700)");
            return Err(Refused::new(4700, "Invalid redirect url", explanation));
        }
        let response_type = get("response_type").unwrap_or_default();
        if response_type != "code" {
            let explanation = format!("response_type is \"{response_type}\", it must be \"code\".");
            return Err(Refused::new(4700, "Invalid response type", explanation));
        }
        let challenge = match (get("code_challenge"), get("code_challenge_method").as_deref()) {
            (None, _) => None,
            (Some(challenge), Some("S256")) => Some(Challenge::S256(challenge)),
            (Some(challenge), None | Some("plain")) => Some(Challenge::Plain(challenge)),
            (Some(_), Some(method)) => {
                let explanation = format!("code_challenge_method is \"{method}\", it must be S256 or plain.");
                return Err(Refused::new(4700, "Invalid code challenge method", explanation));
            }
        };
        Ok(Self {
            scopes: wanted_scopes(
                app,
                &get("scope").unwrap_or_default(),
                &get("optional_scope").unwrap_or_default(),
            )?,
            redirect_uri,
            state: raw_state(query),
            challenge,
            auto_approve: get("auto_approve").as_deref() == Some("1"),
            login_as: get("login_as"),
        })
    }

    /// Where the browser goes with a code.
    pub(crate) fn with_code(&self, code: &str) -> String {
        self.back(&[("code", code)])
    }

    /// Where the browser goes after Decline.
    pub(crate) fn declined(&self) -> String {
        self.back(&[("error", "access_denied"), ("error_description", "The user declined the request.")])
    }

    fn back(&self, pairs: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        // Not every client reads `+` as a space.
        let mut query = query.finish().replace('+', "%20");
        if let Some(state) = &self.state {
            query = format!("{query}&state={state}");
        }
        let (address, fragment) = match self.redirect_uri.split_once('#') {
            Some((address, fragment)) => (address, format!("#{fragment}")),
            None => (self.redirect_uri.as_str(), String::new()),
        };
        let mark = if address.contains('?') { '&' } else { '?' };
        format!("{address}{mark}{query}{fragment}")
    }
}

impl Refused {
    fn new(code: u32, message: &str, explanation: String) -> Self {
        Self { code, message: message.to_owned(), explanation }
    }
}

/// The state as it stands in the query; only what an address cannot hold is encoded.
fn raw_state(query: &str) -> Option<String> {
    let state = query.split('&').find_map(|pair| match pair.split_once('=') {
        Some(("state", value)) => Some(value),
        None if pair == "state" => Some(""),
        _ => None,
    })?;
    let mut safe = String::with_capacity(state.len());
    for byte in state.bytes() {
        if byte.is_ascii_graphic() {
            safe.push(char::from(byte));
        } else {
            safe.extend(url::form_urlencoded::byte_serialize(&[byte]).map(|part| part.replace('+', "%20")));
        }
    }
    Some(safe)
}

/// Without `scope` the app's own list counts. With it, every required one must be on that list.
fn wanted_scopes(app: &App, required: &str, optional: &str) -> Result<Vec<String>, Refused> {
    let mut wanted = scopes::parse(required);
    if let Some(unknown) = wanted.iter().find(|scope| !app.scopes.contains(scope)) {
        let explanation = format!("The app does not have the scope {unknown}.");
        return Err(Refused::new(4700, "Invalid scope", explanation));
    }
    if wanted.is_empty() {
        return Ok(app.scopes.clone());
    }
    wanted.extend(scopes::parse(optional).into_iter().filter(|scope| app.scopes.contains(scope)));
    Ok(wanted)
}
