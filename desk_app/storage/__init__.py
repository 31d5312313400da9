"""The local book: one SQLite file and a folder of pages; rows never leave this room."""
