"""``desk-app printers`` with a real print service of the tests' own."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desk_app.__main__ import main
from tests.devices import private_cups
from tests.devices.private_cups import Service

pytestmark = pytest.mark.skipif(bool(private_cups.lacking()), reason=private_cups.lacking())


@pytest.fixture
def service(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with private_cups.running() as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def test_from_the_list_to_a_calibrated_printer(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["printers"]) == 1
    assert "没有找到打印机" in capsys.readouterr().out
    service.queue("Q")
    assert main(["printers"]) == 0
    assert capsys.readouterr().out == "Q：可以打印；套打偏移 向右0.0 向下0.0 毫米\n"
    assert main(["printers", "--offset", "Q", "2.0", "-3"]) == 0
    assert capsys.readouterr().out == "Q：套打偏移 向右2.0 向下-3.0 毫米\n"
    assert main(["printers", "--calibrate", "Q", "--size", "130x90"]) == 0
    assert "报告已打完" in capsys.readouterr().out
    assert service.count() == 1
    service.call("cupsdisable", "Q")
    assert main(["printers", "--calibrate", "Q"]) == 1
    assert "已停用" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--offset", "Q", "2.05", "0"], "最多一位小数"),
        (["--offset", "Q", "30", "0"], "偏移应在"),
        (["--calibrate", "Q", "--size", "big"], "宽x高"),
        (["--calibrate", "Gone"], "没有找到打印机 Gone"),
    ],
)
def test_what_can_not_be_is_told(
    service: Service, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["printers", *arguments]) == 1
    assert words in capsys.readouterr().err


def test_a_name_that_is_not_there_is_kept_and_doubted(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["printers", "--offset", "Typo", "1", "1"]) == 0
    assert "请核对名字" in capsys.readouterr().out
