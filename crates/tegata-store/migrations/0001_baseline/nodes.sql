-- Which processes run on this store, and up to where each serves changes: see nodes.rs. The one process on an embedded
-- store knows that of itself, and writes nothing here.
CREATE TABLE nodes (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    version    TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    zones      TEXT,
    edge       TEXT
) STRICT, WITHOUT ROWID;

-- What a node cannot serve. A fault outlives its node, so that the next one that serves the thing can say so.
CREATE TABLE node_faults (
    topic    TEXT NOT NULL,
    key      TEXT NOT NULL,
    node_id  TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    why      TEXT NOT NULL,
    PRIMARY KEY (topic, key, node_id)
) STRICT, WITHOUT ROWID;
