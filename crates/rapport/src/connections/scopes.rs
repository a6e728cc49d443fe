use crate::i18n::Message;

/// Every scope that Rapport always asks for, and what it is for in words for people. Each has a caller in this program:
/// a scope nobody uses fails Zoom's review.
pub const NEEDED: [(&str, Message); 6] = [
    ("user:read:user", Message::PermissionUserRead),
    ("meeting:write:meeting", Message::PermissionMeetingWrite),
    ("meeting:read:meeting", Message::PermissionMeetingRead),
    ("meeting:read:list_meetings", Message::PermissionMeetingList),
    ("meeting:update:meeting", Message::PermissionMeetingUpdate),
    ("meeting:delete:meeting", Message::PermissionMeetingDelete),
];

/// What a person cannot do without this scope: the end of "You cannot".
pub fn disabled_without(scope: &str) -> &'static str {
    match scope {
        "meeting:write:meeting" => "schedule meetings",
        "meeting:read:meeting" => "start meetings",
        "meeting:read:list_meetings" => "compare your meetings with Zoom",
        "meeting:update:meeting" => "move or rename meetings",
        "meeting:delete:meeting" => "remove meetings",
        "user:read:settings" => "begin new meetings as in your Zoom settings",
        "meeting:read:participant" => "see who is in a meeting",
        _ => "connect Zoom",
    }
}

/// One call of Zoom's REST API that the code makes, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Use {
    /// The scope that Zoom asks for (Zoom reference B).
    pub scope: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Route as the client names it: `/meetings/{id}`.
    pub route: &'static str,
    /// The screen where a person needs it, by its name.
    pub screen: &'static str,
    /// That screen's route.
    pub path: &'static str,
    /// Why it cannot be done without, for Zoom's reviewer.
    pub reason: &'static str,
}

/// Every call that needs a scope, whatever is chosen. A test compares it with the calls in the code, another with what the whole journey
/// asks of Zoom.
pub const USES: [Use; 6] = [
    Use {
        scope: "user:read:user",
        method: "GET",
        route: "/users/me",
        screen: "Integrations",
        path: "/settings/integrations",
        reason: "Learns who connected: the card shows the Zoom address and plan, and the ids tell whose data to delete when Zoom says that the app was removed.",
    },
    Use {
        scope: "meeting:write:meeting",
        method: "POST",
        route: "/users/me/meetings",
        screen: "Schedule meeting",
        path: "/contacts/{id}/meetings/new",
        reason: "Creates the meeting that the user schedules with a contact.",
    },
    Use {
        scope: "meeting:read:meeting",
        method: "GET",
        route: "/meetings/{id}",
        screen: "Start meeting",
        path: "/meetings/{id}/start",
        reason: "Fetches a fresh start link when the host starts a meeting, and reads what was changed in Zoom before anything is changed from here. Start links are never stored.",
    },
    Use {
        scope: "meeting:read:list_meetings",
        method: "GET",
        route: "/users/me/meetings",
        screen: "Integrations",
        path: "/settings/integrations",
        reason: "Compares the meetings in Rapport with those in Zoom, each night and by Compare with Zoom, and finds a meeting whose creation was not answered, so that none is made twice.",
    },
    Use {
        scope: "meeting:update:meeting",
        method: "PATCH",
        route: "/meetings/{id}",
        screen: "Reschedule meeting",
        path: "/meetings/{id}/reschedule",
        reason: "Moves or renames the same meeting, so that invitees keep their link.",
    },
    Use {
        scope: "meeting:delete:meeting",
        method: "DELETE",
        route: "/meetings/{id}",
        screen: "Remove meeting",
        path: "/meetings/{id}/remove",
        reason: "Removes the meeting that the user removes.",
    },
];

/// The call that is only made where forms begin as in each person's own Zoom settings.
pub const OWN_SETTINGS: Use = Use {
    scope: "user:read:settings",
    method: "GET",
    route: "/users/me/settings",
    screen: "Schedule meeting",
    path: "/contacts/{id}/meetings/new",
    reason: "Begins new meetings as the user has set it in Zoom: waiting room, passcode and recording. What Zoom does not allow them cannot be chosen, and says why.",
};

/// Calls that need no scope: they are the app's own, with its credentials.
pub const WITHOUT_SCOPE: [(&str, &str, &str); 3] = [
    ("POST", "/oauth/token", "Exchanges the authorization code and renews tokens"),
    ("POST", "/oauth/revoke", "Ends access when a user disconnects"),
    ("POST", "/oauth/data/compliance", "Confirms that data was deleted after Zoom's deauthorization event"),
];

/// Events that change something here, and what they do. `app_deauthorized` comes with every app.
pub const EVENTS: [(&str, &str); 4] = [
    ("meeting.updated", "Reads the meeting, and takes over what was changed in Zoom"),
    ("meeting.deleted", "Reads the meeting, and if it is gone, removes it here and tells the invitees"),
    ("meeting.permanently_deleted", "The same"),
    ("app_deauthorized", "Deletes everything of that Zoom user and confirms it"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_used_and_every_call_has_a_scope_that_is_asked_for() {
        assert!(NEEDED.iter().all(|(scope, _)| USES.iter().any(|used| used.scope == *scope)));
        assert!(USES.iter().all(|used| NEEDED.iter().any(|(scope, _)| used.scope == *scope)));
    }
}
