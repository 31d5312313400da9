"""One search over people, applications, drafts and the records of registers, by any of their keys."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk_app.domain import keys, receipts
from desk_app.domain.applications import APPLICATION, MATTER, Draft, masked_number
from desk_app.domain.finding import DRAFT, Match
from desk_app.domain.keys import Meant, Query
from desk_app.domain.proceedings import Proceeding, word_of
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.parts import Parts
from forms import numbers, phrases
from forms.particulars import ID_NUMBER, NAME, PHONE
from forms.procedures import State
from forms.sentences import plain_date

LIMIT: Final = 20
"""Hits of each kind when the caller names no number."""
_MOBILE: Final = re.compile(r"(?:86)?1[3-9][0-9]{9}")
_LISTED: Final = re.compile(r"[0-9]{8}([0-9]{8})([jys])[0-9]{1,6}")
"""The number of a hand-over sheet (j) or a list of results that were posted (y) or brought (s), as a key:
region, window, day, kind, and department or which of that day."""
_OF_DRAFT: Final = re.compile(r"[0-9]{8}[0-9]{8}g([0-9a-f]{5})")
"""The number of a paper handed out before acceptance, as a key; its end begins the draft's id."""
_SHOWN: Final = 24
"""Characters of a query that a sentence repeats."""
_EMPTY: Final = "请输入要查的内容:姓名、拼音、首字母、证件号、电话、编号,或扫纸上的码"
_TOO_LONG: Final = "输入的内容太长({count}个字),请只输入姓名、拼音、证件号、电话或编号中的一样"


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found, fit for showing: numbers of people are masked."""

    kind: str
    """``person``, ``draft``, ``application`` or the id of a register."""
    id: str
    """Of the person, draft, application or record."""
    label: str
    """A person's name, or what the register calls its record."""
    number: str = ""
    """Receipt or register number, whole."""
    id_number: str = ""
    """All but the last four characters masked."""
    phone: str = ""
    """All but the last four digits masked."""
    earlier: tuple[str, ...] = ()
    """Earlier numbers of a person, masked, the latest first."""
    state: State | None = None
    """The state of an application or record, in today's words."""
    began_on: date | None = None
    """Day of acceptance or beginning; for a draft the day of its last change."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, kind by kind, the best match first and equal ones by age, the newest first."""

    people: tuple[Hit, ...] = ()
    applications: tuple[Hit, ...] = ()
    drafts: tuple[Hit, ...] = ()
    records: tuple[Hit, ...] = ()
    more: frozenset[str] = frozenset()
    """Names of the fields above that have more hits than are given here."""
    nothing: str = ""
    """One sentence that says what was looked for; empty when something was found."""


def find(parts: Parts, query: str, limit: int = LIMIT) -> Found:
    """At most ``limit`` hits of each kind for a query; any text is accepted, none raises.

    The caller notes the read once for each query (``ReadKind.SEARCHED``), without its words.
    """
    wanted = keys.query(query)
    if not wanted.whole:
        return Found(nothing=sentence(query, wanted))
    if (listed := _LISTED.fullmatch(wanted.text)) and (day := _day(listed[1])):
        return _of_list(parts, wanted.text, day, max(limit, 1))
    if mark := _OF_DRAFT.fullmatch(wanted.text):
        return _of_draft(parts, query, mark[1])
    found = parts.store.search.matches(wanted, max(limit, 1))
    people, applications, drafts, records = (
        tuple(_hit(parts, match) for match in some)
        for some in (found.people, found.applications, found.drafts, found.records)
    )
    if people or applications or drafts or records:
        return Found(people, applications, drafts, records, found.more)
    return Found(nothing=sentence(query, wanted))


def _of_list(parts: Parts, text: str, day: date, limit: int) -> Found:
    """The applications on a hand-over sheet or a list of results, by its number as keys hold it."""
    title, on_it = _on_sheet(parts, text, day) if text[16] == "j" else _on_list(parts, text, day)
    found = (parts.store.search.matches(keys.query(number), 1).applications for number in on_it[:limit])
    hits = tuple(_hit(parts, match) for some in found for match in some)
    if hits:
        return Found(applications=hits, more=frozenset({"applications"} if len(on_it) > limit else ()))
    shown = f"{text[:6]}-{text[6:8]}-{text[8:16]}-{text[16:].upper()}"
    return Found(nothing=f"“{shown}”是{plain_date(day)}的{title},这个窗口的账本里没有单上的办件")


def _of_draft(parts: Parts, query: str, mark: str) -> Found:
    """The draft that a paper with this mark was handed out on."""
    drafts = (d for d in parts.store.drafts.all() if d.id.lower().startswith(mark))
    hits = tuple(_hit(parts, _match(draft)) for draft in drafts)
    told = f"“{query.strip()}”是受理前打的纸件,没写完的申请里没有它了:可能已经受理或删除,请按姓名查"
    return Found(drafts=hits) if hits else Found(nothing=told)


