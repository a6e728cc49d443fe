//! Meetings from the form to Zoom and back: exactly once, whatever dies when.
#![expect(clippy::unwrap_used, reason = "tests")]

mod alternative_hosts;
mod comparing;
mod connection;
mod desk;
mod elsewhere;
mod events;
mod feed;
mod filters;
mod follow_up;
mod form;
mod from_zoom;
mod gone;
mod limits;
mod live;
mod meet_now;
mod moving;
mod moving_trouble;
mod outage;
mod outcomes;
mod overlap;
mod own_settings;
mod pages;
mod remove;
mod schedule;
mod send_again;
mod series;
mod series_lists;
mod series_trouble;
mod start;
mod survives;
mod times;
mod venue;
