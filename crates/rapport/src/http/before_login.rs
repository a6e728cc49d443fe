//! Pages that need no login: their forms carry the token of the session where there is one, and of the browser's cookie
//! where there is none.

use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;

use super::error::AppError;
use super::respond::{page, set_cookie};
use super::session::{GUEST, Visitor, cookie};
use crate::accounts::new_token;
use crate::app::App;
use crate::views::shell::{Public, Theme};

/// Whoever looks at such a page.
pub(super) struct BeforeLogin {
    pub(super) app: App,
    csrf: String,
    theme: Theme,
    guest: bool,
}

impl FromRequestParts<App> for BeforeLogin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let visitor = parts.extensions.get::<Visitor>();
        if let Some(me) = visitor.and_then(|visitor| visitor.user.as_ref()) {
            let theme = Theme::from_word(me.user.theme.as_str());
            return Ok(Self { app: app.clone(), csrf: me.csrf_token.clone(), theme, guest: false });
        }
        let jar = CookieJar::from_headers(&parts.headers);
        let known = jar.get(GUEST).map(|cookie| cookie.value().to_owned());
        let csrf = known.unwrap_or_else(|| new_token(&*app.random));
        Ok(Self { app: app.clone(), csrf, theme: Theme::System, guest: true })
    }
}

impl BeforeLogin {
    /// Head of the page.
    pub(super) fn public(&self, title: &str) -> Public {
        Public { title: title.to_owned(), theme: self.theme, csrf: self.csrf.as_str().into() }
    }

    /// The page.
    pub(super) fn answer(&self, status: StatusCode, view: &impl Template) -> Result<Response, AppError> {
        let mut response = page(status, view)?;
        if self.guest {
            set_cookie(&mut response, &cookie(&self.app, GUEST, self.csrf.clone()));
        }
        Ok(response)
    }

    /// The same at an address that is a secret: told to no other page, and in no index.
    pub(super) fn answer_secretly(
        &self,
        status: StatusCode,
        view: &impl Template,
    ) -> Result<Response, AppError> {
        let mut response = self.answer(status, view)?;
        let headers = response.headers_mut();
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers
            .insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
        Ok(response)
    }
}
