-- What every noun shares: settings, events, the change log, jobs. Times are microseconds since 1970.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);

-- Facts, append-only.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
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
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    topic    TEXT NOT NULL,
    key      TEXT NOT NULL,
    at       INTEGER NOT NULL
);
CREATE INDEX changes_by_time ON changes (at);

-- Work to do. One row for a kind and subject; lease_until is 0 while nobody works on it.
CREATE TABLE jobs (
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL,
    run_at      INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    nudged      INTEGER NOT NULL,
    faults      INTEGER NOT NULL,
    last_error  TEXT,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX jobs_due ON jobs (state, lease_until, run_at);
