//! People: first-run set-up, logging in and out, profile, calendar feed.

mod calendar_feed;
mod form_key;
mod limits;
mod login;
mod password;
mod profile;
mod setup;
mod token;

pub use calendar_feed::{FeedError, end_feed, feed, feed_token, new_feed};
pub use form_key::{forget_form_keys, form_key};
pub use limits::{Origin, forget_attempts};
pub use login::{LoggedIn, LoginError, SESSION_DAYS, log_in, log_out, write_down_failed};
pub use password::hash_password;
pub use profile::{ProfileChanges, update_profile};
pub use setup::{NewOwner, SetupError, SetupKey, set_up};
pub use token::{hash_token, new_token};
