//! Pages for people, and their forms.

use super::Operation;

const PAGE: &[(u16, &str)] = &[(200, "Page")];
const ON: &[(u16, &str)] = &[(303, "")];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("get", "/", "The portal").query(&["user", "notice"]).answers(PAGE),
    Operation::new("get", "/sandbox.css", "The pages' stylesheet").answers(&[(200, "")]),
    Operation::new("get", "/j/{id}", "Where a join link leads")
        .query(&["pwd", "tk", "participant"])
        .answers(PAGE),
    Operation::new("post", "/j/{id}", "Join a meeting").body("Form").answers(PAGE),
    Operation::new("post", "/j/{id}/leave", "Leave a meeting").body("Form").answers(PAGE),
    Operation::new("get", "/meeting/register/{token}", "Where people register for a meeting").answers(PAGE),
    Operation::new("post", "/meeting/register/{token}", "Register for a meeting").body("Form").answers(PAGE),
    Operation::new("get", "/s/{id}", "Where a start link leads: starts the meeting")
        .query(&["zak"])
        .answers(PAGE),
    Operation::new("post", "/s/{id}/admit", "Let somebody in from the waiting room")
        .body("Form")
        .answers(PAGE),
    Operation::new("post", "/s/{id}/end", "End a meeting").body("Form").answers(PAGE),
    Operation::new("post", "/portal/meetings/{id}/{action}", "The portal's Start, End, Delete")
        .body("Form")
        .answers(ON),
    Operation::new("post", "/portal/deauthorize", "The portal's Send deauthorization")
        .body("Form")
        .answers(ON),
    Operation::new("post", "/portal/invalidate", "The portal's Invalidate").body("Form").answers(ON),
    Operation::new("post", "/portal/expire", "The portal's Expire").body("Form").answers(ON),
    Operation::new("post", "/portal/plan", "The portal's Switch to").body("Form").answers(ON),
    Operation::new("post", "/portal/faults", "The portal's Rate limit and Outage").body("Form").answers(ON),
    Operation::new("post", "/portal/clock", "The portal's Advance").body("Form").answers(ON),
    Operation::new("post", "/portal/validate", "The portal's Validate address").body("Form").answers(ON),
    Operation::new("post", "/portal/deliveries/{id}/redeliver", "The portal's Redeliver")
        .body("Form")
        .answers(ON),
];
