//! The interface for programs: tokens, manners, and each resource.
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod book;
mod companies;
mod contacts;
mod deals;
mod document;
mod idempotency;
mod manners;
mod meetings;
mod roles;
mod support;
mod token_pages;
mod tokens;
