//! Where everything that comes from Zoom is kept, and until when. A test compares this with the schema, another with
//! what is found in the tables after the whole journey and after the farewell.

/// How a value is protected at rest, beside the disk's own encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// XChaCha20-Poly1305, bound to its row and column.
    Sealed,
    /// Only the SHA-256 of it is kept.
    Hashed,
    /// Readable by whoever reads the database.
    Clear,
    /// Not stored.
    NotStored,
}

/// When it is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletion {
    /// In the transaction that ends the connection: by disconnecting, or by Zoom's deauthorization event.
    WithConnection,
    /// Otherwise, in these words.
    Else(&'static str),
}

/// One thing that comes from Zoom.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// Zoom's name for it.
    pub field: &'static str,
    /// The call or event it comes with.
    pub from: &'static str,
    /// Our table; empty if it is not stored.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// How it is protected.
    pub protection: Protection,
    /// When it is deleted.
    pub deletion: Deletion,
    /// What it is for.
    pub purpose: &'static str,
}

impl Protection {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sealed => "sealed (XChaCha20-Poly1305)",
            Self::Hashed => "SHA-256 only",
            Self::Clear => "clear",
            Self::NotStored => "not stored",
        }
    }
}

impl Deletion {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::WithConnection => "with the connection",
            Self::Else(words) => words,
        }
    }
}

const TOKENS: &str = "POST /oauth/token";
const USER: &str = "GET /users/me";
const MEETING: &str = "POST /users/me/meetings, GET /meetings/{id}";
const SETTINGS: &str = "GET /users/me/settings";
const EVENT: &str = "Zoom's events";
const LIVE: &str = "meeting.started, meeting.ended";
const PARTICIPANTS: &str = "meeting.participant_joined, meeting.participant_left";
const STAYS: &str = "stays: it is the user's own record of the meeting, with or without Zoom";
const EVENT_LIFE: &str = "contents and ids when it is handled, or with the connection; the rest after seven days, what nobody could handle after 30";

/// A row that is stored, sealed or not, and deleted with the connection.
const fn kept(
    field: &'static str,
    from: &'static str,
    table: &'static str,
    columns: &'static [&'static str],
    protection: Protection,
    purpose: &'static str,
) -> Flow {
    Flow { field, from, table, columns, protection, deletion: Deletion::WithConnection, purpose }
}

