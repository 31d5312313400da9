"""An answer that is not asked any more is on no paper, in no letter and in no record."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app import settings
from desk_app.bootstrap import parts_of
from tests.children import ran
from tests.people import sound_draft
from tests.stories.clerk import EMPLOYER
from tests.stories.program import AtCounty, environment

pytestmark = pytest.mark.story


def begun(data: Path) -> None:
    """Keep a draft that includes employment help, complete except for the questions about work."""
    chosen = settings.load({}, data)
    parts = parts_of(chosen, settings.versions_of(chosen))
    draft = sound_draft(parts)
    more = {"willing_to_work": True, "able_to_work": True, "identity_kinds": ("3",)}
    parts.store.drafts.keep(
        replace(draft, answers={**draft.answers, **more}, chosen=(*draft.chosen, "employment"))
    )
    parts.store.close()


def test_an_employer_hidden_since_goes_nowhere(tmp_path: Path) -> None:
    # GIVEN a clerk who typed an employer WHEN the person turns out to have no work
    begun(tmp_path)
    done = ran([sys.executable, "-m", "tests.stories.clerk", "switch", str(tmp_path)], env=environment())
    assert done.returncode == 0, done.stderr
    left = json.loads(done.stdout.splitlines()[-1])
    # THEN it was kept in the draft, and nothing that leaves it has it
    assert left["typed"] == EMPLOYER
    assert "从各类单位辞职" in left["paper"].replace("\n", "")
    assert EMPLOYER not in left["paper"]
    assert EMPLOYER not in json.dumps(json.loads(left["letter"]), ensure_ascii=False)
    assert not {"unit_name", "employment_kind"} & left["record"].keys()
    assert EMPLOYER not in "".join(left["window"])
    rows = AtCounty(tmp_path / "county.db").rows("SELECT body, facts FROM application")
    assert len(rows) == 1
    assert not any(EMPLOYER in json.dumps(json.loads(text), ensure_ascii=False) for text in rows[0])
