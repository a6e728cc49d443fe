//! The sandbox over real HTTP, as clients meet it. One file per topic.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod client;
mod faults;
mod limits;
mod meetings;
mod oauth;
mod pages;
mod receiver;
mod reference;
mod state;
mod users;
mod webhooks;
