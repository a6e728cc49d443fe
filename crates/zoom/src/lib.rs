#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod app;
pub mod client;
pub mod compliance;
pub mod error;
pub mod meetings;
pub mod oauth;
pub mod observe;
pub mod page;
pub mod past_meetings;
#[doc = include_str!("../docs/reference.md")]
pub mod reference {}
pub mod request;
pub mod retry;
pub mod runtime;
pub mod token;
pub mod transport;
pub mod users;
pub mod webhook;

mod answer;
mod kept;
mod redact;
mod tolerant;

pub use app::{App, Credentials, Endpoints};
pub use client::Client;
pub use error::{Error, ErrorKind, Outcome, Sent};
pub use meetings::{Meeting, MeetingId, MeetingKey, MeetingUpdate, NewMeeting};
pub use oauth::{OAuthError, Pkce, TokenSet};
pub use observe::{Exchange, Observer};
pub use token::{AccessToken, TokenSource};
pub use users::User;
