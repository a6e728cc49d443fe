//! Signed events: what they say, how they are signed, and how they are delivered.

pub(crate) mod app_events;
pub(crate) mod changes;
pub(crate) mod deliver;
pub(crate) mod meeting_events;
pub(crate) mod send;
pub(crate) mod sign;
pub(crate) mod user_events;
pub(crate) mod validate;
