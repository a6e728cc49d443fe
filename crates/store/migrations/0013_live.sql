-- How meetings go, as Zoom's events say it. All of this came from Zoom and goes with its grant.

-- One row for each time a meeting was started: Zoom gives each a uuid.
CREATE TABLE meeting_life (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    uuid TEXT NOT NULL,
    grant_id UUID NOT NULL REFERENCES grants (id),
    started_at BIGINT,
    ended_at BIGINT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id, uuid),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);
CREATE INDEX meeting_life_of_grant ON meeting_life (grant_id);
CREATE INDEX meeting_life_by_change ON meeting_life (updated_at);

-- Who was there. participant: their number within that uuid. invitee_id: who of the invited that is, by their address or
-- because somebody said so (confirmed_by).
CREATE TABLE meeting_attendance (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    uuid TEXT NOT NULL,
    participant TEXT NOT NULL,
    grant_id UUID NOT NULL REFERENCES grants (id),
    name TEXT NOT NULL,
    is_host BOOLEAN NOT NULL,
    first_joined_at BIGINT,
    last_joined_at BIGINT,
    last_left_at BIGINT,
    invitee_id UUID,
    confirmed_by UUID,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id, uuid, participant),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, invitee_id) REFERENCES meeting_invitees (workspace_id, id),
    FOREIGN KEY (workspace_id, confirmed_by) REFERENCES users (workspace_id, id)
);
CREATE INDEX meeting_attendance_of_grant ON meeting_attendance (grant_id);
CREATE INDEX meeting_attendance_by_change ON meeting_attendance (updated_at);

ALTER TABLE compliance_receipts ADD COLUMN deleted_attendance BIGINT NOT NULL DEFAULT 0;
