//! Who asks: a program with the token of a person. Cookies count nothing here.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use store::api_tokens::May;

use super::problem::ApiError;
use crate::accounts::{bearer, hash_token};
use crate::app::App;
use crate::http::client::Client;
use crate::http::context::Ctx;
use crate::http::rate::Rate;

/// How often one token may ask.
const ASKS: u32 = 1200;
/// … within this while.
const WHILE: SignedDuration = SignedDuration::from_mins(1);

/// What the middleware needs.
#[derive(Clone)]
pub(super) struct Door {
    app: App,
    rate: Arc<Rate>,
}

impl Door {
    pub(super) fn new(app: App) -> Self {
        Self { app, rate: Arc::new(Rate::new(ASKS, WHILE)) }
    }
}

/// A program that may look.
#[derive(Clone)]
pub(super) struct Caller {
    ctx: Ctx,
    may: May,
}

/// A program that may change things.
pub(super) struct Writer(Caller);

impl Deref for Caller {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

impl Deref for Writer {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.0.ctx
    }
}

impl Caller {
    /// What the token lets it do, which the person's role may narrow.
    pub(super) fn may(&self) -> May {
        if self.ctx.me.user.role.can_write() { self.may } else { May::Read }
    }
}

/// The middleware that lets nobody in without a token, whatever they ask for.
pub(super) async fn known(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let hash = token(request.headers()).map(hash_token);
    let client = request.extensions().get::<Client>().copied().unwrap_or_default();
    match find(&door, hash, client).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

async fn find(door: &Door, hash: Option<[u8; 32]>, client: Client) -> Result<Caller, ApiError> {
    let hash = hash.ok_or_else(|| {
        ApiError::unknown("Send a token of Settings, API tokens, as in “Authorization: Bearer rapport_…”.")
    })?;
    let found = bearer(&door.app, &hash).await?.ok_or_else(|| {
        ApiError::unknown(
            "This token is unknown, was revoked, or has ended. Make another in Settings, API tokens.",
        )
    })?;
    // Only tokens that are known have a count, so that made-up ones do not push others out of it.
    door.rate.ask(hash, door.app.now()).map_err(ApiError::too_often)?;
    Ok(Caller { ctx: Ctx::of_program(&door.app, found.person, client), may: found.may })
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (scheme, token) = given.next()?.to_str().ok()?.split_once(' ')?;
    // Two are none: nobody can say which is meant.
    (scheme.eq_ignore_ascii_case("bearer") && given.next().is_none()).then(|| token.trim())
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| ApiError::unknown("Send a token."))
    }
}

impl FromRequestParts<App> for Writer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        if !caller.me.user.role.can_write() {
            return Err(ApiError::forbidden(
                "Your role is read-only. Ask an admin of the workspace to change it.",
            ));
        }
        if caller.may() == May::Read {
            return Err(ApiError::forbidden(
                "This token only reads. Make one that reads and writes in Settings, API tokens.",
            ));
        }
        Ok(Self(caller))
    }
}
