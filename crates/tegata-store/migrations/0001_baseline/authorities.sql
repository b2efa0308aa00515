-- Our authorities, and what they revoked.

-- Roots, cross-certificates and intermediates. A cross-certificate has no key of its own. Account and region are those
-- of an authority that belongs to an account; both are NULL for the instance's own hierarchy.
CREATE TABLE authorities (
    id              BLOB NOT NULL PRIMARY KEY,
    account         TEXT,
    region          TEXT,
    role            TEXT NOT NULL,
    key_family      TEXT NOT NULL,
    name            TEXT NOT NULL,
    certificate_der BLOB NOT NULL,
    issuer_id       BLOB REFERENCES authorities (id),
    sealed_key      BLOB,
    created_at      INTEGER NOT NULL
) STRICT;

-- Serial numbers of intermediates, with what was going to be signed. A row without an authority was reserved by a
-- process that stopped before it finished: a certificate with that number may exist.
CREATE TABLE authority_reservations (
    serial       BLOB NOT NULL PRIMARY KEY,
    issuer_id    BLOB NOT NULL,
    to_be_signed BLOB NOT NULL,
    reserved_at  INTEGER NOT NULL,
    authority_id BLOB
) STRICT;

CREATE TABLE revocation_lists (
    authority_id BLOB NOT NULL PRIMARY KEY REFERENCES authorities (id),
    number       INTEGER NOT NULL,
    this_update  INTEGER NOT NULL,
    next_update  INTEGER NOT NULL,
    der          BLOB NOT NULL
) STRICT;

-- Revoked certificates, until their end. The shard is the revocation list that names it, chosen by the serial number at
-- issuance, so that a list stays short however many certificates are revoked.
CREATE TABLE revocations (
    serial       BLOB NOT NULL PRIMARY KEY,
    authority_id BLOB NOT NULL,
    shard        INTEGER NOT NULL,
    revoked_at   INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    not_after    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX revocations_of_shard ON revocations (authority_id, shard, not_after);
CREATE INDEX revocations_to_purge ON revocations (not_after);
