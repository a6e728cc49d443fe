-- The first schema. Portable: every type and clause below means the same to SQLite and PostgreSQL.
-- UUID and BYTEA columns hold 16 and any number of bytes; BIGINT times are microseconds since 1970, UTC;
-- words (state, kind, …) are those of the enums in Rust. Keys of tenant tables lead with workspace_id.

CREATE TABLE workspaces (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- The email is what people log in with, so it is unique over all workspaces.
CREATE TABLE users (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    id UUID NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    zone TEXT NOT NULL,
    theme TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- Only a hash of the cookie is kept.
CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    csrf_token TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX sessions_of_user ON sessions (workspace_id, user_id);

CREATE TABLE companies (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    domain TEXT,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, name_folded)
);

-- search_text: name, addresses and company, folded. last_touched_at is 0 until something happened, so that
-- sorting needs no rule for NULL, on which the databases differ.
CREATE TABLE contacts (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    title TEXT,
    company_id UUID,
    zone TEXT,
    language TEXT,
    owner_id UUID,
    source TEXT,
    search_text TEXT NOT NULL,
    last_touched_at BIGINT NOT NULL,
    last_touched_kind TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id),
    FOREIGN KEY (workspace_id, owner_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX contacts_by_touch ON contacts (workspace_id, last_touched_at, id);
CREATE INDEX contacts_by_name ON contacts (workspace_id, name_folded, id);
CREATE INDEX contacts_of_company ON contacts (workspace_id, company_id);

-- Position 0 is the primary address. bounced: the last mail to it was refused.
CREATE TABLE contact_emails (
    workspace_id UUID NOT NULL,
    contact_id UUID NOT NULL,
    position BIGINT NOT NULL,
    address TEXT NOT NULL,
    address_folded TEXT NOT NULL,
    label TEXT NOT NULL,
    bounced BOOLEAN NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, position),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX contact_emails_by_address ON contact_emails (workspace_id, address_folded);

CREATE TABLE contact_phones (
    workspace_id UUID NOT NULL,
    contact_id UUID NOT NULL,
    position BIGINT NOT NULL,
    number TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, position),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);

CREATE TABLE notes (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    contact_id UUID NOT NULL,
    author_id UUID NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, author_id) REFERENCES users (workspace_id, id)
);

-- desired is what the user wants, known is what Zoom is known to have; a job carries one to the other.
CREATE TABLE meetings (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    host_id UUID NOT NULL,
    contact_id UUID,
    topic TEXT NOT NULL,
    agenda TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    duration_minutes BIGINT NOT NULL,
    zone TEXT NOT NULL,
    waiting_room BOOLEAN NOT NULL,
    passcode_wanted BOOLEAN NOT NULL,
    cloud_recording BOOLEAN NOT NULL,
    send_invitation BOOLEAN NOT NULL,
    desired TEXT NOT NULL,
    known TEXT NOT NULL,
    problem TEXT,
    problem_detail TEXT,
    retry_at BIGINT,
    revision BIGINT NOT NULL,
    tell_invitees BOOLEAN NOT NULL,
    removal_message TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, host_id) REFERENCES users (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX meetings_of_host ON meetings (workspace_id, host_id, starts_at);
CREATE INDEX meetings_of_contact ON meetings (workspace_id, contact_id, ends_at);

CREATE TABLE meeting_invitees (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    position BIGINT NOT NULL,
    contact_id UUID,
    email TEXT NOT NULL,
    name TEXT,
    zone TEXT,
    language TEXT,
    answer TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX invitees_of_meeting ON meeting_invitees (workspace_id, meeting_id, position);
CREATE INDEX invitees_of_contact ON meeting_invitees (workspace_id, contact_id);

-- Access to one Zoom account. Zoom keeps one living family of tokens per app and Zoom user, so this is the key,
-- and not the workspace: several users may share a grant. Tokens are sealed before they come here.
CREATE TABLE grants (
    id UUID NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    zoom_user_id TEXT NOT NULL,
    zoom_account_id TEXT NOT NULL,
    email TEXT NOT NULL,
    display_name TEXT NOT NULL,
    plan_type BIGINT NOT NULL,
    timezone TEXT,
    scopes TEXT NOT NULL,
    api_url TEXT,
    access_token BYTEA NOT NULL,
    refresh_token BYTEA NOT NULL,
    access_expires_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    generation BIGINT NOT NULL,
    connected_at BIGINT NOT NULL,
    last_ok_at BIGINT,
    last_error TEXT,
    last_error_at BIGINT,
    lease_owner TEXT,
    lease_until BIGINT,
    UNIQUE (client_id, zoom_user_id)
);
CREATE INDEX grants_of_account ON grants (zoom_account_id, zoom_user_id);

-- Everything that came from Zoom about a meeting, and nothing else: deleting the row forgets it.
CREATE TABLE zoom_meetings (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    grant_id UUID NOT NULL REFERENCES grants (id),
    zoom_id TEXT NOT NULL,
    uuid TEXT,
    join_url BYTEA NOT NULL,
    passcode BYTEA,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
CREATE INDEX zoom_meetings_of_grant ON zoom_meetings (grant_id, zoom_id);

CREATE TABLE connections (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    provider TEXT NOT NULL,
    grant_id UUID NOT NULL REFERENCES grants (id),
    connected_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id, provider),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX connections_of_grant ON connections (grant_id);

-- Authorizations under way. Only a hash of the state is kept; the PKCE verifier is sealed.
CREATE TABLE oauth_states (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    verifier BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);

-- The outbox: one row per recipient and revision, so that nobody is mailed twice about the same thing.
CREATE TABLE emails (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    invitee_id UUID NOT NULL,
    kind TEXT NOT NULL,
    revision BIGINT NOT NULL,
    to_address TEXT NOT NULL,
    to_name TEXT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    server_words TEXT,
    message_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, invitee_id, kind, revision),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, invitee_id) REFERENCES meeting_invitees (workspace_id, id)
);
CREATE INDEX emails_of_meeting ON emails (workspace_id, meeting_id);

-- The timeline: append-only.
CREATE TABLE activities (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    contact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID,
    meeting_id UUID,
    email_id UUID,
    note_id UUID,
    text TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, actor_id) REFERENCES users (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, email_id) REFERENCES emails (workspace_id, id),
    FOREIGN KEY (workspace_id, note_id) REFERENCES notes (workspace_id, id)
);
CREATE INDEX activities_of_contact ON activities (workspace_id, contact_id, at, id);
CREATE INDEX activities_by_time ON activities (workspace_id, at, id);

