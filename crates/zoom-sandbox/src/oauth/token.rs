//! `/oauth/token` and `/oauth/revoke`.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Uri},
};
use serde_json::{Value, json};

use super::{
    OAuthError,
    client::{self, Fields},
};
use crate::{
    shared::Shared,
    world::{
        NewTokens, TokenError,
        grant::{ACCESS_SECONDS, Access, look_up},
    },
};

pub(crate) async fn token(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, OAuthError> {
    let fields = Fields::parse(uri.query().unwrap_or_default(), &body);
    shared.write(|world, now, random| {
        client::check(&world.app, &headers, &fields)?;
        let tokens = match fields.get("grant_type") {
            Some("authorization_code") => {
                let code = fields.get("code").unwrap_or_default();
                let redirect = fields.get("redirect_uri");
                world
                    .exchange_code(code, redirect, fields.get("code_verifier"), now, random)
                    .map_err(|error| explain(error, code))?
            }
            Some("refresh_token") => {
                let token = fields.secret("refresh_token").ok_or_else(no_token)?;
                world.refresh(token, now, random).map_err(|error| explain(error, ""))?
            }
            Some("client_credentials") => world.issue_app_token(now, random),
            Some(_) => return Err(OAuthError::new("unsupported_grant_type", "unsupported grant type")),
            None => return Err(OAuthError::new("invalid_request", "Missing grant type.")),
        };
        Ok(Json(answer(&tokens, &world.base_url)))
    })
}

/// Revokes by access token, which uninstalls the app for this user and sends `app_deauthorized`.
pub(crate) async fn revoke(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, OAuthError> {
    let fields = Fields::parse(uri.query().unwrap_or_default(), &body);
    shared.write(|world, now, random| {
        client::check(&world.app, &headers, &fields)?;
        let token = fields.secret("token").ok_or_else(no_token)?;
        let Access::Valid(grant) = look_up(&world.grants, token, now) else {
            return Err(OAuthError::invalid_token("invalid_request"));
        };
        let user_id = grant.user_id.clone();
        world.deauthorize(&user_id, now, random);
        Ok(Json(json!({ "status": "success" })))
    })
}

/// Also when the token is in the address, where Zoom has not read it since 2023.
fn no_token() -> OAuthError {
    OAuthError::new("invalid_request", "Token cannot be empty.")
}

fn answer(tokens: &NewTokens, base_url: &str) -> Value {
    let mut body = json!({
        "access_token": tokens.access, "token_type": "bearer", "expires_in": ACCESS_SECONDS,
        "scope": tokens.scopes.join(" "), "api_url": base_url,
    });
    if let Some(refresh) = &tokens.refresh {
        body["refresh_token"] = json!(refresh);
    }
    body
}

fn explain(error: TokenError, code: &str) -> OAuthError {
    match error {
        TokenError::BadCode => {
            OAuthError::new("invalid_request", format!("Invalid authorization code {code}"))
        }
        TokenError::RedirectMismatch => OAuthError::new("invalid_request", "Redirect URI mismatch"),
        TokenError::BadVerifier => OAuthError::new("invalid_grant", "Invalid code verifier"),
        TokenError::NoOwner => OAuthError::new("invalid_grant", "The owner of the token does not exist."),
        TokenError::BadRefreshToken => OAuthError::invalid_token("invalid_grant"),
    }
}
