//! The mails that meetings send, and the calendar objects in them.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../meetings/desk.rs"]
#[expect(dead_code, reason = "shared with the tests of meetings, which use more of it")]
mod desk;

mod by_phone;
mod calendar;
mod corpus;
mod delivery;
mod languages;
mod mails;
mod page;
mod proposals;
mod reminders;
