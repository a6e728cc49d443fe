//! Meetings from the form to Zoom and back: exactly once, whatever dies when.
#![expect(clippy::unwrap_used, reason = "tests")]

mod connection;
mod desk;
mod form;
mod outage;
mod pages;
mod remove;
mod schedule;
mod start;
mod times;
