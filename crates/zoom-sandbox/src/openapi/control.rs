//! The control plane under `/_sandbox/`.

use super::Operation;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("get", "/_sandbox/openapi.json", "This description").answers(&[(200, "Object")]),
    Operation::new("get", "/_sandbox/state", "Everything but secrets").answers(&[(200, "Object")]),
    Operation::new("post", "/_sandbox/reset", "Start anew; the app's configuration stays"),
    Operation::new("get", "/_sandbox/clock", "Sandbox time").answers(&[(200, "Clock")]),
    Operation::new("post", "/_sandbox/clock", "Move sandbox time; what became due happens")
        .body("ClockMove")
        .answers(&[(200, "Clock")]),
    Operation::new("get", "/_sandbox/faults", "Faults in force, and what is left of each").answers(&[(200, "Faults")]),
    Operation::new("post", "/_sandbox/faults", "Let calls or events go wrong").body("Fault").answers(&[(201, "Id")]),
    Operation::new("delete", "/_sandbox/faults", "Remove all faults"),
    Operation::new("delete", "/_sandbox/faults/{id}", "Remove a fault"),
    Operation::new("get", "/_sandbox/requests", "Calls under /v2 and /oauth, without secrets")
        .answers(&[(200, "Object")]),
    Operation::new("get", "/_sandbox/users", "All users").answers(&[(200, "Object")]),
    Operation::new("post", "/_sandbox/users", "Add a user; 200 if the email is there already")
        .body("NewUser")
        .answers(&[(200, "UserSummary"), (201, "UserSummary")]),
    Operation::new("patch", "/_sandbox/users/{user}", "Change a user as an admin does").body("UserChange"),
    Operation::new(
        "post",
        "/_sandbox/users/{user}/{action}",
        "connect, deauthorize, revoke, expire_access_token, invalidate_refresh_token, activate, deactivate, delete or disassociate; \
         connect answers with tokens",
    )
    .answers(&[(200, "TokenPair"), (204, "")]),
    Operation::new("put", "/_sandbox/app", "Change the app; a new webhook address must prove itself")
        .body("AppChange")
        .answers(&[(200, "Object")]),
    Operation::new("post", "/_sandbox/meetings", "A host makes a meeting in Zoom")
        .body("NewMeeting")
        .answers(&[(201, "MeetingSummary")]),
    Operation::new("patch", "/_sandbox/meetings/{id}", "A host changes a meeting in Zoom").body("MeetingChange"),
    Operation::new(
        "post",
        "/_sandbox/meetings/{id}/{action}",
        "start, end, join, admit, leave, delete, recover or purge; join answers with the participant",
    )
    .body("Person")
    .answers(&[(200, "Person"), (204, "")]),
    Operation::new("get", "/_sandbox/deliveries", "Every event and every attempt").answers(&[(200, "Object")]),
    Operation::new("post", "/_sandbox/deliveries/{id}/redeliver", "Send an event once more"),
    Operation::new("get", "/_sandbox/mails", "What Zoom would have mailed to the app's owner").answers(&[(200, "Object")]),
];
