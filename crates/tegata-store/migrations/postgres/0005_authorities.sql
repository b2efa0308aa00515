-- Who may sign requests. The secret is sealed under the key-encryption key.
CREATE TABLE access_keys (
    id            TEXT NOT NULL PRIMARY KEY,
    account       TEXT NOT NULL,
    principal     TEXT NOT NULL,
    sealed_secret BYTEA NOT NULL,
    created_at    BIGINT NOT NULL
);

-- Roots, cross-certificates and intermediates. A cross-certificate has no key of its own.
CREATE TABLE authorities (
    id              BYTEA NOT NULL PRIMARY KEY,
    role            TEXT NOT NULL,
    key_family      TEXT NOT NULL,
    name            TEXT NOT NULL,
    certificate_der BYTEA NOT NULL,
    issuer_id       BYTEA REFERENCES authorities (id),
    sealed_key      BYTEA,
    created_at      BIGINT NOT NULL
);

CREATE TABLE revocation_lists (
    authority_id BYTEA NOT NULL PRIMARY KEY REFERENCES authorities (id),
    number       BIGINT NOT NULL,
    this_update  BIGINT NOT NULL,
    next_update  BIGINT NOT NULL,
    der          BYTEA NOT NULL
);
