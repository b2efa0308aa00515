-- What accounts have decided, and the token of the last change: the same one again changes nothing.
CREATE TABLE account_configurations (
    account            TEXT NOT NULL,
    region             TEXT NOT NULL,
    days_before_expiry BIGINT NOT NULL,
    token              TEXT NOT NULL,
    token_until        BIGINT NOT NULL,
    PRIMARY KEY (account, region)
);

-- Whoever tells of what ends walks over whole days, on which many certificates end in one second.
DROP INDEX certificates_to_expire;
CREATE INDEX certificates_to_expire ON certificates (not_after, id) WHERE status = 'ISSUED';
