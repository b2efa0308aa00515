-- What PostgreSQL needs and SQLite does not. A sequence number is given out before its transaction commits, so a lower
-- one may become visible after a higher one. A reader of the event log therefore assigns positions to the events that
-- are visible and have none yet.
CREATE INDEX events_without_position ON events (sequence) WHERE position IS NULL;

-- One row: the last position that was assigned. Who assigns positions changes it, so that one process does at a time.
CREATE TABLE event_positions (
    id   INTEGER NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
);
INSERT INTO event_positions (id, last) VALUES (1, 0);
