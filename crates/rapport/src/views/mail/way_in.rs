/// The way into a meeting, as a mail says it.
#[derive(Debug, Clone, Default)]
pub struct WayIn {
    /// Zoom's link for invitees, as stored, or that of the place; empty for a place without one, or where none is known.
    pub join_url: String,
    /// `820 0000 0142`; empty when it is not in Zoom.
    pub number: String,
    /// Left out of the mail when the meeting has none.
    pub passcode: Option<String>,
    /// How to join by telephone, where Zoom gives numbers.
    pub by_phone: Option<ByPhone>,
}

impl WayIn {
    /// The link, unless people meet in a place without one.
    pub fn link(&self) -> Option<&str> {
        Some(self.join_url.as_str()).filter(|link| !link.is_empty())
    }
}

/// Numbers to dial.
#[derive(Debug, Clone)]
pub struct ByPhone {
    /// `By phone`
    pub heading: String,
    /// The few that are near the reader.
    pub numbers: Vec<PhoneNumber>,
    /// `Meeting ID 820 0000 0142, passcode 447100`
    pub code: String,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct PhoneNumber {
    /// `+351 308 804 188`
    pub shown: String,
    /// `tel:` with all that is to be typed.
    pub href: String,
    /// `Portugal`, `US, New York, toll-free`; may be empty.
    pub place: String,
}

impl PhoneNumber {
    /// `+351 308 804 188 (Portugal)`
    pub fn line(&self) -> String {
        if self.place.is_empty() { self.shown.clone() } else { format!("{} ({})", self.shown, self.place) }
    }
}

impl ByPhone {
    /// All of it, a line each.
    pub fn text(&self) -> String {
        let lines = self.numbers.iter().map(PhoneNumber::line);
        let all: Vec<_> =
            [self.heading.clone()].into_iter().chain(lines).chain([self.code.clone()]).collect();
        all.join("\n")
    }
}
