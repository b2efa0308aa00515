-- Readers of the event log go by positions: numbers in the order in which events became visible. A sequence is handed
-- out before its transaction commits, so a lower one may become visible after a higher one; a position is given
-- afterwards, by whoever reads, to what is visible and has none yet.
ALTER TABLE events ADD COLUMN position BIGINT;
CREATE INDEX events_of_tenant ON events (account, region, position);
CREATE INDEX events_without_position ON events (sequence) WHERE position IS NULL;
-- One row: the last position that was given. Whoever gives some changes it, so that one does at a time.
CREATE TABLE event_positions (
    id   BIGINT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO event_positions (id, last) VALUES (1, 0);

-- Who is told of events. The secret that signs is sealed.
CREATE TABLE webhooks (
    -- As jobs name it.
    id            TEXT NOT NULL PRIMARY KEY,
    account       TEXT NOT NULL,
    region        TEXT NOT NULL,
    url           TEXT NOT NULL,
    sealed_secret BYTEA NOT NULL,
    principal     TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    -- active, failing, disabled
    state         TEXT NOT NULL,
    -- The first event that was not delivered yet.
    next_position BIGINT NOT NULL,
    -- Counts replays: a delivery that was under way when somebody moved the position does not move it on.
    replays       BIGINT NOT NULL,
    failing_since BIGINT,
    tries         BIGINT NOT NULL,
    last_error    TEXT
);
CREATE INDEX webhooks_of_tenant ON webhooks (account, region, id);

-- What became of each try to deliver an event.
CREATE TABLE webhook_deliveries (
    webhook_id TEXT NOT NULL,
    at         BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    try        BIGINT NOT NULL,
    -- The answer's status; none when there was no answer.
    status     BIGINT,
    error      TEXT,
    PRIMARY KEY (webhook_id, at, position, try)
);
CREATE INDEX webhook_deliveries_to_purge ON webhook_deliveries (at);
