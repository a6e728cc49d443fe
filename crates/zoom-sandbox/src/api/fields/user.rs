//! `PATCH /users/me`.

use crate::api::shape::{
    Fields,
    Shape::{Between, Bool, List, Number, Object, OneOf, Text},
};

/// What a user may change about themselves, and `type`, which needs a role.
pub(crate) const USER: Fields = &[
    ("about_me", Text(150)),
    ("cms_user_id", Text(128)),
    ("company", Text(255)),
    ("cost_center", Text(128)),
    ("custom_attributes", List(5, &Object(&[("key", Text(64)), ("name", Text(128)), ("value", Text(256))]))),
    ("dept", Text(128)),
    ("display_name", Text(128)),
    ("division_ids", List(100, &Text(64))),
    ("first_name", Text(64)),
    ("group_id", Text(64)),
    ("host_key", Text(10)),
    ("job_title", Text(128)),
    ("language", Text(8)),
    ("last_name", Text(64)),
    ("linkedin_url", Text(256)),
    ("location", Text(256)),
    ("manager", Text(128)),
    ("phone_country", Text(8)),
    ("phone_number", Text(32)),
    ("phone_numbers", List(3, &Object(PHONE))),
    ("pmi", Between(1_000_000_000, 9_999_999_999)),
    ("pronouns", Text(64)),
    ("pronouns_option", Number(&[1, 2, 3])),
    ("timezone", Text(64)),
    ("type", Number(&[1, 2, 4, 99])),
    ("use_pmi", Bool),
    ("vanity_name", Text(40)),
];

const PHONE: Fields = &[
    ("code", Text(8)),
    ("country", Text(8)),
    ("label", OneOf(&["Mobile", "Office", "Home", "Fax"])),
    ("number", Text(32)),
];
