-- How often an event was tried until it was handled.
ALTER TABLE integration_calls ADD COLUMN tries BIGINT NOT NULL DEFAULT 1;
