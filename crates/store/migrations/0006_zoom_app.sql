-- The Zoom app as admins set it: credentials of two environments, single values, and the public pages.

-- Secrets are sealed. environment: development or production; which one is in use is a setting.
CREATE TABLE zoom_credentials (
    environment TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    client_secret BYTEA NOT NULL,
    webhook_secret BYTEA,
    changed_at BIGINT NOT NULL
);

-- Values that hold for the whole installation. A setting without a row was never set.
CREATE TABLE installation_settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- text: Markdown; NULL for the text that comes with the program.
CREATE TABLE public_pages (
    name TEXT NOT NULL PRIMARY KEY,
    text TEXT,
    published BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL
);

-- With which app an authorization began, and which app's secret an event was signed with: its client id. Empty for
-- what is older than this column, when there was only one.
ALTER TABLE oauth_states ADD COLUMN client_id TEXT NOT NULL DEFAULT '';
ALTER TABLE webhook_inbox ADD COLUMN client_id TEXT NOT NULL DEFAULT '';