def _match(draft: Draft) -> Match:
    name, number, phone = (str(draft.answers.get(e, "")) for e in (NAME, ID_NUMBER, PHONE))
    return Match(DRAFT, draft.id, name, number, phone, began_at=draft.updated_at)


def _on_sheet(parts: Parts, text: str, day: date) -> tuple[str, Sequence[str]]:
    """Title of the hand-over sheet, and the numbers of the applications on it."""
    from desk_app.services.applications import handover  # brings the drawing of papers

    batches = (batch for of_one in handover.batches(parts, day).values() for batch in of_one)
    found = (row.application.number for b in batches if keys.normal(b.number) == text for row in b.rows)
    return handover.TITLE, tuple(found)


def _on_list(parts: Parts, text: str, day: date) -> tuple[str, Sequence[str]]:
    """Title of the list of results, and the numbers of the applications on it."""
    from desk_app.services.applications import delivering
    from desk_app.services.printing import deliveries

    lists = delivering.of_day(parts, day)
    found = (
        parcel.receipt for number, those in lists.items() if keys.normal(number) == text for parcel in those
    )
    return deliveries.POSTING if text[16] == "y" else deliveries.BRINGING, tuple(dict.fromkeys(found))


def _day(digits: str) -> date | None:
    """The day eight digits name, if there is such a day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sentence(asked: str, wanted: Query) -> str:
    """What was looked for and not found, in one sentence."""
    text = wanted.text if len(wanted.text) <= _SHOWN else wanted.text[:_SHOWN] + "…"
    match wanted.meant:
        case Meant.NOTHING:
            return _EMPTY
        case Meant.TOO_LONG:
            return _TOO_LONG.format(count=f"{len(asked):,}")
        case Meant.PAPER:
            return f"没有找到编号为“{text}”的办件:扫的是本系统的纸件,但这个窗口的账本里没有它"
        case Meant.DIGITS:
            return _of_digits(wanted.text, text)
        case Meant.LETTERS:
            return f"没有找到拼音或首字母以“{text}”开头的人,也没有编号以它开头的办件和记录"
        case Meant.WORDS:
            return f"没有找到姓名或名称里有“{text}”的人、办件、草稿和记录"
        case Meant.NUMBER:
            return f"没有找到编号以“{text}”开头或结尾的办件和记录"
        case Meant.SEVERAL:
            told = "”和“".join(_plain(part[0]) for part in wanted.parts)
            return f"没有找到同时符合“{told}”的人、办件、草稿和记录"


def _of_digits(text: str, shown: str) -> str:
    if len(text) == 18 and numbers.id_kind(text.upper()) is not None:
        return f"没有找到证件号为“{shown}”的人、办件和草稿"
    if len(text) in (20, 21, 22) and receipts.sound(text):
        return f"没有找到受理回执编号为“{shown}”的办件"
    if _MOBILE.fullmatch(text):
        return f"没有找到电话为“{shown}”的人、办件和草稿"
    return f"没有找到证件号、电话或编号以“{shown}”开头或结尾的人、办件、草稿和记录"


def _plain(beginning: str) -> str:
    """The start of a key without its class letter, cut to the length a sentence repeats."""
    return beginning[1:] if len(beginning) <= _SHOWN else beginning[1:_SHOWN] + "…"


# ---- a hit ---------------------------------------------------------------------------------------


def _hit(parts: Parts, match: Match) -> Hit:
    return Hit(
        kind=match.kind,
        id=match.id,
        label=_label(parts, match.record) if _of_register(match) else match.name,
        number=match.number,
        id_number=masked_number(match.id_number),
        phone=masked_number(match.phone),
        earlier=tuple(map(masked_number, match.earlier)),
        state=_state(parts, match.record, match.matters),
        began_on=match.began_at.date() if match.began_at else None,
    )


def _of_register(match: Match) -> bool:
    return match.record is not None and match.kind != APPLICATION


def _label(parts: Parts, record: Proceeding | None) -> str:
    """What the register calls a record; empty when only its number names it."""
    if record is None:
        return ""
    try:
        law = parts.law.procedure(record.pack_digest, record.procedure)
    except RuleError:
        return ""
    return phrases.fill(law.label, ledger.values(parts, record, {})) if law.label else ""


def _state(parts: Parts, record: Proceeding | None, matters: Sequence[str]) -> State | None:
    """The word for a record's state; for an application it follows from its matters."""
    if record is None:
        return None
    try:
        law = parts.law.procedure(record.pack_digest, record.procedure)
        procedure, code = law, record.state
        if matters:
            child = parts.law.procedure(record.pack_digest, MATTER)
            procedure, code = word_of(law, record.state, child, matters)
        return parts.law.shown(record.pack_digest, procedure.id, code)
    except RuleError:
        return State(record.state, record.state, "plain", "ring")
