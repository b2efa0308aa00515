-- Names sort as Route 53 sorts them: labels from the last to the first with the last dot, printable characters as they
-- are. Record sets of one name and type are told apart by their set identifier.
UPDATE hosted_zones SET sort_key =
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(sort_key, char(1), '.') || '.', '\041', '!'), '\042', '"'), '\043', '#'), '\044', '$'), '\045', '%')
    , '\046', '&'), '\047', ''''), '\050', '('), '\051', ')'), '\052', '*'), '\053', '+'), '\054', ',')
    , '\057', '/'), '\072', ':'), '\073', ';'), '\074', '<'), '\075', '='), '\076', '>'), '\077', '?')
    , '\100', '@'), '\133', '['), '\135', ']'), '\136', '^'), '\140', '`'), '\173', '{'), '\174', '|')
    , '\175', '}'), '\176', '~');

CREATE TABLE keyed_record_sets (
    zone_id        TEXT NOT NULL REFERENCES hosted_zones (id) ON DELETE CASCADE,
    sort_key       TEXT NOT NULL,
    kind           TEXT NOT NULL,
    set_identifier TEXT NOT NULL,
    name           TEXT NOT NULL,
    document       TEXT NOT NULL,
    PRIMARY KEY (zone_id, sort_key, kind, set_identifier)
);
INSERT INTO keyed_record_sets SELECT zone_id,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(sort_key, char(1), '.') || '.', '\041', '!'), '\042', '"'), '\043', '#'), '\044', '$'), '\045', '%')
    , '\046', '&'), '\047', ''''), '\050', '('), '\051', ')'), '\052', '*'), '\053', '+'), '\054', ',')
    , '\057', '/'), '\072', ':'), '\073', ';'), '\074', '<'), '\075', '='), '\076', '>'), '\077', '?')
    , '\100', '@'), '\133', '['), '\135', ']'), '\136', '^'), '\140', '`'), '\173', '{'), '\174', '|')
    , '\175', '}'), '\176', '~'),
    kind, '', name, document FROM record_sets;
DROP TABLE record_sets;
ALTER TABLE keyed_record_sets RENAME TO record_sets;

-- Whether another account has a zone below a name is asked for each new zone.
CREATE INDEX hosted_zones_by_place ON hosted_zones (sort_key, account, name);
