//! The domain of a company's addresses.

use std::{fmt, str::FromStr};

use thiserror::Error;

use crate::email::is_label;

/// A domain such as `lumenfreight.example`, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailDomain(String);

/// Why a text is not a domain that people can be told by.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EmailDomainError {
    /// Not a domain.
    #[error("That is not a domain, as in lumenfreight.com.")]
    Form,
    /// Everybody can have an address there.
    #[error("Anybody can have an address at {0}, so it says nothing about where people work.")]
    FreeMail(String),
}

/// Providers whose addresses everybody can have. Short on purpose: the ones seen most.
const FREE_MAIL: [&str; 56] = [
    "126.com",
    "163.com",
    "aol.com",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "hotmail.it",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "live.se",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "sapo.pt",
    "t-online.de",
    "telia.com",
    "uol.com.br",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
    "ymail.com",
];

impl EmailDomain {
    /// Reads a domain as people type or paste it: `lumenfreight.com`, `@lumenfreight.com`, a whole address, or the
    /// address of the web site.
    pub fn parse(text: &str) -> Result<Self, EmailDomainError> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
        let text = text.split(['/', '?', '#']).next().unwrap_or_default();
        let text = text.rsplit_once('@').map_or(text, |(_, domain)| domain);
        let text = text.strip_prefix("www.").unwrap_or(text);
        let labels: Vec<&str> = text.split('.').collect();
        let named = labels.last().is_some_and(|last| last.chars().any(|c| c.is_ascii_alphabetic()));
        if text.len() > 253 || labels.len() < 2 || !named || !labels.iter().all(|label| is_label(label)) {
            return Err(EmailDomainError::Form);
        }
        if FREE_MAIL.contains(&text) {
            return Err(EmailDomainError::FreeMail(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The domain as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for EmailDomain {
    type Err = EmailDomainError;

    fn from_str(text: &str) -> Result<Self, EmailDomainError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_read_from_whatever_was_pasted() {
        for text in [
            "lumenfreight.com",
            " LumenFreight.com ",
            "@lumenfreight.com",
            "ana@lumenfreight.com",
            "www.lumenfreight.com",
            "https://www.lumenfreight.com/about?x=1#team",
        ] {
            assert_eq!(EmailDomain::parse(text).unwrap().as_str(), "lumenfreight.com", "{text}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        for text in ["", "lumen", "lumen freight.com", "-a.com", "a..com", "10.0.0.1", "a_b.com", "a%.com"] {
            assert_eq!(EmailDomain::parse(text), Err(EmailDomainError::Form), "{text}");
        }
    }

    #[test]
    fn nobody_is_told_by_the_domain_of_a_mail_provider() {
        for text in FREE_MAIL {
            assert_eq!(EmailDomain::parse(text), Err(EmailDomainError::FreeMail(text.into())));
        }
        assert!(EmailDomain::parse("mail.gmail.example").is_ok());
        assert!(FREE_MAIL.is_sorted());
    }

    proptest::proptest! {
        #[test]
        fn a_domain_reads_back_as_itself(text in "[ -~]{0,40}") {
            if let Ok(domain) = EmailDomain::parse(&text) {
                proptest::prop_assert_eq!(EmailDomain::parse(domain.as_str()), Ok(domain.clone()));
                proptest::prop_assert!(!domain.as_str().contains(['%', '_', '\\', '@', ' ']));
            }
        }
    }
}
