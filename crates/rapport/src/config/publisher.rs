//! What only the publisher of the Zoom app knows. Documents, public pages and checks read it from here; what is
//! missing is asked for by its key and marked wherever it would stand.

use std::fmt;

use domain::EmailAddress;
use serde::{Deserialize, Serialize};
use url::Url;

use super::ConfigError;

/// One table: key, name in code, and what the value is.
macro_rules! facts {
    ($($field:ident $fact:ident $asks:literal;)*) => {
        /// The section `[publisher]`. Nothing is required to run Rapport; Zoom's review asks for all of it.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct PublisherConfig {
            $(#[doc = $asks] pub $field: Option<String>,)*
        }

        /// One thing that only the publisher knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact {
            $(#[doc = $asks] $fact,)*
        }

        impl Fact {
            /// All of them, in the order of the configuration.
            pub const ALL: &[Self] = &[$(Self::$fact,)*];

            /// Its key in the configuration: `publisher.support_email`.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$fact => concat!("publisher.", stringify!($field)),)* }
            }

            /// What it is, as words that can follow "is missing:".
            pub const fn asks(self) -> &'static str {
                match self { $(Self::$fact => $asks,)* }
            }
        }

        impl PublisherConfig {
            /// What the configuration says, or the fact that it leaves open. A blank value counts as none.
            pub fn known(&self, fact: Fact) -> Result<&str, Fact> {
                let value = match fact { $(Fact::$fact => &self.$field,)* };
                value.as_deref().map(str::trim).filter(|value| !value.is_empty()).ok_or(fact)
            }
        }
    };
}

facts! {
    name Name "the company or person that publishes the app";
    app_name AppName "the app's name in the Marketplace, below 50 characters";
    contact_name ContactName "the person Zoom talks to";
    contact_email ContactEmail "the address Zoom writes to";
    security_email SecurityEmail "the address for reports of incidents and weaknesses";
    website Website "the publisher's website";
    support_email SupportEmail "the address people write to for help";
    support_hours SupportHours "when support answers, and how soon";
    postal_address PostalAddress "the publisher's postal address";
    release Release "the release that is submitted";
    hosting_provider HostingProvider "the company whose machines Rapport runs on";
    hosting_region HostingRegion "country or region where data is stored";
    tls_proxy TlsProxy "what ends TLS in front of Rapport, and the oldest version it takes";
    disk_encryption DiskEncryption "how disks and backups are encrypted";
    backup_retention BackupRetention "how long a backup is kept";
    development_process DevelopmentProcess "how changes are planned, reviewed and released (SSDLC)";
    static_analysis StaticAnalysis "how the code is checked (SAST), and how often";
    dynamic_analysis DynamicAnalysis "how the running system is checked (DAST), and how often";
    penetration_test PenetrationTest "the last penetration test: by whom, when, with which result";
}

/// As a line for the publisher: key, and what to write there.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not set: {}", self.key(), self.asks())
    }
}

impl Fact {
    /// What stands in a text where the value is missing.
    pub fn placeholder(self) -> String {
        format!("[{}: {}]", self.key(), self.asks())
    }
}

impl PublisherConfig {
    /// All that is not known.
    pub fn missing(&self) -> Vec<Fact> {
        Fact::ALL.iter().copied().filter(|fact| self.known(*fact).is_err()).collect()
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let invalid = |fact: Fact, why: &str| Err(ConfigError::Invalid(format!("`{}` {why}", fact.key())));
        for fact in [Fact::ContactEmail, Fact::SecurityEmail, Fact::SupportEmail] {
            if let Ok(text) = self.known(fact)
                && EmailAddress::parse(text).is_err()
            {
                return invalid(fact, "must be an email address");
            }
        }
        if let Ok(text) = self.known(Fact::Website)
            && !Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
        {
            return invalid(Fact::Website, "must be an address like https://example.com");
        }
        // Zoom reference F.4: `display_name` is shorter than 50.
        if self.known(Fact::AppName).is_ok_and(|name| name.chars().count() >= 50) {
            return invalid(Fact::AppName, "must be shorter than 50 characters");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<PublisherConfig, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rapport.toml");
        std::fs::write(&file, format!("[publisher]\n{toml}")).unwrap();
        let config = super::super::Config::load(folder.path(), Some(&file));
        config.map(|config| config.publisher).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_missing_is_named_by_its_key_with_what_belongs_there() {
        let publisher = read("name = \"Halden\"\nsupport_email = \" \"").unwrap();
        assert_eq!(publisher.known(Fact::Name), Ok("Halden"));
        assert_eq!(publisher.known(Fact::SupportEmail), Err(Fact::SupportEmail));
        assert_eq!(publisher.missing().len(), Fact::ALL.len() - 1);
        assert_eq!(
            Fact::SupportEmail.to_string(),
            "publisher.support_email is not set: the address people write to for help"
        );
        assert!(Fact::SupportEmail.placeholder().starts_with("[publisher.support_email: "));
    }

    #[test]
    fn a_value_of_the_wrong_form_is_refused_by_its_key() {
        for (toml, key) in [
            ("support_email = \"nobody\"", "publisher.support_email"),
            ("website = \"example.com\"", "publisher.website"),
            ("app_name = \"A name that is much too long for the Marketplace of Zoom\"", "publisher.app_name"),
            ("supportemail = \"help@example.com\"", "publisher.supportemail"),
        ] {
            let error = read(toml).unwrap_err();
            assert!(error.contains(key), "{error}");
        }
    }
}
