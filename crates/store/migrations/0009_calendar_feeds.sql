-- A person's meetings for their calendar program, at an address that nobody can guess. The hash finds the row; the token
-- is sealed, so that its owner can read the address again.
CREATE TABLE calendar_feeds (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    token BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
