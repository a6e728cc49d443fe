-- Meetings that come again. The one that repeats stands for all its dates: it carries the wish to Zoom and the mail about
-- all of them, and is in no list; each date is a meeting of its own. rule: an RRULE of RFC 5545, with a local day as UNTIL.
CREATE TABLE meeting_series (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);

-- planned_at: the start that the rule gave it, which names it in calendars wherever it is moved.
CREATE TABLE series_dates (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    series_id UUID NOT NULL,
    planned_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES meeting_series (workspace_id, meeting_id)
);
CREATE INDEX series_dates_of_series ON series_dates (workspace_id, series_id, planned_at);

ALTER TABLE meetings ADD COLUMN repeats BOOLEAN NOT NULL DEFAULT FALSE;
-- What Zoom calls a date of a series, and the rule that it holds for all.
ALTER TABLE zoom_meetings ADD COLUMN occurrence_id TEXT;
ALTER TABLE zoom_meetings ADD COLUMN rule TEXT;
