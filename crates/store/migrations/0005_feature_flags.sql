-- Features that are not for everyone yet, and what admins changed.

-- A feature without a row is off. reach: off, chosen or everyone; whom chosen means stands in the two tables below.
CREATE TABLE feature_flags (
    name TEXT NOT NULL PRIMARY KEY,
    reach TEXT NOT NULL
);
CREATE TABLE feature_flag_workspaces (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    flag TEXT NOT NULL REFERENCES feature_flags (name),
    PRIMARY KEY (workspace_id, flag)
);
CREATE TABLE feature_flag_users (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    flag TEXT NOT NULL REFERENCES feature_flags (name),
    PRIMARY KEY (workspace_id, user_id, flag),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
-- Where people work with Zoom already, they go on.
INSERT INTO feature_flags (name, reach) SELECT 'zoom', 'everyone' WHERE EXISTS (SELECT 1 FROM users);

-- Who changed which setting of the installation, and when: append-only. words: a sentence, without secrets.
CREATE TABLE setting_changes (
    id UUID NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX setting_changes_by_time ON setting_changes (at, id);
