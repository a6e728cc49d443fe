//! The only crate that knows SQL: one file per aggregate, each with its rows as plain structs and its queries as
//! functions. Reads take `&impl Db` (a [`Reader`] or a [`Tx`]), writes take `&Tx`.
//!
//! - Every function on tenant data takes a `WorkspaceId`: there is no way to ask without one.
//! - Secrets arrive sealed, as bytes; the store never sees them in the clear.
//! - SQL is portable text with `$n`, the same for SQLite and PostgreSQL; what differs is in `dialect`, and nowhere
//!   else. Types become columns in `columns`, lists become pages in `paging`.
//! - Write transactions run side by side on PostgreSQL: read [`Store::begin_write`] before you write one.
//! - A schema change is a new file in `migrations/`, listed in `migrate`.
#![warn(missing_docs)]

mod audit_actions;
mod audit_age;
mod audit_chain;
mod columns;
mod company_lists;
mod contact_lists;
mod database;
mod db;
mod dialect;
mod error;
mod fold;
mod grant_health;
mod grant_leases;
mod integration_activity;
mod job_lists;
#[cfg(test)]
mod job_plan_tests;
mod meeting;
mod meeting_changes;
mod meeting_lists;
mod meeting_places;
mod meeting_search;
pub mod meeting_series;
mod micros;
mod migrate;
mod paging;
mod postgres;
mod query;
mod search_index;
mod sqlite;

pub mod activities;
pub mod alternative_hosts;
pub mod api_tokens;
pub mod audit_log;
pub mod backup;
pub mod calendar_feeds;
pub mod companies;
pub mod comparisons;
pub mod compliance_receipts;
pub mod connections;
pub mod contacts;
pub mod deals;
pub mod dump;
pub mod emails;
pub mod event_marks;
pub mod feature_flags;
pub mod forget;
pub mod grants;
pub mod held;
pub mod idempotency_keys;
pub mod installation_settings;
pub mod integration_calls;
pub mod invited_people;
pub mod invitee_pages;
pub mod jobs;
pub mod join_emails;
pub mod login_attempts;
pub mod mailbox;
pub mod mailbox_readers;
pub mod meeting_defaults;
pub mod meeting_life;
pub mod meeting_outcomes;
pub mod meetings;
pub mod notes;
pub mod oauth_states;
pub mod outbox;
pub mod password_resets;
pub mod people;
pub mod public_pages;
pub mod reminders;
pub mod removed_people;
pub mod schedules;
pub mod sealed;
pub mod sealing_key;
pub mod search;
pub mod session_places;
pub mod sessions;
pub mod tasks;
pub mod user_emails;
pub mod user_languages;
pub mod users;
pub mod venue_changes;
pub mod webhook_inbox;
pub mod workspaces;
pub mod zoom_credentials;

#[cfg(test)]
mod full_disk_tests;

pub use database::{Database, NotPostgres, PostgresUrl};
pub use db::{Pool, Reader, Store, Tx};
pub use error::{StoreError, Unavailable};
pub use migrate::{lock_installation, newest_schema, schema_fingerprint, version as schema_version};
pub use query::Db;
