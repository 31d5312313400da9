"""Which stops of the clock count is the county's: states, clocks, texts and papers follow its switch."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import matter_id
from desk_app.domain.events import Who
from desk_app.services import proceedings
from desk_app.services.applications import deadlines
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from forms import explain, loader, stops
from forms.pack import Text
from tests.fakes import StillClock, make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.unit.packs import Folder

ALL = ("等证件结果", "残疾评定和公示", "补正")


def folder_of(tmp_path: Path, *runs_on: str) -> Folder:
    folder = Folder(tmp_path / "forms")
    listed = ", ".join(f'"{name}"' for name in runs_on)
    folder.change("county.toml", "runs_on = []", f"runs_on = [{listed}]")
    return folder


def test_the_shipped_stops_say_whose_they_are() -> None:
    pack = loader.shipped()
    assert stops.reasons(pack.procedures) == ALL
    process = pack.texts["process"]
    assert process.endswith(
        "期间停止计时(《残疾人证管理办法》第九条(三),参照《中华人民共和国行政许可法》第四十五条)。"
    )
    # 附件2 knows no stop: what stops is said with another source.
    assert "附件2" not in process


def test_with_the_switch_off_no_state_stops_and_nothing_says_so(tmp_path: Path) -> None:
    pack = loader.load(folder_of(tmp_path, *ALL).path)
    assert stops.reasons(pack.procedures) == ()
    words = [s.word for s in pack.procedures["matter"].states]
    assert "随证待审" in words
    assert "评定/公示中" in words
    assert not [w for w in words if "停表" in w or "[" in w]
    assert pack.texts["process"].endswith("承诺13个工作日内办结。")
    told = "\n".join(line for each in explain.which(pack, "cert_new") for line in explain.lines(pack, each))
    assert "承诺13个工作日办结(法定30个工作日)" in told
    assert "时间另计" not in told


def test_each_stop_is_a_switch_of_its_own(tmp_path: Path) -> None:
    pack = loader.load(folder_of(tmp_path, "等证件结果").path)
    assert stops.reasons(pack.procedures) == ("残疾评定和公示", "补正")
    assert [pack.stops(name) for name in ALL] == [False, True, True]
    words = {s.code: s.word for s in pack.procedures["matter"].states}
    assert (words["held"], words["assessing"]) == ("随证待审", "评定/公示中(停表)")


def clocks_of(parts: Parts, clock: StillClock) -> tuple[str, str, str]:
    """The clock of a subsidy held for a certificate after three days, in words, its word, and the receipt."""
    application = intake.accept(parts, sound_draft(parts))
    proceedings.act(parts, Who("区残联", "department"), matter_id(application.id, "cert_new"), "assess", {})
    clock.move(3 * 86400)
    found = deadlines.clocks(parts, application)["care_subsidy"]
    state = parts.law.shown(application.pack_digest, "matter", "held").word
    return f"{found.used} {found.stands}".strip(), state, text_of(papers.receipt(parts, application))


@pytest.mark.parametrize(
    ("runs_on", "stands", "word", "said"),
    [((), "0 等证件结果", "随证待审(停表)", True), (ALL, "3", "随证待审", False)],
    ids=["stops count", "clocks run on"],
)
def test_the_clock_of_a_held_matter_follows_the_switch(
    tmp_path: Path, runs_on: tuple[str, ...], stands: str, word: str, said: bool
) -> None:
    clock = StillClock()
    parts = make_parts(tmp_path / "book", clock, folder_of(tmp_path, *runs_on).path)
    found = clocks_of(parts, clock)
    assert found[:2] == (stands, word)
    assert ("停止计时" in found[2]) is said
    assert (squeezed("等“残疾人证新办”结果,期间停止计时") in found[2]) is said
    parts.store.close()


def test_an_application_keeps_the_stops_it_began_with(tmp_path: Path) -> None:
    clock = StillClock()
    folder = folder_of(tmp_path)
    parts = make_parts(tmp_path / "book", clock, folder.path)
    application = intake.accept(parts, sound_draft(parts))
    parts.store.close()
    folder.change("county.toml", "runs_on = []", 'runs_on = ["等证件结果"]')
    parts = make_parts(tmp_path / "book", clock, folder.path)
    assert not parts.pack.stops("等证件结果")
    clock.move(timedelta(days=3).total_seconds())
    assert deadlines.clocks(parts, application)["care_subsidy"].stands == "等证件结果"
    assert parts.law.shown(application.pack_digest, "matter", "held").word == "随证待审(停表)"
    later = intake.accept(parts, sound_draft(parts, person=1))
    assert parts.law.shown(later.pack_digest, "matter", "held").word == "随证待审"
    parts.store.close()


def test_a_stop_that_no_state_names_is_told(tmp_path: Path) -> None:
    folder_of(tmp_path, "等证结果").tells(
        "county.toml", "runs_on =", "没有停表的原因“等证结果”,是不是“等证件结果”?"
    )


def test_a_text_that_follows_another_comes_behind_it(tmp_path: Path) -> None:
    rows = (Text("b", "后。", "x", after="a"), Text("a", "前。", "x"), Text("c", "停。", "x", stop="公示"))
    assert stops.texts(rows, ()) == {"a": "前。后。", "b": "后。"}
    assert stops.texts(rows, ("公示",)) == {"a": "前。后。", "b": "后。", "c": "停。"}
    folder = Folder(tmp_path / "forms")
    folder.change("pack.toml", 'after = "process"', 'after = "proces"')
    folder.tells("pack.toml", 'proces"', "没有文字“proces”")
