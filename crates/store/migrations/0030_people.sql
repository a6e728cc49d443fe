-- When somebody was last seen, also after they logged out.
CREATE TABLE people_seen (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);

-- People who are asked to join. name: where it is known; invited_by: nobody if it was the command line.
CREATE TABLE invited_people (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    id UUID NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    name TEXT,
    role TEXT NOT NULL,
    invited_by UUID,
    invited_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, email_folded),
    FOREIGN KEY (workspace_id, invited_by) REFERENCES users (workspace_id, id)
);

-- Their links. Only a hash is kept.
CREATE TABLE join_links (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL,
    invited_id UUID NOT NULL,
    FOREIGN KEY (workspace_id, invited_id) REFERENCES invited_people (workspace_id, id)
);
CREATE INDEX join_links_of_invited ON join_links (workspace_id, invited_id);

-- Their mails, an outbox like the others.
CREATE TABLE join_emails (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    invited_id UUID NOT NULL,
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
    FOREIGN KEY (workspace_id, invited_id) REFERENCES invited_people (workspace_id, id)
);
CREATE INDEX join_emails_of_invited ON join_emails (workspace_id, invited_id);

-- People who were removed. Their row stays for what they did; another person may have their address.
CREATE TABLE removed_people (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    removed_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);

-- Answers of Zoom that are being exchanged for tokens, by the hash of their state: whoever disconnects or is removed
-- meanwhile takes theirs away, and what comes of it is not kept.
CREATE TABLE oauth_exchanges (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    began_at BIGINT NOT NULL,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX oauth_exchanges_of_user ON oauth_exchanges (workspace_id, user_id);
