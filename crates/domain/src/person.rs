//! Names of people, and the small signs that stand for them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// A person's name as they write it: 1 to 120 characters on one line, surrounding space removed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("Enter a name.")]
    Empty,
    /// More than 120 characters.
    #[error("A name has at most 120 characters; this one has {0}.")]
    TooLong(usize),
    /// A line break, a tab or another control character.
    #[error("A name is one line of plain text.")]
    ControlCharacter,
}

impl PersonName {
    /// Reads a name.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(NameError::ControlCharacter);
        }
        match text.chars().count() {
            1..=120 => Ok(Self(text.to_owned())),
            long => Err(NameError::TooLong(long)),
        }
    }

    /// The name in full.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first word: “Ana” of “Ana Ferreira”.
    pub fn first_name(&self) -> &str {
        self.0.split_whitespace().next().unwrap_or(&self.0)
    }

    /// First letters of the first and the last word, in upper case: “NE” of “Noor El-Amin”, “A” of “Ana”.
    pub fn initials(&self) -> String {
        let mut words = self.0.split_whitespace();
        let first = words.next().and_then(|word| word.chars().next());
        let last = words.next_back().and_then(|word| word.chars().next());
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }
}

/// Which of the eight avatar tints (0 to 7) belongs to the record with this id: CRC32 of the id's text modulo 8,
/// so a person keeps their colour.
pub fn tint(id: Uuid) -> u8 {
    let mut text = Uuid::encode_buffer();
    let crc = crc32(id.hyphenated().encode_lower(&mut text).as_bytes());
    u8::try_from(crc % 8).unwrap_or(0)
}

/// CRC-32 as in zip and PNG, bit by bit: the input is 36 bytes, a table would be longer than this.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for PersonName {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PersonName {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        Self::parse(&text)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> PersonName {
        PersonName::parse(text).unwrap()
    }

    #[test]
    fn initials_take_the_first_and_the_last_word() {
        assert_eq!(name("Ana Ferreira").initials(), "AF");
        assert_eq!(name("Noor El-Amin").initials(), "NE");
        assert_eq!(name("Inês de Sousa carvalho").initials(), "IC");
        assert_eq!(name("Ana").initials(), "A");
        assert_eq!(name("  Ana  Ferreira ").first_name(), "Ana");
    }

    #[test]
    fn a_name_is_one_line_of_1_to_120_characters() {
        assert_eq!(PersonName::parse(" \t"), Err(NameError::Empty));
        assert_eq!(PersonName::parse("Ana\nBcc: x"), Err(NameError::ControlCharacter));
        assert!(PersonName::parse(&"é".repeat(120)).is_ok());
        assert_eq!(PersonName::parse(&"é".repeat(121)), Err(NameError::TooLong(121)));
    }

    #[test]
    fn the_checksum_is_the_common_crc32() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn tints_stay_within_the_eight_colours() {
        assert!((0..50).all(|n| tint(Uuid::from_u128(n)) < 8));
        assert_eq!(tint(Uuid::nil()), tint(Uuid::nil()));
    }
}
