//! Settings, Calendar feed.

use askama::Template;

use super::shell::Shell;

/// `GET /settings/calendar`. `POST /settings/calendar/new-address` and `POST /settings/calendar/turn-off` carry `csrf`.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/calendar_feed.html")]
pub struct CalendarFeedPage {
    /// What surrounds the page; its title is `Calendar feed`.
    pub shell: Shell,
    /// Where the feed is, if it is on.
    pub address: Option<FeedAddress>,
}

/// Where a feed is.
#[derive(Debug, Clone)]
pub struct FeedAddress {
    /// `https://crm.halden.example/feeds/….ics`
    pub file: String,
    /// The same as `webcal://`, which calendar programs open.
    pub subscribe: String,
    /// `today, 09:42`
    pub made: String,
}
