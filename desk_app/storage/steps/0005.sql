-- What every record is found by. Keys are made by the program: it fills these when a book is first opened.
CREATE TABLE findable (
    id INTEGER NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    key_text TEXT NOT NULL,
    UNIQUE (kind, subject)
);
CREATE TABLE find_key (
    kind INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    findable INTEGER NOT NULL,
    PRIMARY KEY (kind, key, findable)
) WITHOUT ROWID;
