"""The envelope: the one frame in which a window's letters go, and how a single event is written.

Both ends read through these modules only, so a letter the desk writes is a letter the county understands.
Letters are read strictly: unknown keys are refused, so that the county stores nothing it does not
understand. Letters of version 1 that still wait in a desk's book are read as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

from desk_app.county import shapes, strict
from desk_app.county.shapes import LetterBody
from desk_app.county.strict import Row, WireError
from desk_app.domain.applications import APPLICATION, Page, application_of, subject_of
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Envelope, Opening, Supplement
from forms.procedures import CLERK

VERSION: Final = 2
"""Version of letters and news."""
FIRST: Final = 1
"""The version in which a letter was just an application or a supplement, without an envelope."""

MAX_LETTER: Final = 1_000_000
"""Largest letter in bytes; a full form of all matters is about 6 kB."""
MAX_FILE: Final = 20_000_000
"""Largest page in bytes; a page scanned at 300 dpi is about 1 MB."""
MAX_EVENTS: Final = 500
"""Most events of one letter."""

ACCEPT, SUPPLEMENT = "accept", "supplement"
"""Acts of the procedure ``application`` that version 1 knew as letters."""

_NAMESPACE: Final = UUID("6f2d5c1e-7c0b-4d0e-9a37-3d1f0c5b8a42")
_SUBJECT_KEYS: Final = ("kind", "id")
_WHO_KEYS: Final = ("person", "role", "unit", "window")
_EVENT_KEYS: Final = (
    *("id", "at", "who", "act", "channel", "cause", "subject", "proceeding", "touches", "payload"),
    "opening",
)
_ENVELOPE_KEYS: Final = ("version", "id", "subject", "events", "files", "application", "supplement")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter as the county reads it, whatever its version."""

    id: str
    """Empty for version 1, whose id is in its request only."""
    subject: Subject
    events: tuple[Event, ...]
    openings: Mapping[str, Opening]
    """Proceeding id → how it begins."""
    files: tuple[str, ...]
    application: LetterBody | None = None
    supplement: Supplement | None = None
    version: int = VERSION


def derived_id(*parts: str) -> str:
    """An event id computed from other ids, the same at every reading."""
    return str(uuid5(_NAMESPACE, "/".join(parts)))


def digest(body: bytes) -> str:
    """SHA-256 of a letter's bytes in hex; the county's answer names it."""
    return sha256(body).hexdigest()


# ---- written by the desk -------------------------------------------------------------------------


def write(envelope: Envelope, region_code: str) -> str:
    """An envelope as canonical JSON: the same envelope is always the same text."""
    row: dict[str, Any] = {
        "version": VERSION,
        "id": envelope.id,
        "subject": subject_row(envelope.subject),
        "events": list(_event_rows(envelope)),
        "files": list(envelope.files),
    }
    if envelope.application is not None:
        row["application"] = shapes.application_row(shapes.body_of(envelope.application, region_code))
    if envelope.supplement is not None:
        row["supplement"] = shapes.supplement_row(envelope.supplement)
    return strict.dump(row)


def with_pages(body: str, instead: Mapping[str, Page]) -> str:
    """A letter's text with other pages in place of those that were damaged, by their ids.

    The same letter and the same pages are always the same text, so that it can be repeated.
    """

    def put(value: Any) -> Any:
        if isinstance(value, list):
            return [put(each) for each in value]
        if not isinstance(value, dict):
            return instead[value].id if isinstance(value, str) and value in instead else value
        page = instead.get(str(value.get("id"))) if "size" in value else None
        told = {"name": page.name, "media": page.media, "size": page.size} if page else {}
        return {key: put(each) for key, each in value.items()} | told

    return strict.dump(put(strict.load(body.encode())))


