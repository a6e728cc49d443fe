//! Whether the mail server would take a mail, without sending one.

/// A mail server that is ready for a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeted {
    /// Host and port.
    pub server: String,
    /// Whether what is sent cannot be read on the way.
    pub encrypted: bool,
    /// Whether we logged in; without credentials in `mail.smtp` we do not try.
    pub logged_in: bool,
}

/// How far a connection came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Connect,
    Encrypt,
    LogIn,
}

/// A mail server that would take none.
#[derive(Debug)]
pub struct NoGreeting {
    pub(super) server: String,
    pub(super) at: Opening,
    pub(super) words: String,
}

impl std::fmt::Display for NoGreeting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { server, at, words } = self;
        match at {
            Opening::Connect => write!(f, "{server} does not answer as a mail server: {words}"),
            Opening::Encrypt => {
                write!(f, "{server} answers, but the connection cannot be encrypted: {words}")
            }
            Opening::LogIn => write!(f, "{server} answers, but does not let us in: {words}"),
        }
    }
}

impl NoGreeting {
    /// What to do about it.
    pub fn cure(&self) -> &'static str {
        match self.at {
            Opening::Connect => {
                "Look at host, port and kind of encryption in `mail.smtp`: smtps:// is for port 465, smtp:// with \
                 ?tls=required for 587. Some networks let nobody out to these ports."
            }
            Opening::Encrypt => {
                "The server offers no STARTTLS, or its certificate is not for the host in `mail.smtp` or not of a public \
                 authority. Use the host name that your mail provider names."
            }
            Opening::LogIn => {
                "Look at user and password in `mail.smtp`, and write %40 for an @ in them. Many providers want a password \
                 for programs of its own."
            }
        }
    }
}
