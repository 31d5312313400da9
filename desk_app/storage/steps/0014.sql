-- Records that are out on a laptop: here they are only read until they are carried in or taken back.
CREATE TABLE lease (
    id VARCHAR NOT NULL PRIMARY KEY,
    package VARCHAR NOT NULL,
    proceeding VARCHAR NOT NULL,
    counter VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    out_at VARCHAR NOT NULL,
    back_by VARCHAR NOT NULL,
    whose VARCHAR NOT NULL,
    ended_at VARCHAR NOT NULL DEFAULT '',
    reason VARCHAR NOT NULL DEFAULT ''
);
CREATE INDEX lease_out ON lease (proceeding) WHERE ended_at = '';
-- Files that were carried in: a package as a working set, or back from the laptop. since: the last event before.
CREATE TABLE carried (
    file VARCHAR NOT NULL PRIMARY KEY,
    package VARCHAR NOT NULL,
    back INTEGER NOT NULL,
    counter VARCHAR NOT NULL,
    out_at VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    since INTEGER NOT NULL
);
-- Events that came in and need somebody's eye: beside another outcome, or dated outside the journey.
-- others: the ids of what was done here meanwhile; letter: the letter that waits for the decision.
CREATE TABLE carried_event (
    event VARCHAR NOT NULL PRIMARY KEY,
    package VARCHAR NOT NULL,
    proceeding VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    beside INTEGER NOT NULL,
    doubtful INTEGER NOT NULL,
    others TEXT NOT NULL,
    letter TEXT NOT NULL,
    settled VARCHAR NOT NULL DEFAULT '',
    reason VARCHAR NOT NULL DEFAULT ''
);
CREATE INDEX carried_open ON carried_event (proceeding) WHERE settled = '';
