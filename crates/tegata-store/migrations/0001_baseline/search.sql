-- What certificates have in common: each combination that there was, under a digest of itself and its tenant.
CREATE TABLE certificate_facets (
    id       INTEGER NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;
CREATE INDEX certificate_facets_of ON certificate_facets (account, region);

-- What certificates are found and sorted by. A search or a list reads short ranges of certificates that share their
-- facets, and a certificate says which its own are.
CREATE TABLE certificate_search (
    facets         INTEGER NOT NULL,
    certificate_id BLOB NOT NULL,
    domain_name    TEXT NOT NULL,
    -- All its DNS names, a line each.
    dns_names      TEXT NOT NULL,
    serial         TEXT,
    not_before     INTEGER,
    not_after      INTEGER,
    issued_at      INTEGER,
    imported_at    INTEGER,
    revoked_at     INTEGER,
    PRIMARY KEY (facets, certificate_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_search_by_name ON certificate_search (facets, domain_name, certificate_id);
CREATE INDEX certificate_search_by_end ON certificate_search (facets, not_after, certificate_id) WHERE not_after IS NOT NULL;
CREATE INDEX certificate_search_by_start ON certificate_search (facets, not_before, certificate_id) WHERE not_before IS NOT NULL;
CREATE INDEX certificate_search_by_issue ON certificate_search (facets, issued_at, certificate_id) WHERE issued_at IS NOT NULL;
CREATE INDEX certificate_search_by_import ON certificate_search (facets, imported_at, certificate_id) WHERE imported_at IS NOT NULL;
CREATE INDEX certificate_search_by_revocation ON certificate_search (facets, revoked_at, certificate_id) WHERE revoked_at IS NOT NULL;
-- What our authorities signed is found among the versions.
CREATE INDEX certificate_search_by_serial ON certificate_search (serial) WHERE imported_at IS NOT NULL;

-- Which certificates have a name.
CREATE TABLE certificate_names (
    account        TEXT NOT NULL,
    region         TEXT NOT NULL,
    name           TEXT NOT NULL,
    certificate_id BLOB NOT NULL,
    PRIMARY KEY (account, region, name, certificate_id)
) STRICT, WITHOUT ROWID;
