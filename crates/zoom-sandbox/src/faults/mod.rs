//! Trouble on demand: which calls and events go wrong, how, and how often.

mod apply;
mod list;

pub(crate) use apply::{Trouble, go_wrong};
pub(crate) use list::{Faults, glob_matches};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a call or an event goes wrong.
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
    /// A refresh is done, then the connection breaks: the new pair of tokens is lost. Other calls are left alone.
    LostRefresh,
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
    /// The event is sent more than once.
    DuplicateEvent {
        /// Further copies; 1 if absent.
        #[serde(default = "one")]
        copies: u32,
    },
    /// The event is sent later.
    DelayEvent {
        /// Seconds of sandbox time.
        seconds: u32,
    },
    /// The event is sent at a random moment of the next seconds, so that several change their order.
    ShuffleEvents {
        /// Seconds of sandbox time; 10 if absent.
        #[serde(default = "ten")]
        seconds: u32,
    },
    /// The event is never sent.
    LoseEvent,
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

fn one() -> u32 {
    1
}

fn ten() -> u32 {
    10
}

impl FaultKind {
    /// Whether it happens to events on their way out, and not to calls coming in.
    pub(crate) fn is_about_events(&self) -> bool {
        matches!(
            self,
            Self::DuplicateEvent { .. }
                | Self::DelayEvent { .. }
                | Self::ShuffleEvents { .. }
                | Self::LoseEvent
        )
    }
}

/// A fault and the calls or events it applies to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Name of events, where `*` stands for any characters; every event if absent. Only for kinds about events.
    #[serde(default)]
    pub event: Option<String>,
    /// How many calls or events it still hits; until it is removed if absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// From 0 to 1: hits by chance, repeatably if the sandbox was started with a random seed. Always if absent.
    #[serde(default)]
    pub probability: Option<f64>,
    /// Sandbox time at which it ends by itself.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
}

impl Fault {
    /// A fault for every call or event, until it is removed.
    pub fn new(kind: FaultKind) -> Self {
        Self {
            id: 0,
            method: None,
            route: None,
            event: None,
            times: None,
            probability: None,
            until: None,
            kind,
        }
    }

    /// Only calls with this method and path; `*` stands for any characters.
    #[must_use]
    pub fn on(mut self, method: &str, route: &str) -> Self {
        self.method = Some(method.to_owned());
        self.route = Some(route.to_owned());
        self
    }

    /// Only events of this name; `*` stands for any characters.
    #[must_use]
    pub fn on_event(mut self, event: &str) -> Self {
        self.event = Some(event.to_owned());
        self
    }

    /// Only the next `times` calls or events.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// By chance: 0.25 hits every fourth call on average.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    /// Only until this sandbox time.
    #[must_use]
    pub fn until(mut self, until: Timestamp) -> Self {
        self.until = Some(until);
        self
    }

    /// Why this fault could never happen as it is written, in a sentence.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let events = self.kind.is_about_events();
        match (&self.kind, self.probability) {
            (FaultKind::Status { status } | FaultKind::Html { status }, _)
                if !(200..=599).contains(status) =>
            {
                Some("status is not an HTTP status from 200 to 599.")
            }
            (_, Some(chance)) if !(0.0..=1.0).contains(&chance) => Some("probability goes from 0 to 1."),
            _ if self.times == Some(0) => Some("times is at least 1."),
            _ if events && (self.method.is_some() || self.route.is_some()) => {
                Some("This kind is about events: name them with event, not with method or route.")
            }
            _ if !events && self.event.is_some() => {
                Some("This kind is about calls: name them with method and route, not with event.")
            }
            _ => None,
        }
    }
}
