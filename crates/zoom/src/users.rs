//! The connected user (reference C.3, C.4, C.14).

mod settings;
mod user;

use std::time::Duration;

use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;

pub use settings::{
    FeatureSettings, InMeetingSettings, PasscodeForRoom, PasscodeRules, RecordingSettings, ScheduleSettings,
    SettingsOptions, UserSettings,
};
pub use user::{User, UserType, UserUpdate};

use crate::client::Client;
use crate::error::Error;
use crate::request::Request;
use crate::token::TokenSource;
use crate::tolerant;

/// Users, which for a user-level app means the one who connected (reference A.11).
#[derive(Debug)]
pub struct Users<'a, S> {
    client: &'a Client<S>,
}

impl<'a, S: TokenSource> Users<'a, S> {
    pub(crate) fn new(client: &'a Client<S>) -> Self {
        Self { client }
    }

    /// Who the token belongs to: `GET /users/me`. Scope `user:read:user`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn me(&self) -> Result<User, Error> {
        self.client.send(&Request::get("/users/me")).await
    }

    /// Changes the user: `PATCH /users/me`. Scope `user:update:user`.
    ///
    /// # Errors
    /// Any [`Error`]; `Validation` for a field.
    pub async fn update_me(&self, update: &UserUpdate) -> Result<(), Error> {
        self.client.send(&Request::without_answer(Method::PATCH, "/users/me").body(update)?).await
    }

    /// The user's own defaults and what their plan allows: `GET /users/me/settings`. Scope `user:read:settings`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn settings(&self, options: &SettingsOptions) -> Result<UserSettings, Error> {
        let only = (!options.only.is_empty()).then(|| options.only.join(","));
        let request = Request::get("/users/me/settings")
            .query("option", options.option.as_ref())
            .query("custom_query_fields", only);
        self.client.send(&request).await
    }

    /// Whether somebody at Zoom has this address: `GET /users/email`. Scope `user:read:email`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn email_exists(&self, email: &str) -> Result<bool, Error> {
        let request = Request::get("/users/email").query("email", Some(email));
        let answer: EmailAnswer = self.client.send(&request).await?;
        Ok(answer.existed_email)
    }

    /// A key that starts meetings as the user, good for 5 minutes: `GET /users/me/zak`. Scope `user:read:zak`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn zak(&self) -> Result<SecretString, Error> {
        let answer: ZakAnswer = self.client.send(&Request::get("/users/me/zak")).await?;
        Ok(answer.token)
    }

    /// The same with a life of your choice: `GET /users/me/token?type=zak`. Scope `user:read:token`. Whole seconds, at
    /// most a year; `None` leaves it to Zoom: two hours.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn zak_living(&self, life: Option<Duration>) -> Result<SecretString, Error> {
        let request = Request::get("/users/me/token")
            .query("type", Some("zak"))
            .query("ttl", life.map(|life| life.as_secs()));
        let answer: ZakAnswer = self.client.send(&request).await?;
        Ok(answer.token)
    }
}

#[derive(Deserialize)]
struct EmailAnswer {
    existed_email: bool,
}

#[derive(Deserialize)]
struct ZakAnswer {
    #[serde(deserialize_with = "tolerant::secret")]
    token: SecretString,
}
