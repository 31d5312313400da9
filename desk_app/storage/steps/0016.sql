-- What happened to records, as far as statistics count it: derived from their events with the rows of lists.
CREATE TABLE happened (
    seq INTEGER NOT NULL PRIMARY KEY,
    record VARCHAR NOT NULL,
    procedure VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    since VARCHAR NOT NULL,
    until VARCHAR NOT NULL,
    key VARCHAR NOT NULL
);
CREATE INDEX happened_counted ON happened (procedure, kind, what, since, until, record, key);
CREATE INDEX happened_record ON happened (record, kind, what, since);
