-- Who asked what the county holds of a person; the number is masked but for its last four characters.
CREATE TABLE person_read (
    seq BIGINT NOT NULL PRIMARY KEY,
    at VARCHAR NOT NULL,
    counter VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    matters INTEGER NOT NULL
);
