//! The details that errors carry.

/// What Zoom said when it refused (reference C.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status; 200 if Zoom put an error into an ordinary answer.
    pub status: u16,
    /// Zoom's own code, such as 3001; `None` if the body was not one of Zoom's error bodies.
    pub code: Option<i64>,
    /// Zoom's words on one line, at most 300 characters; empty if it had none.
    pub message: String,
    /// `x-zm-trackingid`, by which Zoom's support finds the exchange.
    pub tracking_id: Option<String>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&words(&self.message, self.code))
    }
}

/// Zoom's message and code as part of a sentence.
pub(super) fn words(message: &str, code: Option<i64>) -> String {
    match (message, code) {
        ("", _) => "no reason given".to_owned(),
        (message, Some(code)) => format!("{message} (code {code})"),
        (message, None) => message.to_owned(),
    }
}

/// One field that Zoom does not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field in the request, such as `settings.jbh_time`.
    pub field: String,
    /// What is wrong with it, in Zoom's words.
    pub message: String,
}

pub(super) fn list(fields: &[FieldError]) -> String {
    let all: Vec<_> = fields.iter().map(|field| format!("{}: {}", field.field, field.message)).collect();
    if all.is_empty() { String::new() } else { format!(" [{}]", all.join("; ")) }
}

/// Which of Zoom's limits was reached (reference D).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RateLimit {
    /// Calls per second: over within a moment.
    PerSecond,
    /// Calls per day, or meetings per user and day: over at midnight UTC.
    Daily,
    /// Zoom did not say which.
    Unknown,
}

impl std::fmt::Display for RateLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PerSecond => "per second",
            Self::Daily => "per day",
            Self::Unknown => "unspecified",
        })
    }
}

/// Where and how an answer could not be read. It repeats nothing of the answer, which may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at `{path}`")]
pub struct DecodeProblem {
    /// Path in the JSON, such as `meetings[3].id`; `.` for the whole.
    pub path: String,
    /// What kind of problem it is.
    pub kind: DecodeKind,
}

/// What kind of problem reading an answer had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeKind {
    /// It is not JSON: a page of HTML, XML, or nothing at all.
    NotJson,
    /// It is JSON that ends too early.
    CutOff,
    /// A field is missing or of a type we cannot use.
    WrongShape,
    /// It is longer than we read.
    TooLong,
    /// A list names a page that we have been to: going on would never end.
    Repeated,
}

impl std::fmt::Display for DecodeKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotJson => "not JSON",
            Self::CutOff => "cut off",
            Self::WrongShape => "missing or of the wrong type",
            Self::TooLong => "too long",
            Self::Repeated => "a page that was named before",
        })
    }
}
