-- What every noun shares: settings, events, the change log, jobs. Times are microseconds since 1970.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

-- Facts, append-only.
CREATE TABLE events (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       BIGINT NOT NULL,
    account  TEXT,
    region   TEXT,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL
);
CREATE INDEX events_by_subject ON events (subject, sequence);
CREATE INDEX events_by_time ON events (at);

-- What snapshots have to be built anew.
CREATE TABLE changes (
    revision BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic    TEXT NOT NULL,
    key      TEXT NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX changes_by_time ON changes (at);

-- Work to do. One row for a kind and subject; lease_until is 0 while nobody works on it.
CREATE TABLE jobs (
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL,
    run_at      BIGINT NOT NULL,
    attempt     BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    nudged      BIGINT NOT NULL,
    faults      BIGINT NOT NULL,
    last_error  TEXT,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX jobs_due ON jobs (state, lease_until, run_at);
