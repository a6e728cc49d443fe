//! One file per page: what it reads from the request, whom it asks, what it shows.

pub(super) mod activity;
pub(super) mod check;
pub(super) mod compare;
pub(super) mod contact;
pub(super) mod contact_form;
pub(super) mod contacts;
mod details_form;
pub(super) mod disconnect;
mod hosted;
pub(super) mod integrations;
pub(super) mod jobs;
pub(super) mod login;
pub(super) mod mailbox;
pub(super) mod meeting;
mod meeting_problem;
pub(super) mod meetings;
mod preview;
pub(super) mod profile;
pub(super) mod public;
pub(super) mod remove;
pub(super) mod reschedule;
pub(super) mod schedule;
mod schedule_form;
pub(super) mod setup;
pub(super) mod today;
mod words;
pub(super) mod zoom_app;
