//! Zoom users, their licence and their standing in the account.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::shift;

/// Id of `mara@halden.example`, Basic.
pub const MARA_ID: &str = "30R7kT7bTIKSNUFEuH_Qlg";
/// Id of `oskar@halden.example`, Licensed.
pub const OSKAR_ID: &str = "zJKyaiAyTNC-MWjiWC18KQ";

/// How long somebody who was added to the account may take to accept.
const INVITATION_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A user's licence: the `type` of Zoom's user object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Plan {
    /// `type` 1: meetings end after 40 minutes, paid options are refused.
    Basic,
    /// `type` 2.
    Licensed,
    /// `type` 4: no licence at all, not even Meetings Basic. May not host.
    Unassigned,
    /// `type` 99: no meetings. May not host.
    None,
}

impl Plan {
    /// The number Zoom puts into `type`.
    pub fn number(self) -> u8 {
        match self {
            Self::Basic => 1,
            Self::Licensed => 2,
            Self::Unassigned => 4,
            Self::None => 99,
        }
    }

    /// The plan of a `type`; `None` for a number Zoom does not know.
    pub(crate) fn of_number(number: i64) -> Option<Self> {
        [Self::Basic, Self::Licensed, Self::Unassigned, Self::None]
            .into_iter()
            .find(|plan| i64::from(plan.number()) == number)
    }

    /// The name Zoom's pages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Basic => "Basic",
            Self::Licensed => "Licensed",
            Self::Unassigned => "Unassigned",
            Self::None => "None",
        }
    }
}

/// Whether a user may use Zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UserStatus {
    /// May.
    #[default]
    Active,
    /// Deactivated by an admin: cannot consent, and tokens of theirs are refused.
    Inactive,
    /// Invited to the account, not accepted yet. May not host; after 30 days the invitation is over.
    Pending,
}

impl UserStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Pending => "pending",
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
    /// `0` owner, `1` admin, `2` member.
    pub(crate) role_id: String,
    pub(crate) created_at: Timestamp,
    #[serde(default)]
    pub(crate) status: UserStatus,
    /// Belongs to another Zoom account.
    #[serde(default)]
    pub(crate) outside: bool,
    /// Emails of those who may schedule for this user.
    #[serde(default)]
    pub(crate) assistants: Vec<String>,
    /// What the user filled in, by the names of Zoom's user object.
    #[serde(default)]
    pub(crate) profile: Map<String, Value>,
    /// What differs from the defaults, in the groups of `GET /users/me/settings`.
    #[serde(default)]
    pub(crate) settings: Map<String, Value>,
}

impl User {
    /// Who comes without further particulars.
    pub(crate) fn plain(id: String, email: String, pmi: i64, created_at: Timestamp) -> Self {
        Self {
            id,
            email,
            first_name: String::new(),
            last_name: String::new(),
            plan: Plan::Basic,
            timezone: "UTC".to_owned(),
            pmi,
            role_id: "2".to_owned(),
            created_at,
            status: UserStatus::Active,
            outside: false,
            assistants: Vec::new(),
            profile: Map::new(),
            settings: Map::new(),
        }
    }

    /// The name set for display, or first and last name.
    pub(crate) fn display_name(&self) -> String {
        let set = self.profile.get("display_name").and_then(Value::as_str).filter(|name| !name.is_empty());
        set.map_or_else(|| format!("{} {}", self.first_name, self.last_name).trim().to_owned(), str::to_owned)
    }

    /// Whether an admin has not deactivated the user.
    pub(crate) fn is_active(&self) -> bool {
        self.status != UserStatus::Inactive
    }

    /// Whether the user may host and schedule meetings.
    pub(crate) fn may_host(&self) -> bool {
        self.status == UserStatus::Active && matches!(self.plan, Plan::Basic | Plan::Licensed)
    }

    /// Whether an invitation to the account was not accepted in time.
    pub(crate) fn invitation_is_over(&self, now: Timestamp) -> bool {
        self.status == UserStatus::Pending && shift(self.created_at, INVITATION_LIFE) <= now
    }

    /// The two users every sandbox starts with.
    pub(crate) fn defaults() -> Vec<Self> {
        let created_at = Timestamp::constant(1_540_960_357, 0);
        vec![
            Self {
                first_name: "Mara".to_owned(),
                last_name: "Halden".to_owned(),
                timezone: "Europe/Berlin".to_owned(),
                role_id: "0".to_owned(),
                ..Self::plain(MARA_ID.to_owned(), "mara@halden.example".to_owned(), 3_542_471_135, created_at)
            },
            Self {
                first_name: "Oskar".to_owned(),
                last_name: "Lind".to_owned(),
                plan: Plan::Licensed,
                timezone: "Europe/Stockholm".to_owned(),
                ..Self::plain(
                    OSKAR_ID.to_owned(),
                    "oskar@halden.example".to_owned(),
                    4_731_902_268,
                    created_at,
                )
            },
        ]
    }
}
