-- What accounts have decided, and the token of the last change: the same one again changes nothing.
CREATE TABLE account_configurations (
    account            TEXT NOT NULL,
    region             TEXT NOT NULL,
    days_before_expiry INTEGER NOT NULL,
    token              TEXT NOT NULL,
    token_until        INTEGER NOT NULL,
    PRIMARY KEY (account, region)
) WITHOUT ROWID;

-- Whoever tells of what ends walks over whole days, on which many certificates end in one second.
DROP INDEX certificates_to_expire;
CREATE INDEX certificates_to_expire ON certificates (not_after, id) WHERE status = 'ISSUED';
