-- Who may sign requests. The secret is sealed under the key-encryption key.
CREATE TABLE access_keys (
    id            TEXT NOT NULL PRIMARY KEY,
    account       TEXT NOT NULL,
    principal     TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    created_at    INTEGER NOT NULL
);

-- Roots, cross-certificates and intermediates. A cross-certificate has no key of its own.
CREATE TABLE authorities (
    id              BLOB NOT NULL PRIMARY KEY,
    role            TEXT NOT NULL,
    key_family      TEXT NOT NULL,
    name            TEXT NOT NULL,
    certificate_der BLOB NOT NULL,
    issuer_id       BLOB REFERENCES authorities (id),
    sealed_key      BLOB,
    created_at      INTEGER NOT NULL
);

CREATE TABLE revocation_lists (
    authority_id BLOB NOT NULL PRIMARY KEY REFERENCES authorities (id),
    number       INTEGER NOT NULL,
    this_update  INTEGER NOT NULL,
    next_update  INTEGER NOT NULL,
    der          BLOB NOT NULL
);
