-- Links that lead to a new password. Only a hash is kept, and whoever uses one uses up all of theirs.
CREATE TABLE password_resets (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX password_resets_of_user ON password_resets (workspace_id, user_id);

-- Where each session is. agent: what the browser calls itself.
CREATE TABLE session_places (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    agent TEXT NOT NULL,
    address TEXT,
    last_used_at BIGINT NOT NULL,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX session_places_of_user ON session_places (workspace_id, user_id);

-- Messages of the inside mailbox that are for one person only.
CREATE TABLE mailbox_readers (
    workspace_id UUID NOT NULL,
    message_id UUID NOT NULL,
    user_id UUID NOT NULL,
    PRIMARY KEY (workspace_id, message_id),
    FOREIGN KEY (workspace_id, message_id) REFERENCES mailbox_messages (workspace_id, id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
