"""Run by ``test_zone`` in a process of another zone: one application at each moment, through both books."""

import json
import sys
from datetime import datetime, tzinfo

from desk_app import clock, settings
from desk_app.bootstrap import parts_of
from desk_app.county_server.book import CountyBook
from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import matter_id
from desk_app.services import reading
from desk_app.services.counter import intake
from desk_app.services.printing import papers
from desk_app.services.signin import seating
from tests.opened import key_beside
from tests.people import sound_draft
from tests.printing.reading import text_of


def main(moment: datetime) -> dict[str, str]:
    """Accept, send, decide; what each end says of the days."""

    class Still(datetime):
        """The computer's clock, standing at the moment."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    clock.datetime = Still  # type: ignore[misc]
    computer = settings.load()
    chosen = settings.moved(computer, computer.data / f"{moment:%d%H%M}")
    parts = parts_of(chosen, settings.versions_of(chosen))
    seating.prepare(parts, True)
    taken = intake.accept(parts, sound_draft(parts))
    held = parts.store.applications.one(taken.id)
    assert held is not None
    (letter,) = parts.store.outbox.letters()
    county = CountyBook(chosen.data / "county.db", parts.law, key=key_beside(chosen.data / "county.db"))
    for page in taken.pages:
        county.keep_file(page.id, parts.store.pages.read(page.id))
    county.receive(letter.id, letter.body.encode(), clock.SystemClock().now(), "3")
    case = county.case(taken.number)
    assert case is not None
    county.decide(taken.number, Ruling("cert_new", "refuse", {"text": "试"}), clock.SystemClock().now())
    (refused,) = [e for e in county.events(matter_id(taken.id, "cert_new")) if e.act == "refuse"]
    day = parts.clock.today()
    row = parts.store.lists.one(taken.id, day)
    assert row is not None
    return {
        "number": held.number,
        "receipt": text_of(papers.receipt(parts, held)),
        "promised": held.dates.promised.isoformat(),
        "applied_on": str(reading.of(parts, held).facts["applied_on"]),
        "accepted_on": day.isoformat() if parts.store.applications.accepted_on(day) else "another day",
        "began_on": row.began_at.date().isoformat(),
        "office_number": case.office_number,
        "decided_on": refused.at.date().isoformat(),
    }


if __name__ == "__main__":
    print(json.dumps({m: main(datetime.fromisoformat(m)) for m in sys.argv[1:]}, ensure_ascii=False))
