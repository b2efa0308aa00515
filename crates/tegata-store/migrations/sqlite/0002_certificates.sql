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
    document      TEXT NOT NULL
);
-- One short range for each combination that a list asks for, in the order of the list.
CREATE INDEX certificates_listed ON certificates (account, region, status, key_algorithm, export_option, created_at, id);
CREATE INDEX certificates_to_expire ON certificates (not_after) WHERE status = 'ISSUED';
CREATE INDEX certificates_to_renew ON certificates (not_after, id) WHERE status = 'ISSUED' AND users > 0;

-- Whose proofs are being looked up, by the name that is proven with its labels reversed (`com.example.`):
-- a change in a hosted zone finds those under it as one range.
CREATE TABLE certificate_proofs_awaited (
    reversed_name  TEXT NOT NULL,
    certificate_id BLOB NOT NULL,
    PRIMARY KEY (reversed_name, certificate_id)
) WITHOUT ROWID;

-- What the last look-ups saw.
CREATE TABLE certificate_evidence (
    certificate_id BLOB NOT NULL,
    base_name      TEXT NOT NULL,
    document       TEXT NOT NULL,
    PRIMARY KEY (certificate_id, base_name)
) WITHOUT ROWID;

-- Serials, from their reservation on; a serial is never used twice. Rows outlive their certificate until
-- not_after: what was signed stays revocable.
CREATE TABLE certificate_versions (
    serial         BLOB NOT NULL PRIMARY KEY,
    certificate_id BLOB NOT NULL,
    number         INTEGER NOT NULL,
    authority_id   BLOB NOT NULL,
    -- reserved, current, superseded, set-aside (signed, but no longer wanted), deleted
    state          TEXT NOT NULL,
    reserved_at    INTEGER NOT NULL,
    not_after      INTEGER NOT NULL,
    to_be_signed   BLOB,
    leaf           BLOB,
    chain_id       BLOB,
    sealed_key     BLOB
);
CREATE INDEX certificate_versions_of ON certificate_versions (certificate_id, number);
CREATE INDEX certificate_versions_to_purge ON certificate_versions (not_after) WHERE state <> 'current';

-- Chains, each once, under the SHA-256 of their PEM.
CREATE TABLE certificate_chains (
    id  BLOB NOT NULL PRIMARY KEY,
    pem TEXT NOT NULL
);

-- Who serves a certificate. The holder is what detaches it again (a listener and its place there); the resource
-- is what a description names (the load balancer).
CREATE TABLE certificate_attachments (
    certificate_id BLOB NOT NULL,
    holder         TEXT NOT NULL,
    resource       TEXT NOT NULL,
    PRIMARY KEY (certificate_id, holder)
) WITHOUT ROWID;

-- Idempotency tokens of requests.
CREATE TABLE certificate_tokens (
    account        TEXT NOT NULL,
    region         TEXT NOT NULL,
    token          TEXT NOT NULL,
    fingerprint    BLOB NOT NULL,
    certificate_id BLOB NOT NULL,
    expires_at     INTEGER NOT NULL,
    PRIMARY KEY (account, region, token, fingerprint)
) WITHOUT ROWID;
CREATE INDEX certificate_tokens_to_purge ON certificate_tokens (expires_at);

-- How many there are, and how many were requested: today, and in the 364 days before.
CREATE TABLE certificate_counts (
    account          TEXT NOT NULL,
    region           TEXT NOT NULL,
    certificates     INTEGER NOT NULL,
    day              INTEGER NOT NULL,
    requested_today  INTEGER NOT NULL,
    requested_before INTEGER NOT NULL,
    PRIMARY KEY (account, region)
) WITHOUT ROWID;
CREATE TABLE certificate_requests_by_day (
    account   TEXT NOT NULL,
    region    TEXT NOT NULL,
    day       INTEGER NOT NULL,
    requested INTEGER NOT NULL,
    PRIMARY KEY (account, region, day)
) WITHOUT ROWID;

-- RSA keys made ahead, sealed.
CREATE TABLE key_pool (
    id         BLOB NOT NULL PRIMARY KEY,
    algorithm  TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    sealed_key BLOB NOT NULL
);
CREATE INDEX key_pool_by_algorithm ON key_pool (algorithm, made_at);