def event_row(event: Event, opening: Opening | None = None) -> dict[str, Any]:
    """An event as a JSON object, with its opening when it begins a proceeding."""
    who = event.who
    row: dict[str, Any] = {
        "id": event.id,
        "at": event.at.isoformat(),
        "who": {"person": who.person, "role": who.role, "unit": who.unit, "window": who.window},
        "act": event.act,
        "channel": event.channel,
        "cause": event.cause,
        "subject": subject_row(event.subject),
        "proceeding": event.proceeding,
        "touches": [subject_row(t) for t in event.touches],
        "payload": dict(event.payload),
    }
    return row | ({"opening": _opening_row(opening)} if opening else {})


def subject_row(subject: Subject) -> dict[str, str]:
    """A subject as a JSON object."""
    return {"kind": subject.kind, "id": subject.id}


def _event_rows(envelope: Envelope) -> Iterable[dict[str, Any]]:
    openings = dict(envelope.openings)
    for event in envelope.events:
        yield event_row(event, openings.pop(event.proceeding, None))


def _opening_row(opening: Opening) -> dict[str, Any]:
    return {
        "procedure": opening.procedure,
        "subject": subject_row(opening.subject),
        "pack_digest": opening.pack_digest,
        "number": opening.number,
        "parent": opening.parent,
        "place": opening.place,
    }


# ---- read by the county --------------------------------------------------------------------------


def read(body: str | bytes) -> Parcel:
    """The letter a text stands for; WireError for anything missing, misshapen or unknown."""
    text = body.encode() if isinstance(body, str) else body
    if len(text) > MAX_LETTER:
        raise WireError(f"信件超过{MAX_LETTER // 1_000_000}兆")
    row = strict.load(text)
    version = row.get("version")
    if version == FIRST and type(version) is int:
        return _read_first({k: v for k, v in row.items() if k != "version"}, text)
    if version != VERSION or type(version) is not int:
        raise WireError(_other_version("这封信", version))
    strict.only(row, _ENVELOPE_KEYS)
    return _checked(_read_envelope(row))


def version_fault(version: object) -> str:
    """Why news of another version can not be read: a sentence naming both versions."""
    return _other_version("区县的消息", version)


def read_event(row: Row) -> Event:
    """The event a JSON object stands for; WireError for anything missing or misshapen."""
    payload = strict.mapping(strict.get(row, "payload"), "payload")
    return Event(
        id=strict.name(row, "id"),
        at=strict.moment(row, "at"),
        who=_read_who(strict.mapping(strict.get(row, "who"), "who")),
        subject=read_subject(strict.get(row, "subject")),
        act=strict.name(row, "act"),
        payload=strict.mapping(strict.value(payload, "payload"), "payload"),
        proceeding=strict.short(row, "proceeding"),
        channel=strict.name(row, "channel"),
        cause=strict.short(row, "cause"),
        touches=_read_touches(row),
    )


def read_opening(row: Row) -> Opening | None:
    """The opening of an event's proceeding; None when the event begins none. WireError when misshapen."""
    if "opening" not in row:
        return None
    opening = strict.mapping(row["opening"], "opening")
    return Opening(
        procedure=strict.name(opening, "procedure"),
        subject=read_subject(strict.get(opening, "subject")),
        pack_digest=strict.short(opening, "pack_digest"),
        number=strict.short(opening, "number"),
        parent=strict.short(opening, "parent"),
        place=_place(opening),
    )


def read_subject(value: Any) -> Subject:
    """The subject a JSON object stands for."""
    row = strict.mapping(value, "subject")
    strict.only(row, _SUBJECT_KEYS)
    return Subject(strict.name(row, "kind"), strict.name(row, "id"))


def _read_envelope(row: Row) -> Parcel:
    rows = strict.rows(row, "events")
    if not 1 <= len(rows) <= MAX_EVENTS:
        raise WireError(f"一封信应有1至{MAX_EVENTS}件事")
    for each in rows:
        strict.only(each, _EVENT_KEYS)
    events = tuple(read_event(each) for each in rows)
    opened = {e.proceeding: o for e, r in zip(events, rows, strict=True) if (o := read_opening(r))}
    application, supplement = row.get("application"), row.get("supplement")
    return Parcel(
        id=strict.name(row, "id"),
        subject=read_subject(strict.get(row, "subject")),
        events=events,
        openings=opened,
        files=strict.names(row, "files"),
        application=_application(application) if application is not None else None,
        supplement=_supplement(supplement) if supplement is not None else None,
    )


