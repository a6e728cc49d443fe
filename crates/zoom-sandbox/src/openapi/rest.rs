//! The REST API under `/v2`.

use super::Operation;
use crate::scopes;

const PAGE: [&str; 3] = ["page_size", "page_number", "next_page_token"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("get", "/v2/users/email", "Whether anybody uses Zoom with an email")
        .scope(&scopes::USER_EMAIL)
        .query(&["email"])
        .answers(&[(200, "EmailCheck")]),
    Operation::new("get", "/v2/users/{user}", "The user, as `me`, id or email")
        .scope(&scopes::USER_READ)
        .answers(&[(200, "User")]),
    Operation::new("patch", "/v2/users/{user}", "Change the user's profile")
        .scope(&scopes::USER_UPDATE)
        .body("UserInput"),
    Operation::new("get", "/v2/users/{user}/settings", "The user's settings")
        .scope(&scopes::USER_SETTINGS)
        .query(&["option", "custom_query_fields"])
        .answers(&[(200, "Object")]),
    Operation::new("get", "/v2/users/{user}/zak", "A token that starts meetings as the user, for 5 minutes")
        .scope(&scopes::USER_ZAK)
        .answers(&[(200, "Zak")]),
    Operation::new(
        "get",
        "/v2/users/{user}/token",
        "A token that starts meetings as the user, for `ttl` seconds",
    )
    .scope(&scopes::USER_TOKEN)
    .query(&["type", "ttl"])
    .answers(&[(200, "Zak")]),
    Operation::new("get", "/v2/users/{user}/meetings", "The user's meetings, in pages")
        .scope(&scopes::MEETING_LIST)
        .query(&["type", "from", "to", "timezone", PAGE[0], PAGE[1], PAGE[2]])
        .answers(&[(200, "MeetingList")]),
    Operation::new("post", "/v2/users/{user}/meetings", "Create a meeting")
        .scope(&scopes::MEETING_CREATE)
        .body("MeetingInput")
        .answers(&[(201, "Meeting")]),
    Operation::new(
        "get",
        "/v2/users/{user}/upcoming_meetings",
        "Own meetings and invitations of the next 24 hours",
    )
    .scope(&scopes::MEETING_UPCOMING)
    .answers(&[(200, "UpcomingMeetings")]),
    Operation::new("get", "/v2/meetings/{id}", "A meeting, by id or uuid")
        .scope(&scopes::MEETING_READ)
        .query(&["occurrence_id", "show_previous_occurrences"])
        .answers(&[(200, "Meeting")]),
    Operation::new("patch", "/v2/meetings/{id}", "Change a meeting, or one occurrence")
        .scope(&scopes::MEETING_UPDATE)
        .query(&["occurrence_id"])
        .body("MeetingInput"),
    Operation::new("delete", "/v2/meetings/{id}", "Delete a meeting, or one occurrence")
        .scope(&scopes::MEETING_DELETE)
        .query(&["occurrence_id", "schedule_for_reminder", "cancel_meeting_reminder"]),
    Operation::new("put", "/v2/meetings/{id}/status", "End or recover a meeting")
        .scope(&scopes::MEETING_STATUS)
        .body("MeetingStatus"),
    Operation::new("get", "/v2/meetings/{id}/invitation", "The invitation as text")
        .scope(&scopes::MEETING_INVITATION)
        .answers(&[(200, "Invitation")]),
    Operation::new("post", "/v2/meetings/{id}/invite_links", "Personal join links")
        .scope(&scopes::MEETING_INVITE_LINKS)
        .body("InviteLinks")
        .answers(&[(201, "InviteLinks")]),
    Operation::new("get", "/v2/meetings/{id}/registrants", "Who registered, in pages")
        .scope(&scopes::REGISTRANT_LIST)
        .query(&["status", "occurrence_id", PAGE[0], PAGE[1], PAGE[2]])
        .answers(&[(200, "Registrants")]),
    Operation::new("post", "/v2/meetings/{id}/registrants", "Register somebody")
        .scope(&scopes::REGISTRANT_ADD)
        .query(&["occurrence_ids"])
        .body("RegistrantInput")
        .answers(&[(201, "Registration")]),
    Operation::new("put", "/v2/meetings/{id}/registrants/status", "Approve, deny or cancel registrations")
        .scope(&scopes::REGISTRANT_STATUS)
        .query(&["occurrence_id"])
        .body("RegistrantStatus"),
    Operation::new("get", "/v2/past_meetings/{id}", "A meeting that took place, by id or uuid")
        .scope(&scopes::PAST_READ)
        .answers(&[(200, "PastMeeting")]),
    Operation::new("get", "/v2/past_meetings/{id}/participants", "Who took part, in pages")
        .scope(&scopes::PAST_PARTICIPANTS)
        .query(&PAGE)
        .answers(&[(200, "Participants")]),
    Operation::new("get", "/v2/past_meetings/{id}/instances", "When a meeting took place")
        .scope(&scopes::PAST_INSTANCES)
        .answers(&[(200, "Instances")]),
];
