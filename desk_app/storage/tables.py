"""Tables of the local book."""

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

VERSION: Final = 3
"""Schema version, kept in SQLite's ``user_version``."""

metadata = MetaData()

draft = Table(
    "draft",
    metadata,
    Column("id", String, primary_key=True),
    Column("updated_at", String, nullable=False),
    Column("body", Text, nullable=False),
)

application = Table(
    "application",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("id_number", String, nullable=False, index=True),
    Column("phone", String, nullable=False),
    Column("accepted_at", String, nullable=False, index=True),
    Column("office_number", String, nullable=False, default=""),
    Column("sent", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("handover", String, nullable=False),
    Column("promised", String, nullable=False),
    Column("provisional", Boolean, nullable=False, index=True),
)

matter = Table(
    "matter",
    metadata,
    Column("application", ForeignKey("application.id"), primary_key=True),
    Column("matter", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("state", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("waits_for", String, nullable=False),
)

state_change = Table(
    "state_change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("application", ForeignKey("application.id"), nullable=False, index=True),
    Column("matter", String, nullable=False),
    Column("state", String, nullable=False),
    Column("at", String, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("act", String, nullable=False),
    Column("application", String, nullable=False, index=True),
    Column("text", Text, nullable=False),
)

letter = Table(
    "letter",
    metadata,
    Column("id", String, primary_key=True),
    Column("application", ForeignKey("application.id"), nullable=False, index=True),
    Column("created_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", String, nullable=False, default=""),
    Column("answer", Text, nullable=False, default=""),
    Column("files", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("material", String, nullable=False, default=""),
)
Index("letter_due", letter.c.state, letter.c.next_try, letter.c.created_at)

news = Table("news", metadata, Column("id", String, primary_key=True), Column("seq", Integer, nullable=False))

counter = Table(
    "counter", metadata, Column("series", String, primary_key=True), Column("value", Integer, nullable=False)
)
