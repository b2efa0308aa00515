-- What owners brought, with its key: one version of each, since there is no way back to the one before. Chains are
-- kept with it, and not among those of our own authorities: they go when it goes.
CREATE TABLE certificate_imports (
    certificate_id BLOB NOT NULL PRIMARY KEY,
    number         INTEGER NOT NULL,
    serial         BLOB NOT NULL,
    leaf           BLOB NOT NULL,
    chain_pem      TEXT NOT NULL,
    sealed_key     BLOB NOT NULL
);

-- How many imported certificates there are, and how many were imported: today, and in the 364 days before.
CREATE TABLE certificate_import_counts (
    account         TEXT NOT NULL,
    region          TEXT NOT NULL,
    certificates    INTEGER NOT NULL,
    day             INTEGER NOT NULL,
    imported_today  INTEGER NOT NULL,
    imported_before INTEGER NOT NULL,
    PRIMARY KEY (account, region)
) WITHOUT ROWID;
CREATE TABLE certificate_imports_by_day (
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    day      INTEGER NOT NULL,
    imported INTEGER NOT NULL,
    PRIMARY KEY (account, region, day)
) WITHOUT ROWID;

-- Whether the current version was exported: then it is renewed although nothing here uses it.
ALTER TABLE certificates ADD COLUMN exported INTEGER NOT NULL DEFAULT 0;
DROP INDEX certificates_to_renew;
CREATE INDEX certificates_to_renew ON certificates (not_after, id)
    WHERE status = 'ISSUED' AND (users > 0 OR exported > 0);
