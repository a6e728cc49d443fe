//! Bodies about registrants.

use crate::api::shape::{
    Fields,
    Shape::{Bool, Email, List, Object, OneOf, Required, Text},
};

/// Somebody who registers.
pub(crate) const REGISTRANT: Fields = &[
    ("first_name", Required(&Text(64))),
    ("last_name", Text(64)),
    ("email", Required(&Email(128))),
    ("address", Text(256)),
    ("city", Text(128)),
    ("state", Text(128)),
    ("zip", Text(32)),
    ("country", Text(64)),
    ("phone", Text(64)),
    ("comments", Text(2000)),
    ("custom_questions", List(100, &Object(&[("title", Text(256)), ("value", Text(128))]))),
    ("industry", Text(128)),
    ("job_title", Text(128)),
    (
        "no_of_employees",
        OneOf(&[
            "",
            "1-20",
            "21-50",
            "51-100",
            "101-250",
            "101-500",
            "251-500",
            "500-1,000",
            "501-1,000",
            "1,001-5,000",
            "5,001-10,000",
            "More than 10,000",
        ]),
    ),
    ("org", Text(256)),
    (
        "purchasing_time_frame",
        OneOf(&["", "Within a month", "1-3 months", "4-6 months", "More than 6 months", "No timeframe"]),
    ),
    (
        "role_in_purchase_process",
        OneOf(&["", "Decision Maker", "Evaluator/Recommender", "Influencer", "Not involved"]),
    ),
    (
        "language",
        OneOf(&[
            "en-US", "de-DE", "es-ES", "fr-FR", "jp-JP", "pt-PT", "ru-RU", "zh-CN", "zh-TW", "ko-KO",
            "it-IT", "vi-VN", "pl-PL", "Tr-TR",
        ]),
    ),
    ("auto_approve", Bool),
];

/// `PUT registrants/status`.
pub(crate) const REGISTRANT_STATUS: Fields = &[
    ("action", Required(&OneOf(&["approve", "cancel", "deny"]))),
    ("registrants", Required(&List(30, &Object(&[("id", Text(64)), ("email", Text(128))])))),
];
