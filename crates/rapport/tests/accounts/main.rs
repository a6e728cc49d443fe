//! Coming in: first-run set-up, logging in and out, sessions, the profile.
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod forms;
mod headers;
mod joining;
mod limits;
mod log_in;
mod password_reset;
mod people;
mod profile;
mod removing;
mod removing_in_zoom;
mod roles;
mod sessions;
mod set_up;
mod typed_text;
