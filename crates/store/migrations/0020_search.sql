-- What a search looks into: the words of each record, and for mistyped words the pieces of three letters of each word.
-- kind: of what record, in words of the enum.
CREATE TABLE search_words (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    word TEXT NOT NULL,
    PRIMARY KEY (workspace_id, word)
);
CREATE TABLE search_grams (
    workspace_id UUID NOT NULL,
    gram TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (workspace_id, gram, word)
);
CREATE TABLE search_postings (
    workspace_id UUID NOT NULL,
    word TEXT NOT NULL,
    kind TEXT NOT NULL,
    item_id UUID NOT NULL,
    PRIMARY KEY (workspace_id, word, kind, item_id),
    FOREIGN KEY (workspace_id, word) REFERENCES search_words (workspace_id, word)
);
CREATE INDEX search_postings_of_item ON search_postings (workspace_id, kind, item_id);

-- Records whose words are still to be read: all that were there before.
CREATE TABLE search_pending (
    workspace_id UUID NOT NULL,
    kind TEXT NOT NULL,
    item_id UUID NOT NULL,
    PRIMARY KEY (workspace_id, kind, item_id)
);
INSERT INTO search_pending (workspace_id, kind, item_id) SELECT workspace_id, 'contact', id FROM contacts;
INSERT INTO search_pending (workspace_id, kind, item_id) SELECT workspace_id, 'company', id FROM companies;
INSERT INTO search_pending (workspace_id, kind, item_id) SELECT workspace_id, 'meeting', id FROM meetings;
