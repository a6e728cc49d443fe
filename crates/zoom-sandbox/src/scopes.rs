//! Permissions: the scopes that open each call, the label that limits it, and its words on the consent page.

/// How heavily Zoom counts a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Label {
    Light,
    Medium,
}

impl Label {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Medium => "Medium",
        }
    }
}

/// One row of Zoom's scope table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) granular: &'static str,
    /// Names from before 2024, still found in old tokens.
    pub(crate) classic: &'static [&'static str],
    pub(crate) label: Label,
    pub(crate) words: &'static str,
}

macro_rules! permissions {
    ($($name:ident = $granular:literal, [$($classic:literal),*], $label:ident, $words:literal;)*) => {
        $(pub(crate) const $name: Permission = Permission {
            granular: $granular, classic: &[$($classic),*], label: Label::$label, words: $words,
        };)*
        /// Every permission some call of the sandbox asks for.
        pub(crate) const ALL: &[&Permission] = &[$(&$name),*];
    };
}

permissions! {
    USER_READ = "user:read:user", ["user:read", "user_info:read", "user_profile"], Light, "Read email and plan";
    USER_UPDATE = "user:update:user", ["user:write"], Light, "Change the user's profile";
    USER_SETTINGS = "user:read:settings", ["user:read"], Medium, "Read meeting settings";
    USER_EMAIL = "user:read:email", ["user:read"], Light, "Look up whether an email is in use";
    USER_ZAK = "user:read:zak", ["user_zak:read"], Light, "Start meetings as the user";
    USER_TOKEN = "user:read:token", ["user:read"], Light, "Fetch a token that starts meetings as the user";
    MEETING_LIST = "meeting:read:list_meetings", ["meeting:read"], Medium, "List meetings";
    MEETING_UPCOMING = "meeting:read:list_upcoming_meetings", ["meeting:read"], Medium, "List what comes up";
    MEETING_CREATE = "meeting:write:meeting", ["meeting:write"], Medium, "Create a meeting";
    MEETING_READ = "meeting:read:meeting", ["meeting:read"], Light, "Read a meeting";
    MEETING_UPDATE = "meeting:update:meeting", ["meeting:write"], Light, "Change a meeting";
    MEETING_DELETE = "meeting:delete:meeting", ["meeting:write"], Light, "Remove a meeting";
    MEETING_STATUS = "meeting:update:status", ["meeting:write"], Light, "End a running meeting";
    MEETING_INVITATION = "meeting:read:invitation", ["meeting:read"], Light, "Read a meeting's invitation";
    MEETING_INVITE_LINKS = "meeting:write:invite_links", ["meeting:write"], Light, "Make personal join links";
    REGISTRANT_LIST = "meeting:read:list_registrants", ["meeting:read"], Medium, "See who registered";
    REGISTRANT_ADD = "meeting:write:registrant", ["meeting:write"], Light, "Register somebody";
    REGISTRANT_STATUS = "meeting:update:registrant_status", ["meeting:write"], Medium, "Approve who registered";
    PAST_READ = "meeting:read:past_meeting", ["meeting:read"], Light, "Read a past meeting";
    PAST_PARTICIPANTS = "meeting:read:list_past_participants", ["meeting:read"], Medium, "See who took part";
    PAST_INSTANCES = "meeting:read:list_past_instances", ["meeting:read"], Medium, "List when a meeting took place";
    PARTICIPANT_EVENTS = "meeting:read:participant", ["meeting:read"], Light, "See who joins and leaves";
}

impl Permission {
    /// Whether one of the granted scopes opens this.
    pub(crate) fn is_in(&self, granted: &[String]) -> bool {
        granted.iter().any(|scope| {
            let user_level = scope.trim_end_matches(":admin");
            user_level == self.granular || self.classic.contains(&user_level)
        })
    }

    /// Zoom's words when none of them was granted; it names every scope that would have done.
    pub(crate) fn missing(&self) -> String {
        let name = self.granular;
        format!("Invalid access token, does not contain scopes:[{name}, {name}:admin].")
    }
}

/// What a scope means, for the consent page.
pub(crate) fn words(scope: &str) -> &'static str {
    ALL.iter()
        .find(|permission| permission.granular == scope)
        .map_or("Nothing the sandbox serves", |p| p.words)
}

/// Splits a space separated list and drops repetitions.
pub(crate) fn parse(list: &str) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in list.split_whitespace() {
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    scopes
}
