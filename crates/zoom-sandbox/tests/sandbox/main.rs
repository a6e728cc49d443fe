//! The sandbox over real HTTP, as clients meet it. One file per topic.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod client;
mod conformance;
mod conventions;
mod disorder;
mod events;
mod faults;
mod fields;
mod invitation;
mod life;
mod lifetime;
mod limits;
mod lists;
mod meetings;
mod oauth;
mod openapi;
mod pages;
mod past;
mod profile;
mod program;
mod readme;
mod receiver;
mod reference;
mod refusals;
mod registrants;
mod scopes;
mod series;
mod state;
mod stock_clients;
mod users;
mod webhooks;
