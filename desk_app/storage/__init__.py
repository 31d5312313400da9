"""The local book: one SQLite file and a folder of pages. Other rooms get dataclasses, never rows."""
