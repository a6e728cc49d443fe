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
            // Only a 5xx answer is final; an unreachable server or a lost answer is worth another try.
            Err(error) if error.is_permanent() => Err(MailError::Refused(words(&error))),
            Err(error) => Err(MailError::Temporary(words(&error))),
        }
    }
}

fn words(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => source.to_string(),
        None => error.to_string(),
    }
}
