"""The roll-out file: every computer takes its own row, and a wrong file gives nobody a wrong number."""

import platform
from pathlib import Path

import pytest

from desk_app import rollout, settings
from desk_app.__main__ import main
from desk_app.errors import WorldError

HALL = """
county_url = "https://county.example/"
backups = "/mnt/backups"
idle = 3

[[window]]
number = 4
computer = "HALL-04"
county_token = "secret-of-4"

[[window]]
number = 12
computer = "hall-12"
scanner = "http://10.1.2.3/eSCL"
idle = 10
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rollout.toml"
    path.write_text(HALL, encoding="utf-8")
    return path


def no_keyring(_url: str, _secret: str) -> None:
    raise WorldError("这台电脑没有可用的系统密钥环")


def test_a_computer_takes_what_all_share_and_what_is_its_own(file: Path, tmp_path: Path) -> None:
    kept = dict[str, str]()
    data = tmp_path / "data"
    row = rollout.row_of(rollout.rows(file), "", "Hall-04")
    rollout.take(row, data, kept.__setitem__)
    found = settings.load({"DESK_DATA": str(data)})
    assert (found.window, found.county_url, found.idle) == ("4", "https://county.example", 3)
    assert found.backups == Path("/mnt/backups")
    assert kept == {"https://county.example": "secret-of-4"}
    assert "secret" not in (data / settings.FILE_NAME).read_text("utf-8") + repr(row)


def test_a_window_number_counts_before_the_name_of_the_computer(file: Path) -> None:
    row = rollout.row_of(rollout.rows(file), "12", "HALL-04")
    assert (row.number, row.settings["idle"], row.settings["scanner"]) == (12, "10", "http://10.1.2.3/eSCL")
    with pytest.raises(WorldError, match=r"没有这台电脑.*有窗口 4、12"):
        rollout.row_of(rollout.rows(file), "", "somebody-else")
    with pytest.raises(WorldError, match="没有窗口 5"):
        rollout.row_of(rollout.rows(file), "5", "HALL-04")


def test_settings_that_were_made_here_stay_beside_it(file: Path, tmp_path: Path) -> None:
    settings.keep(tmp_path, "look", "LARGE")
    rollout.take(rollout.row_of(rollout.rows(file), "12", ""), tmp_path, no_keyring)
    found = settings.load({"DESK_DATA": str(tmp_path)})
    assert (found.look, found.window) == ("LARGE", "12")


def test_a_secret_that_can_not_be_kept_leaves_nothing_half_done(file: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with pytest.raises(WorldError, match="密钥环"):
        rollout.take(rollout.row_of(rollout.rows(file), "4", ""), data, no_keyring)
    assert not data.exists(), "the next start takes it again"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有窗口"),
        ("window = 4", "没有窗口"),
        ("[[window]]\nnumber = 4\n[[window]]\nnumber = 4", "窗口号 4 写了两次"),
        ('[[window]]\nnumber = 4\ncomputer = "A"\n[[window]]\nnumber = 5\ncomputer = "a"', "电脑 a 写了两次"),
        ('[[window]]\nnumber = "4"', "number = 窗口号"),
        ("[[window]]\nnumber = true", "number = 窗口号"),
        ("[[window]]\nnumber = 100", "窗口 100:.*1到99"),
        ('[[window]]\nnumber = 4\nscaner = "auto"', "窗口 4 有不认识的项:scaner"),
        ('data = "/srv"\n[[window]]\nnumber = 4', "不认识的项:data"),
        ('county_token = "one for all"\n[[window]]\nnumber = 4', "不认识的项:county_token"),
        ('county_url = "county.example"\n[[window]]\nnumber = 4', "窗口 4:.*http"),
        ('clerk = ["a"]\n[[window]]\nnumber = 4', "应为一个值"),
        ("[[window]\nnumber = 4", "读不出来"),
    ],
)
def test_a_wrong_file_gets_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "rollout.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorldError, match=said):
        rollout.rows(path)


def test_a_secret_needs_the_address_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "rollout.toml"
    path.write_text('[[window]]\nnumber = 4\ncounty_token = "s"', encoding="utf-8")
    with pytest.raises(WorldError, match="没有写区县服务地址"):
        rollout.take(rollout.rows(path)[0], tmp_path / "data", no_keyring)


def test_by_itself_it_is_taken_once_and_never_over_a_window_in_use(file: Path, tmp_path: Path) -> None:
    here = {"DESK_DATA": str(tmp_path / "data"), rollout.VARIABLE: str(file), "DESK_WINDOW": "12"}
    assert not rollout.is_due({"DESK_DATA": here["DESK_DATA"]})
    assert rollout.is_due(here)
    assert rollout.at_first_start(here, no_keyring).number == 12
    assert not rollout.is_due(here)
    (tmp_path / "data" / settings.FILE_NAME).unlink()
    assert rollout.is_due(here)
    (tmp_path / "data" / "book.db").touch()
    assert not rollout.is_due(here)


def test_the_command_checks_and_takes(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    assert main(["rollout", str(file), "--check"]) == 0
    told = capsys.readouterr().out
    assert "窗口 4(HALL-04)" in told.replace("（", "(").replace("）", ")")
    assert "secret" not in told
    assert not (tmp_path / "data").exists()
    monkeypatch.setattr(platform, "node", lambda: "nowhere")
    assert main(["rollout", str(file)]) == 1
    assert "nowhere" in capsys.readouterr().err
    assert main(["rollout", str(file), "--window", "12"]) == 0
    assert settings.load({"DESK_DATA": str(tmp_path / "data")}).window == "12"
    assert main(["rollout", str(tmp_path / "none.toml")]) == 1
    assert "没有找到部署文件" in capsys.readouterr().err
