-- Zoom gives an app a new secret token: the one before still counts for a while, because events signed with it are under
-- way; and before the new one is entered here, what is signed with it is asked for again.
ALTER TABLE zoom_credentials ADD COLUMN old_webhook_secret BYTEA;
ALTER TABLE zoom_credentials ADD COLUMN old_webhook_until BIGINT;
ALTER TABLE zoom_credentials ADD COLUMN new_secret_until BIGINT;
