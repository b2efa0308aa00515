-- What requests are counted and recognised by.

-- Idempotency tokens of requests.
CREATE TABLE certificate_tokens (
    account        TEXT NOT NULL,
    region         TEXT NOT NULL,
    token          TEXT NOT NULL,
    fingerprint    BLOB NOT NULL,
    certificate_id BLOB NOT NULL,
    expires_at     INTEGER NOT NULL,
    PRIMARY KEY (account, region, token, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_tokens_to_purge ON certificate_tokens (expires_at);

-- How many certificates there are, and how many were requested: today, and in the 364 days before.
CREATE TABLE certificate_counts (
    account          TEXT NOT NULL,
    region           TEXT NOT NULL,
    certificates     INTEGER NOT NULL,
    day              INTEGER NOT NULL,
    requested_today  INTEGER NOT NULL,
    requested_before INTEGER NOT NULL,
    PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;
CREATE TABLE certificate_requests_by_day (
    account   TEXT NOT NULL,
    region    TEXT NOT NULL,
    day       INTEGER NOT NULL,
    requested INTEGER NOT NULL,
    PRIMARY KEY (account, region, day)
) STRICT, WITHOUT ROWID;

-- The same of imported certificates.
CREATE TABLE certificate_import_counts (
    account         TEXT NOT NULL,
    region          TEXT NOT NULL,
    certificates    INTEGER NOT NULL,
    day             INTEGER NOT NULL,
    imported_today  INTEGER NOT NULL,
    imported_before INTEGER NOT NULL,
    PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;
CREATE TABLE certificate_imports_by_day (
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    day      INTEGER NOT NULL,
    imported INTEGER NOT NULL,
    PRIMARY KEY (account, region, day)
) STRICT, WITHOUT ROWID;
