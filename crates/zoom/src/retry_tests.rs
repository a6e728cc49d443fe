use super::*;
use crate::error::{RateLimit, Refusal};

fn refusal(status: u16) -> Refusal {
    Refusal { status, code: None, message: String::new(), tracking_id: None }
}

fn failed(status: u16) -> Error {
    Error::Api { status, code: None, message: String::new(), tracking_id: None }
}

fn limited(kind: RateLimit, retry_at: Option<&str>) -> Error {
    Error::RateLimited { kind, retry_at: retry_at.map(|at| at.parse().unwrap()), refusal: refusal(429) }
}

fn decide(policy: &Policy, method: &Method, error: &Error, tries: u32, waited: Duration) -> Decision {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    policy.decide(&FailedTry { method, error, tries, waited, now, jitter: 1.0 })
}

fn first(method: &Method, error: &Error) -> Decision {
    decide(&Policy::default(), method, error, 1, Duration::ZERO)
}

#[test]
fn reading_and_deleting_are_repeated_after_a_5xx() {
    let error = failed(503);
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(first(&method, &error), Decision::RepeatAfter(Duration::from_millis(250)));
    }
}

#[test]
fn what_may_have_been_done_is_not_done_again() {
    let error = failed(503);
    for method in [Method::POST, Method::PATCH, Method::PUT] {
        assert_eq!(first(&method, &error), Decision::Stop);
    }
}

#[test]
fn what_is_wrong_stays_wrong() {
    let missing_scope = Error::MissingScope { any_of: vec!["a".into()], refusal: refusal(400) };
    for error in [
        Error::Unauthorized(refusal(401)),
        Error::NotFound(refusal(404)),
        failed(403),
        missing_scope,
        Error::InvalidRequest(String::new()),
    ] {
        assert_eq!(first(&Method::GET, &error), Decision::Stop, "{error:?}");
    }
}

#[test]
fn a_rate_limit_is_waited_for_with_any_method() {
    let error = limited(RateLimit::PerSecond, Some("2026-01-01T00:00:01Z"));
    assert_eq!(first(&Method::POST, &error), Decision::RepeatAfter(Duration::from_millis(1250)));
    let past = limited(RateLimit::PerSecond, Some("2025-01-01T00:00:00Z"));
    assert_eq!(first(&Method::POST, &past), Decision::RepeatAfter(Duration::from_millis(250)));
}

#[test]
fn a_long_or_daily_limit_goes_to_the_caller() {
    let long = limited(RateLimit::Unknown, Some("2026-01-01T00:01:00Z"));
    let daily = limited(RateLimit::Daily, None);
    assert_eq!(first(&Method::GET, &long), Decision::Stop);
    assert_eq!(first(&Method::GET, &daily), Decision::Stop);
}

#[test]
fn waits_double_up_to_the_longest_and_end_with_the_tries() {
    let policy = Policy { max_tries: 9, budget: Duration::from_hours(1), ..Policy::default() };
    let error = failed(500);
    let waits: Vec<Decision> =
        (1..=9).map(|tries| decide(&policy, &Method::GET, &error, tries, Duration::ZERO)).collect();
    let millis = |ms| Decision::RepeatAfter(Duration::from_millis(ms));
    assert_eq!(
        waits,
        [
            millis(250),
            millis(500),
            millis(1000),
            millis(2000),
            millis(4000),
            millis(5000),
            millis(5000),
            millis(5000),
            Decision::Stop
        ]
    );
}

#[test]
fn the_budget_ends_it_early() {
    let error = failed(500);
    let waited = Duration::from_secs(10);
    assert_eq!(decide(&Policy::default(), &Method::GET, &error, 1, waited), Decision::Stop);
}

#[test]
fn none_never_repeats() {
    let error = failed(500);
    assert_eq!(decide(&Policy::none(), &Method::GET, &error, 1, Duration::ZERO), Decision::Stop);
}

proptest::proptest! {
    #[test]
    fn no_wait_is_longer_than_allowed(tries in 0..u32::MAX, jitter in -1.0..2.0_f64, waited in 0..20_000_u64) {
        let policy = Policy { max_tries: u32::MAX, ..Policy::default() };
        let waited = Duration::from_millis(waited);
        let now = Timestamp::UNIX_EPOCH;
        let error = failed(500);
        let failed = FailedTry { method: &Method::GET, error: &error, tries, waited, now, jitter };
        if let Decision::RepeatAfter(wait) = policy.decide(&failed) {
            proptest::prop_assert!(wait <= policy.longest_wait && waited + wait <= policy.budget);
        }
    }
}
