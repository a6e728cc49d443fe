//! Zoom users and their licence.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Id of `mara@halden.example`, Basic.
pub const MARA_ID: &str = "30R7kT7bTIKSNUFEuH_Qlg";
/// Id of `oskar@halden.example`, Licensed.
pub const OSKAR_ID: &str = "zJKyaiAyTNC-MWjiWC18KQ";

/// A user's licence: the `type` of Zoom's user object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Plan {
    /// `type` 1: meetings end after 40 minutes, paid options are refused.
    Basic,
    /// `type` 2.
    Licensed,
}

impl Plan {
    /// The number Zoom puts into `type`.
    pub fn number(self) -> u8 {
        match self {
            Self::Basic => 1,
            Self::Licensed => 2,
        }
    }

    /// The name Zoom's pages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Basic => "Basic",
            Self::Licensed => "Licensed",
        }
    }
}

/// A Zoom user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) plan: Plan,
    /// IANA name, may be empty like in real accounts.
    pub(crate) timezone: String,
    pub(crate) pmi: i64,
    pub(crate) role_id: String,
    pub(crate) created_at: Timestamp,
}

impl User {
    pub(crate) fn display_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// The two users every sandbox starts with.
    pub(crate) fn defaults() -> Vec<Self> {
        let created_at = Timestamp::constant(1_540_960_357, 0);
        vec![
            Self {
                id: MARA_ID.to_owned(),
                email: "mara@halden.example".to_owned(),
                first_name: "Mara".to_owned(),
                last_name: "Halden".to_owned(),
                plan: Plan::Basic,
                timezone: "Europe/Berlin".to_owned(),
                pmi: 3_542_471_135,
                role_id: "0".to_owned(),
                created_at,
            },
            Self {
                id: OSKAR_ID.to_owned(),
                email: "oskar@halden.example".to_owned(),
                first_name: "Oskar".to_owned(),
                last_name: "Lind".to_owned(),
                plan: Plan::Licensed,
                timezone: "Europe/Stockholm".to_owned(),
                pmi: 4_731_902_268,
                role_id: "2".to_owned(),
                created_at,
            },
        ]
    }
}
