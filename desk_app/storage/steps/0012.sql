-- The day on which the county confirmed a letter: its body is let go a set time later.
ALTER TABLE letter ADD COLUMN delivered_on VARCHAR NOT NULL DEFAULT '';
UPDATE letter SET delivered_on = strftime('%Y-%m-%d', 'now') WHERE state = 'delivered';
CREATE INDEX letter_body ON letter (delivered_on) WHERE delivered_on <> '' AND substr(body, 1, 8) <> '{"shed":';
-- What the program remembers of where a person works, such as the folder of the last pictures.
CREATE TABLE remembered (
    name VARCHAR NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
-- Rows of a table that has checksums from now on get one, once.
INSERT INTO row_mac (kind, key, mac) VALUES ('unsealed', 'set_aside', ''), ('unsealed', 'touched', '');
