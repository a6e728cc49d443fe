-- What came of a meeting, as somebody noted it.
CREATE TABLE meeting_outcomes (
    workspace_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    noted_by UUID NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, noted_by) REFERENCES users (workspace_id, id)
);

-- What is to be done after it, and by when (2027-03-19, a day of whoever does it).
CREATE TABLE next_steps (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    contact_id UUID,
    owner_id UUID NOT NULL,
    what TEXT NOT NULL,
    due_on TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, owner_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX next_steps_of_owner ON next_steps (workspace_id, owner_id, due_on);
CREATE INDEX next_steps_of_contact ON next_steps (workspace_id, contact_id, due_on);
CREATE INDEX next_steps_of_meeting ON next_steps (workspace_id, meeting_id);
