-- The book itself: who it is, how often it was restored, and whether its numbers keep their distance.
CREATE TABLE book (
    id TEXT PRIMARY KEY,
    generation INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    restored_at TEXT NOT NULL DEFAULT '',
    jump INTEGER NOT NULL DEFAULT 0,
    turn INTEGER NOT NULL DEFAULT 0
);
-- What is typed is no event: its turns tell an older copy, or a lost log, by the drafts as well.
CREATE TRIGGER draft_kept AFTER INSERT ON draft BEGIN UPDATE book SET turn = turn + 1; END;
CREATE TRIGGER draft_changed AFTER UPDATE ON draft BEGIN UPDATE book SET turn = turn + 1; END;
CREATE TRIGGER draft_gone AFTER DELETE ON draft BEGIN UPDATE book SET turn = turn + 1; END;
-- A keyed checksum for each row that holds truth (storage/row_macs.py keeps it by triggers): table, key, checksum.
CREATE TABLE row_mac (
    kind VARCHAR NOT NULL,
    key NOT NULL,
    mac,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
INSERT INTO row_mac (kind, key, mac) VALUES ('unsealed', '', '');
-- How far the chains of events and of reads went when the window's key signed them.
CREATE TABLE audit_head (
    n INTEGER NOT NULL PRIMARY KEY,
    at VARCHAR NOT NULL,
    event_seq INTEGER NOT NULL,
    event_chain VARCHAR NOT NULL,
    read_seq INTEGER NOT NULL,
    read_chain VARCHAR NOT NULL,
    public VARCHAR NOT NULL,
    signature VARCHAR NOT NULL
);
