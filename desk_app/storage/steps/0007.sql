-- To-dos a clerk left for another day, with the reason.
CREATE TABLE put_off (
    id VARCHAR NOT NULL PRIMARY KEY,
    until VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    times INTEGER NOT NULL
);
CREATE INDEX put_off_until ON put_off (until);
