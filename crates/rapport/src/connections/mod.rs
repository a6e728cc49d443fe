//! A person's Zoom connection, from consent to farewell.
//!
//! A *grant* is Zoom's one live token family for a Zoom user and our app; *connections* are the people here who
//! use it. Zoom keeps only one family per pair, so tokens belong to the grant and never to the person.

mod acceptance;
mod apply;
mod asked;
mod calls;
mod care;
mod check;
mod connect;
mod connect_error;
mod credentials;
mod environment;
mod events;
mod forget;
mod held;
mod meeting_events;
mod own_settings;
mod patience;
mod refresh;
mod scopes;
mod seen;
mod shared;
mod standing;
mod tell;
mod tokens;
mod webhook_secrets;
mod zoom_app;

pub use acceptance::{Acceptance, acceptance};
pub use apply::{EVENTS_KNOWN_FOR, GIVEN_UP, event_given_up, process_event, purge_events};
pub(crate) use asked::set_own_settings;
pub use asked::{Asked, choose_own_settings};
pub use calls::{CallLog, Caller};
pub use care::{OLD_PAIR, PAIR_LIFE, look_after, look_at_accounts, refresh};
pub use check::check;
pub use connect::{Callback, Connected, begin, finish};
pub use connect_error::ConnectError;
pub use credentials::{
    CredentialErrors, Entered, EnteredError, NewCredentials, SaveError, ZoomEnvironment, entered,
    expect_new_secret, put_grants_in_use, reload, save,
};
pub use environment::{Precondition, SwitchError, people_who_reconnect, preconditions, switch};
pub(crate) use environment::{address_lines, preconditions_of};
pub use events::{Delivery, ReceiveError, Received, receive};
pub use forget::{Disconnected, ForgetSource, MEMBER_REMOVED, REPLACED, disconnect, forget_grant};
pub(crate) use forget::{empty_log, forget_in};
pub use held::{Held, download as download_held, held};
pub use meeting_events::{MeetingEvents, choose_meeting_events};
pub use own_settings::{OwnDefaults, own_defaults, read_own_settings};
pub(crate) use patience::{PATIENCE, within};
pub use refresh::Underway;
pub use scopes::{EVENTS, NEEDED, OWN_SETTINGS, USES, Use, WITHOUT_SCOPE, disabled_without};
pub use shared::{Shared, shared};
pub use standing::{ZoomStandingNow, is_app_refused};
pub(crate) use tell::says;
pub(crate) use tokens::freshen;
pub use tokens::{GrantTokens, TokenError, access_token};
pub use zoom_app::{Given, RegisteredApp, ZoomApp, ZoomKind};
