//! Texts that people write about a meeting or a contact.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::PersonName;

/// What a meeting is about: 1 to 200 characters (Zoom's limit) on one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Topic(String);

/// Why a text is not a topic.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TopicError {
    /// Nothing was typed.
    #[error("Say what the meeting is about.")]
    Empty,
    /// More than 200 characters.
    #[error("A topic has at most 200 characters; this one has {0}.")]
    TooLong(usize),
    /// A line break or another control character.
    #[error("A topic is one line of plain text.")]
    ControlCharacter,
}

impl Topic {
    /// The most characters a topic may have.
    pub const MAX: usize = 200;

    /// Reads a topic; surrounding space is removed.
    pub fn parse(text: &str) -> Result<Self, TopicError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TopicError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(TopicError::ControlCharacter);
        }
        match text.chars().count() {
            1..=Self::MAX => Ok(Self(text.to_owned())),
            long => Err(TopicError::TooLong(long)),
        }
    }

    /// What reads right for both of two who meet: “Mara Lindqvist and Ana Ferreira”. Names too long for that are
    /// shortened.
    pub fn of_two(one: &PersonName, other: &PersonName) -> Self {
        let cut = |name: &str| name.chars().take(Self::MAX / 2 - 5).collect::<String>();
        let whole = format!("{one} and {other}");
        if whole.chars().count() <= Self::MAX {
            Self(whole)
        } else {
            Self(format!("{} and {}", cut(one.first_name()), cut(other.first_name())))
        }
    }
}

/// What is planned for a meeting: 0 to 1900 characters, any number of lines.
///
/// Zoom takes 2000; the rest is room for the marker that ties the meeting in Zoom to ours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Agenda(String);

/// Why a text is not an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AgendaError {
    /// More than 1900 characters.
    #[error("An agenda has at most 1900 characters; this one has {0}.")]
    TooLong(usize),
    /// A control character other than a line break or a tab.
    #[error("The agenda contains a character that cannot be shown.")]
    ControlCharacter,
}

impl Agenda {
    /// The most characters an agenda may have.
    pub const MAX: usize = 1900;

    /// Reads an agenda; surrounding space is removed, line breaks become `\n`.
    pub fn parse(text: &str) -> Result<Self, AgendaError> {
        let text = lines(text);
        if has_odd_control(&text) {
            return Err(AgendaError::ControlCharacter);
        }
        match text.chars().count() {
            0..=Self::MAX => Ok(Self(text)),
            long => Err(AgendaError::TooLong(long)),
        }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A note on a contact: 1 to 10 000 characters, any number of lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NoteBody(String);

/// Why a text is not a note.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteBodyError {
    /// Nothing was typed.
    #[error("Write something first.")]
    Empty,
    /// More than 10 000 characters.
    #[error("A note has at most 10 000 characters; this one has {0}.")]
    TooLong(usize),
    /// A control character other than a line break or a tab.
    #[error("The note contains a character that cannot be shown.")]
    ControlCharacter,
}

impl NoteBody {
    /// The most characters a note may have.
    pub const MAX: usize = 10_000;

    /// Reads a note; surrounding space is removed, line breaks become `\n`.
    pub fn parse(text: &str) -> Result<Self, NoteBodyError> {
        let text = lines(text);
        if has_odd_control(&text) {
            return Err(NoteBodyError::ControlCharacter);
        }
        match text.chars().count() {
            0 => Err(NoteBodyError::Empty),
            1..=Self::MAX => Ok(Self(text)),
            long => Err(NoteBodyError::TooLong(long)),
        }
    }
}

/// Browsers send `\r\n`, which would count twice.
fn lines(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

fn has_odd_control(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}

macro_rules! text {
    ($($name:ident, $error:ident;)+) => { $(
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )+ };
}

text! {
    Topic, TopicError;
    Agenda, AgendaError;
    NoteBody, NoteBodyError;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_that_is_too_long_says_how_long_it_is() {
        assert!(Topic::parse(&"ä".repeat(200)).is_ok());
        let error = Topic::parse(&"ä".repeat(214)).unwrap_err();
        assert_eq!(error.to_string(), "A topic has at most 200 characters; this one has 214.");
    }

    #[test]
    fn a_topic_is_one_line() {
        assert_eq!(Topic::parse("Kick-off\r\nBcc: x"), Err(TopicError::ControlCharacter));
        assert_eq!(Topic::parse("  "), Err(TopicError::Empty));
        assert_eq!(Topic::parse(" Kick-off ").unwrap().as_str(), "Kick-off");
    }

    #[test]
    fn two_long_names_still_make_a_topic() {
        let name = |text: &str| PersonName::parse(text).unwrap();
        let two = Topic::of_two(&name("Mara Lindqvist"), &name("Ana Ferreira"));
        assert_eq!(two.as_str(), "Mara Lindqvist and Ana Ferreira");
        let long = name(&format!("Ana {}", "x".repeat(110)));
        assert_eq!(Topic::of_two(&long, &long).as_str(), "Ana and Ana");
        let unbroken = name(&"x".repeat(120));
        assert!(Topic::parse(Topic::of_two(&unbroken, &unbroken).as_str()).is_ok());
    }

    #[test]
    fn an_agenda_may_be_empty_and_counts_a_line_break_once() {
        assert!(Agenda::parse("").unwrap().is_empty());
        let text = "a\r\n".repeat(950);
        assert_eq!(Agenda::parse(&text).unwrap().as_str().len(), 1899);
        assert_eq!(Agenda::parse(&"x".repeat(1901)), Err(AgendaError::TooLong(1901)));
        assert_eq!(Agenda::parse("bell \u{7} rings"), Err(AgendaError::ControlCharacter));
    }

    #[test]
    fn a_note_needs_words() {
        assert_eq!(NoteBody::parse(" \n "), Err(NoteBodyError::Empty));
        assert_eq!(NoteBody::parse(&"x".repeat(10_001)), Err(NoteBodyError::TooLong(10_001)));
        assert_eq!(NoteBody::parse("one\r\ntwo").unwrap().as_str(), "one\ntwo");
    }
}
