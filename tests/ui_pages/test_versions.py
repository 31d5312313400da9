"""Two versions of the law side by side: an application keeps the one it began with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Draft
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from forms.schema import Finding, Outcome
from tests import versions
from tests.fakes import make_parts
from tests.people import id_number, sound_draft
from tests.ui_pages.conftest import FILL, NOTICE, Desk
from tests.versions import RENAMED, STRICTER

OLD, NEW = "困难残疾人生活补贴", "困难残疾人生活补助"


@pytest.fixture
def begun(tmp_path: Path) -> Draft:
    """An unfinished draft of the holder of a certificate of grade 2, begun under version 2026.11."""
    parts = make_parts(tmp_path / "book", forms=versions.write(tmp_path / "forms", "2026.11"))
    draft = sound_draft(parts)
    holder = {"certificate_state": "1", "certificate_number": f"{id_number()}42"}
    draft = replace(draft, answers={**draft.answers, **holder}, chosen=("living_subsidy", "care_subsidy"))
    parts.store.drafts.keep(draft)
    parts.store.close()
    return draft


@pytest.fixture
def parts(tmp_path: Path, begun: Draft) -> Iterator[Parts]:
    """The parts of the next start, with version 2026.12 in force."""
    made = make_parts(
        tmp_path / "book", forms=versions.write(tmp_path / "forms", "2026.12", RENAMED, STRICTER)
    )
    yield made
    made.store.close()


@pytest.fixture
def newer(qtbot: QtBot, desk: Desk, parts: Parts) -> Iterator[Desk]:
    """A desk of that next start."""
    made = Desk(qtbot, parts)
    yield made
    made.errands.close()


def care(desk: Desk) -> Finding:
    return next(f for f in desk.case.findings if f.matter == "care_subsidy")


def test_a_draft_reopens_with_its_own_version_while_another_is_in_force(newer: Desk, begun: Draft) -> None:
    # GIVEN a draft under the old version
    newer.take(begun)
    newer.settle()
    assert newer.case.pack.version == "2026.11"
    assert care(newer).outcome is Outcome.APPLIES
    newer.go(NOTICE)
    assert OLD in newer.texts()
    assert "生活补助" not in newer.texts()
    newer.go(FILL)
    assert not any(p.blocks for p in newer.case.problems)


def test_what_begins_now_goes_by_the_version_in_force(newer: Desk, begun: Draft) -> None:
    assert inform.new_draft(newer.parts).pack_digest == newer.parts.pack.digest != begun.pack_digest
    newer.take(replace(begun, id="next", pack_digest=newer.parts.pack.digest))
    newer.settle()
    assert newer.case.pack.version == "2026.12"
    assert care(newer).outcome is Outcome.NOT
    newer.go(NOTICE)
    assert NEW in newer.texts()


def test_what_is_accepted_names_its_own_version_and_its_receipt_prints_alike(
    newer: Desk, begun: Draft, tmp_path: Path
) -> None:
    newer.take(begun)
    newer.settle()
    newer.case.accept()
    newer.settle()
    application = newer.case.application
    assert application is not None
    assert (application.pack_version, application.pack_digest) == ("2026.11", begun.pack_digest)
    first = papers.receipt(newer.parts, application)
    shown = tmp_path / "receipt.pdf"
    shown.write_bytes(first)
    assert "生活补助" not in "".join(page.extract_text() for page in PdfReader(shown).pages)
    later = make_parts(tmp_path / "book", forms=versions.write(tmp_path / "forms", "2027.1", STRICTER))
    assert papers.receipt(later, application) == first
    later.store.close()


def test_a_draft_whose_version_is_lost_opens_without_matters_nobody_knows(desk: Desk) -> None:
    draft = sound_draft(desk.parts)
    case = desk.take(replace(draft, pack_digest="0" * 64, chosen=(*draft.chosen, "of_another_county")))
    for step in range(len(desk.pages)):
        desk.go(step)
    assert case.draft.chosen == draft.chosen
    assert case.findings
