-- What people who use Rapport read in their mails; without a row it is English.
CREATE TABLE user_languages (
    workspace_id UUID NOT NULL,
    user_id UUID NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id)
);
