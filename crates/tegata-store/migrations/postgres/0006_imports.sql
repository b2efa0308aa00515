-- What owners brought, with its key: one version of each, since there is no way back to the one before. Chains are
-- kept with it, and not among those of our own authorities: they go when it goes.
CREATE TABLE certificate_imports (
    certificate_id BYTEA NOT NULL PRIMARY KEY,
    number         BIGINT NOT NULL,
    serial         BYTEA NOT NULL,
    leaf           BYTEA NOT NULL,
    chain_pem      TEXT NOT NULL,
    sealed_key     BYTEA NOT NULL
);

-- How many imported certificates there are, and how many were imported: today, and in the 364 days before.
CREATE TABLE certificate_import_counts (
    account         TEXT NOT NULL,
    region          TEXT NOT NULL,
    certificates    BIGINT NOT NULL,
    day             BIGINT NOT NULL,
    imported_today  BIGINT NOT NULL,
    imported_before BIGINT NOT NULL,
    PRIMARY KEY (account, region)
);
CREATE TABLE certificate_imports_by_day (
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    day      BIGINT NOT NULL,
    imported BIGINT NOT NULL,
    PRIMARY KEY (account, region, day)
);

-- Whether the current version was exported: then it is renewed although nothing here uses it.
ALTER TABLE certificates ADD COLUMN exported BIGINT NOT NULL DEFAULT 0;
DROP INDEX certificates_to_renew;
CREATE INDEX certificates_to_renew ON certificates (not_after, id)
    WHERE status = 'ISSUED' AND (users > 0 OR exported > 0);
