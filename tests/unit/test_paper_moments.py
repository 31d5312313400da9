"""A paper's file is of the moment of what it tells: drawn later, or by the command, it is the same bytes."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from desk_app.__main__ import main
from desk_app.domain.applications import Application
from desk_app.services import proceedings
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, papers, record_papers
from forms import moments
from printing import folders
from tests.fakes import StillClock, make_parts
from tests.people import sound_draft
from tests.printing.reading import text_of
from tests.registers.conftest import KEYS

WEEK = 7 * 24 * 3600
PAPERS: dict[str, Callable[[Parts, Application], bytes]] = {
    "receipt": papers.receipt,
    "form": papers.form,
    "notice": papers.notice,
    "notice_large": lambda parts, taken: papers.notice(parts, taken, large=True),
}


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """Parts with a book that the commands open too."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    made = make_parts(tmp_path / "data", clock)
    yield made
    made.store.close()


@pytest.fixture
def taken(parts: Parts) -> Application:
    return intake.accept(parts, sound_draft(parts))


def moment_of(pdf: bytes) -> str:
    """The moment a file is of, as 20261123091500."""
    info = PdfReader(io.BytesIO(pdf)).metadata
    assert info is not None
    assert info["/CreationDate"] == info["/ModDate"]
    return str(info["/CreationDate"])[2:16]


@pytest.mark.parametrize("paper", PAPERS)
def test_an_accepted_application_s_papers_are_of_its_acceptance(
    parts: Parts, taken: Application, clock: StillClock, paper: str
) -> None:
    first = PAPERS[paper](parts, taken)
    clock.move(WEEK + 61)

    assert moment_of(first) == f"{moments.local(taken.accepted_at):%Y%m%d%H%M%S}"
    assert PAPERS[paper](parts, taken) == first


def test_a_reprint_differs_by_its_mark_alone(parts: Parts, taken: Application, clock: StillClock) -> None:
    first = papers.receipt(parts, taken)
    clock.move(WEEK)
    again = papers.receipt(parts, taken, copy=2)

    assert moment_of(again) == moment_of(first)
    assert text_of(again).replace("(第2次补打)", "") == text_of(first)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_command_draws_the_very_bytes_of_the_window(
    parts: Parts, taken: Application, tmp_path: Path, paper: str
) -> None:
    out = tmp_path / "drawn.pdf"

    assert main(["papers", "draw", taken.number, paper, "--out", str(out)]) == 0
    assert moment_of(out.read_bytes()) == moment_of(PAPERS[paper](parts, taken))
    if paper != "receipt":  # its QR code is sealed with a key of this test
        assert out.read_bytes() == PAPERS[paper](parts, taken)


def test_a_draft_s_notice_is_of_its_day(parts: Parts, clock: StillClock) -> None:
    draft = sound_draft(parts)
    first = papers.notice(parts, draft)
    clock.move(60)

    assert moment_of(first) == f"{clock.today():%Y%m%d}000000"
    assert papers.notice(parts, draft) == first


def test_a_paper_that_bears_a_day_is_of_that_day(parts: Parts, taken: Application, clock: StillClock) -> None:
    clock.move(WEEK)
    cover = documents.draw(parts, taken, "file_cover", {})

    assert moment_of(cover) == f"{clock.today():%Y%m%d}000000"
    clock.move(60)
    assert documents.draw(parts, taken, "file_cover", {}) == cover


def test_a_record_s_paper_is_of_the_act_that_brought_it(tmp_path: Path, clock: StillClock) -> None:
    folders.lay(KEYS / "layouts")
    parts = make_parts(tmp_path / "data", clock, forms=KEYS)
    try:
        key = proceedings.begin(
            parts, parts.window.who, "keys", "take", {"holder": "张样例", "key": "一楼档案室"}
        )
        record = proceedings.record(parts, parts.window.who, key.id)
        assert record is not None
        (paper, *_) = record_papers.offered(record)
        first = record_papers.draw(parts, record, paper.id)
        acted = record.events[0].at
        clock.move(WEEK)

        assert moment_of(first) == f"{moments.local(acted):%Y%m%d%H%M%S}"
        assert record_papers.draw(parts, record, paper.id) == first
    finally:
        parts.store.close()
        folders.lay(None)
