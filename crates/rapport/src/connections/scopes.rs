/// Every scope that Rapport asks for, and what it is for in words for people. Each has a caller in this program:
/// a scope nobody uses fails Zoom's review.
pub const NEEDED: [(&str, &str); 6] = [
    ("user:read:user", "Show your Zoom email address and plan"),
    ("meeting:write:meeting", "Create the meetings you schedule"),
    ("meeting:read:meeting", "Start them as host, and see what changed in Zoom"),
    ("meeting:read:list_meetings", "Make sure that none is created twice"),
    ("meeting:update:meeting", "Move them"),
    ("meeting:delete:meeting", "Remove them"),
];

/// Needed scopes that were not granted. An old app may hold Zoom's classic scopes, which cover them too.
pub fn missing(granted: &str) -> Vec<&'static str> {
    let granted: Vec<_> = granted.split_whitespace().collect();
    let has = |scope: &str| granted.contains(&scope);
    NEEDED
        .iter()
        .map(|(scope, _)| *scope)
        .filter(|scope| {
            let classic = match *scope {
                "user:read:user" => has("user:read") || has("user_info:read"),
                "meeting:write:meeting" | "meeting:update:meeting" | "meeting:delete:meeting" => {
                    has("meeting:write")
                }
                _ => has("meeting:read"),
            };
            !has(scope) && !classic
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rt_25_classic_and_granular_scopes_are_both_accepted() {
        assert!(missing("user:read meeting:read meeting:write").is_empty());
        let granular: Vec<_> = NEEDED.iter().map(|(scope, _)| *scope).collect();
        assert!(missing(&granular.join(" ")).is_empty());
        assert_eq!(
            missing("user:read meeting:write"),
            ["meeting:read:meeting", "meeting:read:list_meetings"]
        );
    }
}
