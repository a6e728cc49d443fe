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
