-- Jobs in the order of their key: a table and an index of it were written for each job before.
CREATE TABLE jobs_in_order (
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
) WITHOUT ROWID;
INSERT INTO jobs_in_order
    SELECT kind, subject, body, state, run_at, attempt, lease_until, nudged, faults, last_error FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_in_order RENAME TO jobs;
CREATE INDEX jobs_due ON jobs (state, lease_until, run_at);
