"""Garbage is collected on the main thread alone: a Qt object deleted elsewhere would end the program."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app.ui.kit import garbage, uptime
from desk_app.ui.kit.garbage import GarbageCollector
from desk_app.ui.kit.guard import InputGuard

ENOUGH = 5000
"""More containers than it takes to make Python collect."""


class Ring:
    """A cycle that holds a running timer, and tells in which thread it went."""

    def __init__(self, told: list[threading.Thread]) -> None:
        self.itself = self
        self.timer = QTimer()
        self.timer.start(10_000)
        weakref.finalize(self, lambda: told.append(threading.current_thread()))


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    parent = QObject()
    made = GarbageCollector(parent)
    yield made
    made.stop()
    parent.deleteLater()


def test_what_threads_make_collects_nothing_there(collector: GarbageCollector, qtbot: QtBot) -> None:
    collector.look()  # sets aside what the start made
    told: list[threading.Thread] = []
    Ring(told)
    made: list[list[object]] = []
    thread = threading.Thread(target=lambda: made.extend([made] for _ in range(ENOUGH)))
    thread.start()
    thread.join()
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [threading.main_thread()]


def test_python_collects_by_itself_again_after_the_window(collector: GarbageCollector) -> None:
    collector.look()
    assert gc.get_freeze_count() > 0
    collector.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_the_oldest_generation_is_collected_while_nobody_acts(
    collector: GarbageCollector, qapp: QApplication, qtbot: QtBot
) -> None:
    # GIVEN a cycle that has grown old, and somebody who pressed a key just now
    collector.look()
    told: list[threading.Thread] = []
    ring = Ring(told)
    gc.collect(1)
    del ring
    guard = InputGuard.of(qapp)
    guard.touched = uptime.seconds()
    # WHEN it looks
    collector.look()
    # THEN nothing keeps them waiting, and the cycle goes once they rest
    assert told == []
    guard.touched = uptime.seconds() - 1
    collector.look()
    qtbot.waitUntil(lambda: told == [threading.main_thread()])


def test_much_that_lives_on_is_set_aside_and_found_when_nobody_is_there(
    collector: GarbageCollector, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN very much that lives on, a cycle among it, and a collection
    monkeypatch.setattr(garbage, "_SEEN_S", 0.0)
    collector.look()
    told: list[threading.Thread] = []
    ring = Ring(told)
    much = [[n] for n in range(garbage._MANY + ENOUGH)]
    gc.collect(1)
    before = gc.get_freeze_count()
    guard = InputGuard.of(qapp)
    guard.touched = uptime.seconds() - 1
    collector.look()
    qtbot.waitUntil(lambda: gc.get_freeze_count() > before + garbage._MANY)
    # WHEN it dies after that
    del ring, much
    gc.collect()
    assert told == []
    # THEN it goes when nobody was there for a minute
    guard.touched = uptime.seconds() - garbage._AWAY_S
    collector.look()
    qtbot.waitUntil(lambda: told == [threading.main_thread()])
