//! The client against a server of its own that answers from a script and remembers what it was asked.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod client;
mod compliance;
mod corpus;
mod fake;
mod invitations;
mod meetings;
mod oauth;
mod openapi;
mod pages;
mod past_meetings;
mod reference;
mod refreshing;
mod samples;
mod secrets;
mod transport;
mod users;
