//! Zoom's invitation text, and links for single people (reference C.12).

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::tolerant;

/// The text that Zoom would mail to invitees. It holds link and passcode, so `Debug` hides it.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Invitation {
    /// Plain text, its lines ended by `\r\n`.
    pub invitation: String,
    /// Addresses for room systems.
    #[serde(default, deserialize_with = "tolerant::lenient_list")]
    pub sip_links: Vec<String>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Invitation([hidden])")
    }
}

/// For whom links are made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InviteLinks {
    /// One link for each, at most 500.
    pub attendees: Vec<Attendee>,
    /// How long the links live, in seconds; Zoom's default is 7200.
    #[serde(rename = "ttl", skip_serializing_if = "Option::is_none")]
    pub ttl_seconds: Option<u32>,
}

/// Somebody who gets a link. `Debug` hides the name.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Attendee {
    /// The name under which they join, at most 64 characters.
    pub name: String,
}

impl fmt::Debug for Attendee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attendee([hidden])")
    }
}

/// A link for one person. Whoever opens it joins under that name, so `Debug` hides it.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InviteLink {
    /// The name, as it was given.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub name: Option<String>,
    /// The link.
    pub join_url: String,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for InviteLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteLink([hidden])")
    }
}

#[derive(Deserialize)]
pub(super) struct InviteLinksAnswer {
    pub(super) attendees: Vec<InviteLink>,
}
