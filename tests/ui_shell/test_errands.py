"""Answers of errands find nobody where the widget that asked was deleted meanwhile."""

import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_app.errors import WorldError
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import column


class Asking(QWidget):
    """Shows an answer in a label of its own, which goes with it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self._label = QLabel("")
        column(self).addWidget(self._label)

    def show_answer(self, text: object) -> None:
        self._label.setText(str(text))
        self.told.append(str(text))

    def show_with(self, before: str, text: object) -> None:
        self.show_answer(f"{before}{text}")


@pytest.fixture
def errands() -> Iterator[Errands]:
    made = Errands()
    yield made
    made.close()


@pytest.mark.parametrize("deleted", [False, True])
def test_a_deleted_widget_is_told_nothing(qtbot: QtBot, errands: Errands, deleted: bool) -> None:
    asking, go_on = Asking(), Event()
    if not deleted:
        qtbot.addWidget(asking)

    def refuse() -> str:
        go_on.wait(5)
        raise WorldError("不行")

    errands.run(lambda: go_on.wait(5) and "一", asking.show_answer)
    errands.run(lambda: go_on.wait(5) and "一", partial(asking.show_with, "再"))
    errands.run(refuse, asking.show_answer, asking.show_answer)
    if deleted:
        asking.deleteLater()
        with qtbot.waitSignal(asking.destroyed):
            pass
    go_on.set()
    qtbot.waitUntil(lambda: not errands.busy)
    assert asking.told == ([] if deleted else ["一", "再一", "不行"])


def test_what_a_callback_holds_is_let_go_on_the_main_thread(
    qtbot: QtBot, errands: Errands, request: pytest.FixtureRequest
) -> None:
    # GIVEN threads that take turns as often as on a busy computer
    before = sys.getswitchinterval()
    request.addfinalizer(lambda: sys.setswitchinterval(before))
    sys.setswitchinterval(1e-6)
    where: list[threading.Thread] = []

    class Held:
        def __del__(self) -> None:
            where.append(threading.current_thread())

    for _ in range(200):
        held = Held()
        errands.run(partial(bool, held), lambda _result, kept=held: bool(kept))
        del held
        qtbot.waitUntil(lambda: not errands.busy)
    qtbot.waitUntil(lambda: len(where) == 200)
    assert set(where) == {threading.main_thread()}


def test_a_lane_s_module_is_imported_on_the_main_thread_before_its_first_work(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a module that notes which thread imported it
    (tmp_path / "noting_its_thread.py").write_text(
        "import threading\nIMPORTED_BY = threading.current_thread()\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    errands, told = Errands(ahead={Lane.SCAN: "noting_its_thread"}), list[object]()
    # WHEN its lane and another one work
    errands.run(lambda: "noting_its_thread" in sys.modules, told.append)
    qtbot.waitUntil(lambda: told == [False])
    errands.run(lambda: sys.modules["noting_its_thread"].IMPORTED_BY, told.append, lane=Lane.SCAN)
    qtbot.waitUntil(lambda: len(told) == 2)
    errands.close()
    # THEN it was there for its own alone, by the main thread
    assert told[1] is threading.main_thread()
