"""Where nobody is signed in nothing is done."""

from pathlib import Path

import pytest

from desk_app.errors import RuleError
from desk_app.services.counter import intake
from desk_app.services.parts import NOBODY
from tests.fakes import make_parts
from tests.people import sound_draft


def test_nothing_is_accepted_where_nobody_is_signed_in(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    parts.window.seat.who = NOBODY
    with pytest.raises(RuleError, match="还没有人登录"):
        intake.accept(parts, draft)
    assert parts.store.drafts.one(draft.id) is not None
    assert parts.store.outbox.letters() == ()
    parts.store.close()
