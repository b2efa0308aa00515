-- Codes that approve or deny, each in one mail to one mailbox. Only their digest is kept.
CREATE TABLE approvals (
    code_digest    BLOB NOT NULL PRIMARY KEY,
    certificate_id BLOB NOT NULL,
    name           TEXT NOT NULL,
    address        TEXT NOT NULL,
    expires_at     INTEGER NOT NULL,
    -- approved or denied, once it was used
    decision       TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_of ON approvals (certificate_id, name);
CREATE INDEX approvals_to_purge ON approvals (expires_at);

-- The outbox. A body is sealed, since it holds a code, and wiped once the mail relay has the mail.
CREATE TABLE mails (
    id             BLOB NOT NULL PRIMARY KEY,
    account        TEXT NOT NULL,
    region         TEXT NOT NULL,
    certificate_id BLOB NOT NULL,
    recipient      TEXT NOT NULL,
    subject        TEXT NOT NULL,
    sealed_body    BLOB,
    -- waiting, kept (no relay is set up), sent, given-up
    state          TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    sent_at        INTEGER,
    tries          INTEGER NOT NULL,
    last_error     TEXT
) STRICT;
CREATE INDEX mails_of_tenant ON mails (account, region, created_at, id);
CREATE INDEX mails_of_certificate ON mails (certificate_id);
CREATE INDEX mails_to_purge ON mails (created_at);
