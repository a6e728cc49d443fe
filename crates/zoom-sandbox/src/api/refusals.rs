//! Zoom's status, code and words for each refusal of the world.

use axum::http::StatusCode;
use jiff::Timestamp;

use super::error::ApiError;
use crate::world::{Refusal, past::NoPast, registrants::NoRegistration};

/// What was being done; Zoom words some refusals differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    Reading,
    Changing,
    Deleting,
}

/// The answer to a call about a meeting that is refused.
pub(crate) fn meeting(refusal: Refusal, doing: Doing, now: Timestamp) -> ApiError {
    match refusal {
        Refusal::NotFound(id) => ApiError::no_meeting(id),
        Refusal::NotHost => ApiError::bad(3003, "You are not the meeting host."),
        Refusal::OtherAccount => ApiError::other_account(),
        Refusal::Webinar if doing == Doing::Reading => ApiError::bad(3000, "Cannot access webinar info."),
        Refusal::NeedsLicence { account_id } => ApiError::needs_licence(&account_id),
        Refusal::MayNotHost => ApiError::may_not_host(),
        Refusal::InProgress if doing == Doing::Deleting => {
            ApiError::bad(3002, "Sorry, you cannot delete this meeting since it is in progress.")
        }
        Refusal::InProgress => {
            ApiError::bad(3000, "You cannot update or delete meetings that have started using this method.")
        }
        Refusal::Ended if doing == Doing::Deleting => {
            ApiError::bad(3007, "Sorry, you cannot delete this meeting since it has ended.")
        }
        Refusal::Webinar | Refusal::Ended => ApiError::bad(3000, "Cannot access meeting information."),
        Refusal::PersonalRoom => ApiError::bad(3018, "Not allowed to delete PMI."),
        Refusal::UnknownOccurrence => ApiError::bad(3000, "Invalid occurrence_id."),
        Refusal::DailyLimit => ApiError::daily_changes(now),
        Refusal::NoPreschedule => ApiError::bad(
            3000,
            "Prescheduling is only available for scheduled meetings (type 2) and recurring meetings with no fixed \
             time (type 3).",
        ),
        Refusal::InstantForSomebody => ApiError::bad(
            3000,
            "Instant meetings do not support the schedule_for parameter; you cannot schedule an instant meeting for \
             another user.",
        ),
        Refusal::UnknownScheduleFor => ApiError::bad(
            300,
            "The value that you entered for the schedule_for field is invalid. Enter a valid value and try again.",
        ),
        Refusal::MayNotScheduleFor(user) => {
            ApiError::bad(3000, format!("You cannot schedule a meeting for {user}."))
        }
        Refusal::NoAlternativeHost(email) => ApiError::bad(
            300,
            format!(
                "Unable to assign {email} as alternative host: not a user of this account, or without a licence."
            ),
        ),
        Refusal::BlockedDomain(domain) => ApiError::bad(
            3000,
            format!(
                "Users in '{domain}' have been blocked from joining meetings and webinars. To unblock them, go to the \
                 Settings page in the Zoom web portal and update 'Block users in specific domains from joining \
                 meetings and webinars'."
            ),
        ),
    }
}

/// The answer to a call about registrants that is refused.
pub(crate) fn registration(refusal: NoRegistration, now: Timestamp) -> ApiError {
    match refusal {
        NoRegistration::Meeting(Refusal::Webinar) => ApiError::bad(3000, "Cannot access meeting info."),
        NoRegistration::Meeting(refusal) => meeting(refusal, Doing::Reading, now),
        NoRegistration::NotAsked(id) => {
            let message = format!("Registration has not been enabled for this meeting: {id}.");
            ApiError::new(StatusCode::NOT_FOUND, 404, message)
        }
        NoRegistration::Full => ApiError::bad(3043, "Meeting has reached maximum attendee capacity."),
        NoRegistration::DailyLimit(registrant, limit) => {
            let message = format!(
                "You have exceeded the daily rate limit of \"{limit}\" for meeting registrant API requests for the \
                 registrant \"{registrant}\". You can resume these API requests at GMT 00:00:00."
            );
            ApiError::daily(message, limit, now)
        }
    }
}

/// The answer to a call about a past meeting that is refused.
pub(crate) fn past(refusal: NoPast) -> ApiError {
    let missing = |message: &str| ApiError::new(StatusCode::NOT_FOUND, 3001, message);
    match refusal {
        NoPast::NeedsLicence { account_id } => ApiError::needs_licence(&account_id),
        NoPast::Unknown => missing("This meeting is not available or ID is not valid."),
        NoPast::NotEnded => missing("Meeting ID is invalid or not end."),
        NoPast::NotYours => ApiError::bad(300, "Cannot access meeting information."),
        NoPast::OtherAccount => ApiError::other_account(),
        NoPast::TooOld => ApiError::bad(12702, "Can not access a meeting a year ago."),
    }
}
