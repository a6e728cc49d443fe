//! One conversation, RFC 5321.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Act, Shared, Stage, Taken};

/// What is offered after `EHLO`. `AUTH` takes any password.
const OFFERS: &str = "250-fixture.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN\r\n";

struct Session<'a> {
    stream: BufReader<TcpStream>,
    shared: &'a Shared,
    from: String,
    to: Vec<String>,
}

/// Talks until either side ends it.
pub(super) async fn serve(stream: TcpStream, shared: &Shared) -> Result<()> {
    let mut session = Session { stream: BufReader::new(stream), shared, from: String::new(), to: Vec::new() };
    session.step(Stage::Connect, &[], "220 fixture.example ESMTP\r\n").await?;
    loop {
        let line = session.line().await?;
        let line = line.trim_end();
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => drop(session.step(Stage::Hello, &[], OFFERS).await?),
            "AUTH" => session.auth(line).await?,
            "MAIL" => {
                if session.step(Stage::MailFrom, &[], "250 2.1.0 Ok\r\n").await? {
                    session.from = address(line);
                    session.to.clear();
                }
            }
            "RCPT" => {
                let to = address(line);
                if session.step(Stage::RcptTo, std::slice::from_ref(&to), "250 2.1.5 Ok\r\n").await? {
                    session.to.push(to);
                }
            }
            "DATA" if session.to.is_empty() => session.say("503 5.5.1 No recipient\r\n").await?,
            "DATA" => session.data().await?,
            "RSET" => {
                (session.from, session.to) = (String::new(), Vec::new());
                session.say("250 2.0.0 Ok\r\n").await?;
            }
            "NOOP" => session.say("250 2.0.0 Ok\r\n").await?,
            "QUIT" => return session.say("221 2.0.0 Bye\r\n").await,
            _ => session.say("502 5.5.2 Not known here\r\n").await?,
        }
    }
}

impl Session<'_> {
    async fn line(&mut self) -> Result<String> {
        let mut line = Vec::new();
        match self.stream.read_until(b'\n', &mut line).await? {
            0 => Err(gone()),
            _ => Ok(String::from_utf8_lossy(&line).into_owned()),
        }
    }

    async fn say(&mut self, answer: &str) -> Result<()> {
        self.stream.get_mut().write_all(answer.as_bytes()).await
    }

    /// Says `fine`, or what trouble says; whether it is done.
    async fn step(&mut self, stage: Stage, to: &[String], fine: &str) -> Result<bool> {
        match self.shared.act(stage, to) {
            None => {}
            Some(Act::Answer { code, text }) => {
                self.say(&format!("{code} {text}\r\n")).await?;
                // A server that does not greet, or gives 421, hangs up.
                return if stage == Stage::Connect || code == 421 { Err(gone()) } else { Ok(false) };
            }
            Some(Act::Close | Act::CloseAfter) => return Err(gone()),
            Some(Act::Pause { ms }) => pause(ms).await,
        }
        self.say(fine).await.map(|()| true)
    }

    async fn auth(&mut self, line: &str) -> Result<()> {
        // LOGIN asks twice; PLAIN may bring its answer along.
        let questions = match line.split_whitespace().collect::<Vec<_>>()[..] {
            [_, method, ..] if method.eq_ignore_ascii_case("LOGIN") => 2,
            [_, _] => 1,
            _ => 0,
        };
        for _ in 0..questions {
            self.say("334 \r\n").await?;
            self.line().await?;
        }
        self.step(Stage::Auth, &[], "235 2.7.0 Ok\r\n").await.map(drop)
    }

    async fn data(&mut self) -> Result<()> {
        let to = std::mem::take(&mut self.to);
        if !self.step(Stage::Data, &to, "354 Go on\r\n").await? {
            return Ok(());
        }
        let mut data = String::new();
        loop {
            let line = self.line().await?;
            if line == ".\r\n" {
                break;
            }
            if data.is_empty()
                && matches!(self.shared.act(Stage::Body, &to), Some(Act::Close | Act::CloseAfter))
            {
                return Err(gone());
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        let message_id = message_id(&data);
        let taken = |answered| Taken { from: self.from.clone(), to: to.clone(), message_id, answered, data };
        match self.shared.act(Stage::Dot, &to) {
            Some(Act::Answer { code, text }) => {
                self.say(&format!("{code} {text}\r\n")).await?;
                if code == 421 { Err(gone()) } else { Ok(()) }
            }
            Some(Act::Close) => Err(gone()),
            Some(Act::CloseAfter) => {
                self.shared.keep(taken(false));
                Err(gone())
            }
            other => {
                if let Some(Act::Pause { ms }) = other {
                    pause(ms).await;
                }
                self.shared.keep(taken(true));
                self.say("250 2.0.0 Ok, queued\r\n").await
            }
        }
    }
}

fn gone() -> Error {
    ErrorKind::ConnectionAborted.into()
}

#[expect(clippy::disallowed_methods, reason = "a slow server is slow in real time")]
async fn pause(ms: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
}

/// `ana@lumen.example` of `RCPT TO:<ana@lumen.example>`.
fn address(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split('>').next().unwrap_or_default().to_owned()
}

fn message_id(data: &str) -> String {
    let head = data.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
    let found = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("message-id").then(|| value.trim().trim_matches(['<', '>']).to_owned())
    });
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::super::{SmtpServer, Trouble};
    use super::*;

    /// Says all lines at once and gives every answer.
    async fn talk(server: &SmtpServer, lines: &str) -> String {
        let mut stream = TcpStream::connect(server.address()).await.expect("a connection");
        stream.write_all(lines.replace('\n', "\r\n").as_bytes()).await.expect("said");
        let mut answers = String::new();
        // Broken off is an answer too.
        let _ = stream.read_to_string(&mut answers).await;
        answers
    }

    const MAIL: &str = "EHLO me\nMAIL FROM:<crm@x.example>\nRCPT TO:<ana@x.example>\nDATA\n\
        Message-ID: <one@x>\n\nHello\n..dotted\n.\nQUIT\n";

    #[tokio::test]
    async fn a_mail_is_taken_as_it_was_written() {
        let server = SmtpServer::start().await;
        assert!(talk(&server, MAIL).await.contains("250 2.0.0 Ok, queued"));
        let taken = server.taken_for("ana@x.example");
        assert_eq!((taken.len(), taken[0].message_id.as_str(), taken[0].answered), (1, "one@x", true));
        assert!(taken[0].data.ends_with("Hello\r\n.dotted\r\n"));
    }

    #[tokio::test]
    async fn a_lost_answer_leaves_the_mail_there() {
        let server = SmtpServer::start().await;
        server.add(Trouble::new(Stage::Dot, Act::CloseAfter).times(1));
        assert!(!talk(&server, MAIL).await.contains("queued"));
        assert!(!server.taken()[0].answered);
        talk(&server, MAIL).await;
        assert_eq!(server.taken().len(), 2);
    }

    #[tokio::test]
    async fn a_break_before_the_dot_leaves_nothing() {
        let server = SmtpServer::start().await;
        server.add(Trouble::new(Stage::Body, Act::Close));
        server.add(Trouble::new(Stage::Auth, Act::answer(535, "5.7.8 no")));
        talk(&server, MAIL).await;
        assert!(server.taken().is_empty());
        assert!(talk(&server, "EHLO me\nAUTH PLAIN AGEAYg==\nQUIT\n").await.contains("535 5.7.8 no"));
        assert_eq!(server.connections(), 2);
    }
}
