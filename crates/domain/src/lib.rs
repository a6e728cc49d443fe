//! What Rapport talks about: people, times, zones, meetings, licences. Pure types and rules, no I/O and no async.
//!
//! Every type here is made by parsing: a value that exists is valid, and the errors are sentences for the person
//! who typed it.
#![warn(missing_docs)]

mod accept_language;
mod clock;
pub mod display;
mod email;
mod email_domain;
mod ids;
mod language;
mod licence;
mod meeting_time;
mod money;
mod person;
mod place;
mod random;
mod repeat;
mod role;
mod search_text;
mod steadiness;
mod text;
mod text_enum;
mod theme;
mod zone;

pub use clock::{Clock, ManualClock, SystemClock};
pub use email::{EmailAddress, EmailError};
pub use email_domain::{EmailDomain, EmailDomainError};
pub use ids::{
    ActivityId, ApiTokenId, CallId, CompanyId, ContactId, DealId, EmailId, GrantId, IdError, InvitedId,
    InviteeId, JobId, MeetingId, MessageId, NoteId, ProposalId, ReceiptId, TaskId, UserId, WorkspaceId,
};
pub use language::{Language, Languages};
pub use licence::Plan;
pub use meeting_time::{Minutes, MinutesError, StartError, parse_start};
pub use money::{Currency, Money, MoneyError};
pub use person::{NameError, PersonName, tint};
pub use place::{Place, PlaceError, PlaceKind};
pub use random::{Random, SeededRandom, SystemRandom, random_bytes};
pub use repeat::{
    Cycle, End, MOST_DATES, Repeat, RepeatError, short as short_weekday, week_of_month, weekday, weekdays,
};
pub use role::Role;
pub use search_text::{Likeness, fold, grams, likeness, marked, phone_digits, slips, words};
pub use steadiness::Steadiness;
pub use text::{Agenda, AgendaError, NoteBody, NoteBodyError, Topic, TopicError};
pub use text_enum::UnknownWord;
pub use theme::Theme;
pub use zone::{Zone, ZoneError, difference};

/// For [`text_enum!`], so that its users need no serde of their own.
#[doc(hidden)]
pub use serde;
