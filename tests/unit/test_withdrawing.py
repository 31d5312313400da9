"""A withdrawal is whole or not at all: killed in the midst, or with a letter that can not be written."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.domain.applications import MatterState
from desk_app.errors import DeskError
from desk_app.services.applications import withdrawing
from desk_app.services.counter import intake
from desk_app.services.sockets import Deed
from tests.fakes import make_parts
from tests.law.world import filled
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

ROOT = Path(__file__).parents[2]
GONE = [MatterState.WITHDRAWN] * 3
MISTAKE = {"text": "收错了"}
CHILD = """
import sys
from pathlib import Path
from desk_app.services.applications import withdrawing
from desk_app.services.counter import intake
from tests.fakes import make_parts
from tests.people import sound_draft

parts = make_parts(Path(sys.argv[1]))
for person in range(400):
    draft = sound_draft(parts, person=person)
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    withdrawing.withdraw(parts, application.id, ("cert_new",), "retract", {"text": "收错了"})
    print(person, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 3, 7])
def test_killed_it_is_whole_or_not_there(tmp_path: Path, lines: int) -> None:
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(lines):
            assert child.stdout.readline()
        child.kill()
    parts = make_parts(tmp_path)
    found = parts.store.applications.search()
    assert len(found) >= lines
    for application in found:
        states = [m.state for m in application.matters]
        letters = parts.store.outbox.letters(application.subject)
        assert (states, len(letters)) in ((GONE, 2), (["taken", "held", "held"], 1))
    assert sum([m.state for m in a.matters] == GONE for a in found) >= lines
    assert parts.store.check().sound
    parts.store.close()


def test_a_letter_that_can_not_be_written_undoes_all_of_it(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    draft = replace(sound_draft(parts), chosen=("cert_new", "employment"))
    draft = replace(draft, answers={**draft.answers, "willing_to_work": True, "able_to_work": True})
    draft = filled(parts, draft)
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    withdrawing.withdraw(parts, application.id, ("cert_new", "employment"), "retract", MISTAKE)
    first, second = parts.store.outbox.letters(application.subject)[1:]
    events = parts.store.events.about(application.subject)
    again = replace(events[-1], id="another-event", local=0)
    with pytest.raises(DeskError):
        parts.store.events.record(Deed((again,), letter=replace(first, id="fresh"), more=(second,)))
    assert parts.store.events.about(application.subject) == events
    assert parts.store.outbox.letters(application.subject)[1:] == (first, second)
    parts.store.close()


def test_commands_tell_it_and_hand_nothing_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    parts = make_parts(tmp_path / "data")
    application = intake.accept(parts, sound_draft(parts))
    number = application.number
    draw = ["papers", "draw", number, "withdrawal", "--set", "withdrawn=残疾人证新办", "--out", "back.pdf"]
    assert main(draw) == 0
    assert "残疾人证新办" in squeezed(text_of((tmp_path / "back.pdf").read_bytes()))
    withdrawing.withdraw(parts, application.id, ("cert_new",), "retract", MISTAKE)
    capsys.readouterr()
    assert main(["show", number]) == 0
    shown = capsys.readouterr().out
    for words in ("已撤回", "残疾人证新办:窗口当日撤回,原因:收错了"):
        assert squeezed(words) in squeezed(shown)
    assert main(["papers", "handover", "--day", "2026-11-23", "--out", "sheets"]) == 0
    assert not list((tmp_path / "sheets").glob("*.pdf"))
    assert main(["papers", "draw", number, "withdrawal"]) == 1
    assert "不出“撤回申请书”" in capsys.readouterr().err
    assert main(["papers", "draw", number, "receipt", "--out", "receipt.pdf"]) == 0
    assert "已申请撤回" in squeezed(text_of((tmp_path / "receipt.pdf").read_bytes()))
    parts.store.close()
