-- What was revoked, until it would have ended anyway. The shard is the revocation list that names it: chosen by the
-- serial when it is issued, so that a list stays short however many there are.
CREATE TABLE revocations (
    serial       BYTEA NOT NULL PRIMARY KEY,
    authority_id BYTEA NOT NULL,
    shard        BIGINT NOT NULL,
    revoked_at   BIGINT NOT NULL,
    reason       TEXT NOT NULL,
    not_after    BIGINT NOT NULL
);
CREATE INDEX revocations_of_shard ON revocations (authority_id, shard, not_after);
CREATE INDEX revocations_to_purge ON revocations (not_after);
