"""Dataclasses to JSON bodies and back; what is written by one version is read by the next."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from desk_app.domain.applications import Application, Dates, Draft, MatterCase, Page, SendState
from desk_app.domain.promises import Promise
from forms.schema import Facts, Finding, Outcome, Value


def draft_body(draft: Draft) -> str:
    """A draft as JSON text."""
    return _dump(
        {
            "answers": _answers(draft.answers),
            "chosen": draft.chosen,
            "pages": [_page(p) for p in draft.pages],
            **_papers(draft),
            "step": draft.step,
            "pack_digest": draft.pack_digest,
            "informed_at": draft.informed_at.isoformat() if draft.informed_at else None,
        }
    )


def read_draft(draft_id: str, updated_at: str, body: str) -> Draft:
    """The draft a row holds."""
    raw = json.loads(body)
    informed = raw["informed_at"]
    return Draft(
        id=draft_id,
        answers=_read_answers(raw["answers"]),
        chosen=tuple(raw["chosen"]),
        pages=tuple(Page(**p) for p in raw["pages"]),
        step=raw["step"],
        pack_digest=raw["pack_digest"],
        updated_at=datetime.fromisoformat(updated_at),
        seen=tuple(raw["seen"]),
        copies=tuple(raw.get("copies", ())),
        promises=_read_promises(raw),
        informed_at=datetime.fromisoformat(informed) if informed else None,
    )


def application_body(application: Application) -> str:
    """What never changes of an application, as JSON text; the rest stands in columns."""
    return _dump(
        {
            "answers": _answers(application.answers),
            "chosen": application.chosen,
            "pages": [_page(p) for p in application.pages],
            **_papers(application),
            "findings": [_finding(f) for f in application.findings],
            "clerk": application.clerk,
            "window": application.window,
            "pack_version": application.pack_version,
            "pack_digest": application.pack_digest,
        }
    )


def with_pages(body: str, pages: Iterable[Page]) -> str:
    """An application's body with these pages, each once."""
    raw = json.loads(body)
    raw["pages"] += [made for made in map(_page, pages) if made not in raw["pages"]]
    return _dump(raw)


def without_pages(body: str, material: str, ids: Collection[str]) -> str:
    """An application's body without these pages of a material."""
    raw = json.loads(body)
    raw["pages"] = [p for p in raw["pages"] if p["material"] != material or p["id"] not in ids]
    return _dump(raw)


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


def read_application(row: Mapping[str, Any], matters: tuple[MatterCase, ...]) -> Application:
    """The application a row and its matters hold."""
    raw = json.loads(row["body"])
    return Application(
        id=row["id"],
        number=row["number"],
        answers=_read_answers(raw["answers"]),
        chosen=tuple(raw["chosen"]),
        pages=tuple(Page(**p) for p in raw["pages"]),
        seen=tuple(raw["seen"]),
        findings=tuple(_read_finding(f) for f in raw["findings"]),
        matters=matters,
        dates=read_dates(row),
        accepted_at=datetime.fromisoformat(row["accepted_at"]),
        clerk=raw["clerk"],
        window=raw["window"],
        pack_version=raw["pack_version"],
        pack_digest=raw["pack_digest"],
        office_number=row["office_number"],
        sent=SendState(row["sent"]),
        copies=tuple(raw.get("copies", ())),
        promises=_read_promises(raw),
    )


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _answers(answers: Facts) -> dict[str, object]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in answers.items()}


def _read_answers(raw: Mapping[str, Any]) -> dict[str, Value]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}


def _papers(holder: Draft | Application) -> dict[str, object]:
    promises = [{"material": p.material, "until": p.until.isoformat()} for p in holder.promises]
    return {"seen": holder.seen, "copies": holder.copies, "promises": promises}


def _read_promises(raw: Mapping[str, Any]) -> tuple[Promise, ...]:
    """Promises of a body; one written before there were any has none."""
    return tuple(Promise(p["material"], date.fromisoformat(p["until"])) for p in raw.get("promises", ()))


def _page(page: Page) -> dict[str, object]:
    return {
        "id": page.id,
        "material": page.material,
        "name": page.name,
        "media": page.media,
        "size": page.size,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "matter": finding.matter,
        "outcome": finding.outcome.value,
        "reasons": finding.reasons,
        "clauses": finding.clauses,
        "next_step": finding.next_step,
        "waits_for": finding.waits_for,
        "open_facts": finding.open_facts,
    }


def _read_finding(raw: Mapping[str, Any]) -> Finding:
    return Finding(
        matter=raw["matter"],
        outcome=Outcome(raw["outcome"]),
        reasons=tuple(raw["reasons"]),
        clauses=tuple(raw["clauses"]),
        next_step=raw["next_step"],
        waits_for=raw["waits_for"],
        open_facts=tuple(raw["open_facts"]),
    )
