"""Which camera a window uses, and how the picture of each is turned."""

import json
from collections.abc import Callable


class CameraHabits:
    """Remembered from one start to the next; any thread may call."""

    def __init__(self, held: str = "", keep: Callable[[str], None] = lambda _text: None) -> None:
        """``held`` is what ``keep`` kept at an earlier start; what can not be read is as nothing."""
        self._keep = keep
        self.last, self._turns = _read(held)

    def turn(self, camera: str) -> int:
        """By how many quarters to the right the picture of a camera is turned."""
        return self._turns.get(camera, 0)

    def note(self, camera: str, quarters: int) -> None:
        """Remember the camera that is used, and how it is turned; WorldError when it can not be kept."""
        if (self.last, self.turn(camera)) != (camera, quarters):
            self.last, self._turns[camera] = camera, quarters
            self._keep(json.dumps([camera, self._turns], ensure_ascii=False))


def _read(held: str) -> tuple[str, dict[str, int]]:
    try:
        last, turns = json.loads(held)
        return str(last), {str(name): int(quarters) % 4 for name, quarters in turns.items()}
    except (ValueError, TypeError, AttributeError):
        return "", {}
