//! People: first-run set-up, logging in and out, passwords, sessions, profile, calendar feed.

mod api_tokens;
mod calendar_feed;
mod change_password;
mod device;
mod form_key;
mod invite;
mod joining;
mod limits;
mod login;
mod mails;
mod password;
mod profile;
mod remove_member;
mod reset;
mod roles;
mod sessions;
mod setup;
mod token;

pub use api_tokens::{ApiTokenWish, Lasts, MOST_API_TOKENS, Made, bearer, make_api_token, revoke_api_token};
pub use calendar_feed::{FeedError, end_feed, feed, feed_token, new_feed};
pub use change_password::{ChangeError, change_password};
pub use device::in_words;
pub use form_key::{forget_form_keys, form_key};
pub use invite::{InviteError, invite, invite_again, invite_by_operator, withdraw_invitation};
pub use joining::{JoinError, Joining, Newcomer, join, newcomer, send_join_email};
pub use limits::{Origin, forget_attempts};
pub use login::{LoggedIn, Login, LoginError, SESSION_DAYS, log_in, log_out, write_down_failed};
pub(crate) use mails::says;
pub use password::{hash_password, password_problem};
pub use profile::{ProfileChanges, update_profile};
pub use remove_member::{InZoom, RemoveMemberError, Removed, may_remove, remove_member};
pub use reset::{ResetError, ask_for_reset, reset_link, reset_password, reset_works, send_reset};
pub use roles::{RoleError, change_role};
pub use sessions::{Renewed, end_other_sessions, end_session, note_use, own_sessions};
pub use setup::{NewOwner, SetupError, SetupKey, set_up};
pub use token::{hash_token, new_token};
