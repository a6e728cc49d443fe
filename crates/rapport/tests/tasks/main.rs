//! Tasks: added, done, reminded of, and calls that are noted.

mod calls;
mod form;
mod list;
mod reminders;
