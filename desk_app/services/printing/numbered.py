"""Numbers, days and codes of papers: those of an accepted application, and those of a draft."""

from desk_app.domain.applications import Application, Draft
from desk_app.services import law
from desk_app.services.parts import Parts
from desk_app.services.printing import granted, notices, papers
from forms import result_words
from forms.schema import Document, Moment
from forms.sentences import expected_date
from printing.sheets import DocumentValue


def of(parts: Parts, holder: Draft | Application) -> str:
    """The number that papers handed out bear: 回执编号, of a draft one of its own."""
    return notices.number(parts, holder) if isinstance(holder, Draft) else holder.number


def at_counter(parts: Parts, draft: Draft) -> dict[str, DocumentValue]:
    """What a paper handed out before acceptance has: its own number, a code without seal."""
    number = of(parts, draft)
    return {"number": number, "check": number}


def accepted(parts: Parts, application: Application, row: Document | None) -> dict[str, DocumentValue]:
    """What only an accepted application has: number, days, the text of the QR code.

    The text is sealed for papers that leave the house, so that the county can check them; for others it is
    the bare number.
    """
    accepted = application.accepted_at.date()
    seal = row.sealed if row else None
    days = {"begins": accepted, "ends": granted.ended_on(parts, application) or ""}
    return {
        **({} if row and row.moment is Moment.DRAFT else days),
        "number": application.number,
        "check": papers.sealed(parts, application, seal) if seal else application.number,
        "received_on": accepted,
        "accepted_on": accepted,
        "promised": expected_date(application.dates.promised, provisional=application.dates.provisional),
        "archive_number": application.number,
        "fonds": _fonds(parts, application),
        "period": result_words.month(f"{parts.clock.today():%Y-%m}"),
        "year": str(accepted.year),
    }


def _fonds(parts: Parts, application: Application) -> str:
    """Whose archive a file belongs to: the one department that decides on it, else the hall."""
    pack = law.of(parts, application.pack_digest)
    deciding = {pack.matters[m].department for m in application.chosen if m in pack.matters}
    return pack.department(deciding.pop()).whole if len(deciding) == 1 else parts.window.hall.name
