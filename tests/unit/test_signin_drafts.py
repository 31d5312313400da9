"""A draft belongs to who began it; a colleague goes on with it, and that is noted."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT
from desk_app.domain.lists import Wanted
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services.counter import handing, inform
from desk_app.services.parts import Seat
from desk_app.services.signin import demo, entering, seating
from desk_app.ui.applications.drafts import drafts
from tests.fakes import make_parts, window_of


def test_a_colleague_goes_on_with_a_draft_and_it_is_noted(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    draft = replace(inform.new_draft(parts), answers={"name": "张样例"})
    parts.store.drafts.keep(draft)
    held = parts.store.drafts.one(draft.id)
    assert held is not None
    assert held.clerk == parts.window.clerk
    assert inform.taken_over(parts, held) == (held, "")
    other = replace(parts, window=window_of(parts.window.hall, "3", "李样乙"))
    taken, told = inform.taken_over(other, held)
    assert taken.clerk == "李样乙"
    assert held.clerk in told
    inform.note_taken_over(other, draft.id, held.clerk)
    (read,) = parts.store.journal.of(Subject(DRAFT, draft.id))
    assert (read.how, read.who.person) == (ReadKind.TAKEN_OVER, "李样乙")
    parts.store.close()


def test_a_supervisor_hands_a_draft_over_and_it_is_noted(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    parts = replace(parts, window=replace(parts.window, seat=Seat(), demo=True))
    seating.prepare(parts, seated=False)
    entering.sign_in(parts, "演示经办员", demo.PASSWORD)
    draft = replace(inform.new_draft(parts), answers={"name": "张样例"})
    parts.store.drafts.keep(draft)
    assert handing.receivers(parts) == ()
    with pytest.raises(RuleError, match="负责人"):
        handing.hand_over(parts, draft.id, "演示负责人")
    entering.sign_in(parts, "演示负责人", demo.PASSWORD)
    assert "演示管理员" in handing.receivers(parts)
    for wrong, told in (("无此人", "另选"), ("演示经办员", "本来就是")):
        with pytest.raises(RuleError, match=told):
            handing.hand_over(parts, draft.id, wrong)
    handing.hand_over(parts, draft.id, "演示管理员")
    held = parts.store.drafts.one(draft.id)
    assert held is not None
    assert (held.clerk, held.updated_at) == ("演示管理员", draft.updated_at)
    (read,) = parts.store.journal.of(Subject(DRAFT, draft.id))
    assert (read.how, read.who.person) == (ReadKind.HANDED_OVER, "演示负责人")
    parts.store.close()


def test_the_list_says_whose_a_draft_is(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    for clerk in ("王样甲", "李样乙"):
        parts.store.drafts.keep(replace(inform.new_draft(parts), answers={"name": "张样例"}, clerk=clerk))
    assert {row.clerk for row in drafts(parts, Wanted("application"))} == {"王样甲", "李样乙"}
    assert [row.clerk for row in drafts(parts, Wanted("application", clerk="李样乙"))] == ["李样乙"]
    parts.store.close()
