//! A hook that sees every exchange with Zoom, without its contents.

use std::time::Duration;

use reqwest::Method;

use crate::error::ErrorKind;

/// One HTTP exchange as an [`Observer`] sees it: fit to be stored, as it holds no contents, ids or secrets.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// The HTTP method.
    pub method: &'a Method,
    /// The route as a template, such as `/meetings/{id}`: never the real path.
    pub route: &'static str,
    /// The status of the answer, or `None` when there was none.
    pub status: Option<u16>,
    /// From the first byte sent to the last byte read, waiting for a connection included.
    pub duration: Duration,
    /// Zoom's `x-zm-trackingid`, if it sent one (reference C.1).
    pub tracking_id: Option<&'a str>,
    /// How the exchange failed, or `None` when it went well.
    pub error: Option<ErrorKind>,
}

/// Is told about every exchange right after it ended. A repeated request is told about each time.
///
/// Called inline, so keep it short: count, log, or put into a channel. It is not called for an exchange whose
/// future was dropped half way.
pub trait Observer: Send + Sync {
    /// One exchange has ended.
    fn exchanged(&self, exchange: &Exchange<'_>);
}

impl<F: Fn(&Exchange<'_>) + Send + Sync> Observer for F {
    fn exchanged(&self, exchange: &Exchange<'_>) {
        self(exchange);
    }
}
