"""Settings: environment before file before default, and one sentence for a value that can not be used."""

from pathlib import Path

import pytest

import resources
from desk_app import settings
from desk_app.errors import WorldError
from desk_app.settings_table import TABLE
from tests import versions


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('window = "7"\nclerk = "李经办"\n', encoding="utf-8")
    found = settings.load({"DESK_DATA": str(tmp_path), "DESK_WINDOW": "12"})
    assert (found.window, found.clerk, found.county_url) == ("12", "李经办", "")
    assert found.data == tmp_path


def test_what_is_kept_is_found_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('clerk = "李“经”办"\n', encoding="utf-8")
    settings.keep(tmp_path, "look", "LARGE")
    found = settings.load({"DESK_DATA": str(tmp_path)})
    assert (found.look, found.clerk) == ("LARGE", "李“经”办")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('window = "0"', "窗口号"),
        ('window = "三"', "窗口号"),
        ('county_url = "county.example"', "http"),
        ('windo = "3"', "不认识的项:windo"),
        ('county_token = "secret"', "不认识的项:county_token"),
        ("window = ", "读不出来"),
        ('backups = "kept/here"', "完整的路径"),
        (r'backups = "D:\backup"', "控制符"),
        ('backups = ["/a", "/b"]', "应为一个值"),
        ("[idle]\nminutes = 5", "应为一个值"),
    ],
)
def test_a_wrong_setting_gets_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorldError, match=said):
        settings.load({"DESK_DATA": str(tmp_path)})


def test_every_setting_stands_in_the_guide() -> None:
    guide = resources.path("guide", "administration.md").read_text(encoding="utf-8")
    assert [s.key for s in TABLE if f"`{s.key}`" not in guide or s.environment not in guide] == []


def test_the_key_is_never_shown(tmp_path: Path) -> None:
    found = settings.load({"DESK_DATA": str(tmp_path), "DESK_COUNTY_TOKEN": "very secret"})
    assert "very secret" not in str(settings.rows(found))


def chosen(tmp_path: Path, folder: Path) -> settings.Settings:
    return settings.load({"DESK_DATA": str(tmp_path / "data"), "DESK_FORMS": str(folder)})


def test_a_broken_pack_leaves_the_last_good_one_in_force_and_is_told(tmp_path: Path) -> None:
    folder = versions.write(tmp_path / "county", "2026.12", versions.RENAMED)
    found = settings.versions_of(chosen(tmp_path, folder))
    settings.keep_versions(found)
    assert settings.fault(found) == ""
    versions.write(folder, "2027.1", versions.BROKEN)
    found = settings.versions_of(chosen(tmp_path, folder))
    assert found.current.version == "2026.12"
    told = settings.fault(found)
    assert "没有启用,仍按 2026.12 版办理" in told
    assert "matters.toml 第" in told
    assert f"desk-app forms check {folder}" in told


def test_a_pack_that_was_never_good_is_refused_with_its_first_faults(tmp_path: Path) -> None:
    folder = versions.write(tmp_path / "county", "2026.12", versions.BROKEN)
    with pytest.raises(WorldError, match=r"matters\.toml 第\d+行.*desk-app forms check"):
        settings.pack_of(chosen(tmp_path, folder))
    assert not (tmp_path / "data").exists()


def test_a_pack_that_can_not_be_kept_is_told(tmp_path: Path) -> None:
    folder = versions.write(tmp_path / "county", "2026.12", versions.RENAMED)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "packs").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(WorldError, match="请检查磁盘"):
        settings.keep_versions(settings.versions_of(chosen(tmp_path, folder)))
