//! Listens to what Rapport and Zoom say to each other: collects every secret, so that the logs and the database can be
//! searched for it, and notes which answers to token requests arrived.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::proxy::{Tap, Way};
use crate::shared::{lock, now};

/// One request to `/oauth/token`.
#[derive(Debug, Clone)]
pub(crate) struct TokenRequest {
    /// Which process asked.
    pub(crate) process: usize,
    /// When its answer was complete, or the connection over.
    pub(crate) at: Instant,
    /// Id of the Zoom user, as far as the request or the answer names it.
    pub(crate) zoom_user: Option<String>,
    /// The refresh token that was spent, if one was.
    pub(crate) spent: Option<String>,
    /// `refresh_token` or `authorization_code`.
    pub(crate) grant_type: String,
    /// Status of the answer; `None` if it never arrived whole, or is a success that gives nothing.
    pub(crate) status: Option<u16>,
}

/// Everything heard in a run.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    secrets: Mutex<BTreeSet<String>>,
    tokens: Mutex<Vec<TokenRequest>>,
}

impl Heard {
    /// Something that must never be in a log.
    pub(crate) fn secret(&self, text: &str) {
        // Anything shorter turns up by chance.
        if text.len() >= 8 {
            lock(&self.secrets).insert(text.to_owned());
        }
    }

    /// All of them.
    pub(crate) fn secrets(&self) -> BTreeSet<String> {
        lock(&self.secrets).clone()
    }

    /// Every token request that is over.
    pub(crate) fn token_requests(&self) -> Vec<TokenRequest> {
        lock(&self.tokens).clone()
    }
}

/// The tap on one process's connections to Zoom.
pub(crate) struct ZoomTap {
    process: usize,
    heard: std::sync::Arc<Heard>,
    open: Mutex<HashMap<u64, Exchange>>,
}

#[derive(Default)]
struct Exchange {
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl ZoomTap {
    pub(crate) fn new(process: usize, heard: std::sync::Arc<Heard>) -> Self {
        Self { process, heard, open: Mutex::default() }
    }

    fn finish(&self, exchange: &Exchange) {
        let request = String::from_utf8_lossy(&exchange.request);
        let answer = String::from_utf8_lossy(&exchange.answer);
        for name in ["access_token", "refresh_token", "start_url", "password", "encrypted_password"] {
            for secret in between(&answer, &format!("\"{name}\":\""), "\"") {
                self.heard.secret(secret);
            }
        }
        for name in ["refresh_token=", "code=", "code_verifier=", "token="] {
            for secret in between(&request, name, "&").chain(between(&request, name, "\n")) {
                if !secret.contains(['\n', '&', ' ']) {
                    self.heard.secret(secret.trim());
                }
            }
        }
        // The last field of a body has no end but the body's.
        if let Some((_, body)) = request.split_once("\r\n\r\n") {
            for (name, value) in url::form_urlencoded::parse(body.as_bytes()) {
                if ["refresh_token", "code", "code_verifier", "token"].contains(&&*name) {
                    self.heard.secret(&value);
                }
            }
        }
        for secret in between(&request, "authorization: Bearer ", "\r\n") {
            self.heard.secret(secret);
        }
        if request.starts_with("POST /oauth/token") {
            let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            let field = |wanted: &str| {
                let mut fields = url::form_urlencoded::parse(body.as_bytes());
                fields.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
            };
            let given = between(&answer, "\"access_token\":\"", "\"").next().map(str::to_owned);
            let request = TokenRequest {
                process: self.process,
                at: now(),
                // A success without a pair is as good as none: Zoom's own trouble, which some of its servers hide so.
                status: complete(&answer).filter(|status| *status != 200 || given.is_some()),
                zoom_user: given.or(field("refresh_token")).as_deref().and_then(user_of),
                grant_type: field("grant_type").unwrap_or_default(),
                spent: field("refresh_token"),
            };
            lock(&self.heard.tokens).push(request);
        }
    }
}

impl Tap for ZoomTap {
    fn passed(&self, connection: u64, way: Way, bytes: &[u8]) {
        let mut open = lock(&self.open);
        let exchange = open.entry(connection).or_default();
        match way {
            // A connection carries one request after the other: the next one ends the one before.
            Way::Up if !exchange.answer.is_empty() => {
                let done = std::mem::take(exchange);
                exchange.request.extend_from_slice(bytes);
                drop(open);
                if !is_heard(&done) {
                    self.finish(&done);
                }
            }
            Way::Up => exchange.request.extend_from_slice(bytes),
            Way::Down => {
                exchange.answer.extend_from_slice(bytes);
                if is_heard(exchange) {
                    let done =
                        Exchange { request: exchange.request.clone(), answer: exchange.answer.clone() };
                    drop(open);
                    self.finish(&done);
                }
            }
        }
    }

    fn ended(&self, connection: u64) {
        let left = lock(&self.open).remove(&connection);
        if let Some(exchange) = left.filter(|exchange| !exchange.request.is_empty() && !is_heard(exchange)) {
            self.finish(&exchange);
        }
    }
}

/// Whether the answer came to its end, and so was looked at already.
fn is_heard(exchange: &Exchange) -> bool {
    complete(&String::from_utf8_lossy(&exchange.answer)).is_some()
}

/// The status of an answer that arrived whole.
fn complete(answer: &str) -> Option<u16> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    if body.len() < length.unwrap_or(0) {
        return None;
    }
    head.split_whitespace().nth(1)?.parse().ok()
}

/// The sandbox's tokens look like Zoom's: their second part names the user.
fn user_of(token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    claims["uid"].as_str().filter(|uid| !uid.is_empty()).map(str::to_owned)
}

/// Every text between these two.
pub(crate) fn between<'a>(
    text: &'a str,
    start: &'a str,
    end: &'a str,
) -> impl Iterator<Item = &'a str> + use<'a> {
    text.split(start).skip(1).filter_map(move |rest| rest.split_once(end).map(|(found, _)| found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(request: &str, answers: &[&str]) -> std::sync::Arc<Heard> {
        let heard = std::sync::Arc::new(Heard::default());
        let tap = ZoomTap::new(1, heard.clone());
        tap.passed(5, Way::Up, request.as_bytes());
        for answer in answers {
            tap.passed(5, Way::Down, answer.as_bytes());
        }
        tap.ended(5);
        heard
    }

    #[test]
    fn tokens_are_heard_and_the_answer_that_arrived_is_noted() {
        let request = "POST /oauth/token HTTP/1.1\r\nauthorization: Bearer abcdefghij\r\n\r\n\
            grant_type=refresh_token&refresh_token=old-refresh";
        let body = "{\"access_token\":\"new-access\",\"refresh_token\":\"new-refresh\"}";
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        let all = hear(request, &[&head, &body[..20], &body[20..]]);
        let secrets = all.secrets();
        for secret in ["old-refresh", "new-access", "new-refresh", "abcdefghij"] {
            assert!(secrets.contains(secret), "{secret} was not heard: {secrets:?}");
        }
        let requests = all.token_requests();
        assert_eq!((requests.len(), requests[0].status), (1, Some(200)));
        assert_eq!(requests[0].grant_type, "refresh_token");
    }

    #[test]
    fn an_answer_that_breaks_off_is_lost() {
        let heard = hear(
            "POST /oauth/token HTTP/1.1\r\n\r\ngrant_type=refresh_token",
            &["HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"],
        );
        assert_eq!(heard.token_requests()[0].status, None);
    }
}
