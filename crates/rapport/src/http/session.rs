//! The session cookie and the person behind it.

use axum::http::HeaderMap;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use store::StoreError;
use store::sessions::{self, SessionUser};

use super::respond::set_cookie;
use crate::accounts::{Renewed, hash_token};
use crate::app::App;
use crate::views::form::FormToken;

/// Cookie of a signed-in person.
pub(super) const SESSION: &str = "rapport_session";
/// Cookie that ties the forms of a person who is not signed in to their browser.
pub(super) const GUEST: &str = "rapport_guest";

/// Who sent the request, found once by the frame and read by extractors.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    pub(super) user: Option<SessionUser>,
    /// What a form of this visitor must carry.
    pub(super) csrf: Option<FormToken>,
}

impl Visitor {
    pub(super) async fn find(app: &App, headers: &HeaderMap) -> Result<Self, StoreError> {
        let jar = CookieJar::from_headers(headers);
        let user = match jar.get(SESSION) {
            Some(cookie) => {
                let db = app.store.begin_read().await;
                sessions::find(&db, &hash_token(cookie.value()), app.now()).await?
            }
            None => None,
        };
        let csrf = match &user {
            Some(user) => Some(user.csrf_token.clone().into()),
            None => jar.get(GUEST).map(|cookie| cookie.value().into()),
        };
        Ok(Self { user, csrf })
    }
}

/// A cookie of ours: never readable by scripts, never sent by other sites' forms, `Secure` behind HTTPS.
pub(super) fn cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.public_url.scheme() == "https")
        .build()
}

/// A cookie that the browser keeps for `days` days.
pub(super) fn lasting_cookie(app: &App, name: &'static str, value: String, days: i64) -> Cookie<'static> {
    let mut cookie = cookie(app, name, value);
    // The cookie library's own duration type is reachable only by parsing.
    let age = Cookie::parse(format!("age=1; Max-Age={}", days * 24 * 60 * 60));
    cookie.set_max_age(age.ok().and_then(|age| age.max_age()));
    cookie
}

/// The browser goes on with another token.
pub(super) fn keep_session(app: &App, response: &mut Response, session: Renewed) {
    let cookie = match session.days {
        Some(days) => lasting_cookie(app, SESSION, session.token, days),
        None => cookie(app, SESSION, session.token),
    };
    set_cookie(response, &cookie);
}
