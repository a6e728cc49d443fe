-- Where a meeting takes place can change: the revision with which it last came to Zoom or left it. Whoever was told an
-- older one is told so. meetings.known has one value more, 'leaving': elsewhere, and Zoom may still have it.
CREATE TABLE venue_changes (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    to_zoom BOOLEAN NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
