//! Signed events: what they say, how they are signed, and how they are delivered.

pub(crate) mod deliver;
pub(crate) mod events;
pub(crate) mod sign;