/// The whole table.
pub const FLOWS: &[Flow] = &[
    kept("access_token", TOKENS, "grants", &["access_token"], Protection::Sealed, "calls for the user"),
    kept(
        "refresh_token",
        TOKENS,
        "grants",
        &["refresh_token"],
        Protection::Sealed,
        "renews the access token",
    ),
    kept("expires_in", TOKENS, "grants", &["access_expires_at"], Protection::Clear, "renews in time"),
    kept("scope", TOKENS, "grants", &["scopes"], Protection::Clear, "names a permission that is missing"),
    kept("api_url", TOKENS, "grants", &["api_url"], Protection::Clear, "calls the right region"),
    kept(
        "id",
        USER,
        "grants",
        &["zoom_user_id"],
        Protection::Clear,
        "finds whose data a deauthorization is about",
    ),
    kept("account_id", USER, "grants", &["zoom_account_id"], Protection::Clear, "finds whose events arrive"),
    kept("email", USER, "grants", &["email"], Protection::Clear, "shows which account is connected"),
    kept(
        "first_name, last_name, display_name",
        USER,
        "grants",
        &["display_name"],
        Protection::Clear,
        "shows which account is connected",
    ),
    kept("type", USER, "grants", &["plan_type"], Protection::Clear, "says what the plan allows"),
    kept("timezone", USER, "grants", &["timezone"], Protection::Clear, "shown with the account"),
    kept(
        "waiting_room, require_password_for_scheduling_new_meetings, cloud_recording, auto_recording",
        SETTINGS,
        "meeting_defaults",
        &["waiting_room", "passcode_required", "cloud_recording", "auto_recording", "read_at"],
        Protection::Clear,
        "begins new meetings as the user has it in Zoom, where the installation asks for it",
    ),
    kept("id", MEETING, "zoom_meetings", &["zoom_id"], Protection::Clear, "changes and deletes the meeting"),
    kept(
        "uuid",
        MEETING,
        "zoom_meetings",
        &["uuid"],
        Protection::Clear,
        "tells instances of a meeting apart",
    ),
    kept(
        "join_url",
        MEETING,
        "zoom_meetings",
        &["join_url"],
        Protection::Sealed,
        "invitations, the Join button, and the host's own calendar feed if they turn it on",
    ),
    kept(
        "password",
        MEETING,
        "zoom_meetings",
        &["passcode"],
        Protection::Sealed,
        "shown to the host and invitees",
    ),
    kept(
        "global_dial_in_numbers, pstn_password",
        MEETING,
        "zoom_meetings",
        &["dial_in"],
        Protection::Sealed,
        "shown to the host and invitees, so that they can join by telephone",
    ),
    kept(
        "topic, agenda, start_time, duration, timezone",
        MEETING,
        "zoom_meetings",
        &["topic", "agenda", "starts_at", "duration_minutes", "zone"],
        Protection::Clear,
        "tells a change made in Zoom from one made here",
    ),
    kept(
        "recurrence, occurrences[].occurrence_id",
        MEETING,
        "zoom_meetings",
        &["rule", "occurrence_id"],
        Protection::Clear,
        "changes and removes one date of a series",
    ),
    Flow {
        field: "topic, agenda, start_time, duration, timezone",
        from: "GET /meetings/{id}, after a change made in Zoom",
        table: "meetings",
        columns: &["topic", "agenda", "starts_at", "ends_at", "duration_minutes", "zone"],
        protection: Protection::Clear,
        deletion: Deletion::Else(STAYS),
        purpose: "the meeting on the contact's timeline",
    },
    Flow {
        field: "topic",
        from: "GET /meetings/{id}, after a change made in Zoom",
        table: "search_words",
        columns: &["word"],
        protection: Protection::Clear,
        deletion: Deletion::Else(STAYS),
        purpose: "the words by which the meeting is found",
    },
    Flow {
        field: "topic",
        from: "GET /meetings/{id}, after a change made in Zoom",
        table: "search_grams",
        columns: &["gram", "word"],
        protection: Protection::Clear,
        deletion: Deletion::Else(STAYS),
        purpose: "the words by which the meeting is found",
    },
    Flow {
        field: "topic",
        from: "GET /meetings/{id}, after a change made in Zoom",
        table: "search_postings",
        columns: &["word"],
        protection: Protection::Clear,
        deletion: Deletion::Else(STAYS),
        purpose: "the words by which the meeting is found",
    },
    Flow {
        field: "start_time",
        from: "GET /meetings/{id}, after a change made in Zoom",
        table: "activities",
        columns: &["starts_at", "moved_from"],
        protection: Protection::Clear,
        deletion: Deletion::Else(STAYS),
        purpose: "the timeline says from when to when a meeting moved",
    },
    Flow {
        field: "start_time, duration",
        from: MEETING,
        table: "emails",
        columns: &["told_starts_at", "told_minutes"],
        protection: Protection::Clear,
        deletion: Deletion::Else(STAYS),
        purpose: "nobody is mailed twice about the same time",
    },
    kept(
        "message of an error",
        "any call about a meeting",
        "meetings",
        &["problem", "problem_detail", "retry_at"],
        Protection::Clear,
        "tells the host what stands in the way",
    ),
    Flow {
        field: "whether the meeting is in Zoom",
        from: "any call about a meeting",
        table: "meetings",
        columns: &["known", "removed_in_zoom", "asked_zoom"],
        protection: Protection::Clear,
        deletion: Deletion::Else("becomes \"forgotten\" with the connection"),
        purpose: "what has to be done in Zoom",
    },
    kept(
        "kind and time of an event about a meeting",
        EVENT,
        "zoom_meetings",
        &["heard", "heard_at"],
        Protection::Clear,
        "makes us read the meeting; cleared when that is done",
    ),
    Flow {
        field: "the event as it was sent",
        from: EVENT,
        table: "webhook_inbox",
        columns: &["body"],
        protection: Protection::Sealed,
        deletion: Deletion::Else(EVENT_LIFE),
        purpose: "is applied once, also after a crash",
    },
    Flow {
        field: "event, event_ts, account_id, user or host id",
        from: EVENT,
        table: "webhook_inbox",
        columns: &["event", "event_ts", "account_id", "user_id"],
        protection: Protection::Clear,
        deletion: Deletion::Else(EVENT_LIFE),
        purpose: "finds and deletes an account's events",
    },
    Flow {
        field: "SHA-256 of the event",
        from: EVENT,
        table: "webhook_inbox",
        columns: &["body_hash"],
        protection: Protection::Hashed,
        deletion: Deletion::Else(EVENT_LIFE),
        purpose: "a repeated delivery changes nothing",
    },
    kept(
        "event_ts of the newest event about a thing",
        EVENT,
        "event_marks",
        &["subject", "event_ts"],
        Protection::Clear,
        "an older event that arrives later is not applied; at the latest after seven days",
    ),
    kept(
        "uuid, start_time, end_time",
        LIVE,
        "meeting_life",
        &["uuid", "started_at", "ended_at"],
        Protection::Clear,
        "shows that a meeting runs, and from when to when it was held; only while it is turned on",
    ),
    kept(
        "uuid, participant.user_id, user_name, join_time, leave_time",
        PARTICIPANTS,
        "meeting_attendance",
        &["uuid", "participant", "name", "is_host", "first_joined_at", "last_joined_at", "last_left_at"],
        Protection::Clear,
        "shows who is there and who came; only while it is turned on, which needs a scope of its own",
    ),
    Flow {
        field: "participant.email",
        from: PARTICIPANTS,
        table: "",
        columns: &[],
        protection: Protection::NotStored,
        deletion: Deletion::Else("it is compared with the addresses of the invitees when the event comes"),
        purpose: "knows an invitee by their address",
    },
    Flow {
        field: "payload of app_deauthorized",
        from: EVENT,
        table: "jobs",
        columns: &["payload"],
        protection: Protection::Sealed,
        deletion: Deletion::Else("when Zoom has taken the confirmation of the deletion"),
        purpose: "the confirmation repeats it",
    },
    Flow {
        field: "access_token of an ended connection",
        from: TOKENS,
        table: "jobs",
        columns: &["payload"],
        protection: Protection::Sealed,
        deletion: Deletion::Else("when Zoom has revoked it, at the latest after a day"),
        purpose: "ends access when a user disconnects",
    },
    Flow {
        field: "account_id, user_id",
        from: EVENT,
        table: "compliance_receipts",
        columns: &["account_hash", "user_hash"],
        protection: Protection::Hashed,
        deletion: Deletion::Else("stays, as proof that the data was deleted"),
        purpose: "proof of deletion",
    },
    Flow {
        field: "HTTP status and kind of error",
        from: "every call and event",
        table: "integration_calls",
        columns: &["name", "result", "result_words", "status"],
        protection: Protection::Clear,
        deletion: Deletion::Else("stays: it holds no contents, ids or secrets"),
        purpose: "Integration activity",
    },
    Flow {
        field: "HTTP status of the confirmation",
        from: "POST /oauth/data/compliance",
        table: "compliance_receipts",
        columns: &["confirm_state", "confirm_status", "confirmed_at"],
        protection: Protection::Clear,
        deletion: Deletion::Else("stays, as proof that the data was deleted"),
        purpose: "proof of deletion",
    },
    kept(
        "kind and time of the last error",
        "every call",
        "grants",
        &["state", "last_ok_at", "last_error", "last_error_at", "refused_at"],
        Protection::Clear,
        "tells the user how the connection is",
    ),
    Flow {
        field: "time of a deauthorization",
        from: EVENT,
        table: "users",
        columns: &["zoom_ended_at"],
        protection: Protection::Clear,
        deletion: Deletion::Else("when the user connects again"),
        purpose: "tells the user that the connection was ended in Zoom",
    },
    Flow {
        field: "join_url, password, in mails to invitees",
        from: MEETING,
        table: "mailbox_messages",
        columns: &["raw"],
        protection: Protection::Clear,
        deletion: Deletion::Else(
            "only while no mail server is configured, for trying out; nothing is kept with one",
        ),
        purpose: "the built-in mailbox of the demo",
    },
    Flow {
        field: "start_url",
        from: "GET /meetings/{id}",
        table: "",
        columns: &[],
        protection: Protection::NotStored,
        deletion: Deletion::Else(
            "it is fetched when the host starts the meeting, and the browser is sent there",
        ),
        purpose: "starts the meeting as host",
    },
];
