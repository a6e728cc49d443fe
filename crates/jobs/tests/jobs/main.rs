//! The queue as the application uses it, each test on a database file of its own.
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod background;
mod draining;
mod leases;
mod schedules;
mod shadow;
mod support;
mod workers;
