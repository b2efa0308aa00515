-- Who may sign: an access key can be disabled, and is listed by its principal.
ALTER TABLE access_keys ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
CREATE INDEX access_keys_of ON access_keys (account, principal);

CREATE TABLE principals (
    account    TEXT NOT NULL,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) WITHOUT ROWID;

CREATE TABLE policies (
    account    TEXT NOT NULL,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    statements INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) WITHOUT ROWID;

-- A new one with each change to an account's policies, so that every node sees by one row that its own are old.
CREATE TABLE policy_revisions (
    account  TEXT NOT NULL PRIMARY KEY,
    revision TEXT NOT NULL
) WITHOUT ROWID;
