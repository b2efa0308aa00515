-- Hops of placements that this instance does not run, as their owners declare them.
CREATE TABLE declared_hops (
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    name     TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
) STRICT;
