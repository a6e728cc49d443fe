//! Who a user is (reference C.3).

use std::fmt;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::kept::kept_numbers;
use crate::tolerant;

/// A Zoom user. `Debug` shows ids and plan only; as JSON it is what Zoom sent, without the host key.
#[derive(Clone, Serialize, Deserialize)]
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
    /// Whether instant meetings are held in the personal meeting room.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub use_pmi: Option<bool>,
    /// Link to the personal meeting room.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub personal_meeting_url: Option<String>,
    /// Name of their role in the account.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub role_name: Option<String>,
    /// `0` for the owner, `1` for an admin, `2` for a member, or a role of the account's own.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub role_id: Option<String>,
    /// Department.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub dept: Option<String>,
    /// What they do.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub job_title: Option<String>,
    /// Company.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub company: Option<String>,
    /// Where they are.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub location: Option<String>,
    /// Pronouns.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub pronouns: Option<String>,
    /// Whether the address is confirmed: 1 or 0.
    #[serde(default, deserialize_with = "tolerant::lenient_i64")]
    pub verified: Option<i64>,
    /// Ways of signing in: 1 Google, 24 Apple, 27 Microsoft, 100 a Zoom password, 101 single sign-on, and others.
    #[serde(default, deserialize_with = "tolerant::lenient_list")]
    pub login_types: Vec<i64>,
    /// When the user was created; for a pending one, the time of the call.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub created_at: Option<Timestamp>,
    /// When they last signed in.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub last_login_time: Option<Timestamp>,
    /// Version and system of the client they last used.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub last_client_version: Option<String>,
    /// Makes whoever has it the host of their meetings.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub host_key: Option<SecretString>,
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

kept_numbers! {
    /// A user's licence. Numbers we do not know are kept. Zoom does not tell Pro from Business here.
    UserType {
        /// 1: free; meetings end after 40 minutes.
        Basic = 1,
        /// 2: paid.
        Licensed = 2,
        /// 4: no licence assigned, cannot hold meetings.
        Unassigned = 4,
        /// 99: none.
        None = 99,
    }
}

/// What is to change in the connected user; what is `None` stays as it is. `Debug` shows the zone and language only.
#[derive(Clone, Default, Serialize)]
pub struct UserUpdate {
    /// First name, at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name, at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The name that others see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Zone, of Zoom's own list (reference G).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Language, such as `en-US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether instant meetings are held in the personal meeting room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_pmi: Option<bool>,
    /// All that has no field here; sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for UserUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserUpdate")
            .field("timezone", &self.timezone)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}
