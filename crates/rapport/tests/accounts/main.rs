//! Coming in: first-run set-up, logging in and out, sessions, the profile.

mod forms;
mod log_in;
mod profile;
mod set_up;
