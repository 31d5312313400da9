"""What stood in a line before each stretch of typing: Ctrl+Z goes back to it, also after the line was left.

Qt's own is forgotten whenever the program shows the same answer in another writing: a number in its groups, a
date as it is kept.
"""

from typing import Final

_MOST: Final = 50
"""So many stretches can be taken back."""


class Past:
    """Texts to go back to, and forth again."""

    def __init__(self) -> None:
        self._back: list[str] = []
        self._forth: list[str] = []
        self._now = ""
        self._grew: bool | None = None
        """Whether the stretch under way makes the text longer; None when the next key begins one."""

    @property
    def behind(self) -> bool:
        """Whether there is anything to go back to."""
        return bool(self._back)

    @property
    def ahead(self) -> bool:
        """Whether anything was taken back that can be done again."""
        return bool(self._forth)

    def forget(self, now: str) -> None:
        """Begin anew: another answer is shown."""
        self._back, self._forth, self._now, self._grew = [], [], now, None

    def rewrite(self, now: str) -> None:
        """The same answer is shown in another writing."""
        self._now = now

    def pause(self) -> None:
        """The stretch is over: the line was left."""
        self._grew = None

    def typed(self, now: str) -> None:
        """The text was changed by hand."""
        if now == self._now:
            return
        by = len(now) - len(self._now)
        grows = by > 0 if abs(by) == 1 else None  # a paste is a stretch of its own
        if grows is None or grows is not self._grew:
            self._back = [*self._back[1 - _MOST :], self._now]
        self._forth, self._now, self._grew = [], now, grows

    def go_back(self) -> str:
        """The text before the last stretch; the present one when there is none."""
        return self._go(self._back, self._forth)

    def go_forth(self) -> str:
        """The text that was taken back last; the present one when there is none."""
        return self._go(self._forth, self._back)

    def _go(self, there: list[str], here: list[str]) -> str:
        if there:
            here.append(self._now)
            self._now, self._grew = there.pop(), None
        return self._now
