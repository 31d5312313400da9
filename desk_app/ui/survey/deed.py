"""A dialog for what is done with a place or a whole year: how things stand, and the keys that do it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from desk_app.domain import acting
from desk_app.domain.events import Subject
from desk_app.errors import DeskError, RuleError
from desk_app.services.parts import Parts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label

_WIDE, _HIGH = 640, 480
_SHOWN: Final = 60
"""Sentences that are shown."""


@dataclass(frozen=True, slots=True)
class DeedStanding:
    """How things stand before it is done: sentences, and whether it can be done."""

    sentences: Sequence[str]
    able: bool = True


@dataclass(frozen=True, slots=True)
class DeedDone:
    """What was done: a sentence, the subject of the record that changed, and its paper, if it has one."""

    sentence: str
    subject: Subject
    record: str = ""
    """Id of the record."""
    act: str = ""
    """Code of the act whose paper is to be printed; empty where there is none."""


@dataclass(frozen=True, slots=True)
class RoundDeed:
    """Something to be done, in words and calls; ``look`` and the ways run in a lane."""

    name: str
    title: str
    about: str
    look: Callable[[], DeedStanding]
    ways: Sequence[tuple[str, Callable[[Mapping[str, str]], DeedDone]]] = ()
    """The buttons that do it, each with what it calls; none where there is only something to look at."""
    lines: Sequence[tuple[str, str]] = ()
    """What may be typed: id and label."""


class DeedDialog(DeskDialog):
    """Shows a deed. It closes once that is done; refused, it stays with the reason."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        deed: RoundDeed,
        parent: QWidget,
        done: Callable[[DeedDone], None],
    ) -> None:
        super().__init__(deed.name, deed.title, parent, _WIDE, _HIGH)
        self._parts, self._errands, self._deed, self._done = parts, errands, deed, done
        self._told = label("正在看…", wrap=True, name="deed-told")
        self._lines = {name: QLineEdit() for name, _ in deed.lines}
        self._strip = Strip("", "wrong")
        self._strip.setObjectName("deed-refused")
        self._close = button("取消" if deed.ways else "关闭", name="deed-close")
        self._goes = [
            button(word, "primary" if place == len(deed.ways) - 1 else "secondary", name=f"deed-go-{place}")
            for place, (word, _) in enumerate(deed.ways)
        ]
        self._arrange()
        self._allow(on=False)
        errands.run(
            deed.look, while_alive(self, self._show), while_alive(self, self._refuse), topic="survey-deed"
        )

    def _arrange(self) -> None:
        content = QWidget()
        body = column(content, spacing=10)
        body.addWidget(label(self._deed.title, "headline"))
        body.addWidget(label(self._deed.about, "quiet", wrap=True))
        for name, words in self._deed.lines:
            line = self._lines[name]
            line.setObjectName(f"deed:{name}")
            line.setAccessibleName(words)
            line.setMaxLength(40)
            body.addWidget(label(words, "quiet", wrap=True))
            body.addWidget(line)
        body.addWidget(self._told)
        body.addStretch(1)
        self._strip.hide()
        buttons: Sequence[QAbstractButton] = (self._close, *self._goes)
        self.lay_out(content, feet(*buttons), self._strip)
        self._close.clicked.connect(self.reject)
        for go, (_, call) in zip(self._goes, self._deed.ways, strict=True):
            go.clicked.connect(partial(self._do, call))
        self.finished.connect(self.deleteLater)
        (next(iter(self._lines.values()), None) or self._close).setFocus()

    def _allow(self, *, on: bool) -> None:
        for go in self._goes:
            go.setEnabled(on)

    def _show(self, standing: DeedStanding) -> None:
        shown = list(standing.sentences[:_SHOWN])
        if (more := len(standing.sentences) - len(shown)) > 0:
            shown.append(f"还有{more}处,改好这些再看")
        self._told.setText("\n".join(shown))
        self._allow(on=standing.able)

    def _do(self, call: Callable[[Mapping[str, str]], DeedDone], _on: bool = False) -> None:
        given = {name: line.text().strip() for name, line in self._lines.items()}
        self._allow(on=False)
        self._strip.hide()
        self._errands.run(
            lambda: call(given), while_alive(self, self._finish), while_alive(self, self._again)
        )

    def _finish(self, done: DeedDone) -> None:
        self.accept()
        self._done(done)

    def _again(self, error: DeskError) -> None:
        self._allow(on=True)
        self._refuse(error)

    def _refuse(self, error: DeskError) -> None:
        if self._told.text() == "正在看…":
            self._told.setText("")
        told = acting.told(error) if isinstance(error, RuleError) else str(error)
        self._strip.show_text(told, "wrong")
        self._strip.show()
