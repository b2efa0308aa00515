-- Who may sign: an access key can be disabled, and is listed by its principal.
ALTER TABLE access_keys ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
CREATE INDEX access_keys_of ON access_keys (account, principal);

CREATE TABLE principals (
    account    TEXT NOT NULL,
    name       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, name)
);

CREATE TABLE policies (
    account    TEXT NOT NULL,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    statements BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account, name)
);

-- A new one with each change to an account's policies, so that every node sees by one row that its own are old.
CREATE TABLE policy_revisions (
    account  TEXT NOT NULL PRIMARY KEY,
    revision TEXT NOT NULL
);
