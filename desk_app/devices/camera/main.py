"""The camera part that bootstrap plugs in; QtMultimedia is loaded when cameras are first asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from desk_app.devices.camera.models import ABSENT, CLOSED, UNKNOWN, UNLOADABLE
from desk_app.errors import WorldError

if TYPE_CHECKING:
    from desk_app.devices.camera.session import Session, Source
    from desk_app.services.parts import Camera

    Find = Callable[[], Mapping[str, Callable[[], Source]]]

_log = logging.getLogger(__name__)
AUTO: Final = "auto"
DEMO: Final = "demo"


def camera_of(setting: str, *, demo: bool) -> Camera:
    """The cameras that the setting names: ``auto``, ``demo`` or an address; empty goes by ``demo``.

    Those plugged in are always among them.
    """
    chosen = setting or (DEMO if demo else AUTO)
    plugged = QtCamera(address="" if chosen in (AUTO, DEMO) else chosen)
    if chosen != DEMO:
        return plugged
    from desk_app.devices.camera.demo import DemoCamera

    return DemoCamera(plugged)


class QtCamera:
    """Socket ``Camera`` on QtMultimedia, for the main thread. One camera is open at a time."""

    def __init__(self, find: Find | None = None, address: str = "") -> None:
        """``find`` returns each source's name with a function to open it; default: this computer's.

        ``address`` is that of a camera in the network (``http://…``, ``rtsp://…``), offered behind them.
        """
        self._find, self._address = find, address
        self._session: Session | None = None

    def names(self) -> tuple[str, ...]:
        """See ``Camera.names``."""
        return tuple(self._sources() or ())

    def why(self) -> str:
        """Why there is no camera to choose, in one sentence; empty when there is one."""
        sources = self._sources()
        if sources is None:
            return UNLOADABLE
        return "" if sources else ABSENT

    def state(self) -> str:
        """See ``Camera.state``."""
        return self.why() or f"可以用:{'、'.join(self.names())}"

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        """See ``Camera.start``; a camera that is still open is released first."""
        self.stop()
        sources = self._sources()
        if sources is None or name not in sources:
            on_fault(UNLOADABLE if sources is None else UNKNOWN)
            return
        from desk_app.devices.camera.session import Hooks, Session

        hooks = Hooks(on_frame, on_fault, present=lambda: name in (self._sources() or ()))
        self._session = Session(sources[name](), hooks)

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        """See ``Camera.capture``; WorldError when no camera is open; later faults go to ``on_fault``."""
        if self._session is None or not self._session.live:
            raise WorldError(CLOSED)
        self._session.take(on_image)

    def turn(self, quarters: int) -> None:
        """See ``Camera.turn``."""
        if self._session is not None:
            self._session.quarters = quarters % 4

    def stop(self) -> None:
        """See ``Camera.stop``; a second call does nothing."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _sources(self) -> Mapping[str, Callable[[], Source]] | None:
        """The sources there are now, by name; None when QtMultimedia can not be loaded."""
        try:
            from desk_app.devices.camera import qt
        except ImportError as error:
            _log.warning("QtMultimedia cannot be loaded: %s", error)
            return None
        beside = qt.by_network(self._address) if self._address else {}
        return {**(self._find or qt.cameras)(), **beside}
