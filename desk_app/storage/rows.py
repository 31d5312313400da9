"""Dataclasses to JSON bodies and back; what is written by one version is read by the next."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from desk_app.domain.applications import Application, Dates, Draft, Electronic, MatterCase, Page
from desk_app.domain.cards import CardSeen
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.promises import Promise
from desk_app.domain.recognised import ToConfirm
from desk_app.domain.told import HistoryAnswer
from desk_app.domain.undertaken import Undertaken
from forms import moments
from forms.schema import Facts, Finding, Value

if TYPE_CHECKING:
    from cattrs import Converter

# Made once: json.dumps makes one for every text that is not written its own way.
_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class DraftBody:
    """What a draft's row holds beside its id and day."""

    answers: Facts
    chosen: tuple[str, ...]
    pages: tuple[Page, ...]
    step: int
    pack_digest: str
    seen: tuple[str, ...]
    copies: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    electronic: tuple[Electronic, ...] = ()
    brought: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    informed_at: datetime | None = None
    place: str = ""
    undertaken: tuple[Undertaken, ...] = ()
    clerk: str = ""
    begun_from: str = ""
    to_confirm: tuple[ToConfirm, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    card: CardSeen | None = None


@dataclass(frozen=True, slots=True)
class ApplicationBody:
    """The parts of an application that are kept as JSON instead of columns."""

    answers: Facts
    chosen: tuple[str, ...]
    pages: tuple[Page, ...]
    seen: tuple[str, ...]
    findings: tuple[Finding, ...]
    clerk: str
    window: str
    pack_version: str
    pack_digest: str
    copies: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = field(default=())
    electronic: tuple[Electronic, ...] = ()
    begun_from: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)


def draft_body(draft: Draft) -> str:
    """A draft as JSON text."""
    return _dump(_part(DraftBody, draft))


def read_draft(draft_id: str, updated_at: str, body: str) -> Draft:
    """The draft in a row; ValueError, KeyError or the like when the row is damaged."""
    held = _converter().structure(json.loads(body), DraftBody)
    return Draft(id=draft_id, updated_at=moments.read(updated_at), **_fields(held))


def application_body(application: Application) -> str:
    """The unchanging parts of an application, as JSON text; the rest is in columns."""
    return _dump(_part(ApplicationBody, application))


def read_application(row: Mapping[str, Any], sent: str, matters: tuple[MatterCase, ...]) -> Application:
    """The application in a row and its proceedings; ValueError or the like when the row is damaged."""
    held = _converter().structure(json.loads(row["body"]), ApplicationBody)
    return Application(
        id=row["id"],
        number=row["number"],
        matters=matters,
        dates=read_dates(row),
        accepted_at=moments.read(row["accepted_at"]),
        office_number=row["office_number"],
        sent=sent,
        **_fields(held),
    )


def read_matter(child: Proceeding) -> MatterCase:
    """A matter from its proceeding."""
    told = {name: str(child.facts.get(name, "")) for name in ("matter", "title", "text", "waits_for")}
    matter = told["matter"] or child.id.rpartition("/")[2]
    return MatterCase(
        matter, told["title"] or matter, child.state, told["text"], told["waits_for"], child.facts
    )


def with_pages(body: str, pages: Iterable[Page]) -> str:
    """An application's body with these pages added; those it has already are not added again."""
    raw = json.loads(body)
    there = _converter().structure(raw["pages"], tuple[Page, ...])
    raw["pages"] += [_converter().unstructure(page) for page in pages if page not in there]
    return _text(raw)


def with_page_instead(body: str, was: str, page: Page) -> str:
    """An application's body with a page in the place of another one of the same material."""
    raw = json.loads(body)
    made = _converter().unstructure(page)
    raw["pages"] = [made if (p["id"], p["material"]) == (was, page.material) else p for p in raw["pages"]]
    return _text(raw)


def without_pages(body: str, material: str, ids: Collection[str]) -> str:
    """An application's body without these pages of a material."""
    raw = json.loads(body)
    raw["pages"] = [p for p in raw["pages"] if p["material"] != material or p["id"] not in ids]
    return _text(raw)


def with_promises(body: str, promises: Iterable[Promise]) -> str:
    """An application's body with these promises in place of its own; the same text for the same ones."""
    raw = json.loads(body)
    held = _converter().structure(raw, ApplicationBody).promises
    if held == tuple(promises):
        return body
    raw["promises"] = [_converter().unstructure(p) for p in promises]
    return _text(raw)


def answer_body(answer: HistoryAnswer) -> str:
    """What the county told of a person, as JSON text."""
    return _dump(answer)


def read_answer(body: str) -> HistoryAnswer:
    """The answer in a row; ValueError, KeyError or the like when the row is damaged."""
    return _converter().structure(json.loads(body), HistoryAnswer)


def follows_by(holder: str | Application) -> str:
    """The first day (ISO) on which a missing promised material is due; empty when none is missing."""
    held = _converter().structure(json.loads(holder), ApplicationBody) if isinstance(holder, str) else holder
    here = {*held.seen, *(page.material for page in held.pages), *(e.material for e in held.electronic)}
    return min((p.until.isoformat() for p in held.promises if p.material not in here), default="")


def moment_of(text: str) -> datetime | None:
    """The moment in a column; None where a damaged row tells none."""
    try:
        return moments.read(text)
    except ValueError:
        return None


def date_columns(dates: Dates) -> dict[str, object]:
    """Promised days as columns."""
    return {
        "handover": dates.handover.isoformat(),
        "promised": dates.promised.isoformat(),
        "provisional": dates.provisional,
    }


def read_dates(row: Mapping[str, Any]) -> Dates:
    """The promised days a row holds."""
    handover, promised = date.fromisoformat(row["handover"]), date.fromisoformat(row["promised"])
    return Dates(handover, promised, bool(row["provisional"]))


@cache
def _converter() -> "Converter":
    # The first row that is read brings it; an empty counter starts without.
    from cattrs import Converter

    converter = Converter()
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_structure_hook(datetime, lambda text, _: moments.read(text))
    converter.register_structure_hook_func(lambda kind: kind == Value, lambda raw, _: _value(raw))
    return converter


def _value(raw: Any) -> Value:
    if isinstance(raw, list):
        return tuple(str(item) for item in raw)
    return raw if isinstance(raw, bool) else str(raw)


def _part(kind: type[DraftBody | ApplicationBody], whole: object) -> object:
    return kind(**{name: getattr(whole, name) for name in kind.__dataclass_fields__})


def _fields(body: DraftBody | ApplicationBody) -> dict[str, Any]:
    return {name: getattr(body, name) for name in body.__dataclass_fields__}


def _dump(body: object) -> str:
    return _text(_converter().unstructure(body))


def _text(data: object) -> str:
    return _COMPACT.encode(data)
