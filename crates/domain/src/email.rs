//! Email addresses as people type them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An address mail can be sent to: trimmed, domain in lower case, plus tags kept.
///
/// The part before the @ keeps its case, because servers may tell it apart; [`EmailAddress::folded`] is for comparing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an email address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("Enter an email address.")]
    Empty,
    /// More than 254 characters, or more than 64 before the @ (RFC 5321).
    #[error("That is too long for an email address.")]
    TooLong,
    /// There is no @, or more than one.
    #[error("An email address has exactly one @, as in ana@example.com.")]
    At,
    /// A space, a line break or a letter that mail servers do not take.
    #[error("An email address cannot contain {0}.")]
    Character(String),
    /// Nothing, or misplaced dots, before the @.
    #[error("The part before the @ is not complete.")]
    Local,
    /// Not a domain after the @.
    #[error("The part after the @ is not a domain, as in example.com.")]
    Domain,
}

impl EmailAddress {
    /// Reads an address; surrounding space is ignored.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if let Some(odd) = text.chars().find(|c| !c.is_ascii_graphic()) {
            return Err(EmailError::Character(describe(odd)));
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::At)?;
        if domain.contains('@') {
            return Err(EmailError::At);
        }
        if text.len() > 254 || local.len() > 64 {
            return Err(EmailError::TooLong);
        }
        if let Some(odd) = local.chars().find(|c| !is_atom(*c) && *c != '.') {
            return Err(EmailError::Character(describe(odd)));
        }
        if local.is_empty() || local.starts_with('.') || local.ends_with('.') || local.contains("..") {
            return Err(EmailError::Local);
        }
        let labels: Vec<&str> = domain.split('.').collect();
        if labels.len() < 2 || !labels.iter().all(|label| is_label(label)) {
            return Err(EmailError::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address as it goes into a message.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the @, in lower case.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// All in lower case: two addresses with the same fold belong to the same person.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// RFC 5321 `atext`.
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

pub(crate) fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn describe(c: char) -> String {
    match c {
        '\r' | '\n' => "a line break".to_owned(),
        c if c.is_whitespace() => "a space".to_owned(),
        c if c.is_control() => "a control character".to_owned(),
        c => format!("“{c}”"),
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = EmailError;
    fn from_str(text: &str) -> Result<Self, EmailError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailError;
    fn try_from(text: String) -> Result<Self, EmailError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(email: EmailAddress) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, EmailError> {
        EmailAddress::parse(text).map(String::from)
    }

    #[test]
    fn trims_and_lowers_the_domain_but_keeps_the_rest() {
        assert_eq!(
            parse(" Ana.Ferreira+crm@LumenFreight.Example\n"),
            Ok("Ana.Ferreira+crm@lumenfreight.example".into())
        );
        assert_eq!(EmailAddress::parse("Ana@x.example").unwrap().folded(), "ana@x.example");
        assert_eq!(EmailAddress::parse("Ana@X.example").unwrap().domain(), "x.example");
    }

    #[test]
    fn refuses_what_would_break_a_header() {
        assert_eq!(
            parse("ana@x.example\r\nBcc: all@x.example"),
            Err(EmailError::Character("a line break".into()))
        );
        assert_eq!(parse("ana maria@x.example"), Err(EmailError::Character("a space".into())));
        assert_eq!(parse("<ana@x.example>"), Err(EmailError::Character("“<”".into())));
        assert_eq!(parse("ana@xn\u{e9}.example"), Err(EmailError::Character("“é”".into())));
    }

    #[test]
    fn refuses_incomplete_addresses() {
        for text in ["", "   "] {
            assert_eq!(parse(text), Err(EmailError::Empty));
        }
        for text in ["ana", "a@b@c.example"] {
            assert_eq!(parse(text), Err(EmailError::At));
        }
        for text in ["@x.example", ".a@x.example", "a.@x.example", "a..b@x.example"] {
            assert_eq!(parse(text), Err(EmailError::Local));
        }
        for text in
            ["a@", "a@localhost", "a@.example", "a@x.", "a@-x.example", "a@x_y.example", "a@x..example"]
        {
            assert_eq!(parse(text), Err(EmailError::Domain), "{text}");
        }
    }

    #[test]
    fn holds_to_the_length_limits_of_rfc_5321() {
        let local = "a".repeat(64);
        assert!(parse(&format!("{local}@x.example")).is_ok());
        assert_eq!(parse(&format!("{local}a@x.example")), Err(EmailError::TooLong));
        let domain = format!("{}.example", vec!["b".repeat(60); 4].join("."));
        assert_eq!(parse(&format!("{}@{domain}", "a".repeat(10))), Err(EmailError::TooLong));
    }

    #[test]
    fn json_is_checked_like_a_form() {
        assert!(serde_json::from_str::<EmailAddress>("\"no address\"").is_err());
        assert!(serde_json::from_str::<EmailAddress>("\"a@x.example\"").is_ok());
    }
}
