-- What every noun shares: settings, events, the change log, jobs. Times are microseconds since 1970.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Facts, append-only. Readers of the log go by positions: numbers in the order in which events became visible. SQLite
-- has one writer, so that order is the order of the sequence. PostgreSQL assigns positions later: see postgres.sql.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    account  TEXT,
    region   TEXT,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    position INTEGER GENERATED ALWAYS AS (sequence) VIRTUAL
) STRICT;
CREATE INDEX events_by_subject ON events (subject, sequence);
CREATE INDEX events_of_tenant ON events (account, region, position);

-- Which snapshots have to be built anew.
CREATE TABLE changes (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    topic    TEXT NOT NULL,
    key      TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

-- Work to do: one row for a kind and subject. lease_until is 0 while no worker has claimed the job. The queue names the
-- kind of peer that the job waits for, so that silent peers of one kind hold up no other jobs.
CREATE TABLE jobs (
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    queue       TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL,
    run_at      INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    nudged      INTEGER NOT NULL,
    faults      INTEGER NOT NULL,
    last_error  TEXT,
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (state, lease_until, queue, run_at);
