//! Who calls: the bearer token, its user, and whether a scope opens the call.

use std::sync::{Arc, Mutex};

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
};

use super::error::ApiError;
use crate::{
    limits::Rate,
    scopes::Permission,
    shared::{Shared, lock},
    world::{
        grant::{Access, hash, look_up},
        user::User,
    },
};

/// Notes the outer layer needs for headers and for the log.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) scope: Option<&'static str>,
    pub(crate) user_id: Option<String>,
    pub(crate) rate: Option<Rate>,
}

/// Facts as they travel with a request.
pub(crate) type SharedFacts = Arc<Mutex<Facts>>;

/// An authenticated REST call.
pub(crate) struct Call {
    /// `None` for the app's own token.
    user: Option<User>,
    scopes: Vec<String>,
    shared: Arc<Shared>,
    facts: SharedFacts,
}

impl FromRequestParts<Arc<Shared>> for Call {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, ApiError> {
        let facts = parts.extensions.get::<SharedFacts>().cloned().unwrap_or_default();
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(token) = header.and_then(bearer) else {
            return Err(without_header(parts.uri.query().unwrap_or_default()));
        };
        let (user, scopes) = shared.read(|world, now| match look_up(&world.grants, token, now) {
            Access::Valid(grant) => {
                let user = world.user(&grant.user_id).filter(|user| user.is_active());
                let user = user.cloned().ok_or_else(ApiError::bad_token)?;
                Ok((Some(user), grant.scopes.clone()))
            }
            Access::Expired => Err(ApiError::new(StatusCode::UNAUTHORIZED, 124, "Access token is expired.")),
            Access::Unknown => {
                let hash = hash(token);
                let own = world.app_tokens.iter().any(|token| token.hash == hash && token.expires_at > now);
                if own { Ok((None, Vec::new())) } else { Err(ApiError::bad_token()) }
            }
        })?;
        lock(&facts).user_id = user.as_ref().map(|user| user.id.clone());
        Ok(Self { user, scopes, shared: Arc::clone(shared), facts })
    }
}

impl Call {
    /// The same for an endpoint about the caller's meetings: they must be allowed to host.
    pub(crate) fn require_host(self, permission: &'static Permission) -> Result<User, ApiError> {
        let user = self.require(permission)?;
        if user.may_host() { Ok(user) } else { Err(ApiError::may_not_host()) }
    }

    /// The caller, if the token holds the permission and the limits allow it.
    pub(crate) fn require(self, permission: &'static Permission) -> Result<User, ApiError> {
        let now = self.shared.clock.now();
        let (rate, exceeded) = lock(&self.shared.meters).count(permission.label, now);
        let mut facts = lock(&self.facts);
        facts.scope = Some(permission.granular);
        facts.rate = Some(rate);
        drop(facts);
        match (permission.is_in(&self.scopes), exceeded, self.user) {
            (_, Some(exceeded), _) => Err(ApiError::rate(exceeded)),
            (false, ..) | (_, _, None) => Err(ApiError::bad(4711, permission.missing())),
            (true, None, Some(user)) => Ok(user),
        }
    }
}

/// `me`, the caller's own id or email; anything else is somebody the token may not see.
pub(crate) fn check_own(user: &User, named: &str) -> Result<(), ApiError> {
    if named == "me" || named == user.id || named.eq_ignore_ascii_case(&user.email) {
        Ok(())
    } else {
        Err(ApiError::no_user(named))
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn without_header(query: &str) -> ApiError {
    let in_query = url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "access_token");
    if in_query {
        let message = "Invalid access token, this access token is not supported as query parameter string.";
        ApiError::new(StatusCode::UNAUTHORIZED, 124, message)
    } else {
        ApiError::bad_token()
    }
}
