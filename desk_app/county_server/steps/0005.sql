-- Keys of windows: one in force for each number of a region, revoked ones kept for ever.
CREATE TABLE window_key (
    public VARCHAR NOT NULL PRIMARY KEY,
    region VARCHAR NOT NULL,
    counter VARCHAR NOT NULL,
    enrolled_at VARCHAR NOT NULL,
    revoked_at VARCHAR NOT NULL,
    revoked_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
);
CREATE UNIQUE INDEX window_key_in_force ON window_key (region, counter) WHERE revoked_at = '';
