-- A copy of an invitation that somebody asked for is a mail of its own. turn: what tells the mails of one kind to one
-- invitee apart, the revision that they tell about; or -1, -2, ... for the copies that were asked for.
ALTER TABLE emails RENAME COLUMN revision TO turn;
ALTER TABLE emails ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
UPDATE emails SET revision = turn;
