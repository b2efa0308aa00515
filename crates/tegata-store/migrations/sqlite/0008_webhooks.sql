-- Readers of the event log go by positions: numbers in the order in which events became visible. The embedded store
-- has one writer, so that is the order in which they were written.
ALTER TABLE events ADD COLUMN position INTEGER GENERATED ALWAYS AS (sequence) VIRTUAL;
CREATE INDEX events_of_tenant ON events (account, region, position);

-- Who is told of events. The secret that signs is sealed.
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
    -- Counts replays: a delivery that was under way when somebody moved the position does not move it on.
    replays       INTEGER NOT NULL,
    failing_since INTEGER,
    tries         INTEGER NOT NULL,
    last_error    TEXT
);
CREATE INDEX webhooks_of_tenant ON webhooks (account, region, id);

-- What became of each try to deliver an event.
CREATE TABLE webhook_deliveries (
    webhook_id TEXT NOT NULL,
    at         INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    try        INTEGER NOT NULL,
    -- The answer's status; none when there was no answer.
    status     INTEGER,
    error      TEXT,
    PRIMARY KEY (webhook_id, at, position, try)
) WITHOUT ROWID;
CREATE INDEX webhook_deliveries_to_purge ON webhook_deliveries (at);
