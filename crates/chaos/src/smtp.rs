//! A mail server that can misbehave, and remembers every copy it took.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::plan::MailFault;
use crate::shared::{lock, now, pause};

/// What a process logs in with.
pub(crate) const USER: &str = "rapport";
/// Its password; a secret that the logs are searched for.
pub(crate) const PASSWORD: &str = "smtp-password-of-this-run";

/// One copy of a mail that the server took.
#[derive(Debug, Clone)]
pub(crate) struct Copy {
    /// Which process brought it.
    pub(crate) process: usize,
    /// When.
    pub(crate) at: Instant,
    /// For whom.
    pub(crate) to: String,
    /// The message as it came.
    pub(crate) raw: Vec<u8>,
    /// The server never said that it took it.
    pub(crate) answer_lost: bool,
}

/// The server's memory and mood, shared by the addresses of all processes.
#[derive(Debug, Default)]
pub(crate) struct PostOffice {
    copies: Mutex<Vec<Copy>>,
    faults: Mutex<VecDeque<MailFault>>,
}

impl PostOffice {
    /// Opens an address for one process.
    pub(crate) async fn open(self: &Arc<Self>, process: usize) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let office = Arc::clone(self);
        tokio::spawn(async move {
            loop {
                if let Ok((stream, _)) = listener.accept().await {
                    let office = Arc::clone(&office);
                    // A broken conversation is the client's trouble.
                    tokio::spawn(async move { drop(office.talk(process, stream).await) });
                }
            }
        });
        Ok(address)
    }

    /// The next mail meets this.
    pub(crate) fn add_fault(&self, fault: MailFault) {
        lock(&self.faults).push_back(fault);
    }

    /// No more trouble.
    pub(crate) fn heal(&self) {
        lock(&self.faults).clear();
    }

    /// Every copy that was taken, in order.
    pub(crate) fn copies(&self) -> Vec<Copy> {
        lock(&self.copies).clone()
    }

    async fn talk(&self, process: usize, stream: TcpStream) -> io::Result<()> {
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader);
        let mut to = String::new();
        writer.write_all(b"220 chaos ESMTP\r\n").await?;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => writer.write_all(b"250-chaos\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n").await?,
                "AUTH" => writer.write_all(b"235 2.7.0 Welcome\r\n").await?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    writer.write_all(b"250 2.1.5 Ok\r\n").await?;
                }
                "DATA" => {
                    let fault = lock(&self.faults).pop_front();
                    writer.write_all(b"354 Go on\r\n").await?;
                    if fault == Some(MailFault::CutInside) {
                        lines.read_line(&mut line).await?;
                        return Ok(());
                    }
                    let raw = read_mail(&mut lines).await?;
                    if fault == Some(MailFault::Refuse) {
                        writer.write_all(b"451 4.3.0 Try again later\r\n").await?;
                        continue;
                    }
                    let answer_lost = fault == Some(MailFault::LoseAnswer);
                    lock(&self.copies).push(Copy { process, at: now(), to: to.clone(), raw, answer_lost });
                    if answer_lost {
                        return Ok(());
                    }
                    if let Some(MailFault::Slow(ms)) = fault {
                        pause(Duration::from_millis(ms)).await;
                    }
                    writer.write_all(b"250 2.0.0 Taken\r\n").await?;
                }
                "QUIT" => return writer.write_all(b"221 2.0.0 Bye\r\n").await,
                _ => writer.write_all(b"250 2.0.0 Ok\r\n").await?,
            }
        }
    }
}

/// Reads up to the line with the lone dot, and takes doubled dots back (RFC 5321, 4.5.2).
async fn read_mail(lines: &mut (impl AsyncBufReadExt + Unpin)) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
