//! Our clock against somebody else's: events of Zoom carry a time, and tokens end at one.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::visit::Visit;
use super::{Finding, Subject};

/// Beyond this, events that Zoom signs now are from the future for us (Zoom reference J12: five minutes).
const TOO_FAR_SECONDS: i64 = 240;
/// What a clock that is kept by the network does not reach.
const MUCH_SECONDS: i64 = 30;

pub(super) async fn look(subject: &Subject) -> Finding {
    // Zoom's clock is what counts. While Zoom is simulated here, its clock is ours.
    let zoom = subject.zoom.as_ref().ok().filter(|_| !subject.zoom_is_simulated());
    let (whose, url) = match zoom.map(|zoom| zoom.in_use().oauth_base().clone()) {
        Some(url) => ("Zoom's", url),
        None => ("the public address's", subject.public_url.clone()),
    };
    let theirs = match subject.get(&url).await {
        Ok(visit) => date(&visit),
        Err(_) => None,
    };
    let Some(theirs) = theirs else {
        return Finding::warn(
            format!("{} could not be asked for the time", url.origin().ascii_serialization()),
            "Make it reachable, or make sure by hand that this machine's clock is kept by NTP.",
        );
    };
    let ahead = subject.clock.now().as_second() - theirs.as_second();
    let off = match ahead {
        0 => format!("exactly {whose}"),
        1.. => format!("{ahead} s ahead of {whose}"),
        _ => format!("{} s behind {whose}", -ahead),
    };
    let cure = "Let the network keep this machine's clock, for example with systemd-timesyncd or chrony.";
    match ahead.abs() {
        TOO_FAR_SECONDS.. => Finding::fail(format!("{off}: events from Zoom will be refused"), cure),
        MUCH_SECONDS.. => Finding::warn(off, cure),
        _ => Finding::pass(off),
    }
}

/// The `Date` header (RFC 9110, 6.6.1).
fn date(visit: &Visit) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(visit.header("date")?).ok()
}
