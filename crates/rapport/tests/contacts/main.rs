//! Contacts and the notes on them.

mod editing;
mod listing;
mod notes;
mod workspaces;
