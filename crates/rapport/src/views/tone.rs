//! The state colours of badges, notes and short texts.

/// What a badge or a note says by its colour; its text always says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Green: worked, delivered, connected.
    Ok,
    /// Yellow: needs care.
    Warn,
    /// Red: failed.
    Bad,
    /// Ember: now, or starting soon.
    Now,
}

impl Tone {
    /// Whether a badge of this colour has the pulse of "starting soon".
    pub fn glows(self) -> bool {
        self == Self::Now
    }

    /// Name of the class that carries the colour.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Now => "now",
        }
    }
}
