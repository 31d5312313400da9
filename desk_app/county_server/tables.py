"""The county's own tables besides the spine's; the files in ``steps`` create them."""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, Text

_METADATA: Final = MetaData()

FILE: Final = Table(
    "file",
    _METADATA,
    Column("sha256", String, primary_key=True),
    Column("size", Integer),
    Column("data", LargeBinary),
)
APPLICATION: Final = Table(
    "application",
    _METADATA,
    Column("id", String, primary_key=True),
    Column("number", String),
    Column("office_number", String),
    Column("region", String),
    Column("counter", String),
    Column("body", Text),
    Column("facts", Text),
    Column("received_at", String),
    Column("id_number", String),
    Column("pack_digest", String),
)
"""``counter`` is the window it came from, ``pack_digest`` the pack it was judged by."""
LETTER: Final = Table(
    "letter",
    _METADATA,
    Column("id", String, primary_key=True),
    Column("digest", String),
    Column("subject_kind", String),
    Column("subject_id", String),
    Column("answer", Text),
)
SUPPLEMENT: Final = Table(
    "supplement",
    _METADATA,
    Column("letter", String, primary_key=True),
    Column("application", String),
    Column("body", Text),
    Column("received_at", String),
)
COUNTER: Final = Table(
    "counter", _METADATA, Column("name", String, primary_key=True), Column("value", BigInteger)
)
NUMBER_LINK: Final = Table(
    "number_link",
    _METADATA,
    Column("id_number", String, primary_key=True),
    Column("former", String, primary_key=True),
)
"""Identity numbers of one person: the present one, and an earlier one on which a certificate stands."""
PERSON_READ: Final = Table(
    "person_read",
    _METADATA,
    Column("seq", BigInteger, primary_key=True),
    Column("at", String),
    Column("counter", String),
    Column("person", String),
    Column("matters", Integer),
)
"""Which window asked what is held of whom: ``person`` is an identity number, masked but for its end."""
FEED: Final = Table(
    "feed", _METADATA, Column("counter", String, primary_key=True), Column("seq", Integer, primary_key=True)
)
"""Which events are news for which window."""
BROUGHT: Final = Table(
    "brought",
    _METADATA,
    *(Column(name, String, primary_key=True) for name in ("proceeding", "counter")),
)
"""Windows that brought what another one began, by its topmost record: they get its news too."""
WINDOW_KEY: Final = Table(
    "window_key",
    _METADATA,
    Column("public", String, primary_key=True),
    Column("region", String),
    Column("counter", String),
    Column("enrolled_at", String),
    Column("revoked_at", String),
    Column("revoked_by", String),
    Column("reason", String),
)
"""Public keys of windows in hexadecimal; ``revoked_at`` is empty while one is in force."""
