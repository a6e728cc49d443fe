//! The table of scopes as people and programs read it, and the comparison of two lists of them.

use std::fmt::{self, Write as _};

use crate::connections::{Asked, Use};

/// Scopes that `uses` need, each once, in their order.
pub fn needed(uses: &[Use]) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for used in uses {
        if !scopes.iter().any(|scope| scope == used.scope) {
            scopes.push(used.scope.to_owned());
        }
    }
    scopes
}

/// Every scope that is needed for what is asked of Zoom, those that only events need, too.
pub fn needed_for(asked: Asked) -> Vec<String> {
    let more = asked.event_reasons().map(|(scope, _)| scope.to_owned());
    needed(&asked.uses()).into_iter().chain(more).collect()
}

/// The table as text, one row for each call, and for each scope that only events need.
pub fn table(asked: Asked) -> String {
    let endpoint = |used: &Use| format!("{} {}", used.method, used.route);
    let uses = asked.uses();
    let widest = |cell: &dyn Fn(&Use) -> usize| uses.iter().map(cell).max().unwrap_or_default();
    let scope = widest(&|used| used.scope.len());
    let call = widest(&|used| endpoint(used).len());
    let screen = widest(&|used| used.screen.len());
    let mut text = format!("{:<scope$}  {:<call$}  {:<screen$}  reason\n", "scope", "endpoint", "screen");
    for used in &uses {
        let (name, endpoint) = (used.scope, endpoint(used));
        let _ =
            writeln!(text, "{name:<scope$}  {endpoint:<call$}  {:<screen$}  {}", used.screen, used.reason);
    }
    if let Some((name, reason)) = asked.event_reasons() {
        let _ = writeln!(text, "{name:<scope$}  {:<call$}  {:<screen$}  {reason}", "events", "Meeting");
    }
    text
}

/// How a list of scopes differs from what the code needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// In the list, and nothing needs it: Zoom refuses an app for that.
    pub unused: Vec<String>,
    /// Not in the list, and something does not work without it.
    pub lacking: Vec<String>,
}

impl Difference {
    /// Compares a list with what is needed, whatever the order.
    pub fn between(listed: &[String], needed: &[String]) -> Self {
        let without = |these: &[String], those: &[String]| {
            these.iter().filter(|scope| !those.contains(scope)).cloned().collect()
        };
        Self { unused: without(listed, needed), lacking: without(needed, listed) }
    }

    /// Whether the list is exactly what is needed.
    pub fn is_empty(&self) -> bool {
        self.unused.is_empty() && self.lacking.is_empty()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.unused.is_empty() {
            parts.push(format!("listed, but nothing needs it: {}", self.unused.join(", ")));
        }
        if !self.lacking.is_empty() {
            parts.push(format!("needed, but not listed: {}", self.lacking.join(", ")));
        }
        f.write_str(&parts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_are_compared_whatever_their_order() {
        let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(Difference::between(&list("a b"), &list("b a")).is_empty());
        let difference = Difference::between(&list("a c"), &list("a b"));
        assert_eq!(difference.to_string(), "listed, but nothing needs it: c; needed, but not listed: b");
    }

    #[test]
    fn the_table_has_a_row_for_each_call() {
        let text = table(Asked::AT_FIRST);
        let uses = Asked::AT_FIRST.uses();
        assert_eq!(text.lines().count(), 1 + uses.len());
        let most = table(Asked::MOST);
        assert_eq!(most.lines().count(), 3 + uses.len());
        assert!(most.contains("meeting:read:participant") && most.contains("GET /users/me/settings"));
        assert!(uses.iter().all(|used| text.contains(used.scope) && text.contains(used.reason)));
    }
}
