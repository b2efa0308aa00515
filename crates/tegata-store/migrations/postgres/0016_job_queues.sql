-- A queue for each kind of peer that jobs wait for: one that is full of silent peers holds no other up.
ALTER TABLE jobs ADD COLUMN queue TEXT NOT NULL DEFAULT '';
UPDATE jobs SET queue = CASE kind
    WHEN 'issue' THEN 'issue-here'
    WHEN 'look-up-proofs' THEN 'proofs-here'
    WHEN 'ask-by-mail' THEN 'contacts-here'
    WHEN 'send-mail' THEN 'mail'
    WHEN 'deliver-webhook' THEN 'webhooks'
    ELSE 'replacements' END;
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (state, lease_until, queue, run_at);

-- Certificates whose names are being proven, by when the time for that ends: the end does not depend on a job, and a
-- job that was lost is missed. Of those that are there already the time is not known here; 0 has it found out.
CREATE TABLE certificate_validations (
    ends_at        BIGINT NOT NULL,
    certificate_id BYTEA NOT NULL,
    PRIMARY KEY (ends_at, certificate_id)
);
INSERT INTO certificate_validations SELECT DISTINCT 0, certificate_id FROM certificate_proofs_awaited;
