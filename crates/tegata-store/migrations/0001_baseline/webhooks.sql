-- Subscribers to events. The secret that signs is sealed.
CREATE TABLE webhooks (
    -- As jobs name it.
    id            TEXT NOT NULL PRIMARY KEY,
    account       TEXT NOT NULL,
    region        TEXT NOT NULL,
    url           TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    principal     TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    -- active, failing, disabled
    state         TEXT NOT NULL,
    -- The first event that was not delivered yet.
    next_position INTEGER NOT NULL,
    -- Counts replays: a delivery that was under way when the position was moved does not move it on.
    replays       INTEGER NOT NULL,
    failing_since INTEGER,
    tries         INTEGER NOT NULL,
    last_error    TEXT
) STRICT;
CREATE INDEX webhooks_of_tenant ON webhooks (account, region, id);

-- The outcome of each try to deliver an event.
CREATE TABLE webhook_deliveries (
    webhook_id TEXT NOT NULL,
    at         INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    try        INTEGER NOT NULL,
    -- The answer's status; null when there was no answer.
    status     INTEGER,
    error      TEXT,
    PRIMARY KEY (webhook_id, at, position, try)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_to_purge ON webhook_deliveries (at);
