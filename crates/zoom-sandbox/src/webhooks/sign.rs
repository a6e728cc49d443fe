//! How an event looks on the wire and how it is signed.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

/// Compact JSON with Zoom's habit: characters outside the Basic Multilingual Plane are escaped as surrogate pairs,
/// all others stay UTF-8. Receivers that sign a re-serialised body notice the difference.
pub(crate) fn to_wire(body: &impl Serialize) -> String {
    let json = serde_json::to_string(body).unwrap_or_default();
    let mut wire = String::with_capacity(json.len());
    for character in json.chars() {
        if u32::from(character) > 0xffff {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(wire, "\\u{unit:04X}");
            }
        } else {
            wire.push(character);
        }
    }
    wire
}

/// Value of `x-zm-signature`: `v0=` and the hex HMAC-SHA256 of `v0:{timestamp}:{body}`.
pub(crate) fn signature(secret: &str, timestamp: i64, body: &str) -> String {
    format!("v0={}", hmac_hex(secret, &format!("v0:{timestamp}:{body}")))
}

/// Hex HMAC-SHA256, as in signatures and in `encryptedToken`.
pub(crate) fn hmac_hex(secret: &str, message: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(message.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "4fv1RkqGQUq5sWbEz6hA5A";

    #[test]
    fn signs_a_validation_like_a_recorded_one() {
        let body = r#"{"payload":{"plainToken":"xys8n8PGS7mAU0m5-YJjRA"},"event_ts":1720705455858,"event":"endpoint.url_validation"}"#;
        let expected = "v0=93a1a675965ceb9c5a50c5dfb31f20e50f763be37a54ef74cd2d16a1a8e5c0d6";
        assert_eq!(signature(SECRET, 1_720_705_455, body), expected);
        assert_eq!(
            hmac_hex(SECRET, "xys8n8PGS7mAU0m5-YJjRA"),
            "2fffc6a967dde4f68024025a5bd991c5ae1e5313b4e6365be4883e3e81d479b3"
        );
    }

    #[test]
    fn escapes_astral_characters_and_nothing_else() {
        let wire = to_wire(&serde_json::json!({ "topic": "Test 🚒 ’ é" }));
        assert_eq!(wire, r#"{"topic":"Test \uD83D\uDE92 ’ é"}"#);
    }

    #[test]
    fn signs_a_meeting_event_like_a_recorded_one() {
        let body = r#"{"event":"meeting.started","payload":{"account_id":"VjZoEArIT5y-HlWxkV-tVA","object":{"duration":60,"start_time":"2024-07-11T14:12:55Z","timezone":"America/New_York","topic":"Test \uD83D\uDE92\uD83D\uDE92 ? - ’ - – \uD83D\uDE97 HOLA","id":"85393847045","type":2,"uuid":"jUh5o3dKQIytvcsfTtKBlg==","host_id":"8lzIwvZTSOqjndWPbPqzuA"}},"event_ts":1720707175904}"#;
        let expected = "v0=1a14e79349318fa1bead50ebbd3c185ae078e182d3bbd30ab8010fcb7f4357c7";
        assert_eq!(signature(SECRET, 1_720_707_175, body), expected);
    }
}
