//! Whether the public address still takes TLS 1.1 (Zoom reference F.2: 1.2 or newer everywhere). Our TLS library cannot
//! speak it, so the first message of RFC 4346 is written by hand; what the server answers to it tells.

use std::io;

use domain::random_bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::tls::address;
use super::{Finding, Subject};

const TLS_1_1: [u8; 2] = [3, 2];
/// Record types.
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
/// Handshake type `server_hello`.
const SERVER_HELLO: u8 = 2;
/// What servers of that time agreed to: ECDHE and RSA with AES and 3DES.
const CIPHERS: [[u8; 2]; 7] =
    [[0xc0, 0x14], [0xc0, 0x13], [0xc0, 0x0a], [0xc0, 0x09], [0x00, 0x35], [0x00, 0x2f], [0x00, 0x0a]];

pub(super) async fn look(subject: &Subject) -> Option<Finding> {
    if subject.public_url.scheme() != "https" {
        return None;
    }
    let (host, port) = address(subject)?;
    let hello = client_hello(&host, random_bytes::<32>(&*subject.random));
    // Without a connection there is nothing to say here: the probe of the certificate says it.
    let mut stream = TcpStream::connect((host.as_str(), port)).await.ok()?;
    Some(match agreed(&mut stream, &hello).await {
        Ok(true) => Finding::fail(
            "a connection with TLS 1.1 is taken",
            "Allow TLS 1.2 and 1.3 only in the proxy, for example `ssl_protocols TLSv1.2 TLSv1.3;` in nginx.",
        ),
        // A server that refuses says so by an alert, or hangs up.
        Ok(false) | Err(_) => Finding::pass("TLS 1.1 is refused"),
    })
}

/// Whether the server answers with a hello of TLS 1.1 or older.
async fn agreed(stream: &mut TcpStream, hello: &[u8]) -> io::Result<bool> {
    stream.write_all(hello).await?;
    let mut start = [0; 11];
    // An alert is shorter than a hello, and the connection may end with it.
    let kind = stream.read_u8().await?;
    if kind == ALERT || kind != HANDSHAKE {
        return Ok(false);
    }
    stream.read_exact(&mut start[1..]).await?;
    // Record: type, version (2), length (2); handshake: type, length (3), version (2).
    Ok(start[5] == SERVER_HELLO && [start[9], start[10]] <= TLS_1_1)
}

fn client_hello(host: &str, random: [u8; 32]) -> Vec<u8> {
    let mut extensions = Vec::new();
    // An address is no server name (RFC 6066, 3).
    if host.parse::<std::net::IpAddr>().is_err() {
        let name = [&[0_u8][..], &sized(host.as_bytes())].concat();
        extensions.extend(extension(0, &sized(&name)));
    }
    // Curves P-256, P-384 and P-521, points as they are.
    extensions.extend(extension(10, &sized(&[0, 23, 0, 24, 0, 25])));
    extensions.extend(extension(11, &[1, 0]));
    let body =
        [&TLS_1_1[..], &random, &[0], &sized(&CIPHERS.concat()), &[1, 0], &sized(&extensions)].concat();
    let handshake = [&[1, 0][..], &sized(&body)].concat();
    [&[HANDSHAKE, 3, 1][..], &sized(&handshake)].concat()
}

fn extension(number: u16, content: &[u8]) -> Vec<u8> {
    [&number.to_be_bytes()[..], &sized(content)].concat()
}

/// With its length in two bytes before it.
fn sized(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or_default();
    [&length.to_be_bytes()[..], content].concat()
}
