//! Rapport: a self-hosted CRM built around Zoom meetings. `ARCHITECTURE.md` is the map.

pub mod accounts;
pub mod app;
pub mod assets;
pub mod background;
pub mod calendar;
pub mod cli;
pub mod config;
pub mod connections;
pub mod contacts;
pub mod demo;
pub mod failpoint;
pub mod features;
pub mod http;
pub mod i18n;
pub mod invitations;
pub mod jobs;
mod keep_current;
pub mod keys;
pub mod mail;
pub mod marketplace;
pub mod meetings;
pub mod metrics;
pub mod server;
pub mod settings;
mod until_stored;
mod user_mails;
pub mod views;
