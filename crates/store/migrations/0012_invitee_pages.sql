-- Pages for people who are invited, and what they answer there.

-- The address of an invitee's page: the hash finds the row; the token is sealed, for the mails that name it.
CREATE TABLE invitee_pages (
    workspace_id UUID NOT NULL,
    invitee_id UUID NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    token BYTEA NOT NULL,
    PRIMARY KEY (workspace_id, invitee_id),
    FOREIGN KEY (workspace_id, invitee_id) REFERENCES meeting_invitees (workspace_id, id)
);

-- When the invitee answered, and what they wrote to the host.
ALTER TABLE meeting_invitees ADD COLUMN answered_at BIGINT;
ALTER TABLE meeting_invitees ADD COLUMN answer_message TEXT;

-- Times that an invitee would rather meet at. Gone once the meeting is at another time.
CREATE TABLE proposed_times (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    invitee_id UUID NOT NULL,
    position BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, invitee_id) REFERENCES meeting_invitees (workspace_id, id)
);
CREATE INDEX proposed_times_of_meeting ON proposed_times (workspace_id, meeting_id);

-- Mail to a host about an answer names the invitee it is about.
ALTER TABLE user_emails ADD COLUMN meeting_id UUID;
ALTER TABLE user_emails ADD COLUMN invitee_id UUID;
