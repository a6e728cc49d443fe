//! Mails about meetings, built from what is stored and never from a request (RT-37), and the page of each invitee.

pub(crate) mod answers;
mod compose;
mod facts;
mod invited;
pub(crate) mod names;
mod pages;
mod reminders;
mod send;
mod series;
mod way;

pub use answers::{Answered, LONGEST_MESSAGE, MOST_TIMES, Reply, answer};
pub use facts::calendar_file;
pub(crate) use facts::{Reader, facts, lines, was};
pub(crate) use invited::{InvitationMails, Invited};
pub use pages::{FOLDER, Opened, PageError, Stage, open_page};
pub(crate) use pages::{create_page, pages_of};
pub use reminders::{remind, send_reminder};
pub use send::send;
pub use series::SeriesFacts;
pub(crate) use series::all_dates;
pub(crate) use way::{open_join_url, open_link, way_in};
