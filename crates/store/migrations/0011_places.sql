-- Where a meeting takes place that is not in Zoom: text is a phone number, an address or a link, as kind says. Such
-- meetings are 'elsewhere' in meetings.known.
CREATE TABLE meeting_places (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
