//! What a user may do in their workspace.

crate::text_enum! {
    /// A user's standing in the workspace.
    pub enum Role {
        /// Everything, and there is always one.
        Owner = "owner",
        /// Everything but the ownership.
        Admin = "admin",
        /// Their own meetings, all contacts.
        Member = "member",
        /// Looks, changes nothing.
        ReadOnly = "read_only",
    }
}

impl Role {
    /// Whether they may change contacts and meetings.
    pub const fn can_write(self) -> bool {
        !matches!(self, Self::ReadOnly)
    }

    /// Whether they see the integration activity of everybody, or only their own.
    pub const fn sees_integration_activity_of_all(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// Whether they run the workspace: they see its background work and may run it again.
    pub const fn manages_workspace(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// Whether somebody of this role may give somebody of the role `from` the role `to`, also themselves. What owners are,
    /// owners decide.
    pub fn may_change(self, from: Self, to: Self) -> bool {
        self == Self::Owner || (self == Self::Admin && from != Self::Owner && to != Self::Owner)
    }

    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Member => "Member",
            Self::ReadOnly => "Read only",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_readers_cannot_write_and_only_admins_see_everybody() {
        let can = |role: Role| {
            (role.can_write(), role.sees_integration_activity_of_all(), role.manages_workspace())
        };
        assert_eq!(can(Role::Owner), (true, true, true));
        assert_eq!(can(Role::Admin), (true, true, true));
        assert_eq!(can(Role::Member), (true, false, false));
        assert_eq!(can(Role::ReadOnly), (false, false, false));
    }

    #[test]
    fn admins_change_everybody_but_owners_and_nobody_raises_themselves() {
        for mine in [Role::Admin, Role::Member, Role::ReadOnly] {
            assert!(!mine.may_change(mine, Role::Owner), "{mine}");
        }
        assert!(!Role::Member.may_change(Role::Member, Role::Admin));
        assert!(!Role::ReadOnly.may_change(Role::ReadOnly, Role::Member));
        assert!(!Role::Admin.may_change(Role::Owner, Role::Member));
        assert!(Role::Admin.may_change(Role::Member, Role::Admin));
        assert!(Role::Owner.may_change(Role::Owner, Role::ReadOnly));
    }

    #[test]
    fn every_role_is_read_back_from_its_word() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(*role));
            let json = serde_json::to_string(role).unwrap();
            assert_eq!(serde_json::from_str::<Role>(&json).unwrap(), *role);
        }
        let error = "king".parse::<Role>().unwrap_err();
        assert_eq!(error.to_string(), "“king” is not a Role");
    }
}
