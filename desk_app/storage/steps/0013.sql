-- The roster: people that a list named, whom the rules are asked about. One row a person.
CREATE TABLE roster (
    id_number VARCHAR NOT NULL PRIMARY KEY,
    name VARCHAR NOT NULL,
    brought VARCHAR NOT NULL,
    body TEXT NOT NULL
);
