-- Certificates: the document, and beside it the columns that are searched or sorted by.
CREATE TABLE certificates (
    id            BLOB NOT NULL PRIMARY KEY,
    account       TEXT NOT NULL,
    region        TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    status        TEXT NOT NULL,
    key_algorithm TEXT NOT NULL,
    export_option TEXT NOT NULL,
    not_after     INTEGER,
    -- How many attachments it has: kept here so that a description or a list costs no second look.
    users         INTEGER NOT NULL,
    -- Whether the current version was exported: then it is renewed although nothing here uses it.
    exported      INTEGER NOT NULL,
    -- Its row of certificate_facets.
    facets        INTEGER NOT NULL,
    document      TEXT NOT NULL
) STRICT;
-- The id as well: notices of expiry walk over whole days, on which many certificates end in one second.
CREATE INDEX certificates_to_expire ON certificates (not_after, id) WHERE status = 'ISSUED';
CREATE INDEX certificates_to_renew ON certificates (not_after, id)
    WHERE status = 'ISSUED' AND (users > 0 OR exported > 0);
-- Certificates that a wrong clock has marked as expired are found again.
CREATE INDEX certificates_expired ON certificates (not_after) WHERE status = 'EXPIRED';

-- Serial numbers that are about to be signed, with what is going to be signed. What was signed moves to
-- certificate_versions; what stays here was cut short, and may exist all the same. Apart from the versions, whose rows are
-- then written once and do not grow, so that their pages fill up.
CREATE TABLE certificate_reservations (
    serial         BLOB NOT NULL PRIMARY KEY,
    certificate_id BLOB NOT NULL,
    number         INTEGER NOT NULL,
    authority_id   BLOB NOT NULL,
    reserved_at    INTEGER NOT NULL,
    not_after      INTEGER NOT NULL,
    to_be_signed   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_reservations_of ON certificate_reservations (certificate_id);

-- What was signed, by its serial number, which is never used twice. Rows outlive their certificate until not_after: what
-- was signed stays revocable.
CREATE TABLE certificate_versions (
    serial         BLOB NOT NULL PRIMARY KEY,
    certificate_id BLOB NOT NULL,
    number         INTEGER NOT NULL,
    authority_id   BLOB NOT NULL,
    -- current, superseded, set-aside (signed, but no longer needed), deleted
    state          TEXT NOT NULL,
    reserved_at    INTEGER NOT NULL,
    not_after      INTEGER NOT NULL,
    leaf           BLOB NOT NULL,
    chain_id       BLOB,
    sealed_key     BLOB
) STRICT;
CREATE INDEX certificate_versions_of ON certificate_versions (certificate_id, number);
CREATE INDEX certificate_versions_to_purge ON certificate_versions (not_after) WHERE state <> 'current';

-- Chains, each once, under the SHA-256 of their PEM.
CREATE TABLE certificate_chains (
    id  BLOB NOT NULL PRIMARY KEY,
    pem TEXT NOT NULL
) STRICT;

-- Imported certificates with their keys: one version of each, since an import cannot be undone. Chains are kept with
-- it, and not among those of our own authorities: they go when it goes.
CREATE TABLE certificate_imports (
    certificate_id BLOB NOT NULL PRIMARY KEY,
    number         INTEGER NOT NULL,
    serial         BLOB NOT NULL,
    leaf           BLOB NOT NULL,
    chain_pem      TEXT NOT NULL,
    sealed_key     BLOB NOT NULL
) STRICT;

-- What serves a certificate. The holder is what detaches it again (a listener and its place there); the resource is
-- what a description names (the load balancer).
CREATE TABLE certificate_attachments (
    certificate_id BLOB NOT NULL,
    holder         TEXT NOT NULL,
    resource       TEXT NOT NULL,
    PRIMARY KEY (certificate_id, holder)
) STRICT, WITHOUT ROWID;

-- Certificates that are being replaced by another one, or were.
CREATE TABLE certificate_replacements (
    id       BLOB NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    old_id   BLOB NOT NULL,
    begun_at INTEGER NOT NULL,
    is_open  INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT;
CREATE INDEX certificate_replacements_of ON certificate_replacements (account, region, begun_at, id);
-- One at a time of each certificate.
CREATE UNIQUE INDEX certificate_replacements_open ON certificate_replacements (old_id) WHERE is_open = 1;

-- RSA keys made ahead, sealed.
CREATE TABLE key_pool (
    id         BLOB NOT NULL PRIMARY KEY,
    algorithm  TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    sealed_key BLOB NOT NULL
) STRICT;
CREATE INDEX key_pool_by_algorithm ON key_pool (algorithm, made_at);
