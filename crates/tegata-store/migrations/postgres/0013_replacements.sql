-- Certificates that are being replaced by another one, or were.
CREATE TABLE certificate_replacements (
    id       BYTEA NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    old_id   BYTEA NOT NULL,
    begun_at BIGINT NOT NULL,
    is_open  BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX certificate_replacements_of ON certificate_replacements (account, region, begun_at, id);
-- One at a time of each certificate.
CREATE UNIQUE INDEX certificate_replacements_open ON certificate_replacements (old_id) WHERE is_open = 1;
