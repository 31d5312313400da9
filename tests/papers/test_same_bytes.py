"""``desk-app papers draw`` gives the very bytes of the window, and a reprint differs in its mark alone."""

from pathlib import Path

import pytest

from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk
from desk_app.domain.applications import Application
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, offers
from tests.papers.courses import picture
from tests.papers.matrix import read
from tests.people import sound_draft
from tests.printing.reading import squeezed


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def accepted(parts: Parts, person: int) -> Application:
    draft = sound_draft(parts, person=person)
    if person:
        draft = capture.set_photo(parts, draft, picture(413, 579, 120), "photo")
        for shade in (80, 90):
            draft = capture.add_page(parts, draft, "id_card", picture(342, 216, shade), "card")
        draft = capture.promise(parts, capture.mark_seen(draft, "household", None), "household")
    return intake.accept(parts, draft)


def test_the_command_draws_what_the_window_draws(data: Path, tmp_path: Path) -> None:
    assert data.name == "data"
    with Desk(settings.load()) as desk:
        compared = sum(_compared(desk.parts, person, tmp_path) for person in range(2))
    assert compared >= 12


def _compared(parts: Parts, person: int, folder: Path) -> int:
    """How many papers of an application of this person the command drew as the window does."""
    application, compared = accepted(parts, person), 0
    for offer in offers.of(parts, application):
        asks = offers.questions(parts, application, offer)
        if asks or (offer.document and documents.missing(parts, application, offer.id, {})):
            continue
        paper, out = offers.printout(parts, application, offer, {}), folder / f"{person}-{offer.id}.pdf"
        assert main(["papers", "draw", application.number, offer.id, "--out", str(out)]) == 0
        assert out.read_bytes() == paper.draw(0, (0.0, 0.0)), offer.id
        compared += 1
        if not paper.overlay:
            assert "第2次补打" in squeezed("".join(read(paper.draw(2, (0.0, 0.0))))), offer.id
            assert "补打" not in squeezed("".join(read(out.read_bytes()))), offer.id
    return compared
