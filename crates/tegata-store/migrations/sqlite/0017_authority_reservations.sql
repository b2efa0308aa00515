-- Serial numbers of intermediates, with what was going to be signed: what has no authority was reserved by a process that
-- did not come back, and may exist.
CREATE TABLE authority_reservations (
    serial       BLOB NOT NULL PRIMARY KEY,
    issuer_id    BLOB NOT NULL,
    to_be_signed BLOB NOT NULL,
    reserved_at  INTEGER NOT NULL,
    authority_id BLOB
);

-- Certificates that a wrong clock has marked as expired are found again.
CREATE INDEX certificates_expired ON certificates (not_after) WHERE status = 'EXPIRED';
