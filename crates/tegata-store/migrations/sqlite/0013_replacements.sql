-- Certificates that are being replaced by another one, or were.
CREATE TABLE certificate_replacements (
    id       BLOB NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    old_id   BLOB NOT NULL,
    begun_at INTEGER NOT NULL,
    is_open  INTEGER NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX certificate_replacements_of ON certificate_replacements (account, region, begun_at, id);
-- One at a time of each certificate.
CREATE UNIQUE INDEX certificate_replacements_open ON certificate_replacements (old_id) WHERE is_open = 1;
