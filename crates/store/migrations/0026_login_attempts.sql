-- How often somebody tried to log in, for all processes together. who: SHA-256 of what is counted, an account, an address
-- or both; since: when counting began; tries: how many since then.
CREATE TABLE login_attempts (
    who BYTEA NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX login_attempts_by_time ON login_attempts (since);
