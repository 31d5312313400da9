"""What the book knows of a person: open matters, and the day a certificate was cancelled."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.applications import Application
from desk_app.services import reading
from desk_app.services.applications import results
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from forms.schema import Facts
from tests.fakes import CHINA, NOW, make_parts
from tests.news import tell
from tests.people import sound_draft

NOTHING: Facts = {"open_matters": ("0",), "receives": ("0",), "recorded_state": "0"}
"""What the book says of a person of whom it has no record."""


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


def accepted(parts: Parts, *chosen: str, **answers: bool | str | tuple[str, ...]) -> Application:
    draft = sound_draft(parts)
    draft = replace(draft, answers={**draft.answers, **answers}, chosen=chosen or draft.chosen)
    parts.store.drafts.keep(draft)
    return intake.accept(parts, draft)


def known(parts: Parts) -> Facts:
    return inform.recalled(parts, sound_draft(parts)).records


def cancelled(parts: Parts, at: datetime) -> Application:
    """An application to cancel a certificate, concluded at this moment."""
    application = accepted(
        parts,
        "cert_cancel",
        certificate_state="1",
        cancel_categories=("4",),
        cancel_reason="2",
    )
    tell(parts, application, "cert_cancel", "conclude", at)
    return application


def test_of_a_stranger_the_book_knows_that_nothing_is_open(parts: Parts) -> None:
    assert known(parts) == NOTHING


def test_open_matters_are_those_that_are_not_decided(parts: Parts) -> None:
    application = accepted(parts)
    assert known(parts)["open_matters"] == application.chosen
    tell(parts, application, "cert_new", "conclude", NOW)
    still = ("living_subsidy", "care_subsidy")
    assert known(parts) == {**NOTHING, "open_matters": still, "recorded_state": "1"}


def test_what_the_county_refused_to_take_in_may_be_asked_for_again(parts: Parts) -> None:
    application = accepted(parts)
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.refused(letter.id, "区县没有收下", NOW)
    assert known(parts) == NOTHING


def test_the_day_of_a_cancellation_bars_a_new_certificate_without_a_question(parts: Parts) -> None:
    application = cancelled(parts, datetime(2026, 6, 1, 10, tzinfo=CHINA))
    draft = inform.recalled(parts, sound_draft(parts))
    denied = replace(draft, answers={**draft.answers, "cancelled_lately": False})
    assert denied.records["cancelled_on"] == "2026-06-01"
    assert reading.of(parts, denied).facts["cancelled_lately"] is True
    assert any("一年内不能重新申请" in p.message for p in reading.of(parts, denied).problems)
    results.hand_over(parts, application, "cert_cancel")
    assert known(parts)["cancelled_on"] == "2026-06-01", "handed over later, cancelled then"


def test_a_cancellation_long_ago_bars_nothing(parts: Parts) -> None:
    cancelled(parts, datetime(2024, 6, 1, 10, tzinfo=CHINA))
    draft = inform.recalled(parts, sound_draft(parts))
    assert reading.of(parts, draft).facts["cancelled_lately"] is False
    assert not any(p.blocks for p in reading.of(parts, draft).problems)
