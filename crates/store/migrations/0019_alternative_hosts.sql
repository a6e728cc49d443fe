-- Who may start a meeting besides its host, addresses between semicolons: as people want it, and as Zoom was told.
CREATE TABLE alternative_hosts (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    wanted TEXT NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
