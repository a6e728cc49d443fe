-- Moving a meeting, what Zoom itself does to it, and the comparison of both.

-- What Zoom holds of the meeting, beside what people want. revision: of the wish that Zoom is known to have;
-- link_revision: of the wish with which the join link came; heard: what an event said, until Zoom was asked.
ALTER TABLE zoom_meetings ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE zoom_meetings ADD COLUMN agenda TEXT NOT NULL DEFAULT '';
ALTER TABLE zoom_meetings ADD COLUMN starts_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE zoom_meetings ADD COLUMN duration_minutes BIGINT NOT NULL DEFAULT 1;
ALTER TABLE zoom_meetings ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE zoom_meetings ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE zoom_meetings ADD COLUMN link_revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE zoom_meetings ADD COLUMN heard TEXT;
ALTER TABLE zoom_meetings ADD COLUMN heard_at BIGINT;
-- Until now nothing could be moved, so Zoom holds what is wanted.
UPDATE zoom_meetings SET
    topic = (SELECT m.topic FROM meetings m
        WHERE m.workspace_id = zoom_meetings.workspace_id AND m.id = zoom_meetings.meeting_id),
    agenda = (SELECT m.agenda FROM meetings m
        WHERE m.workspace_id = zoom_meetings.workspace_id AND m.id = zoom_meetings.meeting_id),
    starts_at = (SELECT m.starts_at FROM meetings m
        WHERE m.workspace_id = zoom_meetings.workspace_id AND m.id = zoom_meetings.meeting_id),
    duration_minutes = (SELECT m.duration_minutes FROM meetings m
        WHERE m.workspace_id = zoom_meetings.workspace_id AND m.id = zoom_meetings.meeting_id),
    zone = (SELECT m.zone FROM meetings m
        WHERE m.workspace_id = zoom_meetings.workspace_id AND m.id = zoom_meetings.meeting_id);

-- Whether the removal was somebody's in Zoom, and not one of ours.
ALTER TABLE meetings ADD COLUMN removed_in_zoom BOOLEAN NOT NULL DEFAULT FALSE;

-- What the recipient was told by this mail: of which revision, and which time. NULL until it has left.
ALTER TABLE emails ADD COLUMN told_revision BIGINT;
ALTER TABLE emails ADD COLUMN told_starts_at BIGINT;
ALTER TABLE emails ADD COLUMN told_minutes BIGINT;
UPDATE emails SET
    told_revision = revision,
    told_starts_at = (SELECT m.starts_at FROM meetings m
        WHERE m.workspace_id = emails.workspace_id AND m.id = emails.meeting_id),
    told_minutes = (SELECT m.duration_minutes FROM meetings m
        WHERE m.workspace_id = emails.workspace_id AND m.id = emails.meeting_id)
    WHERE state = 'sent';

-- The time of the meeting as it was when the entry was made, and before it: meetings move on, entries do not.
ALTER TABLE activities ADD COLUMN starts_at BIGINT;
ALTER TABLE activities ADD COLUMN moved_from BIGINT;

-- The last comparison of a person's meetings with their list in Zoom. Holds nothing that came from Zoom.
CREATE TABLE comparisons (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    at BIGINT NOT NULL,
    compared BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);

-- What it found, in order. meeting_id is ours; NULL for one in Zoom that carries a mark nobody here knows.
CREATE TABLE comparison_findings (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    meeting_id UUID,
    PRIMARY KEY (workspace_id, user_id, position),
    FOREIGN KEY (workspace_id, user_id) REFERENCES comparisons (workspace_id, user_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
