//! What stands in the audit log: who acted, and what they did.

use crate::columns::text_columns;

domain::text_enum! {
    /// Who acted.
    pub enum Actor {
        /// Somebody who logs in.
        Person = "person",
        /// Zoom, by an event.
        Zoom = "zoom",
        /// The program, as a consequence.
        Rapport = "rapport",
        /// Whoever runs the server, on its command line.
        Operator = "operator",
    }
}

domain::text_enum! {
    /// What was done.
    pub enum Action {
        /// The workspace was set up.
        SetUp = "set_up",
        /// Logged in.
        LoggedIn = "logged_in",
        /// A wrong password for an account that exists.
        LogInFailed = "log_in_failed",
        /// Logged out.
        LoggedOut = "logged_out",
        /// A link to a new password was asked for.
        PasswordAsked = "password_asked",
        /// Somebody's password was changed.
        PasswordChanged = "password_changed",
        /// Sessions were ended by their owner.
        SessionsEnded = "sessions_ended",
        /// Somebody was asked to join.
        Invited = "invited",
        /// An invitation was taken back.
        InvitationWithdrawn = "invitation_withdrawn",
        /// Somebody joined.
        Joined = "joined",
        /// Somebody has another role.
        RoleChanged = "role_changed",
        /// Somebody was removed from the workspace.
        MemberRemoved = "member_removed",
        /// Passwords and sessions were ended for somebody.
        LockedOut = "locked_out",
        /// A Zoom account was connected.
        ZoomConnected = "zoom_connected",
        /// A Zoom account was disconnected.
        ZoomDisconnected = "zoom_disconnected",
        /// The app was removed in Zoom.
        ZoomRemoved = "zoom_removed",
        /// What came from Zoom was deleted.
        ZoomDeleted = "zoom_deleted",
        /// What is held of a Zoom account was downloaded.
        ZoomDownloaded = "zoom_downloaded",
        /// For whom a feature is on.
        Feature = "feature",
        /// Credentials of the Zoom app, and which are in use.
        ZoomApp = "zoom_app",
        /// What Zoom looks for to believe that the domain is ours.
        DomainVerification = "domain_verification",
        /// A public page, or the languages that they are offered in.
        PublicPage = "public_page",
        /// The calendar feed got a new address, or was turned off.
        CalendarFeed = "calendar_feed",
        /// A token for programs was made or revoked.
        ApiToken = "api_token",
        /// An account for Zoom's reviewer was made or ended.
        Reviewer = "reviewer",
        /// The key that seals secrets was changed.
        Key = "key",
        /// The database was put back from a backup.
        Restored = "restored",
        /// This log was exported.
        Exported = "exported",
        /// Entries of this log were removed for their age.
        Aged = "aged",
    }
}

domain::text_enum! {
    /// Actions that people look for together.
    pub enum ActionKind {
        /// Coming in and out.
        Access = "access",
        /// Connecting and disconnecting.
        Connections = "connections",
        /// What holds for many.
        Settings = "settings",
    }
}

text_columns! { Actor Action }

impl Action {
    /// What it is found under.
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::SetUp
            | Self::LoggedIn
            | Self::LogInFailed
            | Self::LoggedOut
            | Self::LockedOut
            | Self::PasswordAsked
            | Self::PasswordChanged
            | Self::SessionsEnded
            | Self::Invited
            | Self::InvitationWithdrawn
            | Self::Joined
            | Self::RoleChanged
            | Self::MemberRemoved
            | Self::CalendarFeed
            | Self::Exported
            | Self::ApiToken
            | Self::Aged => ActionKind::Access,
            Self::ZoomConnected
            | Self::ZoomDisconnected
            | Self::ZoomRemoved
            | Self::ZoomDeleted
            | Self::ZoomDownloaded => ActionKind::Connections,
            Self::Feature
            | Self::ZoomApp
            | Self::DomainVerification
            | Self::PublicPage
            | Self::Reviewer
            | Self::Key
            | Self::Restored => ActionKind::Settings,
        }
    }
}
