-- Proofs of control over names.

-- Which certificates wait for a proof, by the name that is proven with its labels reversed (`com.example.`): a change in
-- a hosted zone finds those under it as one range.
CREATE TABLE certificate_proofs_awaited (
    reversed_name  TEXT NOT NULL,
    certificate_id BLOB NOT NULL,
    PRIMARY KEY (reversed_name, certificate_id)
) STRICT, WITHOUT ROWID;

-- Certificates whose names are being proven, by when the time for that ends: the end does not depend on a job, and a job
-- that was lost is missed.
CREATE TABLE certificate_validations (
    ends_at        INTEGER NOT NULL,
    certificate_id BLOB NOT NULL,
    PRIMARY KEY (ends_at, certificate_id)
) STRICT, WITHOUT ROWID;

-- What the last look-ups saw.
CREATE TABLE certificate_evidence (
    certificate_id BLOB NOT NULL,
    base_name      TEXT NOT NULL,
    document       TEXT NOT NULL,
    PRIMARY KEY (certificate_id, base_name)
) STRICT, WITHOUT ROWID;
