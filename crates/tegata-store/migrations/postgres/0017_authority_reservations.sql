-- Serial numbers of intermediates, with what was going to be signed: what has no authority was reserved by a process that
-- did not come back, and may exist.
CREATE TABLE authority_reservations (
    serial       BYTEA NOT NULL PRIMARY KEY,
    issuer_id    BYTEA NOT NULL,
    to_be_signed BYTEA NOT NULL,
    reserved_at  BIGINT NOT NULL,
    authority_id BYTEA
);

-- Certificates that a wrong clock has marked as expired are found again.
CREATE INDEX certificates_expired ON certificates (not_after) WHERE status = 'EXPIRED';
