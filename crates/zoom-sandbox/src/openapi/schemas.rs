//! JSON shapes. `shape` takes `name: type`, with `!` behind what is always there.

use serde_json::{Map, Value, json};

/// Every schema, by name.
pub(super) fn all() -> Map<String, Value> {
    let shapes = [
        ("Object", "", "Open-ended"),
        ("Form", "", "Fields of a form"),
        (
            "AuthorizeError",
            "status!: boolean, errorCode!: integer, errorMessage!: string, result: null",
            "Zoom's numeric errors, for a client that accepts JSON",
        ),
        ("ConsentForm", "query!: string, user: string, decision!: string", "allow, decline or request"),
        (
            "TokenRequest",
            "grant_type!: string, code: string, redirect_uri: string, code_verifier: string, refresh_token: string, \
             client_id: string, client_secret: string",
            "authorization_code, refresh_token or client_credentials",
        ),
        (
            "Tokens",
            "access_token!: string, token_type!: string, refresh_token: string, expires_in!: integer, scope!: string, \
             api_url!: string",
            "No refresh token for client_credentials",
        ),
        ("TokenPair", "access_token!: string, refresh_token!: string", "As if the user had allowed the app"),
        ("RevokeRequest", "token!: string", "An access token; never in the address"),
        ("Status", "status!: string", "success"),
        (
            "Compliance",
            "client_id!: string, user_id!: string, account_id!: string, deauthorization_event_received!: object, \
             compliance_completed!: boolean",
            "From the deauthorization event",
        ),
        ("OAuthError", "reason: string, error!: string", "Status 400; 401 from data compliance"),
        ("Error", "code!: integer, message!: string, errors: array", "XML for a client that sends no Accept"),
        ("Problem", "error!: string", "A sentence that says what was wrong"),
        (
            "User",
            "id!: string, first_name!: string, last_name!: string, display_name!: string, email!: string, \
             type!: integer, role_name: string, pmi: integer, timezone: string, account_id!: string, status!: string",
            "type 1 Basic, 2 Licensed",
        ),
        ("EmailCheck", "existed_email!: boolean", ""),
        (
            "UserInput",
            "first_name: string, last_name: string, display_name: string, timezone: string, language: string, \
             dept: string, job_title: string, company: string, location: string, pmi: integer, type: integer",
            "What is absent stays",
        ),
        ("Zak", "token!: string", "A JWT"),
        (
            "MeetingInput",
            "topic: string, type: integer, start_time: string, duration: integer, timezone: string, password: string, \
             default_password: boolean, agenda: string, pre_schedule: boolean, schedule_for: string, \
             template_id: string, tracking_fields: array, recurrence: object, settings: object",
            "duration in minutes; start_time with Z is UTC, without it local in timezone",
        ),
        (
            "Meeting",
            "uuid!: string, id!: integer, host_id!: string, host_email: string, topic!: string, type!: integer, \
             status: string, start_time: string, duration: integer, timezone: string, agenda: string, \
             created_at!: string, start_url: string, join_url!: string, password: string, pmi: string, \
             occurrences: array, recurrence: object, settings: object",
            "start_url lets its bearer in as host, for two hours",
        ),
        (
            "MeetingList",
            "page_size!: integer, total_records!: integer, next_page_token: string, meetings!: array",
            "No passcodes and no start links",
        ),
        ("UpcomingMeetings", "total_records!: integer, meetings!: array", ""),
        ("Invitation", "invitation!: string, sip_links: array", "Lines end with CR and LF"),
        ("InviteLinks", "attendees!: array, ttl: integer", "Names in, names with join_url out"),
        (
            "Registrants",
            "page_size!: integer, total_records!: integer, next_page_token: string, registrants!: array",
            "",
        ),
        (
            "RegistrantInput",
            "email!: string, first_name!: string, last_name: string",
            "And the other questions",
        ),
        (
            "Registration",
            "id!: integer, registrant_id!: string, topic: string, start_time: string, join_url: string",
            "No join_url before an approval",
        ),
        ("RegistrantStatus", "action!: string, registrants!: array", "approve, deny or cancel"),
        (
            "PastMeeting",
            "uuid!: string, id!: integer, host_id!: string, topic!: string, type!: integer, start_time!: string, \
             end_time!: string, duration!: integer, total_minutes!: integer, participants_count!: integer",
            "Needs a Licensed host",
        ),
        ("Participants", "page_size!: integer, total_records!: integer, participants!: array", ""),
        ("Instances", "meetings!: array", "uuid and start_time of each session"),
        ("MeetingStatus", "action!: string", "end or recover"),
        ("Clock", "now!: string, kind!: string", "real or explicit"),
        ("ClockMove", "advance: string, set: string", "One of both: 61m, 1h 30m; or an instant"),
        ("Faults", "faults!: array", "Each a Fault with its id"),
        (
            "Fault",
            "kind!: string, method: string, route: string, event: string, times: integer, probability: number, \
             until: string, status: integer, ms: integer, field: string, code: integer, message: string, \
             copies: integer, seconds: integer",
            "The README lists the kinds",
        ),
        ("Id", "id!: integer", ""),
        (
            "NewUser",
            "email!: string, first_name: string, last_name: string, plan: string, timezone: string",
            "",
        ),
        (
            "UserSummary",
            "id!: string, email!: string, plan!: string, status!: string, connected_at: string, scopes!: array",
            "",
        ),
        (
            "UserChange",
            "email: string, first_name: string, last_name: string, plan: string, timezone: string, settings: object",
            "plan is basic or licensed",
        ),
        (
            "AppChange",
            "name: string, client_id: string, client_secret: string, webhook_secret: string, redirect_uris: array, \
             strict_redirects: boolean, subdomain_check: boolean, scopes: array, webhook_url: string, \
             webhook_headers: object, rotation: string, decline: string, approval: string, \
             refresh_token_days: integer, user_data_retention: string, deauthorization_form: string, \
             skip_validation: boolean",
            "What is absent stays",
        ),
        (
            "NewMeeting",
            "host!: string, topic: string, agenda: string, start_time: string, duration: integer, timezone: string",
            "host is an email",
        ),
        (
            "MeetingChange",
            "topic: string, agenda: string, start_time: string, duration: integer, timezone: string, password: string",
            "",
        ),
        (
            "MeetingSummary",
            "id!: integer, uuid!: string, topic!: string, start_time: string, duration!: integer, timezone!: string, \
             agenda!: string, state!: string, join_url!: string, passcode!: string, participants!: array, occurrences!: array",
            "",
        ),
        (
            "Person",
            "name: string, email: string, participant: string",
            "participant is an id within the meeting",
        ),
    ];
    shapes.into_iter().map(|(name, fields, about)| (name.to_owned(), shape(fields, about))).collect()
}

fn shape(fields: &str, about: &str) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields.split(", ").filter(|field| !field.is_empty()) {
        let (name, kind) = field.split_once(": ").unwrap_or((field, "string"));
        if let Some(name) = name.strip_suffix('!') {
            required.push(name);
        }
        properties.insert(name.trim_end_matches('!').to_owned(), json!({ "type": kind }));
    }
    let mut schema = json!({ "type": "object", "properties": properties, "required": required });
    if !about.is_empty() {
        schema["description"] = json!(about);
    }
    schema
}
