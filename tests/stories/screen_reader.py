"""A screen reader's way into the window: a screen of its own, a bus of its own, and what is found there."""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, Final

from tests.patience import PATIENCE_S
from tests.stories.bus import Bus, BusError

NEEDED: Final = ("/usr/bin/Xvfb", "/usr/bin/dbus-daemon", "/usr/libexec/at-spi-bus-launcher")
"""What has to be there: Debian's xvfb, dbus-daemon and at-spi2-core."""
_ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
_REGISTRY: Final = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_CHECKED, _ENABLED, _SHOWING = 4, 8, 25
"""Places of states in the bits of GetState (AtspiStateType)."""


@dataclass(frozen=True)
class Thing:
    """One accessible object as it was when it was looked at."""

    bus: Bus
    reference: tuple[str, str]
    role: str
    name: str
    states: int

    def call(self, interface: str, member: str, signature: str = "", *arguments: Any) -> Any:
        """What a method of it returned first."""
        told = self.bus.call(*self.reference, f"org.a11y.atspi.{interface}", member, signature, *arguments)
        return told[0] if told else None

    def has(self, state: int) -> bool:
        return bool(self.states >> state & 1)

    @property
    def ticked(self) -> bool:
        return self.has(_CHECKED)

    @property
    def enabled(self) -> bool:
        return self.has(_ENABLED)

    def act(self) -> None:
        """Do the first action it offers."""
        assert self.call("Action", "DoAction", "i", 0), f"{self.role} {self.name}"

    def write(self, text: str) -> None:
        """Put this text in place of its own."""
        assert self.call("EditableText", "SetTextContents", "s", text), f"{self.role} {self.name}"

    @property
    def text(self) -> str:
        """What is written in it."""
        return str(self.call("Text", "GetText", "ii", 0, -1))


