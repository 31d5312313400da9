-- The book itself: who it is, how often it was restored, and whether its numbers keep their distance.
CREATE TABLE book (
    id TEXT PRIMARY KEY,
    generation INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    restored_at TEXT NOT NULL DEFAULT '',
    jump INTEGER NOT NULL DEFAULT 0
);
