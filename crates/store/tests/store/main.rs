//! The store as its callers use it, each test on a database file of its own.
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod audit;
mod companies;
mod contacts;
mod emails;
mod events;
mod forgetting;
mod grants;
mod life;
mod log;
mod meetings;
mod migrating;
mod moving;
mod opening;
mod people;
mod public_pages;
mod queue;
mod queue_turns;
mod search_index;
mod side_by_side;
mod support;
mod timeline;
