//! The client against a server of its own that answers from a script and remembers what it was asked.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod client;
mod compliance;
mod fake;
mod meetings;
mod oauth;
mod pages;
mod transport;