def _application(value: Any) -> LetterBody:
    return shapes.read_application(strict.mapping(value, "application"))


def _supplement(value: Any) -> Supplement:
    return shapes.read_supplement(strict.mapping(value, "supplement"))


def _checked(parcel: Parcel) -> Parcel:
    """The parcel when its parts fit together; WireError otherwise."""
    if len({e.id for e in parcel.events}) < len(parcel.events):
        raise WireError("“events”中有重复的编号")
    if not all(map(strict.is_digest, parcel.files)):
        raise WireError("页面编号应为64位小写十六进制")
    if parcel.application and parcel.supplement:
        raise WireError("一封信不能同时是申请和补交")
    brought = parcel.application or parcel.supplement
    if brought is None:
        return parcel
    about = parcel.application.id if parcel.application else brought_to(parcel)
    if parcel.subject != subject_of(about) or application_of(parcel.events[0].proceeding) != about:
        raise WireError("信件说的不是它带来的那件申请")
    if not {p.id for p in brought.pages} <= set(parcel.files):
        raise WireError("“files”里没有列全图片")
    return parcel


def brought_to(parcel: Parcel) -> str:
    """Id of the application a supplement belongs to; empty for other letters."""
    return parcel.supplement.application if parcel.supplement else ""


def _read_who(row: Row) -> Who:
    strict.only(row, _WHO_KEYS)
    return Who(
        strict.short(row, "person"),
        strict.name(row, "role"),
        strict.short(row, "unit"),
        strict.short(row, "window"),
    )


def _read_touches(row: Row) -> tuple[Subject, ...]:
    found = tuple(read_subject(t) for t in strict.listed(row, "touches"))
    if len(set(found)) < len(found) or len(found) > MAX_EVENTS:
        raise WireError("“touches”中有重复的或太多的项目")
    return found


def _place(row: Row) -> int:
    place = strict.count(row, "place")
    if place > 1_000_000:
        raise WireError("“place”太大")
    return place


def _other_version(what: str, version: object) -> str:
    known = isinstance(version, int) and not isinstance(version, bool)
    told = f"是第{version}版格式" if known else "没有写明格式版本"
    return f"{what}{told},这里的程序用第{VERSION}版,请把窗口程序和区县程序升级到同一版本"


# ---- version 1 -----------------------------------------------------------------------------------


def _read_first(row: Row, body: bytes) -> Parcel:
    if "material" in row:
        return _first_supplement(shapes.read_supplement(row), digest(body))
    return _first_application(shapes.read_application(row))


def _first_application(letter: LetterBody) -> Parcel:
    event = Event(
        id=derived_id(letter.id, ACCEPT),
        at=letter.accepted_at,
        who=Who(letter.clerk, CLERK, "", letter.window),
        subject=subject_of(letter.id),
        act=ACCEPT,
        payload={"number": letter.number, "titles": "、".join(letter.chosen)},
        proceeding=letter.id,
    )
    files = tuple(dict.fromkeys(p.id for p in letter.pages))
    opening = Opening(APPLICATION, event.subject, letter.pack_digest, letter.number)
    return Parcel("", event.subject, (event,), {letter.id: opening}, files, application=letter, version=FIRST)


def _first_supplement(supplement: Supplement, told: str) -> Parcel:
    material = supplement.material
    event = Event(
        id=derived_id(supplement.application, SUPPLEMENT, told),
        at=supplement.taken_at,
        who=Who(supplement.clerk),
        subject=subject_of(supplement.application),
        act=SUPPLEMENT,
        payload={"material": material, "title": material, "pages": len(supplement.pages)},
        proceeding=supplement.application,
    )
    files = tuple(dict.fromkeys(p.id for p in supplement.pages))
    return Parcel("", event.subject, (event,), {}, files, supplement=supplement, version=FIRST)
