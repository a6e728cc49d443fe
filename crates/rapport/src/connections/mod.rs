//! A person's Zoom connection, from consent to farewell.
//!
//! A *grant* is Zoom's one live token family for a Zoom user and our app; *connections* are the people here who
//! use it. Zoom keeps only one family per pair, so tokens belong to the grant and never to the person.

mod calls;
mod check;
mod connect;
mod events;
mod forget;
mod patience;
mod scopes;
mod standing;
mod tokens;
mod zoom_app;

pub use calls::{CallLog, Caller};
pub use check::check;
pub use connect::{Callback, ConnectError, Connected, begin, finish};
pub use events::{ReceiveError, Received, process_event, receive};
pub use forget::{Disconnected, ForgetSource, disconnect, forget_grant};
pub(crate) use patience::{PATIENCE, within};
pub use scopes::{NEEDED, missing};
pub use standing::ZoomStandingNow;
pub use tokens::{GrantTokens, TokenError, access_token};
pub use zoom_app::ZoomApp;
