//! Small marks that several pages share: badges, date tiles, companies.

use super::tone::Tone;

/// A badge: colour, optional icon, text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Colour.
    pub tone: Tone,
    /// Icon name; empty for none.
    pub icon: &'static str,
    /// What it says.
    pub text: String,
}

/// A date as a small tear-off calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// `Mar`
    pub month: String,
    /// `16`
    pub day: String,
    /// Whether it is today, which colours the band.
    pub today: bool,
}

/// A company as a rounded square with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Where its page is.
    pub href: String,
    /// Name.
    pub name: String,
    /// First letter of the name.
    pub initials: String,
    /// 0 to 7: CRC-32 of the record id modulo 8.
    pub tint: u8,
}
