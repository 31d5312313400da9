"""What a letter carries besides its events: a whole application, or a material that followed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from desk_app.county import strict
from desk_app.county.strict import Row, WireError
from desk_app.domain.applications import Application, Electronic, Page
from desk_app.domain.letters import Supplement
from desk_app.domain.promises import Promise
from forms.schema import Facts, Outcome, Value


@dataclass(frozen=True, slots=True)
class Judged:
    """What the window told the applicant of one matter at acceptance."""

    matter: str
    outcome: Outcome
    waits_for: str


@dataclass(frozen=True, slots=True)
class LetterBody:
    """An accepted application as the county receives it; ``id`` is the application's id at the desk."""

    id: str
    number: str
    answers: Facts
    chosen: tuple[str, ...]
    findings: tuple[Judged, ...]
    pages: tuple[Page, ...]
    seen: tuple[str, ...]
    accepted_at: datetime
    clerk: str
    window: str
    region_code: str
    pack_version: str
    pack_digest: str
    copies: tuple[str, ...] = ()
    """Materials of ``seen`` of which the window kept a copy; empty in older letters."""
    promises: tuple[Promise, ...] = ()
    """Materials that follow (容缺), each with its last day; empty in older letters."""
    electronic: tuple[Electronic, ...] = ()
    """Materials the window looked at in electronic form; empty in older letters."""


APPLICATION_KEYS: Final = frozenset(LetterBody.__dataclass_fields__)
SUPPLEMENT_KEYS: Final = frozenset(Supplement.__dataclass_fields__)


def body_of(application: Application, region_code: str) -> LetterBody:
    """An accepted application as it goes to the county of ``region_code``."""
    return LetterBody(
        id=application.id,
        number=application.number,
        answers=application.answers,
        chosen=application.chosen,
        findings=tuple(Judged(f.matter, f.outcome, f.waits_for) for f in application.findings),
        pages=application.pages,
        seen=application.seen,
        accepted_at=application.accepted_at,
        clerk=application.clerk,
        window=application.window,
        region_code=region_code,
        pack_version=application.pack_version,
        pack_digest=application.pack_digest,
        copies=application.copies,
        promises=application.promises,
        electronic=application.electronic,
    )


def application_row(body: LetterBody) -> dict[str, Any]:
    """An application as a JSON object.

    ``electronic`` is left out where there is none, so that a county's end of an earlier release reads it.
    """
    row: dict[str, Any] = {
        "id": body.id,
        "number": body.number,
        "answers": facts_row(body.answers),
        "chosen": list(body.chosen),
        "findings": [
            {"matter": f.matter, "outcome": f.outcome.value, "waits_for": f.waits_for} for f in body.findings
        ],
        "pages": _page_rows(body.pages),
        "seen": list(body.seen),
        "copies": list(body.copies),
        "promises": [{"material": p.material, "until": p.until.isoformat()} for p in body.promises],
        "accepted_at": body.accepted_at.isoformat(),
        "clerk": body.clerk,
        "window": body.window,
        "region_code": body.region_code,
        "pack_version": body.pack_version,
        "pack_digest": body.pack_digest,
    }
    if body.electronic:
        row["electronic"] = [_electronic_row(e) for e in body.electronic]
    return row


def read_application(row: Row) -> LetterBody:
    """The application a JSON object stands for; WireError for anything missing, misshapen or unknown."""
    strict.only(row, APPLICATION_KEYS)
    return LetterBody(
        id=strict.name(row, "id"),
        number=strict.name(row, "number"),
        answers=_facts(row, "answers"),
        chosen=strict.names(row, "chosen"),
        findings=tuple(_judged(f) for f in strict.rows(row, "findings")),
        pages=tuple(_page(p) for p in strict.rows(row, "pages")),
        seen=strict.names(row, "seen"),
        accepted_at=strict.moment(row, "accepted_at"),
        clerk=strict.short(row, "clerk"),
        window=strict.name(row, "window"),
        region_code=strict.name(row, "region_code"),
        pack_version=strict.name(row, "pack_version"),
        pack_digest=strict.name(row, "pack_digest"),
        copies=strict.names(row, "copies") if "copies" in row else (),
        promises=_promises(row) if "promises" in row else (),
        electronic=_electronic(row) if "electronic" in row else (),
    )


