//! What a Zoom licence allows. Zoom tells it as the user's `type`.

/// The plan of a Zoom user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plan {
    /// Type 1: free, meetings end after 40 minutes.
    Basic,
    /// Type 2: paid.
    Licensed,
    /// Types 4 and 99: no meetings licence assigned.
    Unassigned,
    /// A type we have not heard of; treated as Basic.
    Other(i64),
}

impl Plan {
    /// From `type` of Zoom's user object.
    pub const fn from_zoom_type(kind: i64) -> Self {
        match kind {
            1 => Self::Basic,
            2 => Self::Licensed,
            4 | 99 => Self::Unassigned,
            other => Self::Other(other),
        }
    }

    /// The word people read.
    pub fn label(self) -> String {
        match self {
            Self::Basic => "Basic".to_owned(),
            Self::Licensed => "Licensed".to_owned(),
            Self::Unassigned => "No meeting licence".to_owned(),
            Self::Other(kind) => format!("Unknown plan ({kind})"),
        }
    }

    /// After how many minutes Zoom ends a meeting; `None` means it does not within a day.
    pub const fn meeting_limit_minutes(self) -> Option<u16> {
        match self {
            Self::Licensed => None,
            Self::Basic | Self::Unassigned | Self::Other(_) => Some(40),
        }
    }

    /// Whether others may start this user's meetings.
    pub const fn can_have_alternative_hosts(self) -> bool {
        matches!(self, Self::Licensed)
    }

    /// Whether Zoom records to its cloud for this user.
    pub const fn can_record_to_cloud(self) -> bool {
        matches!(self, Self::Licensed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_types_become_plans() {
        let plan = Plan::from_zoom_type;
        assert_eq!(
            [plan(1), plan(2), plan(4), plan(99)],
            [Plan::Basic, Plan::Licensed, Plan::Unassigned, Plan::Unassigned]
        );
        assert_eq!(plan(3), Plan::Other(3));
    }

    #[test]
    fn an_unknown_plan_is_treated_as_basic() {
        for plan in [Plan::Basic, Plan::Unassigned, Plan::Other(7)] {
            assert_eq!(plan.meeting_limit_minutes(), Some(40));
            assert!(!plan.can_record_to_cloud());
        }
        assert_eq!(Plan::Licensed.meeting_limit_minutes(), None);
        assert!(Plan::Licensed.can_record_to_cloud());
    }
}
