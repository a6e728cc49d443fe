//! A person's Zoom connection, from consent to farewell, against the sandbox.
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod activity;
mod callback;
mod connecting;
mod corpus;
mod deauthorization;
mod disconnecting;
mod exchanges;
mod forgetting;
mod health;
mod held;
mod processes;
mod scopes;
mod secrecy;
mod shared;
mod support;
mod tokens;
mod webhook;
