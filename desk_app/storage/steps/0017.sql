-- The people of a year's survey: one row a person and year, by the id their sheet has or will have.
CREATE TABLE surveyed (
    sheet VARCHAR NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    id_number VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    town VARCHAR NOT NULL,
    village VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    whence VARCHAR NOT NULL,
    brought VARCHAR NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX surveyed_place ON surveyed (year, town, village, place);
CREATE INDEX surveyed_number ON surveyed (id_number);
