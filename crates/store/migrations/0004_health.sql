-- Connections that tell how they are, mail that knows how it left, and events in their order.

-- refreshed_at: when Zoom last gave a pair of tokens, from which the life of the refresh token counts. next_check_at:
-- when we ask Zoom by ourselves. lease_overtaken: whoever had the lease before never gave it back. refused_at: when
-- Zoom refused the pair while that other one might still have had a newer pair in hand.
ALTER TABLE grants ADD COLUMN refreshed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE grants ADD COLUMN next_check_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE grants ADD COLUMN lease_overtaken BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE grants ADD COLUMN refused_at BIGINT;
-- Nothing better is known of grants from before. They are all looked at after the next start.
UPDATE grants SET refreshed_at = connected_at, next_check_at = connected_at;
CREATE INDEX grants_by_check ON grants (state, next_check_at);

-- When the user's Zoom connection was ended from outside, until they connect again.
ALTER TABLE users ADD COLUMN zoom_ended_at BIGINT;

-- handed_over_at: the message was about to be handed to the mail server, and what it said is not known yet.
-- unclear: how often it never became known, so that the recipient may have a copy for each.
ALTER TABLE emails ADD COLUMN handed_over_at BIGINT;
ALTER TABLE emails ADD COLUMN unclear BIGINT NOT NULL DEFAULT 0;
CREATE INDEX emails_of_invitee ON emails (workspace_id, invitee_id);

-- The outbox for mail to users, one row per user, kind and the moment it tells of.
CREATE TABLE user_emails (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    kind TEXT NOT NULL,
    about_at BIGINT NOT NULL,
    to_address TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    unclear BIGINT NOT NULL,
    server_words TEXT,
    message_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    handed_over_at BIGINT,
    sent_at BIGINT,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, user_id, kind, about_at),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);

-- How far the events of Zoom about one thing have come: an older one that arrives later is not applied. The subject is
-- a meeting, one instance of it, a participant or a user, by Zoom's ids, so the row goes with the grant.
CREATE TABLE event_marks (
    grant_id UUID NOT NULL REFERENCES grants (id),
    subject TEXT NOT NULL,
    event_ts BIGINT NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (grant_id, subject)
);
CREATE INDEX event_marks_by_time ON event_marks (noted_at);
CREATE INDEX webhook_inbox_by_time ON webhook_inbox (received_at);
