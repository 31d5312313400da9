"""``bench devices``: a card on a serial reader, until step 1 is filled, beside the bare serial port."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure
from desk_app.benches.pty_reader import PtyReader, block, in_pace

if TYPE_CHECKING:
    from desk_app.benches.window import Heart, Step
    from desk_app.ui.shell.window import MainWindow

_ROUNDS: Final = 9
_NAME: Final = "张样例"
_CHIP: Final = block(
    name=_NAME,
    sex="2",
    ethnicity="01",
    birth="19870312",
    address="甘肃省白银市平川区样例路1号",
    number="620403198703120029",
    issuer="样例公安局",
    since="20150601",
    until="长期",
)


def card() -> Iterator[Figure]:
    """Figures from the answer that found a card to the filled step, with a case open and with none."""
    from desk_app.benches.window import child

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as ports:
        told = child(folder, "card_reader", DESK_CARD_READER=str(Path(ports, "reader")))
    bare, what = median(told["bare"]), "从找到身份证到①填好"
    yield Figure(
        "devices.card", median(told["filled"]), "ms", bare, 1.3, f"{what};裸库:找卡、选卡、读卡、问最新住址"
    )
    yield Figure("devices.card.case", median(told["begun"]), "ms", None, 400, f"{what},没有开着的申请时")
    yield Figure("devices.card.still", max(told["still"]), "ms", None, 100, "其间窗口最长多久不应答")


# ---- within the program that is measured ------------------------------------------------------


def run() -> None:
    """Plug a reader in, open the window and measure it."""
    from desk_app.benches.window import drive

    device = PtyReader(Path(os.environ["DESK_CARD_READER"]), in_pace)
    drive(lambda window, heart: _script(window, heart, device))
    device.pull_out()


def _script(window: "MainWindow", heart: "Heart", device: PtyReader) -> "Iterator[Step]":
    from desk_app.benches.window import quiet, set_aside

    yield lambda: window.parts.reader.state.ready
    yield quiet(window)
    for _ in range(_ROUNDS):
        yield from _bare(heart, device.place)
        yield from _lay(window, heart, device, "begun")
        yield from set_aside(window)
        window.counter.new_case()
        yield lambda: window.case is not None
        yield quiet(window)
        yield from _lay(window, heart, device, "filled")
        yield from set_aside(window)


def _lay(window: "MainWindow", heart: "Heart", device: PtyReader, name: str) -> "Iterator[Step]":
    from desk_app.benches.window import quiet

    heart.begin()
    device.lay(_CHIP)
    yield lambda: _is_filled(window)
    heart.tell(name, time.perf_counter() - device.found_at)
    yield quiet(window)
    heart.tell_still("still")
    device.lift()
    yield quiet(window)


def _is_filled(window: "MainWindow") -> bool:
    from PySide6.QtWidgets import QLineEdit

    lines = window.findChildren(QLineEdit, "name") if window.case else []
    return any(line.isVisible() and line.text() == _NAME for line in lines)


def _bare(heart: "Heart", place: Path) -> "Iterator[Step]":
    """Find, select, read, ask for the address over a port of its own, each as soon as an answer is whole."""
    from PySide6.QtSerialPort import QSerialPort

    from desk_app.devices.card_reader import sdt

    device = PtyReader(place.with_name("bare"), in_pace)
    device.lay(_CHIP)
    port = QSerialPort(str(device.place))
    port.setBaudRate(115_200)
    port.open(QSerialPort.OpenModeFlag.ReadWrite)
    waiting = [(sdt.FIND, 15), (sdt.SELECT, 19), (sdt.READ, 1295), (sdt.ADDRESS, 11)]
    took = 0.0

    def answered() -> None:
        nonlocal took
        if port.bytesAvailable() < waiting[0][1]:
            return
        port.readAll()
        del waiting[0]
        if waiting:
            port.write(sdt.frame(waiting[0][0]))
        else:
            took = time.perf_counter() - begin

    port.readyRead.connect(answered)
    begin = time.perf_counter()
    port.write(sdt.frame(waiting[0][0]))
    yield lambda: took > 0
    heart.tell("bare", took)
    port.close()
    device.pull_out()
