-- Companies as records of their own. joins_by_domain: people with an address at the domain belong to the company.
ALTER TABLE companies ADD COLUMN about TEXT;
ALTER TABLE companies ADD COLUMN address TEXT;
ALTER TABLE companies ADD COLUMN vat_number TEXT;
ALTER TABLE companies ADD COLUMN zone TEXT;
ALTER TABLE companies ADD COLUMN joins_by_domain BOOLEAN NOT NULL DEFAULT TRUE;
CREATE UNIQUE INDEX companies_by_domain ON companies (workspace_id, domain);

-- People of whom somebody said that they do not belong to the company, whatever their address.
CREATE TABLE company_refusals (
    workspace_id UUID NOT NULL,
    company_id UUID NOT NULL,
    contact_id UUID NOT NULL,
    PRIMARY KEY (workspace_id, company_id, contact_id),
    FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX company_refusals_of_contact ON company_refusals (workspace_id, contact_id);
