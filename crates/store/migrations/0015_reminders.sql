-- Reminders by mail. A person's choice, in words of the enum; without a row the usual one holds.
CREATE TABLE reminder_settings (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    for_me TEXT NOT NULL,
    for_invitees TEXT NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);

-- When a meeting is to start, as people were told, and since when that holds. next_minutes: the next reminder is due so
-- long before the start; 0 when there is none left.
CREATE TABLE reminder_plans (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    starts_at BIGINT NOT NULL,
    planned_at BIGINT NOT NULL,
    next_minutes BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
CREATE INDEX reminder_plans_by_start ON reminder_plans (starts_at);

-- Meetings from before there were reminders.
INSERT INTO reminder_plans (workspace_id, meeting_id, starts_at, planned_at, next_minutes)
    SELECT workspace_id, id, starts_at, created_at, 1440 FROM meetings
    WHERE desired = 'scheduled' AND known IN ('in_zoom', 'elsewhere');

-- The outbox of reminders: one for each recipient (an invitee or the host), start and time before it.
CREATE TABLE reminders (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    recipient UUID NOT NULL,
    to_host BOOLEAN NOT NULL,
    kind TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    to_address TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    unclear BIGINT NOT NULL,
    server_words TEXT,
    handed_over_at BIGINT,
    message_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, meeting_id, recipient, kind, starts_at),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
