-- Load balancers, listeners, target groups and targets. Documents are JSON; beside them stands what is
-- searched, sorted or kept unique.

CREATE TABLE load_balancers (
    id       TEXT NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    name     TEXT NOT NULL,
    address  TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (account, region, name)
) STRICT;
CREATE INDEX load_balancers_by_address ON load_balancers (address);

-- An address and port belong to one listener, across all accounts.
CREATE TABLE listeners (
    id               TEXT NOT NULL PRIMARY KEY,
    account          TEXT NOT NULL,
    region           TEXT NOT NULL,
    load_balancer_id TEXT NOT NULL REFERENCES load_balancers (id),
    address          TEXT NOT NULL,
    port             INTEGER NOT NULL,
    document         TEXT NOT NULL,
    UNIQUE (address, port)
) STRICT;
CREATE INDEX listeners_by_load_balancer ON listeners (load_balancer_id, port);

CREATE TABLE target_groups (
    id       TEXT NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    name     TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (account, region, name)
) STRICT;

-- draining_until is null while a target is in service.
CREATE TABLE targets (
    target_group_id   TEXT NOT NULL REFERENCES target_groups (id),
    target            TEXT NOT NULL,
    port              INTEGER NOT NULL,
    availability_zone TEXT,
    draining_until    INTEGER,
    PRIMARY KEY (target_group_id, target, port)
) STRICT;
CREATE INDEX targets_draining ON targets (draining_until) WHERE draining_until IS NOT NULL;

-- A listener's default rule is not among them: it is the listener's.
CREATE TABLE rules (
    id               TEXT NOT NULL PRIMARY KEY,
    account          TEXT NOT NULL,
    region           TEXT NOT NULL,
    listener_id      TEXT NOT NULL REFERENCES listeners (id),
    load_balancer_id TEXT NOT NULL,
    priority         INTEGER NOT NULL,
    document         TEXT NOT NULL,
    UNIQUE (listener_id, priority)
) STRICT;
CREATE INDEX rules_by_load_balancer ON rules (load_balancer_id);

-- Which listeners and rules forward to which target groups. rule_id is empty for a listener's default action.
CREATE TABLE forwards (
    target_group_id  TEXT NOT NULL REFERENCES target_groups (id),
    listener_id      TEXT NOT NULL REFERENCES listeners (id),
    rule_id          TEXT NOT NULL,
    load_balancer_id TEXT NOT NULL,
    PRIMARY KEY (target_group_id, listener_id, rule_id)
) STRICT;
CREATE INDEX forwards_by_listener ON forwards (listener_id);
CREATE INDEX forwards_by_load_balancer ON forwards (load_balancer_id);

-- Keys of session tickets and of stickiness cookies, sealed: all nodes share them. The newest that has begun encrypts,
-- all decrypt.
CREATE TABLE rotating_keys (
    id         BLOB NOT NULL PRIMARY KEY,
    purpose    TEXT NOT NULL,
    begins_at  INTEGER NOT NULL,
    sealed_key BLOB NOT NULL
) STRICT;

-- bundle: certificates of authorities in PEM, as they were given.
CREATE TABLE trust_stores (
    id       TEXT NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    name     TEXT NOT NULL,
    document TEXT NOT NULL,
    bundle   TEXT NOT NULL,
    UNIQUE (account, region, name)
) STRICT;

-- der: a revocation list.
CREATE TABLE trust_store_revocations (
    trust_store_id TEXT NOT NULL REFERENCES trust_stores (id),
    revocation     INTEGER NOT NULL,
    entries        INTEGER NOT NULL,
    der            BLOB NOT NULL,
    PRIMARY KEY (trust_store_id, revocation)
) STRICT;

-- Which listeners check certificates of clients against a trust store, and which target groups those of targets.
CREATE TABLE trust_store_listeners (
    listener_id    TEXT NOT NULL PRIMARY KEY REFERENCES listeners (id),
    trust_store_id TEXT NOT NULL REFERENCES trust_stores (id)
) STRICT;
CREATE INDEX trust_store_listeners_by_trust_store ON trust_store_listeners (trust_store_id);

CREATE TABLE trust_store_target_groups (
    target_group_id TEXT NOT NULL PRIMARY KEY REFERENCES target_groups (id),
    trust_store_id  TEXT NOT NULL REFERENCES trust_stores (id)
) STRICT;
CREATE INDEX trust_store_target_groups_by_trust_store ON trust_store_target_groups (trust_store_id);
