//! OAuth and data compliance.

use super::Operation;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        "get",
        "/oauth/authorize",
        "Ask the user; `auto_approve=1` and `login_as` answer without a page",
    )
    .query(&[
        "response_type",
        "client_id",
        "redirect_uri",
        "state",
        "scope",
        "optional_scope",
        "code_challenge",
        "code_challenge_method",
        "auto_approve",
        "login_as",
    ])
    .answers(&[(200, "Page"), (302, ""), (400, "AuthorizeError")]),
    Operation::new("post", "/oauth/authorize", "The consent page's own form")
        .body("ConsentForm")
        .answers(&[(200, "Page"), (302, "")]),
    Operation::new("post", "/oauth/token", "Exchange a code, refresh, or get a token for the app itself")
        .body("TokenRequest")
        .answers(&[(200, "Tokens")]),
    Operation::new("post", "/oauth/revoke", "Revoke a grant by its access token")
        .body("RevokeRequest")
        .answers(&[(200, "Status")]),
    Operation::new(
        "post",
        "/oauth/data/compliance",
        "Confirm that a user's data was deleted; the body is JSON",
    )
    .body("Compliance")
    .answers(&[(200, "Object")]),
];
