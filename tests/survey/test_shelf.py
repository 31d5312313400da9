"""Every version a sheet was begun on is kept; a sheet of another version is told apart, never taken in."""

from pathlib import Path

from forms.surveys.shelf import SurveyShelf
from tests.survey.forms import SurveyFolder


def test_a_sheet_finds_the_version_it_was_begun_on(tmp_path: Path) -> None:
    folder = SurveyFolder(tmp_path / "county")
    first = SurveyShelf(tmp_path / "kept", folder.directory)
    before = first.in_force["person-2026"]
    first.keep(before)
    first.keep(before)
    folder.change("codes.toml", '["1", "未婚"]', '["1", "没有结过婚"]')
    later = SurveyShelf(tmp_path / "kept", folder.directory)
    now = later.in_force["person-2026"]
    assert now.digest != before.digest
    assert later.of(now.digest) is now
    found = later.of(before.digest)
    assert found is not None
    assert found.codes["marriage"].label("1") == "未婚"
    assert [p.name for p in (tmp_path / "kept").iterdir()] == [f"person-2026-{before.digest[:12]}"]
    assert later.refusal(now, now.digest) == ""
    assert "的另一版填的" in later.refusal(now, before.digest)
    village = later.in_force["village-2026"]
    assert "不是“持证残疾人基本状况调查表(2026年度)”" in later.refusal(now, village.digest)
    assert "本机没有那一版" in later.refusal(now, "0" * 64)


def test_a_damaged_copy_is_none_and_is_kept_anew(tmp_path: Path) -> None:
    shelf = SurveyShelf(tmp_path / "kept")
    form = shelf.in_force["village-2026"]
    shelf.keep(form)
    (place,) = (tmp_path / "kept").iterdir()
    file = place / "codes.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n#", encoding="utf-8")
    folder = SurveyFolder(tmp_path / "county", "village-2026")
    folder.change("survey.toml", 'title = "组织和人员"', 'title = "组织"')
    assert SurveyShelf(tmp_path / "kept", folder.directory).of(form.digest) is None
    SurveyShelf(tmp_path / "kept").keep(form)
    again = SurveyShelf(tmp_path / "kept", folder.directory).of(form.digest)
    assert again is not None
    assert again.digest == form.digest