class ScreenReader:
    """Finds things by role and name, as they are heard, and does their actions."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def things(self) -> Iterator[Thing]:
        """Everything that shows in the program's windows, the newest window first."""
        for program in self._children(_REGISTRY):
            for window in reversed(self._children(program)):
                yield from self._within(window)

    def find(self, role: str, fits: Callable[[Thing], bool], what: str) -> Thing:
        """The first thing of this role that fits, waited for."""
        found: list[Thing] = []

        def there() -> bool:
            found[:] = itertools.islice((t for t in self.things() if t.role == role and fits(t)), 1)
            return bool(found)

        self.wait(there, f"{role} “{what}”")
        return found[0]

    def press(self, name: str, role: str = "push button") -> None:
        """Do the action of what begins with this name, as soon as it can be done."""
        self.find(role, lambda t: t.name.startswith(name) and t.enabled, name).act()

    def tick(self, name: str, role: str = "check box") -> None:
        """Tick a box or a choice, and wait until it is told to be ticked."""
        self.press(name, role)
        self.find(role, lambda t: t.name.startswith(name) and t.ticked, f"{name}, ticked")

    def write(self, name: str, text: str) -> None:
        """Fill the text of this name."""
        self.find("text", lambda t: t.name == name and t.enabled, name).write(text)

    def focus(self, name: str) -> None:
        """Give the keyboard to the text of this name."""
        assert self.find("text", lambda t: t.name == name, name).call("Component", "GrabFocus"), name

    def names(self) -> set[str]:
        """Every name that shows."""
        return {t.name for t in self.things()}

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition; a failure tells all that shows."""
        end, pause = monotonic() + PATIENCE_S, Event()
        while not condition():
            if monotonic() > end:
                shown = "\n".join(f"{t.role} {t.name}" for t in self.things() if t.name)
                raise AssertionError(f"did not come in {PATIENCE_S:g} s: {what}\n{shown}")
            pause.wait(0.03)

    # ---- the announcements --------------------------------------------------------------------

    def listen(self) -> None:
        """Hear what is announced from now on."""
        self._bus.call(_REGISTRY[0], "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "RegisterEvent",
                       "sass", "object:announcement", [], "")  # fmt: skip
        rule = "type='signal',interface='org.a11y.atspi.Event.Object',member='Announcement'"
        self._bus.call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s", rule
        )

    def announced(self) -> list[str]:
        """The sentences that were announced."""
        self._children(_REGISTRY)  # what was sent before the answer has come in by then
        return [str(h.arguments[3]) for h in self._bus.heard if h.member == "Announcement"]

    # ---- walking ------------------------------------------------------------------------------

    def _children(self, reference: tuple[str, str]) -> list[tuple[str, str]]:
        try:
            (found,) = self._bus.call(*reference, _ACCESSIBLE, "GetChildren")
        except BusError:  # it is gone since it was told of
            return []
        return list(found)

    def _within(self, reference: tuple[str, str]) -> Iterator[Thing]:
        try:
            (low, high), role, name = self._look(reference)
        except BusError:
            return
        thing = Thing(self._bus, reference, role, name, low | high << 32)
        if not thing.has(_SHOWING):
            return
        yield thing
        for child in self._children(reference):
            yield from self._within(child)

    def _look(self, reference: tuple[str, str]) -> tuple[tuple[int, int], str, str]:
        (states,) = self._bus.call(*reference, _ACCESSIBLE, "GetState")
        (role,) = self._bus.call(*reference, _ACCESSIBLE, "GetRoleName")
        (name,) = self._bus.call(
            *reference, "org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, "Name"
        )
        return (states[0], states[1]), str(role), str(name)


# ---- the program and its surroundings ---------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """A window on a screen that nobody sees, and the way to hear it."""

    reader: ScreenReader
    program: "subprocess.Popen[str]"

    def record(self) -> str:
        """End the program; the last line it printed."""
        told, _ = self.program.communicate("end\n", timeout=60)
        return told.splitlines()[-1]


@contextmanager
def opened(*arguments: str) -> Iterator[Opened]:
    """The window in a process of its own, with a screen and an accessibility bus of their own."""
    with ExitStack() as stack:
        # Not pytest's folder: the address of a socket has room for a hundred characters.
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-"))
        env = {**{k: v for k, v in os.environ.items() if not k.startswith(("DESK_", "XDG_", "QT_", "DBUS_"))},
               "HOME": home, "XDG_RUNTIME_DIR": home, "XDG_CACHE_HOME": home, "PYTHONPATH": str(Path.cwd()),
               "QT_LOGGING_RULES": "qt.multimedia.*=false"}  # fmt: skip
        env["DISPLAY"] = f":{stack.enter_context(_screen(env))}"
        env["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(_session(env))
        session = Bus(env["DBUS_SESSION_BUS_ADDRESS"])
        stack.callback(session.close)
        (address,) = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        bus = Bus(address)
        stack.callback(bus.close)
        shown = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        data = Path(home, "data")
        data.mkdir()
        command = [sys.executable, "-m", "tests.stories.spoken_window", str(data), *arguments]
        program = stack.enter_context(_running(command, {**env, **shown}, stdin=subprocess.PIPE))
        yield Opened(ScreenReader(bus), program)


@contextmanager
def _running(command: list[str], env: dict[str, str], **more: Any) -> Iterator["subprocess.Popen[str]"]:
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, **more)
    try:
        yield child
    finally:
        child.terminate()
        child.communicate(timeout=30)


@contextmanager
def _screen(env: dict[str, str]) -> Iterator[str]:
    """The number of a screen in memory."""
    command = [NEEDED[0], "-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    with _running(command, env, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        yield child.stdout.readline().strip()


@contextmanager
def _session(env: dict[str, str]) -> Iterator[str]:
    """The address of a session bus."""
    command = [NEEDED[1], "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with _running(command, env, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        yield child.stdout.readline().strip()


def missing() -> list[str]:
    """What is not installed here; all of it on systems other than Linux."""
    return [path for path in NEEDED if shutil.which(path) is None]
