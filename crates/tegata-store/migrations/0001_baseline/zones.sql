-- Hosted zones belong to an account and to no region. The sort key orders names as Route 53 does: labels from the last
-- to the first with the last dot, printable characters as they are.
CREATE TABLE hosted_zones (
    id               TEXT NOT NULL PRIMARY KEY,
    account          TEXT NOT NULL,
    name             TEXT NOT NULL,
    sort_key         TEXT NOT NULL,
    caller_reference TEXT NOT NULL,
    record_sets      INTEGER NOT NULL,
    document         TEXT NOT NULL,
    UNIQUE (account, caller_reference)
) STRICT;
CREATE INDEX hosted_zones_by_name ON hosted_zones (account, name);
CREATE INDEX hosted_zones_by_apex ON hosted_zones (name);
CREATE INDEX hosted_zones_by_order ON hosted_zones (account, sort_key, id);
-- Each new zone asks whether another account has a zone below its name.
CREATE INDEX hosted_zones_by_place ON hosted_zones (sort_key, account, name);

-- Record sets are found by name, type and set identifier; the document has what they are answered with. The order is
-- Route 53's, by which it lists them.
CREATE TABLE record_sets (
    zone_id        TEXT NOT NULL REFERENCES hosted_zones (id) ON DELETE CASCADE,
    sort_key       TEXT NOT NULL,
    record_type    TEXT NOT NULL,
    set_identifier TEXT NOT NULL,
    name           TEXT NOT NULL,
    document       TEXT NOT NULL,
    PRIMARY KEY (zone_id, sort_key, record_type, set_identifier)
) STRICT, WITHOUT ROWID;

-- Which names a zone's last batches changed: name servers read these and not the zone.
CREATE TABLE zone_journal (
    zone_id TEXT NOT NULL REFERENCES hosted_zones (id) ON DELETE CASCADE,
    serial  INTEGER NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (zone_id, serial, name)
) STRICT, WITHOUT ROWID;

-- What Route 53 calls changes: batches on their way to the name servers. By its mark a node says whether it answers with
-- a change: see nodes.rs.
CREATE TABLE zone_changes (
    id           TEXT NOT NULL PRIMARY KEY,
    account      TEXT NOT NULL,
    zone_id      TEXT NOT NULL,
    comment      TEXT,
    submitted_at INTEGER NOT NULL,
    mark         INTEGER NOT NULL
) STRICT;
CREATE INDEX zone_changes_by_time ON zone_changes (submitted_at);

CREATE TABLE zone_tags (
    zone_id TEXT NOT NULL REFERENCES hosted_zones (id) ON DELETE CASCADE,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (zone_id, key)
) STRICT, WITHOUT ROWID;
