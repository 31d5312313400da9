"""A draft belongs to who began it; a colleague goes on with it, and that is noted."""

from dataclasses import replace
from pathlib import Path

from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT
from desk_app.domain.reads import ReadKind
from desk_app.services.counter import inform
from desk_app.services.parts import window_of
from tests.fakes import make_parts


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
