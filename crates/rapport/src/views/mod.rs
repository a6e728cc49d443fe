//! What the pages show, as plain data: handlers fill these structs, askama turns them into HTML.
//!
//! Nothing here reads, writes or decides; a page can be rendered from samples alone.

pub mod account;
pub mod activity;
pub mod api_tokens;
pub mod audit;
pub mod badge;
pub mod calendar_feed;
pub mod call;
pub mod check;
pub mod companies;
pub mod company;
pub mod contact;
pub mod contact_field;
pub mod contacts;
pub mod deals;
pub mod details;
pub mod dialog;
pub mod form;
pub mod held;
pub(crate) mod icon;
pub mod integrations;
pub mod invitee;
pub mod jobs;
pub mod mail;
pub mod mailbox;
pub mod meetings;
pub mod outcome;
pub mod password;
pub mod people;
pub mod place;
pub mod problem;
pub mod proposals;
pub mod public_pages;
pub mod reminders;
pub mod repeat;
pub mod reschedule;
pub mod schedule;
pub mod search;
pub mod send_again;
pub mod series;
pub mod shell;
pub mod spark;
pub mod strip;
pub mod tasks;
pub mod today;
pub mod tone;
pub mod week;
pub mod zoom_app;

#[cfg(any(test, fuzzing))]
pub mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_meetings;
