//! The only crate that knows SQL: one file per aggregate, each with its rows as plain structs and its queries as
//! functions. Reads take `&impl Db` (a [`Reader`] or a [`Tx`]), writes take `&Tx`.
//!
//! - Every function on tenant data takes a `WorkspaceId`: there is no way to ask without one.
//! - Secrets arrive sealed, as bytes; the store never sees them in the clear.
//! - SQL is portable text with `$n`; types become columns in `columns`, lists become pages in `paging`.
//! - A schema change is a new file in `migrations/`, listed in `migrate`.
#![warn(missing_docs)]

mod columns;
mod contact_lists;
mod db;
mod error;
mod fold;
mod integration_activity;
mod job_lists;
#[cfg(test)]
mod job_plan_tests;
mod meeting;
mod meeting_lists;
mod micros;
mod migrate;
mod paging;
mod query;

pub mod activities;
pub mod companies;
pub mod compliance_receipts;
pub mod connections;
pub mod contacts;
pub mod emails;
pub mod forget;
pub mod grants;
pub mod idempotency_keys;
pub mod integration_calls;
pub mod jobs;
pub mod mailbox;
pub mod meetings;
pub mod notes;
pub mod oauth_states;
pub mod schedules;
pub mod sessions;
pub mod users;
pub mod webhook_inbox;
pub mod workspaces;

pub use db::{Database, Reader, Store, Tx};
pub use error::StoreError;
pub use query::Db;
