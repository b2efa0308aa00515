-- What PostgreSQL needs and SQLite does not. A sequence number is given out before its transaction commits, so a lower
-- one may become visible after a higher one. A reader of the event log therefore assigns positions to the events that
-- are visible and have none yet.
CREATE INDEX events_without_position ON events (sequence) WHERE position IS NULL;
CREATE INDEX events_by_position ON events (position);

-- Which transaction recorded a change: by it a reader finds what it has not read, however late it commits.
ALTER TABLE changes ADD COLUMN recorded_by BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
CREATE INDEX changes_by_transaction ON changes (recorded_by, revision);

-- One row: the last position that was assigned. Who assigns positions changes it, so that one process does at a time.
CREATE TABLE event_positions (
    id   INTEGER NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
);
INSERT INTO event_positions (id, last) VALUES (1, 0);
