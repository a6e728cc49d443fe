-- What is known for certain: whether Zoom was ever asked for a meeting, and which key the secrets are sealed with.

-- Noted before the first call that creates the meeting in Zoom. FALSE: it surely is not there. Nothing was noted of the
-- meetings from before.
ALTER TABLE meetings ADD COLUMN asked_zoom BOOLEAN NOT NULL DEFAULT TRUE;

-- The key of this installation, by its id, in one row: whoever starts with another one is told before it can harm.
CREATE TABLE sealing_key (
    only_one BIGINT NOT NULL PRIMARY KEY,
    key_id TEXT NOT NULL,
    noted_at BIGINT NOT NULL
);
