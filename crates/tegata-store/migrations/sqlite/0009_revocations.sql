-- What was revoked, until it would have ended anyway. The shard is the revocation list that names it: chosen by the
-- serial when it is issued, so that a list stays short however many there are.
CREATE TABLE revocations (
    serial       BLOB NOT NULL PRIMARY KEY,
    authority_id BLOB NOT NULL,
    shard        INTEGER NOT NULL,
    revoked_at   INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    not_after    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX revocations_of_shard ON revocations (authority_id, shard, not_after);
CREATE INDEX revocations_to_purge ON revocations (not_after);
