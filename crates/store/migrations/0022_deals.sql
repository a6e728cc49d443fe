-- Deals: what may be sold, to whom, and how far it is. amount: in the smallest unit of the currency; stage: a word of the
-- enum; stage_since: when it came there.
CREATE TABLE deals (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    title TEXT NOT NULL,
    stage TEXT NOT NULL,
    stage_since BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    company_id UUID,
    contact_id UUID,
    owner_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, owner_id) REFERENCES users (workspace_id, id)
);
CREATE INDEX deals_by_stage ON deals (workspace_id, stage, stage_since);
CREATE INDEX deals_of_company ON deals (workspace_id, company_id);
CREATE INDEX deals_of_contact ON deals (workspace_id, contact_id);
