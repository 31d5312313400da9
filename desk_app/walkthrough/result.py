"""What a walk came to, as ``result.json`` tells it."""

from collections.abc import Mapping
from typing import Any

from desk_app.bootstrap import Desk
from desk_app.domain.applications import APPLICATION, MATTER, Application
from desk_app.services.applications import results
from forms.pack import Pack


def told(
    desk: Desk, pack: Pack, title: str, application: Application, seconds: Mapping[str, float]
) -> dict[str, Any]:
    """The application as the window's book has it; ``title`` the case's, ``seconds`` those of the steps."""
    store = desk.parts.store
    matter, sent = (pack.procedures[p] for p in (MATTER, APPLICATION))
    titles = {m: each.title for m, each in pack.matters.items()}
    return {
        "case": title,
        "receipt_number": application.number,
        "office_number": application.office_number,
        "accepted_at": application.accepted_at.isoformat(),
        "promised": application.dates.promised.isoformat(),
        "provisional": application.dates.provisional,
        "pack": {"version": application.pack_version, "digest": application.pack_digest},
        "matters": [
            {
                "matter": f.matter,
                "title": titles[f.matter],
                "chosen": f.matter in application.chosen,
                "outcome": f.outcome.value,
                "reasons": list(f.reasons),
                "clauses": list(f.clauses),
                "next_step": f.next_step,
                "waits_for": f.waits_for,
            }
            for f in application.findings
        ],
        "states": {m.matter: matter.state(m.state).word for m in application.matters},
        "results": dict(results.said(desk.parts, application, plain=True)),
        "letters": [
            {"id": x.id, "state": sent.state(x.state).word, "attempts": x.attempts, "answer": x.answer}
            for x in store.outbox.letters(application.subject)
        ],
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }
