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
    USER_SETTINGS = "user:read:settings", ["user:read"], Medium, "Read meeting settings";
    USER_ZAK = "user:read:zak", ["user_zak:read"], Light, "Start meetings as the user";
    MEETING_LIST = "meeting:read:list_meetings", ["meeting:read"], Medium, "List meetings";
    MEETING_CREATE = "meeting:write:meeting", ["meeting:write"], Medium, "Create a meeting";
    MEETING_READ = "meeting:read:meeting", ["meeting:read"], Light, "Read a meeting";
    MEETING_UPDATE = "meeting:update:meeting", ["meeting:write"], Light, "Change a meeting";
    MEETING_DELETE = "meeting:delete:meeting", ["meeting:write"], Light, "Remove a meeting";
    MEETING_STATUS = "meeting:update:status", ["meeting:write"], Light, "End a running meeting";
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
