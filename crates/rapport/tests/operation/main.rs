//! What whoever runs the program relies on: background work, health, numbers, behaviour under load.
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod audit;
mod background_work;
mod backup;
mod command_line;
mod health;
mod keys;
mod metrics;
mod overload;
mod slow_zoom;
mod support;
