-- The queue serves workspaces in turn, and recurring work has a row that says when it is due next.

-- A job that is due and free stands in the line of its kind at `turn`; one that waits for its time, runs or was given
-- up has none.
ALTER TABLE jobs ADD COLUMN turn BIGINT;
DROP INDEX jobs_due;
-- The next of a line, and the last of a workspace in it.
CREATE INDEX jobs_line ON jobs (kind, turn, id) WHERE turn IS NOT NULL;
CREATE INDEX jobs_line_of_workspace ON jobs (kind, workspace_id, turn) WHERE turn IS NOT NULL;
-- What joins its line next: its time comes, or the lease of whoever runs it runs out.
CREATE INDEX jobs_joining ON jobs ((COALESCE(lease_until, run_at))) WHERE state = 'pending' AND turn IS NULL;
-- What a workspace's admins see.
CREATE INDEX jobs_of_workspace ON jobs (workspace_id, state, finished_at);

CREATE TABLE schedules (
    name TEXT NOT NULL PRIMARY KEY,
    recurrence TEXT NOT NULL,
    next_at BIGINT NOT NULL
);
