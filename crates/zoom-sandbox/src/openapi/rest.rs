//! The REST API under `/v2`.

use super::Operation;
use crate::scopes;

const PAGES: &[&str] = &["type", "page_size", "page_number", "next_page_token"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("get", "/v2/users/{user}", "The user, as `me`, id or email")
        .scope(&scopes::USER_READ)
        .answers(&[(200, "User")]),
    Operation::new("get", "/v2/users/{user}/settings", "The user's settings")
        .scope(&scopes::USER_SETTINGS)
        .answers(&[(200, "Object")]),
    Operation::new("get", "/v2/users/{user}/zak", "A token that starts meetings as the user, for 5 minutes")
        .scope(&scopes::USER_ZAK)
        .answers(&[(200, "Zak")]),
    Operation::new("get", "/v2/users/{user}/meetings", "The user's meetings, in pages")
        .scope(&scopes::MEETING_LIST)
        .query(PAGES)
        .answers(&[(200, "MeetingList")]),
    Operation::new("post", "/v2/users/{user}/meetings", "Create a meeting")
        .scope(&scopes::MEETING_CREATE)
        .body("MeetingInput")
        .answers(&[(201, "Meeting")]),
    Operation::new("get", "/v2/meetings/{id}", "A meeting, by id or uuid")
        .scope(&scopes::MEETING_READ)
        .answers(&[(200, "Meeting")]),
    Operation::new("patch", "/v2/meetings/{id}", "Change a meeting")
        .scope(&scopes::MEETING_UPDATE)
        .body("MeetingInput"),
    Operation::new("delete", "/v2/meetings/{id}", "Delete a meeting").scope(&scopes::MEETING_DELETE),
    Operation::new("put", "/v2/meetings/{id}/status", "End or recover a meeting")
        .scope(&scopes::MEETING_STATUS)
        .body("MeetingStatus"),
];
