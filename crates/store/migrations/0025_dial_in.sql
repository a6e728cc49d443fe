-- Telephone numbers that lead into a meeting, and the passcode for them, sealed: where Zoom gives any.
ALTER TABLE zoom_meetings ADD COLUMN dial_in BYTEA;
