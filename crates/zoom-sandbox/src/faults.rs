//! Trouble on demand: which calls go wrong, how, and how often.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a call goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// Answers this HTTP status without doing the work.
    Status {
        /// For example 503.
        status: u16,
    },
    /// Does the work after a pause in real time.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// The connection breaks before anything is done.
    DropBefore,
    /// The work is done, then the connection breaks: the answer is lost.
    DropAfter,
    /// The work is done; the answer breaks off in the middle of its body.
    Truncate,
    /// An HTML page with this status instead of JSON.
    Html {
        /// 502 if absent.
        #[serde(default = "bad_gateway")]
        status: u16,
    },
    /// An XML error with status 500.
    Xml,
    /// 429 as if too many calls came this second.
    RateSecond,
    /// 429 as if the day's calls were used up.
    RateDay,
    /// Refuses one field of the request (400, code 300), whatever it holds; the work is not done.
    RefuseField {
        /// Path of the field, for example `timezone`.
        field: String,
    },
    /// Status 200 with an error in the body; the work is not done.
    OkWithError {
        /// Zoom's code in the body; 300 if absent.
        #[serde(default = "validation_code")]
        code: i64,
        /// Text in the body.
        #[serde(default = "validation_text")]
        message: String,
    },
}

fn bad_gateway() -> u16 {
    502
}

fn validation_code() -> i64 {
    300
}

fn validation_text() -> String {
    "Validation Failed.".to_owned()
}

/// A fault and the calls it applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Given when it is added; 0 before.
    #[serde(default)]
    pub id: u64,
    /// HTTP method; any if absent.
    #[serde(default)]
    pub method: Option<String>,
    /// Path, where `*` stands for any characters; every call under `/v2` and `/oauth` if absent.
    #[serde(default)]
    pub route: Option<String>,
    /// How many calls it hits; until it is removed if absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// Sandbox time at which it ends by itself.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
}

impl Fault {
    /// A fault for every call, until it is removed.
    pub fn new(kind: FaultKind) -> Self {
        Self { id: 0, method: None, route: None, times: None, until: None, kind }
    }

    /// Only calls with this method and path; `*` stands for any characters.
    #[must_use]
    pub fn on(mut self, method: &str, route: &str) -> Self {
        self.method = Some(method.to_owned());
        self.route = Some(route.to_owned());
        self
    }

    /// Only the next `times` calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Only until this sandbox time.
    #[must_use]
    pub fn until(mut self, until: Timestamp) -> Self {
        self.until = Some(until);
        self
    }

    fn hits(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == "*" || wanted.eq_ignore_ascii_case(method))
            && self.route.as_deref().is_none_or(|route| glob_matches(route, path))
    }
}

/// All faults of one sandbox.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    list: Vec<Fault>,
    last_id: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.last_id += 1;
        self.list.push(Fault { id: self.last_id, ..fault });
        self.last_id
    }

    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.list.len();
        self.list.retain(|fault| fault.id != id);
        self.list.len() != before
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
    }

    /// Those still in force.
    pub(crate) fn list(&mut self, now: Timestamp) -> Vec<Fault> {
        self.drop_spent(now);
        self.list.clone()
    }

    /// Faults for this call, counted as used: every pause, and the first that is not a pause.
    pub(crate) fn take(&mut self, method: &str, path: &str, now: Timestamp) -> Vec<FaultKind> {
        if self.list.is_empty() {
            return Vec::new();
        }
        self.drop_spent(now);
        let mut taken: Vec<FaultKind> = Vec::new();
        for fault in &mut self.list {
            let is_pause = |kind: &FaultKind| matches!(kind, FaultKind::Latency { .. });
            if !fault.hits(method, path) || (!is_pause(&fault.kind) && !taken.iter().all(is_pause)) {
                continue;
            }
            if let Some(times) = &mut fault.times {
                *times = times.saturating_sub(1);
            }
            taken.push(fault.kind.clone());
        }
        self.drop_spent(now);
        taken
    }

    fn drop_spent(&mut self, now: Timestamp) {
        self.list.retain(|fault| fault.times != Some(0) && fault.until.is_none_or(|until| until > now));
    }
}

/// Whether `path` fits `pattern`, where `*` stands for any characters, none included.
pub(crate) fn glob_matches(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| path.strip_prefix(start)) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(previous) = last.replace(part) {
            let Some(at) = rest.find(previous) else { return false };
            rest = &rest[at + str::len(previous)..];
        }
    }
    match last {
        None => rest.is_empty(),
        Some(end) => rest.ends_with(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(glob_matches("/v2/users/*/meetings", "/v2/users/me/meetings"));
        assert!(glob_matches("/v2/*", "/v2/meetings/123"));
        assert!(glob_matches("*", "/oauth/token"));
        assert!(glob_matches("/v2/*/me/*", "/v2/users/me/zak"));
        assert!(!glob_matches("/v2/*/me/*", "/v2/users/you/zak"));
        assert!(!glob_matches("/v2/users/me", "/v2/users/me/zak"));
        assert!(!glob_matches("/v2/users/*/meetings", "/v2/users/me"));
    }

    #[test]
    fn a_counted_fault_ends_by_itself() {
        let mut faults = Faults::default();
        faults.add(Fault::new(FaultKind::DropAfter).on("POST", "/oauth/token").times(1));
        let now = Timestamp::UNIX_EPOCH;
        assert!(faults.take("GET", "/oauth/token", now).is_empty());
        assert_eq!(faults.take("POST", "/oauth/token", now), [FaultKind::DropAfter]);
        assert!(faults.take("POST", "/oauth/token", now).is_empty());
    }
}
