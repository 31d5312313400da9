"""已带 is not 原件已核对: what was only brought is told as that, and is not enough for acceptance."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from desk_app.domain.applications import Draft, HandedIn, in_hand
from desk_app.errors import RuleError
from desk_app.services.counter import capture, inform, intake
from desk_app.services.printing import papers
from desk_app.storage import rows
from tests.people import sound_draft
from tests.printing.reading import text_of
from tests.ui_pages.conftest import CAPTURE, CONFIRM, NOTICE, Desk, Pictures

ALL = ("household", "id_card", "photo", "bank_card_copy")


def places(desk: Desk, kind: type[QWidget], beginning: str) -> Mapping[str, QRect]:
    """Where the visible widgets stand whose names begin so, once the page has come to rest."""
    seen: list[dict[str, QRect]] = []

    def at_rest() -> bool:
        shown = (w for w in desk.page.findChildren(kind) if w.isVisible())
        named = (w for w in shown if w.objectName().startswith(beginning))
        seen.append({w.objectName(): QRect(w.mapTo(desk.page, QPoint()), w.size()) for w in named})
        return len(seen) > 3 and seen[-1] == seen[-4]

    desk.settle()
    desk.until(at_rest)
    return seen[-1]


def test_the_tick_of_step_two_says_only_that_it_was_brought(desk: Desk) -> None:
    desk.take_sound(seen=())
    desk.go(NOTICE)
    desk.find("seen:household", QCheckBox).click()
    assert desk.kept.brought == ("household",)
    assert desk.kept.seen == ()
    assert "已带,待核对" in desk.texts()
    desk.go(CONFIRM)
    assert "户口簿带来了,还没有核对" in " ".join(p.message for p in desk.case.problems)
    assert "已带，未核对" in desk.texts()


def test_it_is_ticked_off_again_as_easily(desk: Desk) -> None:
    desk.take_sound(seen=(), brought=("household",))
    desk.go(NOTICE)
    tick = desk.find("seen:household", QCheckBox)
    assert tick.isChecked()
    tick.click()
    assert desk.kept.brought == ()


def test_what_was_looked_at_is_ticked_and_can_not_be_unticked_there(desk: Desk) -> None:
    desk.take_sound()
    desk.go(NOTICE)
    tick = desk.find("seen:household", QCheckBox)
    assert tick.isChecked()
    assert not tick.isEnabled()


def test_brought_alone_is_not_accepted(desk: Desk) -> None:
    draft = replace(sound_draft(desk.parts), seen=(), brought=ALL)
    with pytest.raises(RuleError, match="带来了,还没有核对"):
        intake.accept(desk.parts, draft)


@pytest.mark.parametrize(
    ("tick", "told"), [("original:household", "原件核对后退还"), ("copy:household", "复印件")]
)
def test_the_receipt_says_what_was_done_at_step_four(desk: Desk, tick: str, told: str) -> None:
    desk.take_sound(seen=("id_card", "photo", "bank_card_copy"), brought=("household",))
    desk.go(CAPTURE)
    desk.find(tick, QCheckBox).click()
    accepted = intake.accept(desk.parts, desk.kept)
    assert f"已收({told})" in text_of(papers.receipt(desk.parts, accepted))


def test_a_promise_is_over_when_it_was_brought_and_the_other_way_round(desk: Desk) -> None:
    draft = replace(sound_draft(desk.parts), seen=())
    promised = capture.promise(desk.parts, draft, "household")
    brought = capture.mark_brought(promised, "household", brought=True)
    assert (brought.promises, brought.brought) == ((), ("household",))
    again = capture.promise(desk.parts, brought, "household")
    assert (len(again.promises), again.brought) == (1, ())


def test_a_draft_of_before_keeps_its_meaning(desk: Desk) -> None:
    old = rows.draft_body(replace(sound_draft(desk.parts), seen=("household",)))
    before = json.loads(old)
    for later in ("electronic", "brought", "carried"):
        del before[later]
    read = rows.read_draft("d", desk.parts.clock.now().isoformat(), json.dumps(before))
    assert (read.seen, read.brought) == (("household",), ())
    assert in_hand(read, "household")


def test_brought_survives_the_disk(desk: Desk) -> None:
    draft = capture.mark_brought(inform.new_draft(desk.parts), "household", brought=True)
    desk.parts.store.drafts.keep(draft)
    read = desk.parts.store.drafts.one(draft.id)
    assert isinstance(read, Draft)
    assert read.brought == ("household",)


# ---- nothing moves under the mouse ----------------------------------------------------------------


def test_a_tick_at_step_two_moves_no_other(desk: Desk) -> None:
    desk.take_sound(seen=())
    desk.go(NOTICE)
    before = places(desk, QCheckBox, "seen:")
    assert len(before) == 4
    for name in before:
        desk.find(name, QCheckBox).click()
        desk.settle()
        assert {n: r.topLeft() for n, r in places(desk, QCheckBox, "seen:").items()} == {
            n: r.topLeft() for n, r in before.items()
        }


@pytest.mark.parametrize("material", ["household", "id_card"])
def test_a_picture_moves_no_button_of_step_four(desk: Desk, pictures: Pictures, material: str) -> None:
    desk.take_sound(seen=())
    page = desk.go(CAPTURE)
    desk.settle()
    before = places(desk, QPushButton, "file:") | places(desk, QPushButton, "camera:")
    page.add_file(material, pictures.page)  # type: ignore[attr-defined]
    desk.until(lambda: desk.case.draft.pages)
    desk.settle()
    assert places(desk, QPushButton, "file:") | places(desk, QPushButton, "camera:") == before


@pytest.mark.parametrize("way", [HandedIn.ORIGINAL, HandedIn.COPY])
def test_a_tick_of_step_four_moves_no_other(desk: Desk, way: HandedIn) -> None:
    desk.take_sound(seen=())
    desk.go(CAPTURE)
    desk.settle()
    before = places(desk, QCheckBox, "") | places(desk, QPushButton, "file:")
    desk.find(f"{way}:household", QCheckBox).click()
    desk.settle()
    assert places(desk, QCheckBox, "") | places(desk, QPushButton, "file:") == before
