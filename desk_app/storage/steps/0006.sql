-- One row for every record as lists show it: derived from its events, filled when a book is first opened.
CREATE TABLE listed (
    seq INTEGER NOT NULL PRIMARY KEY,
    id VARCHAR NOT NULL UNIQUE,
    procedure VARCHAR NOT NULL,
    parent VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    spelled VARCHAR NOT NULL,
    id_number VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    shown_of VARCHAR NOT NULL,
    shown VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    due VARCHAR NOT NULL,
    warn_on VARCHAR NOT NULL,
    stopped VARCHAR NOT NULL,
    promise_on VARCHAR NOT NULL,
    late INTEGER NOT NULL,
    did INTEGER NOT NULL,
    began_at VARCHAR NOT NULL,
    began_on VARCHAR NOT NULL,
    since VARCHAR NOT NULL,
    counter VARCHAR NOT NULL,
    clerk VARCHAR NOT NULL,
    pack_digest VARCHAR NOT NULL,
    decided_on VARCHAR NOT NULL,
    used INTEGER,
    d1 VARCHAR NOT NULL,
    d2 VARCHAR NOT NULL,
    d3 VARCHAR NOT NULL,
    d4 VARCHAR NOT NULL,
    d5 VARCHAR NOT NULL,
    d6 VARCHAR NOT NULL,
    d7 VARCHAR NOT NULL,
    d8 VARCHAR NOT NULL,
    told TEXT NOT NULL
);
-- Sorting by what is in it reads this index alone; newest first, as rows that are alike are sorted.
CREATE INDEX listed_sorted ON listed (
    procedure, began_at DESC, spelled, number, id_number, phone, since, decided_on
);
CREATE INDEX listed_due ON listed (procedure, due, began_at DESC);
CREATE INDEX listed_parent ON listed (parent) WHERE parent <> '';
-- So do counting, filtering and sorting by a column that divides.
CREATE INDEX listed_counted ON listed (
    procedure, began_on DESC, outcome, due, warn_on, stopped, promise_on, late, did, shown_of, shown,
    counter, clerk, used, d1, d2, d3, d4, d5, d6, d7, d8, began_at
);
-- Records whose row is to be written anew: 0 by the end of the transaction, the others in this order.
CREATE TABLE unlisted (
    id VARCHAR NOT NULL PRIMARY KEY,
    turn INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX unlisted_turn ON unlisted (turn);
INSERT INTO unlisted SELECT id, (SELECT max(rowid) FROM proceeding) - rowid + 1 FROM proceeding;
-- What is only to be settled anew is listed when it is.
CREATE TRIGGER listed_begun AFTER INSERT ON proceeding BEGIN INSERT OR REPLACE INTO unlisted VALUES (NEW.id, 0); END;
CREATE TRIGGER listed_moved AFTER UPDATE ON proceeding WHEN NEW.settled <> 0 BEGIN INSERT OR REPLACE INTO unlisted VALUES (NEW.id, 0); END;
CREATE TRIGGER listed_told AFTER UPDATE ON application BEGIN INSERT OR REPLACE INTO unlisted VALUES (NEW.id, 0); END;
