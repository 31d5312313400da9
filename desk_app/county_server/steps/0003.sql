-- Earlier identity numbers of a person, as confirmed at a window: what was decided under one of them is theirs.
CREATE TABLE number_link (
    id_number VARCHAR NOT NULL,
    former VARCHAR NOT NULL,
    PRIMARY KEY (id_number, former)
);
CREATE INDEX number_link_former ON number_link (former);
