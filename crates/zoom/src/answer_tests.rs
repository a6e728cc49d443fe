//! Bodies and headers as in reference A to D and J.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::*;
use crate::error::{ErrorKind, Outcome};

fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> RawAnswer {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    RawAnswer { status, headers, body: body.into(), cut_off: None, too_long: false }
}

fn now() -> Timestamp {
    "2025-01-19T18:00:00Z".parse().unwrap()
}

fn error(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Error {
    success(answer(status, headers, body), now(), &["s3cret"]).map(|_| ()).unwrap_err()
}

#[test]
fn refused_tokens_are_unauthorized_in_both_wordings_and_statuses() {
    for (status, message) in
        [(401, "Invalid access token."), (401, "Access token is expired."), (400, "Invalid access token.")]
    {
        let error = error(status, &[], &format!(r#"{{"code":124,"message":"{message}"}}"#));
        assert!(matches!(&error, Error::Unauthorized(_)), "{error:?}");
        assert_eq!((error.code(), error.outcome()), (Some(124), Outcome::NotDone));
    }
    assert_eq!(error(401, &[], "").kind(), ErrorKind::Unauthorized);
}

#[test]
fn missing_scopes_are_read_from_the_text_whatever_the_code() {
    for code in [4711, 201, 4700] {
        let body = format!(
            r#"{{"code":{code},"message":"Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin]."}}"#
        );
        let Error::MissingScope { any_of, .. } = error(400, &[], &body) else { panic!("code {code}") };
        assert_eq!(any_of, ["meeting:write:meeting", "meeting:write:meeting:admin"]);
    }
}

#[test]
fn rt_33_an_unknown_meeting_is_gone_and_an_unknown_address_is_not() {
    let gone = error(404, &[], r#"{"code":3001,"message":"Meeting does not exist: 85746065."}"#);
    assert!(gone.is_meeting_gone());
    let user = error(404, &[], r#"{"code":1001,"message":"User does not exist: foo"}"#);
    assert!(matches!(user, Error::NotFound(_)) && !user.is_meeting_gone());
    let page = error(404, &[], "<html>nothing here</html>");
    assert!(matches!(page, Error::NotFound(_)) && !page.is_meeting_gone());
}

#[test]
fn validation_names_the_fields() {
    let body = r#"{"code":300,"message":"Validation Failed.","errors":[{"field":"settings.jbh_time","message":"Invalid parameter: jbh_time."}]}"#;
    let error = error(400, &[], body);
    assert_eq!(
        error.to_string(),
        "Zoom does not accept the request: Validation Failed. (code 300) [settings.jbh_time: Invalid parameter: jbh_time.]"
    );
    let Error::Validation { fields, .. } = error else { panic!() };
    assert_eq!(fields[0].field, "settings.jbh_time");
}

#[test]
fn other_refusals_keep_status_code_message_and_tracking_id() {
    let body = r#"{"code":3161,"message":"Your user account is not allowed meeting hosting and scheduling capabilities."}"#;
    let error = error(400, &[("x-zm-trackingid", "v=2.0;clid=us02;rid=WEB_1")], body);
    assert!(matches!(&error, Error::Api { status: 400, code: Some(3161), .. }));
    assert_eq!((error.status(), error.code()), (Some(400), Some(3161)));
    assert_eq!(error.tracking_id(), Some("v=2.0;clid=us02;rid=WEB_1"));
}

#[test]
fn an_error_inside_a_200_is_an_error() {
    let error = error(200, &[], r#"{"code":3001,"message":"Meeting does not exist: 1."}"#);
    assert!(error.is_meeting_gone());
    assert_eq!(error.status(), Some(200));
}

#[test]
fn rt_29_xml_html_and_empty_errors_keep_their_status() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><result><code>300</code><message>Validation Failed.</message></result>";
    let Error::Validation { refusal, .. } = error(400, &[], xml) else { panic!() };
    assert_eq!(refusal.message, "Validation Failed.");
    for body in ["", "<html><body>Bad gateway</body></html>", "null", "[]", "7", "{", "\u{feff}"] {
        let error = error(502, &[], body);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(502)), "{body}");
        assert_eq!(error.outcome(), Outcome::Perhaps);
    }
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    let error = error(404, &[], "\u{feff}{\"code\":3001,\"message\":\"Meeting does not exist: 1.\"}");
    assert!(error.is_meeting_gone());
    assert_eq!(decode::<Vec<u8>>("\u{feff}[1]".as_bytes()).unwrap(), [1]);
    assert!(json_object("\u{feff}{}".as_bytes()).is_some());
}

#[test]
fn odd_types_in_an_error_body_do_not_hide_the_error() {
    let error = error(400, &[], r#"{"code":"300","message":{"x":1},"errors":"none"}"#);
    assert!(matches!(error, Error::Validation { fields, .. } if fields.is_empty()));
}

#[test]
fn a_per_second_limit_says_when_to_come_back() {
    let error = error(
        429,
        &[("x-ratelimit-type", "QPS"), ("x-ratelimit-reset", "1737309601")],
        r#"{"code":429,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}"#,
    );
    let Error::RateLimited { kind, retry_at, .. } = error else { panic!() };
    assert_eq!(kind, RateLimit::PerSecond);
    assert_eq!(retry_at, Some("2025-01-19T18:00:01Z".parse().unwrap()));
}

#[test]
fn a_daily_limit_is_known_by_header_or_text() {
    let daily = "2025-01-20T00:00:00Z";
    let by_header = error(429, &[("x-ratelimit-type", "Daily-limit"), ("retry-after", daily)], "");
    let by_text = error(
        429,
        &[("retry-after", daily)],
        r#"{"code":4001,"message":"You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request."}"#,
    );
    let old = error(
        400,
        &[],
        r#"{"code":300,"message":"A maximum of 100 meetings can be created/updated for a single user in one day."}"#,
    );
    for error in [by_header, by_text, old] {
        assert!(matches!(error, Error::RateLimited { kind: RateLimit::Daily, .. }), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NotDone);
    }
}

#[test]
fn retry_after_is_read_in_all_its_forms() {
    let at =
        |name: &'static str, value: &'static str| retry_at(|asked| (asked == name).then_some(value), now());
    let midnight = Some("2025-01-20T00:00:00Z".parse().unwrap());
    assert_eq!(at("retry-after", "2025-01-20T00:00:00Z"), midnight);
    assert_eq!(at("retry-after", "21600"), midnight);
    assert_eq!(at("retry-after", "Mon, 20 Jan 2025 00:00:00 GMT"), midnight);
    assert_eq!(at("x-ratelimit-reset", "1737331200"), midnight);
    for odd in ["", "soon", "-5", "99999999999999999999"] {
        assert_eq!(at("retry-after", odd), None, "{odd}");
        assert_eq!(at("x-ratelimit-reset", odd).filter(|at| *at > now()), None, "{odd}");
    }
}

#[test]
fn a_secret_that_zoom_repeats_is_hidden() {
    let error = error(400, &[], r#"{"code":200,"message":"no s3cret\r\nplease","errors":[]}"#);
    assert_eq!(error.to_string(), "Zoom answered 400: no [hidden] please (code 200)");
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[test]
fn what_cannot_be_read_is_named_but_not_shown() {
    #[derive(Debug, Deserialize)]
    struct Inner {
        #[expect(dead_code, reason = "only read")]
        n: u8,
    }
    let problem = decode::<Vec<Inner>>(br#"[{"n":1},{"n":"pa55word"}]"#).unwrap_err();
    assert_eq!(problem.to_string(), "missing or of the wrong type at `[1].n`");
    assert_eq!(decode::<Vec<Inner>>(b"").unwrap_err().kind, DecodeKind::NotJson);
    assert_eq!(decode::<Vec<Inner>>(br#"[{"n":1},{"#).unwrap_err().kind, DecodeKind::CutOff);
    assert_eq!(decode::<Vec<Inner>>(b"<html>").unwrap_err().kind, DecodeKind::NotJson);
    assert_eq!(decode::<Vec<Inner>>(b"[] []").unwrap_err().kind, DecodeKind::NotJson);
}