def supplement_row(supplement: Supplement) -> dict[str, Any]:
    """A material that followed as a JSON object."""
    return {
        "application": supplement.application,
        "material": supplement.material,
        "pages": _page_rows(supplement.pages),
        "taken_at": supplement.taken_at.isoformat(),
        "clerk": supplement.clerk,
    }


def read_supplement(row: Row) -> Supplement:
    """The supplement a JSON object stands for; WireError for anything missing, misshapen or unknown."""
    strict.only(row, SUPPLEMENT_KEYS)
    supplement = Supplement(
        application=strict.name(row, "application"),
        material=strict.name(row, "material"),
        pages=tuple(_page(p) for p in strict.rows(row, "pages")),
        taken_at=strict.moment(row, "taken_at"),
        clerk=strict.short(row, "clerk"),
    )
    if not supplement.pages or any(p.material != supplement.material for p in supplement.pages):
        raise WireError("补交信件里应有这种材料的图片,只有这种材料的")
    return supplement


def facts_row(facts: Facts) -> dict[str, Any]:
    """Answers as a JSON object."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in facts.items()}


def write_facts(facts: Facts) -> str:
    """Answers as canonical JSON."""
    return strict.dump(facts_row(facts))


def read_facts(text: str | bytes) -> dict[str, Value]:
    """Answers from JSON; lists come back as tuples."""
    return _facts({"answers": strict.load(text)}, "answers")


def _page_rows(pages: Iterable[Page]) -> list[dict[str, Any]]:
    return [
        {"id": p.id, "material": p.material, "name": p.name, "media": p.media, "size": p.size} for p in pages
    ]


def _judged(row: Row) -> Judged:
    return Judged(
        strict.name(row, "matter"), strict.word(row, "outcome", Outcome), strict.short(row, "waits_for")
    )


def _facts(row: Row, key: str) -> dict[str, Value]:
    given: Mapping[str, Any] = strict.mapping(strict.get(row, key), key)
    return {k: _fact(v, k) for k, v in given.items()}


def _fact(value: Any, key: str) -> Value:
    if isinstance(value, bool):
        return value
    return strict.texts(value, key) if isinstance(value, list) else strict.as_text(value, key)


def _page(row: Row) -> Page:
    page = Page(
        strict.text(row, "id"),
        strict.name(row, "material"),
        strict.text(row, "name"),
        strict.name(row, "media"),
        strict.count(row, "size"),
    )
    if not strict.is_digest(page.id):
        raise WireError("页面编号应为64位小写十六进制")
    return page


def _promises(row: Row) -> tuple[Promise, ...]:
    found = tuple(
        Promise(strict.name(p, "material"), strict.day(p, "until")) for p in strict.rows(row, "promises")
    )
    if len({p.material for p in found}) < len(found):
        raise WireError("“promises”中有重复的项目")
    return found


def _electronic_row(seen: Electronic) -> dict[str, Any]:
    return {
        "material": seen.material,
        "issuer": seen.issuer,
        "number": seen.number,
        "seen_at": seen.seen_at.isoformat(),
        "seen_by": seen.seen_by,
        "called_up": seen.called_up,
    }


def _electronic(row: Row) -> tuple[Electronic, ...]:
    found = tuple(
        Electronic(
            strict.name(e, "material"),
            strict.name(e, "issuer"),
            strict.name(e, "number"),
            strict.moment(e, "seen_at"),
            strict.short(e, "seen_by"),
            strict.truth(e, "called_up"),
        )
        for e in strict.rows(row, "electronic")
    )
    if len({e.material for e in found}) < len(found):
        raise WireError("“electronic”中有重复的项目")
    return found
