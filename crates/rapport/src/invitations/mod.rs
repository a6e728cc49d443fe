//! Mails about meetings, built from what is stored and never from a request (RT-37).

mod compose;
mod facts;
pub(crate) mod names;
mod send;

pub use facts::calendar_file;
pub(crate) use facts::{Reader, facts, lines, was};
pub use send::send;
pub(crate) use send::{open_join_url, open_link};