-- Mail that stays inside, while no mail server is configured.
CREATE TABLE mailbox_messages (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    received_at BIGINT NOT NULL,
    from_addr TEXT NOT NULL,
    to_addr TEXT NOT NULL,
    subject TEXT NOT NULL,
    raw BYTEA NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    PRIMARY KEY (workspace_id, id)
);

-- The proof that a deauthorization was carried out. Holds hashes instead of Zoom's ids.
CREATE TABLE compliance_receipts (
    id UUID NOT NULL PRIMARY KEY,
    received_at BIGINT NOT NULL,
    source TEXT NOT NULL,
    account_hash TEXT NOT NULL,
    user_hash TEXT NOT NULL,
    person_name TEXT,
    deleted_tokens BIGINT NOT NULL,
    deleted_identities BIGINT NOT NULL,
    deleted_meetings BIGINT NOT NULL,
    deleted_events BIGINT NOT NULL,
    deleted_at BIGINT NOT NULL,
    confirm_state TEXT NOT NULL,
    confirm_status BIGINT,
    confirmed_at BIGINT
);

-- What was exchanged with other services, without contents.
CREATE TABLE integration_calls (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID REFERENCES workspaces (id),
    user_id UUID,
    at BIGINT NOT NULL,
    direction TEXT NOT NULL,
    name TEXT NOT NULL,
    what TEXT NOT NULL,
    result TEXT NOT NULL,
    result_words TEXT,
    status BIGINT,
    duration_ms BIGINT NOT NULL,
    receipt_id UUID REFERENCES compliance_receipts (id)
);
CREATE INDEX integration_calls_by_time ON integration_calls (workspace_id, at, id);
CREATE INDEX integration_calls_of_user ON integration_calls (workspace_id, user_id, at);

-- Events of Zoom as they came, sealed; the hash makes a repeated delivery harmless.
CREATE TABLE webhook_inbox (
    body_hash BYTEA NOT NULL PRIMARY KEY,
    received_at BIGINT NOT NULL,
    event TEXT NOT NULL,
    event_ts BIGINT,
    account_id TEXT,
    user_id TEXT,
    body BYTEA NOT NULL,
    state TEXT NOT NULL,
    processed_at BIGINT
);
CREATE INDEX webhook_inbox_of_account ON webhook_inbox (account_id, user_id);

-- A form that is sent twice is answered with the place the first one led to.
CREATE TABLE idempotency_keys (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    key TEXT NOT NULL,
    location TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id, key),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);

-- The queue. A job that is done is deleted; a lease that ran out is claimable again. run_again_at: the same job was
-- enqueued once more, for that time, while it ran.
CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID REFERENCES workspaces (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe_key TEXT,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    max_attempts BIGINT NOT NULL,
    lease_until BIGINT,
    leased_by TEXT,
    run_again_at BIGINT,
    last_error TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX jobs_due ON jobs (state, run_at);
CREATE UNIQUE INDEX jobs_dedupe ON jobs (kind, dedupe_key) WHERE state = 'pending' AND dedupe_key IS NOT NULL;
