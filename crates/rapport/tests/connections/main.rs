//! A person's Zoom connection, from consent to farewell, against the sandbox.

mod callback;
mod connecting;
mod deauthorization;
mod disconnecting;
mod health;
mod processes;
mod scopes;
mod secrecy;
mod support;
mod tokens;
mod webhook;
