-- Security groups, and the tags of everything that EC2's API shows. The VPC and its subnets are in the settings.

CREATE TABLE security_groups (
    id       TEXT NOT NULL PRIMARY KEY,
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    name     TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (account, region, name)
) STRICT;

CREATE TABLE network_tags (
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    resource TEXT NOT NULL,
    key      TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (account, region, resource, key)
) STRICT, WITHOUT ROWID;
