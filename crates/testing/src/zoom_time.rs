use domain::{Clock, ManualClock};
use jiff::Timestamp;

/// The test's clock for the Zoom client, which only needs it to read a `Retry-After` in seconds.
pub(crate) struct ZoomTime(pub(crate) ManualClock);

impl zoom::runtime::Runtime for ZoomTime {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}
