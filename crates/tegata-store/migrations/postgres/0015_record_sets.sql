-- Names sort as Route 53 sorts them: labels from the last to the first with the last dot, printable characters as they
-- are. Record sets of one name and type are told apart by their set identifier.
UPDATE hosted_zones SET sort_key =
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(sort_key, chr(1), '.') || '.', '\041', '!'), '\042', '"'), '\043', '#'), '\044', '$'), '\045', '%')
    , '\046', '&'), '\047', ''''), '\050', '('), '\051', ')'), '\052', '*'), '\053', '+'), '\054', ',')
    , '\057', '/'), '\072', ':'), '\073', ';'), '\074', '<'), '\075', '='), '\076', '>'), '\077', '?')
    , '\100', '@'), '\133', '['), '\135', ']'), '\136', '^'), '\140', '`'), '\173', '{'), '\174', '|')
    , '\175', '}'), '\176', '~');
UPDATE record_sets SET sort_key =
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(sort_key, chr(1), '.') || '.', '\041', '!'), '\042', '"'), '\043', '#'), '\044', '$'), '\045', '%')
    , '\046', '&'), '\047', ''''), '\050', '('), '\051', ')'), '\052', '*'), '\053', '+'), '\054', ',')
    , '\057', '/'), '\072', ':'), '\073', ';'), '\074', '<'), '\075', '='), '\076', '>'), '\077', '?')
    , '\100', '@'), '\133', '['), '\135', ']'), '\136', '^'), '\140', '`'), '\173', '{'), '\174', '|')
    , '\175', '}'), '\176', '~');
ALTER TABLE record_sets ADD COLUMN set_identifier TEXT NOT NULL DEFAULT '';
ALTER TABLE record_sets DROP CONSTRAINT record_sets_pkey;
ALTER TABLE record_sets ADD PRIMARY KEY (zone_id, sort_key, kind, set_identifier);

-- Whether another account has a zone below a name is asked for each new zone.
CREATE INDEX hosted_zones_by_place ON hosted_zones (sort_key, account, name);
