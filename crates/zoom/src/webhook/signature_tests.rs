//! The vectors of reference E.2 are real deliveries of July 2024.

use super::*;

const SECRET: &str = "4fv1RkqGQUq5sWbEz6hA5A";

const VALIDATION: (&str, &str, &str) = (
    "1720705455",
    r#"{"payload":{"plainToken":"xys8n8PGS7mAU0m5-YJjRA"},"event_ts":1720705455858,"event":"endpoint.url_validation"}"#,
    "v0=93a1a675965ceb9c5a50c5dfb31f20e50f763be37a54ef74cd2d16a1a8e5c0d6",
);

const STARTED: (&str, &str, &str) = (
    "1720707175",
    r#"{"event":"meeting.started","payload":{"account_id":"VjZoEArIT5y-HlWxkV-tVA","object":{"duration":60,"start_time":"2024-07-11T14:12:55Z","timezone":"America/New_York","topic":"Test \uD83D\uDE92\uD83D\uDE92 ? - ’ - – \uD83D\uDE97 HOLA","id":"85393847045","type":2,"uuid":"jUh5o3dKQIytvcsfTtKBlg==","host_id":"8lzIwvZTSOqjndWPbPqzuA"}},"event_ts":1720707175904}"#,
    "v0=1a14e79349318fa1bead50ebbd3c185ae078e182d3bbd30ab8010fcb7f4357c7",
);

fn verify_at(now: i64, (timestamp, body, signature): (&str, &str, &str)) -> Result<(), SignatureError> {
    let now = Timestamp::from_second(now).unwrap();
    verify(body.as_bytes(), timestamp, signature, &SECRET.into(), now, Window::default())
}

#[test]
fn real_deliveries_are_accepted() {
    assert_eq!(verify_at(1_720_705_456, VALIDATION), Ok(()));
    assert_eq!(verify_at(1_720_707_175, STARTED), Ok(()));
}

#[test]
fn rt_60_the_real_validation_gets_the_real_answer() {
    let answer = answer_url_validation("xys8n8PGS7mAU0m5-YJjRA", &SECRET.into()).unwrap();
    assert_eq!(
        serde_json::to_string(&answer).unwrap(),
        r#"{"plainToken":"xys8n8PGS7mAU0m5-YJjRA","encryptedToken":"2fffc6a967dde4f68024025a5bd991c5ae1e5313b4e6365be4883e3e81d479b3"}"#
    );
}

#[test]
fn rt_61_the_challenge_needs_a_signature_like_any_event() {
    let (timestamp, body, signature) = VALIDATION;
    let now = 1_720_705_456;
    assert_eq!(verify_at(now, (timestamp, body, "")), Err(SignatureError::BadSignature));
    let forged = body.replace("xys8n8PGS7mAU0m5", "forgedforgedforg");
    assert_eq!(verify_at(now, (timestamp, &forged, signature)), Err(SignatureError::BadSignature));
    assert_eq!(verify_at(now, VALIDATION), Ok(()), "and is answered without anything else being known");
}

#[test]
fn one_changed_byte_anywhere_is_noticed() {
    let (timestamp, body, signature) = STARTED;
    let now = 1_720_707_175;
    assert_eq!(
        verify_at(now, (timestamp, &body.replace("HOLA", "HOLB"), signature)),
        Err(SignatureError::BadSignature)
    );
    assert_eq!(verify_at(now, ("1720707176", body, signature)), Err(SignatureError::BadSignature));
    assert_eq!(
        verify_at(now, (timestamp, body, &signature.replace("1a14", "1a15"))),
        Err(SignatureError::BadSignature)
    );
}

#[test]
fn parsing_and_writing_again_would_break_the_signature() {
    let (timestamp, body, signature) = STARTED;
    let written: serde_json::Value = serde_json::from_str(body).unwrap();
    let again = verify_at(1_720_707_175, (timestamp, &written.to_string(), signature));
    assert_eq!(again, Err(SignatureError::BadSignature));
}

#[test]
fn rt_62_without_a_secret_nothing_is_accepted() {
    let (timestamp, body, _) = STARTED;
    for empty in ["", " "] {
        let result = verify(
            body.as_bytes(),
            timestamp,
            "v0=00",
            &empty.into(),
            Timestamp::from_second(1_720_707_175).unwrap(),
            Window::default(),
        );
        assert_eq!(result, Err(SignatureError::NoSecret));
        assert_eq!(answer_url_validation("x", &empty.into()).unwrap_err(), SignatureError::NoSecret);
    }
}

#[test]
fn rt_64_two_hours_old_and_five_minutes_ahead_are_the_limits() {
    let signed = 1_720_707_175;
    assert_eq!(verify_at(signed + 7200, STARTED), Ok(()));
    assert_eq!(verify_at(signed + 7201, STARTED), Err(SignatureError::TooOld));
    assert_eq!(verify_at(signed - 300, STARTED), Ok(()));
    assert_eq!(verify_at(signed - 301, STARTED), Err(SignatureError::TooEarly));
}

#[test]
fn missing_and_odd_headers_are_refused() {
    let (timestamp, body, signature) = STARTED;
    let now = 1_720_707_175;
    for bad in ["", "soon", "+1720707175", "-1", "1720707175.0", " 1720707175", "99999999999999999999", "٣"]
    {
        assert_eq!(verify_at(now, (bad, body, signature)), Err(SignatureError::BadTimestamp), "{bad:?}");
    }
    for bad in ["", "v0=", "v0=zz", "v1=00", &signature[3..], &signature[..65]] {
        assert_eq!(verify_at(now, (timestamp, body, bad)), Err(SignatureError::BadSignature), "{bad:?}");
    }
}
