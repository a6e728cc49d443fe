//! One file per page: what it reads from the request, whom it asks, what it shows.

pub(super) mod activity;
pub(super) mod contact;
pub(super) mod contact_form;
pub(super) mod contacts;
pub(super) mod disconnect;
pub(super) mod integrations;
pub(super) mod login;
pub(super) mod mailbox;
pub(super) mod meeting;
pub(super) mod meetings;
mod preview;
pub(super) mod profile;
pub(super) mod remove;
pub(super) mod schedule;
mod schedule_form;
pub(super) mod setup;
pub(super) mod today;
mod words;
