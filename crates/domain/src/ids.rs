//! Typed ids: UUIDv7, so that newer rows sort after older ones and a contact's id cannot be passed for a meeting's.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::{Builder, Uuid};

use crate::{Clock, Random, random_bytes};

/// Text that is not an id, for example a mistyped address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("this is not a valid id")]
pub struct IdError;

fn new_v7(clock: &dyn Clock, random: &dyn Random) -> Uuid {
    let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random_bytes(random)).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident)+) => { $(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, stamped with the clock's time.
            pub fn new(clock: &dyn Clock, random: &dyn Random) -> Self {
                Self(new_v7(clock, random))
            }

            /// The id with this value.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Its value.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError)
            }
        }
    )+ };
}

ids! {
    /// A workspace: one tenant.
    WorkspaceId
    /// A person who logs in.
    UserId
    /// A person the users meet with.
    ContactId
    /// A company contacts work for.
    CompanyId
    /// What may be sold to somebody.
    DealId
    /// A note on a contact.
    NoteId
    /// A meeting, whether Zoom knows it yet or not.
    MeetingId
    /// One invited person of one meeting.
    InviteeId
    /// A time that an invitee proposes.
    ProposalId
    /// One granted access to one Zoom account.
    GrantId
    /// A person's token for a program.
    ApiTokenId
    /// An outgoing email.
    EmailId
    /// An entry of the timeline.
    ActivityId
    /// A job of the queue.
    JobId
    /// A call to, or an event from, another service.
    CallId
    /// The proof that a deauthorization was carried out.
    ReceiptId
    /// A message in the inside mailbox.
    MessageId
    /// Something to do.
    TaskId
    /// Somebody who is asked to join a workspace.
    InvitedId
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::{ManualClock, SeededRandom};

    #[test]
    fn ids_are_version_seven_and_sort_by_time() {
        let clock = ManualClock::new("2027-03-16T08:42:00Z".parse().unwrap());
        let random = SeededRandom::new(1);
        let first = ContactId::new(&clock, &random);
        clock.advance(SignedDuration::from_millis(1));
        let second = ContactId::new(&clock, &random);
        assert!(first < second);
        assert_eq!(first.as_uuid().get_version_num(), 7);
        assert_eq!(first.to_string().parse(), Ok(first));
    }

    #[test]
    fn text_that_is_no_id_is_refused() {
        assert_eq!("42".parse::<MeetingId>(), Err(IdError));
    }

    #[test]
    fn ids_are_plain_text_in_json() {
        let id = JobId::from_uuid(Uuid::nil());
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"00000000-0000-0000-0000-000000000000\"");
    }
}
