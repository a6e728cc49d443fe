use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::MailError;

const TIMEOUT: Duration = Duration::from_secs(30);

/// A pool of connections to one mail server.
#[derive(Debug, Clone)]
pub(super) struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

impl Smtp {
    pub(super) fn connect(url: &str) -> Result<Self, Error> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?;
        Ok(Self(builder.timeout(Some(TIMEOUT)).build()))
    }

    pub(super) async fn send(&self, message: &Message) -> Result<String, MailError> {
        match self.0.send(message.clone()).await {
            Ok(answer) => Ok(answer.message().collect::<Vec<_>>().join(" ")),
            // Only a refused recipient is final. A refused password or a full server is our trouble or theirs, not
            // the contact's, and an unreachable server or a lost answer is worth another try too.
            Err(error) if refuses_recipient(&error) => Err(MailError::Refused(words(&error))),
            Err(error) => Err(MailError::Temporary(words(&error))),
        }
    }
}

/// 550, 551 and 553 speak of the mailbox (RFC 5321, 4.2.3).
fn refuses_recipient(error: &Error) -> bool {
    error.status().is_some_and(|code| ["550", "551", "553"].contains(&code.to_string().as_str()))
}

fn words(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => source.to_string(),
        None => error.to_string(),
    }
}
