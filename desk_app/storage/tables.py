"""Tables of the local book beside the spine's; the files in ``steps`` create them."""

from typing import Final

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, Text

metadata: Final = MetaData()

draft: Final = Table(
    "draft",
    metadata,
    Column("id", String, primary_key=True),
    Column("updated_at", String),
    Column("body", Text),
)
application: Final = Table(
    "application",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String),
    Column("name", String),
    Column("id_number", String),
    Column("phone", String),
    Column("accepted_at", String),
    Column("office_number", String),
    Column("body", Text),
    Column("handover", String),
    Column("promised", String),
    Column("provisional", Boolean),
    Column("accepted_on", String),
    Column("follows_by", String),
)
letter: Final = Table(
    "letter",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String),
    Column("subject_kind", String),
    Column("subject_id", String),
    Column("created_at", String),
    Column("state", String),
    Column("attempts", Integer),
    Column("answer", Text),
    Column("files", Text),
    Column("events", Text),
    Column("opens", Integer),
    Column("material", String),
    Column("seen", Integer),
    Column("body", Text),
    Column("delivered_on", String),
)
set_aside: Final = Table(
    "set_aside",
    metadata,
    Column("id", String, primary_key=True),
    Column("seq", Integer),
    Column("reason", Text),
    Column("raw", Text),
    Column("at", String),
    Column("seen", Integer),
)
counter: Final = Table(
    "counter", metadata, Column("series", String, primary_key=True), Column("value", Integer)
)
journal: Final = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", String),
    Column("person", String),
    Column("role", String),
    Column("unit", String),
    Column("counter", String),
    Column("how", String),
    Column("subject_kind", String),
    Column("subject_id", String),
    Column("text", Text),
    Column("chain", String),
)
person: Final = Table(
    "person",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String),
    Column("id_number", String),
    Column("phone", String),
)
person_number: Final = Table(
    "person_number",
    metadata,
    Column("id_number", String, primary_key=True),
    Column("person", String),
    Column("since", String),
    Column("until", String),
)
told_history: Final = Table(
    "told_history",
    metadata,
    Column("id_number", String, primary_key=True),
    Column("asked_at", String),
    Column("body", Text),
)
person_certificate: Final = Table(
    "person_certificate",
    metadata,
    Column("id_number", String, primary_key=True),
    Column("number", String, primary_key=True),
)
household_member: Final = Table(
    "household_member",
    metadata,
    Column("household", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("relation", String),
    Column("since", String, primary_key=True),
    Column("until", String),
)
organisation: Final = Table(
    "organisation",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String),
    Column("credit_code", String),
    Column("address", String),
    Column("contact", String),
)
appointment: Final = Table(
    "appointment",
    metadata,
    Column("organisation", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("since", String, primary_key=True),
    Column("until", String),
)
findable: Final = Table(
    "findable",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Integer),
    Column("subject", String),
    Column("key_text", Text),
)
find_key: Final = Table(
    "find_key",
    metadata,
    Column("kind", Integer, primary_key=True),
    Column("key", String, primary_key=True),
    Column("findable", Integer, primary_key=True),
)
put_off: Final = Table(
    "put_off",
    metadata,
    Column("id", String, primary_key=True),
    Column("until", String),
    Column("reason", String),
    Column("person", String),
    Column("at", String),
    Column("times", Integer),
)
listed: Final = Table(
    "listed",
    metadata,
    Column("seq", Integer, primary_key=True),
    *(
        Column(name, String)
        for name in ("id", "procedure", "parent", "number", "label", "spelled", "id_number", "phone")
    ),
    *(Column(name, String) for name in ("shown_of", "shown", "outcome", "due", "warn_on", "stopped")),
    Column("promise_on", String),
    Column("late", Integer),
    Column("did", Integer),
    *(Column(name, String) for name in ("began_at", "began_on", "since", "counter", "clerk")),
    Column("pack_digest", String),
    Column("decided_on", String),
    Column("used", Integer),
    *(Column(f"d{place}", String) for place in range(1, 9)),
    Column("told", Text),
)
happened: Final = Table(
    "happened",
    metadata,
    Column("seq", Integer, primary_key=True),
    *(Column(name, String) for name in ("record", "procedure", "kind", "what", "since", "until", "key")),
)
roster: Final = Table(
    "roster",
    metadata,
    Column("id_number", String, primary_key=True),
    *(Column(name, String) for name in ("name", "brought")),
    Column("body", Text),
)
surveyed: Final = Table(
    "surveyed",
    metadata,
    Column("sheet", String, primary_key=True),
    Column("year", Integer),
    *(Column(name, String) for name in ("id_number", "name", "town", "village", "region")),
    Column("place", Integer),
    *(Column(name, String) for name in ("whence", "brought")),
    Column("body", Text),
)
unlisted: Final = Table("unlisted", metadata, Column("id", String, primary_key=True), Column("turn", Integer))
page_use: Final = Table(
    "page_use", metadata, *(Column(name, String, primary_key=True) for name in ("kind", "holder", "page"))
)
recording_use: Final = Table(
    "recording_use", metadata, *(Column(name, String, primary_key=True) for name in ("event", "told"))
)
page_freed: Final = Table("page_freed", metadata, Column("page", String, primary_key=True))
page: Final = Table(
    "page",
    metadata,
    Column("id", String, primary_key=True),
    *(Column(name, String) for name in ("confirmed_on", "fetched_on", "purged_on")),
)
remembered: Final = Table(
    "remembered", metadata, Column("name", String, primary_key=True), Column("value", Text)
)
lease: Final = Table(
    "lease",
    metadata,
    Column("id", String, primary_key=True),
    *(Column(name, String) for name in ("package", "proceeding", "counter", "person", "out_at", "back_by")),
    *(Column(name, String) for name in ("whose", "ended_at", "reason")),
)
carried: Final = Table(
    "carried",
    metadata,
    Column("file", String, primary_key=True),
    Column("package", String),
    Column("back", Integer),
    *(Column(name, String) for name in ("counter", "out_at", "at")),
    Column("since", Integer),
)
carried_event: Final = Table(
    "carried_event",
    metadata,
    Column("event", String, primary_key=True),
    *(Column(name, String) for name in ("package", "proceeding", "at")),
    Column("beside", Integer),
    Column("doubtful", Integer),
    Column("others", Text),
    Column("letter", Text),
    *(Column(name, String) for name in ("settled", "reason")),
)
clerk: Final = Table(
    "clerk",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String),
    Column("roles", Text),
    Column("unit", String),
    Column("password", String),
    Column("totp", String),
    Column("code_step", Integer),
    Column("active", Boolean),
    Column("demo", Boolean),
    Column("must_change", Boolean),
    Column("failures", Integer),
    Column("locked_at", String),
    Column("locked_s", Integer),
    Column("boot", String),
    Column("mark", Float),
    Column("signed_in_at", String),
    Column("changed_at", String),
    Column("made_at", String),
)
