-- Who did what: append-only. number: from 1 in each workspace; actor: person, zoom, rapport or operator; user_id: which
-- person did it; about_id: to whom; words: a sentence, without secrets and without anything of Zoom's; address: where it
-- came from; hash: SHA-256 of the row and of previous, which is the hash of the row before.
CREATE TABLE audit_log (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    user_id UUID,
    action TEXT NOT NULL,
    about_id UUID,
    words TEXT NOT NULL,
    address TEXT,
    previous BYTEA,
    hash BYTEA,
    PRIMARY KEY (workspace_id, number)
);

-- The two ends of each workspace's log. first_number: the oldest row that is kept and hashed; last_number: the newest, 0
-- before the first; hash: of the newest.
CREATE TABLE audit_chains (
    workspace_id UUID NOT NULL PRIMARY KEY REFERENCES workspaces (id),
    first_number BIGINT NOT NULL,
    last_number BIGINT NOT NULL,
    hash BYTEA
);

-- Changes of settings had a table of their own. They come first, without a hash.
INSERT INTO audit_log (workspace_id, number, at, actor, user_id, action, words)
    SELECT workspace_id, ROW_NUMBER() OVER (PARTITION BY workspace_id ORDER BY at, id), at, 'person', user_id, subject, words
    FROM setting_changes;
INSERT INTO audit_chains (workspace_id, first_number, last_number)
    SELECT workspace_id, COUNT(*) + 1, COUNT(*) FROM setting_changes GROUP BY workspace_id;
DROP TABLE setting_changes;
