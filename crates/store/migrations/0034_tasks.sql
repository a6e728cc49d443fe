-- What somebody is to do, and by when (2027-03-19, a day of theirs). remind_at: when they are mailed of it, until they
-- were; done_by is who did it.
CREATE TABLE tasks (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    owner_id UUID NOT NULL,
    contact_id UUID,
    meeting_id UUID,
    what TEXT NOT NULL,
    due_on TEXT NOT NULL,
    remind_at BIGINT,
    created_by UUID NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    done_by UUID,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, owner_id) REFERENCES users (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, created_by) REFERENCES users (workspace_id, id),
    FOREIGN KEY (workspace_id, done_by) REFERENCES users (workspace_id, id)
);
CREATE INDEX tasks_of_owner ON tasks (workspace_id, owner_id, due_on);
CREATE INDEX tasks_by_due ON tasks (workspace_id, due_on, id);
CREATE INDEX tasks_of_contact ON tasks (workspace_id, contact_id, due_on);
CREATE INDEX tasks_of_meeting ON tasks (workspace_id, meeting_id);
CREATE INDEX tasks_to_remind ON tasks (remind_at);

-- Next steps after meetings were the first tasks.
INSERT INTO tasks (workspace_id, id, owner_id, contact_id, meeting_id, what, due_on, created_by, created_at, done_at, done_by)
    SELECT workspace_id, id, owner_id, contact_id, meeting_id, what, due_on, owner_id, created_at, done_at,
        CASE WHEN done_at IS NULL THEN NULL ELSE owner_id END
    FROM next_steps;
DROP TABLE next_steps;
