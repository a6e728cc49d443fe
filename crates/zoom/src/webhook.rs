//! Events that Zoom sends (reference E): is it really Zoom, and what does it say.
//!
//! Verify first, on the raw bytes, then parse. Answer within 3 seconds: 401 for a wrong signature, 200 or 204 for
//! everything that is signed, and 5xx only if the event should be sent again.

mod deauthorization;
mod event;
mod objects;
mod signature;

pub use deauthorization::{DataRetention, Deauthorization, InvalidDeauthorization};
pub use event::{Event, EventKind, NotAnEvent, Operation, Payload};
pub use objects::{ChangedMeeting, ChangedUser, MeetingObject, Operator, Participant, UserObject};
pub use signature::{
    SIGNATURE_HEADER, SignatureError, TIMESTAMP_HEADER, UrlValidationAnswer, Window, answer_url_validation,
    verify,
};
