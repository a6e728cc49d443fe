//! The Marketplace kit: what a publisher gets from the program for Zoom's review.
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod data_flow;
mod documents;
mod feature_flags;
mod languages;
mod probes;
mod public_pages;
mod publisher;
mod reviewer;
mod scopes;
mod secret_rotation;
mod urls;
mod zoom_app;
