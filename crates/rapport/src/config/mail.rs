use serde::{Deserialize, Serialize};

use super::SecretValue;

/// How mail leaves. Without `smtp` it stays in the mailbox at `/mailbox`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Mail server as a URL: `smtps://user:password@mail.example.com` or `smtp://…:587?tls=required`.
    #[serde(skip_serializing, default)]
    pub smtp: SecretValue,
    /// Address that mails are sent from; answers go to the host by Reply-To.
    pub from: String,
    /// Selector that the mail server signs with (DKIM, RFC 6376): `s1` if the key is at `s1._domainkey.example.com`. Only
    /// checks use it, to find that key.
    pub dkim_selector: Option<String>,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            smtp: SecretValue::default(),
            from: "Rapport <rapport@localhost.localdomain>".into(),
            dkim_selector: None,
        }
    }
}
