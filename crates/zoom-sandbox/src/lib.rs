#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod api;
mod app_change;
mod builder;
mod clock;
mod connection;
mod control;
mod control_plane;
mod faults;
mod limits;
mod links;
mod oauth;
mod openapi;
mod portal;
mod random;
#[doc = include_str!("../docs/reference.md")]
pub mod reference {}
mod sandbox;
mod scopes;
mod seed;
mod server;
mod shared;
mod state_file;
mod summaries;
mod webhooks;
mod world;
mod zones;

pub use app_change::AppChange;
pub use builder::Builder;
pub use clock::SandboxClock;
pub use control::Control;
pub use faults::{Fault, FaultKind};
pub use limits::LimitTable;
pub use sandbox::{ClockHandle, Sandbox, SandboxError};
pub use seed::{HostedMeeting, MeetingChange, Seed, SeedMeeting, SeedUser};
pub use shared::RequestEntry;
pub use summaries::{MeetingSummary, ParticipantSummary, TokenPair, UserSummary};
pub use world::{
    account::ACCOUNT_ID,
    admin::UserChange,
    app::{Approval, CLIENT_ID, CLIENT_SECRET, DeauthorizationForm, Decline, Rotation, WEBHOOK_SECRET},
    delivery::{Attempt, Confirmation, Delivery, Mail, Outcome},
    user::{MARA_ID, OSKAR_ID, Plan, UserStatus},
};
