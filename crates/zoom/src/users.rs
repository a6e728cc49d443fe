//! The connected user (reference C.3).

use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

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
}

/// A Zoom user. `Debug` shows ids and plan only.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// 22 characters. Tokens and deauthorization events are about this id.
    pub id: String,
    /// The account that the user belongs to; webhooks name it.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub account_id: Option<String>,
    /// Their address.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub email: Option<String>,
    /// First name.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub last_name: Option<String>,
    /// The name that others see.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub display_name: Option<String>,
    /// Licence.
    #[serde(rename = "type", default, deserialize_with = "tolerant::lenient")]
    pub kind: Option<UserType>,
    /// `active`, `inactive` or `pending`.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub status: Option<String>,
    /// The user's zone, if they set one.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub timezone: Option<String>,
    /// Language, such as `en-US`.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub language: Option<String>,
    /// Picture.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub pic_url: Option<String>,
    /// Number of the personal meeting room.
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    pub pmi: Option<u64>,
    /// When the user was created.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub created_at: Option<Timestamp>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl User {
    /// The best name there is: display name, first and last name, address, or at last the id.
    pub fn name(&self) -> String {
        let full =
            [&self.first_name, &self.last_name].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        let full = (!full.is_empty()).then_some(full);
        self.display_name.clone().or(full).or_else(|| self.email.clone()).unwrap_or_else(|| self.id.clone())
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("account_id", &self.account_id)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A user's licence. Numbers we do not know are kept. Zoom does not tell Pro from Business here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "i64")]
#[non_exhaustive]
pub enum UserType {
    /// 1: free; meetings end after 40 minutes.
    Basic,
    /// 2: paid.
    Licensed,
    /// 4: no licence assigned, cannot hold meetings.
    Unassigned,
    /// 99: none.
    None,
    /// Any other.
    Other(i64),
}

impl UserType {
    /// Zoom's number for it (Zoom reference C.3).
    pub fn number(self) -> i64 {
        match self {
            Self::Basic => 1,
            Self::Licensed => 2,
            Self::Unassigned => 4,
            Self::None => 99,
            Self::Other(number) => number,
        }
    }
}

impl From<i64> for UserType {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Basic,
            2 => Self::Licensed,
            4 => Self::Unassigned,
            99 => Self::None,
            other => Self::Other(other),
        }
    }
}
