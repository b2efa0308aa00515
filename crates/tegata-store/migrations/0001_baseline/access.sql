-- Who may sign requests, and what they may do.

-- The secret is sealed under the key-encryption key. The state is active or disabled.
CREATE TABLE access_keys (
    id            TEXT NOT NULL PRIMARY KEY,
    account       TEXT NOT NULL,
    principal     TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    state         TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_keys_of ON access_keys (account, principal);

-- Temporary credentials: sessions of principals, made by AssumeRole. The token itself is not kept, only its SHA-256. A row
-- stays for a while after its end, so that a late client reads that its session has expired.
CREATE TABLE sessions (
    id            TEXT NOT NULL PRIMARY KEY,
    account       TEXT NOT NULL,
    principal     TEXT NOT NULL,
    name          TEXT NOT NULL,
    token_digest  BLOB NOT NULL,
    sealed_secret BLOB NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of ON sessions (account, principal, expires_at);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE principals (
    account    TEXT NOT NULL,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE policies (
    account    TEXT NOT NULL,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    statements INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- A new revision with each change to an account's policies: each node sees by one row that its own copy is old.
CREATE TABLE policy_revisions (
    account  TEXT NOT NULL PRIMARY KEY,
    revision TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What accounts have decided, and the token of the last change: the same token again changes nothing.
CREATE TABLE account_configurations (
    account            TEXT NOT NULL,
    region             TEXT NOT NULL,
    days_before_expiry INTEGER NOT NULL,
    token              TEXT NOT NULL,
    token_until        INTEGER NOT NULL,
    PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;
