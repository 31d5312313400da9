"""Taking back what a key or a click changed: an answer, a tick; a strip says what would come back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk_app.domain import undertaken
from desk_app.domain.applications import Draft, electronic_of, paper_of, promise_of
from desk_app.services.counter import capture, cards, known
from desk_app.ui.kit import style
from desk_app.ui.kit.focus import focus_first
from desk_app.ui.kit.widgets import Strip, button, show_key
from forms import rules
from forms.schema import UNSURE, Element, Kind, Value

if TYPE_CHECKING:
    from desk_app.ui.counter.case import Case

_PICKED: Final = (Kind.FLAG, Kind.CHOICE, Kind.CHOICES)
_SHOWN_MS: Final = 12_000
"""How long the strip stands; the key works as long as the case is open."""
_MOST: Final = 50
"""So many steps can be taken back."""
_WAYS: Final = ("seen", "copies", "promises", "electronic", "brought")
"""Fields of a draft that say how materials are handed in."""
_CUT: Final = 16
"""Characters of an answer that the strip repeats."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One change that can be taken back."""

    done: str
    """What was done, as one sentence."""
    back: str
    """What is back afterwards, as one sentence."""
    take_back: Callable[[], None]


class Undo(QObject):
    """Notes what is cleared, changed or unticked in a case, and takes it back, the last one first.

    A draft is never changed in place, so what was before is simply given again. Typing within a text field is
    the field's own affair; only that it ended empty is noted here. After acceptance nothing is taken back.
    """

    offered = Signal(str)
    """What was done just now and can be taken back; empty when something else was done since."""
    taken_back = Signal(str)
    """What is back."""

    def __init__(self, case: "Case", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case, self._before = case, case.draft
        self._steps: list[_Step] = []
        self._typed: tuple[str, Value | None] = ("", None)
        self._under_way = False
        case.changed.connect(self._note)
        case.accepted.connect(self._forget)

    @property
    def possible(self) -> bool:
        """Whether anything can be taken back."""
        return bool(self._steps)

    @Slot()
    def take_back(self) -> None:
        """Take back the last step; nothing happens when there is none."""
        if not self._steps:
            return
        step = self._steps.pop()
        self._under_way = True
        try:
            step.take_back()
        finally:
            self._under_way = False
        self._typed = ("", None)
        self.taken_back.emit(step.back)

    @Slot(object)
    def _forget(self, _application: object) -> None:
        self._steps.clear()
        self.offered.emit("")

    @Slot(str)
    def _note(self, what: str) -> None:
        before, self._before = self._before, self._case.draft
        same = _kept(before) == _kept(self._before)
        if self._under_way or same or self._case.application is not None:
            return
        step = self._step(what, before)
        if step is not None:
            self._steps = [*self._steps[1 - _MOST :], step]
        self.offered.emit(step.done if step else "")

    def _step(self, what: str, before: Draft) -> _Step | None:
        if what == "matters":
            gone = [m for m in before.chosen if m not in self._case.draft.chosen]
            return self._unticked(gone) if gone else None
        if what == "pages":
            return self._handed_in(before)
        if what == "undertaken":
            return self._promised(before)
        if not what:
            return self._taken_over(before)
        element = self._case.pack.elements.get(what)
        if element is None:
            return None
        old, new = before.answers.get(what), self._case.draft.answers.get(what)
        if element.kind not in _PICKED:
            old = self._at_first(what, old)
        if old is None or old == new or (new is not None and element.kind not in _PICKED):
            return None
        return self._changed(element, old, cleared=new is None)

    def _handed_in(self, before: Draft) -> _Step | None:
        """How a material is handed in, or follows, is another now; None where nothing was noted before."""
        now = self._case.draft
        changed = (m for m in self._case.pack.materials if _way(before, m.id) != _way(now, m.id))
        material = next((m for m in changed if any(_way(before, m.id))), None)
        if material is None or before.pages != now.pages:
            return None

        def back(draft: Draft) -> Draft:
            noted = {name: getattr(before, name) for name in _WAYS}
            return capture.without_kept(replace(draft, **noted))

        title = material.title
        return _Step(
            f"“{title}”怎么交的已改。",
            f"“{title}”怎么交的已恢复。",
            lambda: self._case.change(back),
        )

    def _promised(self, before: Draft) -> _Step | None:
        """A promise was given up or is signed anew: what was signed for it comes back."""
        rows = [u.row for u in before.undertaken if u not in self._case.draft.undertaken]
        gone = [u for u in rows if undertaken.lost(before, self._case.draft, u)]
        if not gone:
            return None
        return _Step(
            "告知承诺已取消。",
            "告知承诺已恢复。",
            lambda: self._case.change(lambda d: undertaken.restored(d, before), "undertaken"),
        )

    def _taken_over(self, before: Draft) -> _Step | None:
        """Answers of a card or an earlier application were taken over; None when something else changed."""
        if count := cards.count(self._case.draft, before):
            return self._read(before, count)
        new = tuple(e for e in self._case.draft.carried if e not in before.carried)
        if not new:
            return None
        return _Step(
            f"已照上次的填上 {len(new)} 项。",
            "照上次填的已去掉,逐项核对过的留着。",
            lambda: self._case.change(lambda d: known.without_taken(d, new), ""),
        )

    def _read(self, before: Draft, count: int) -> _Step:
        def back() -> None:
            self._case.change(lambda d: cards.taken_back(d, before), "")
            self._case.look_up()

        return _Step(f"已照身份证填上 {count} 项。", "照身份证填的已去掉,另外录入的留着。", back)

    def _at_first(self, element: str, old: Value | None) -> Value | None:
        """What a text was before it was typed in, however many keys ago."""
        if self._typed[0] != element:
            self._typed = (element, old)
        return self._typed[1]

    def _unticked(self, matters: Sequence[str]) -> _Step:
        titles = "、".join(self._case.pack.matters[m].title for m in matters)

        def tick() -> None:
            for matter in matters:
                self._case.choose(matter, True)

        return _Step(f"已取消“{titles}”。", f"已恢复“{titles}”。", tick)

    def _changed(self, element: Element, old: Value, *, cleared: bool) -> _Step:
        name = element.label or element.ask
        words = "不清楚" if old == UNSURE else rules.label(self._case.pack, element, old)
        shown = words if len(words) <= _CUT else words[:_CUT] + "…"
        done = f"已清除“{name}”。" if cleared else f"“{name}”已改,原来是“{shown}”。"
        return _Step(done, f"“{name}”已恢复为“{shown}”。", lambda: self._case.answer(element.id, old))


def _kept(draft: Draft) -> tuple[object, ...]:
    """What of a draft can be taken back."""
    return (
        draft.answers,
        draft.sources,
        draft.chosen,
        draft.undertaken,
        *(getattr(draft, name) for name in _WAYS),
    )


def _way(draft: Draft, material: str) -> tuple[object, ...]:
    """How a material is there: on paper, to follow, or in electronic form; nothing true when it is not."""
    return paper_of(draft, material), promise_of(draft, material), electronic_of(draft, material)


class UndoStrip(Strip):
    """What can be taken back, over the lower edge of the pages; it moves nothing and goes by itself."""

    def __init__(self, undo: Undo, pages: QWidget, keys: QWidget) -> None:
        """``pages`` is what the strip lies over; in ``keys`` it takes Ctrl+Z where no text field wants it."""
        super().__init__("", "info", pages)
        self.setObjectName("undo-strip")
        self._undo, self._pages, self._keys = undo, pages, keys
        self._stood: QWidget | None = None
        """What had the keyboard when something that can be taken back was done."""
        self._back = button("撤销", "link", name="undo")
        show_key(self._back, "Ctrl+Z")
        self._back.setAccessibleDescription("按键 Ctrl+Z")
        self.add_link(self._back)
        self._away = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._away.timeout.connect(self.hide)
        self._back.clicked.connect(self._take_back)
        undo.offered.connect(self._offer)
        undo.taken_back.connect(self._tell)
        pages.installEventFilter(self)
        keys.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place, and take Ctrl+Z."""
        if watched is self._pages and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self._keys and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        wanted = event.matches(QKeySequence.StandardKey.Undo) and not event.isAutoRepeat()
        if wanted and self._undo.possible:
            self._take_back()
            return True
        return False

    @Slot()
    def _take_back(self) -> None:
        held, stood = self._back.hasFocus(), self._stood
        self._undo.take_back()
        if not held:
            return
        # The link goes; the keyboard returns to where it was on the page.
        if stood is not None and isValid(stood) and stood.isVisible() and stood.isEnabled():
            stood.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._back.clearFocus()
            focus_first(self._pages)

    @Slot(str)
    def _offer(self, done: str) -> None:
        stood = QApplication.focusWidget()
        on_page = stood is not None and stood is not self._back and self._pages.isAncestorOf(stood)
        self._stood = stood if on_page else None
        self._back.setAccessibleName(f"撤销:{done}")
        self._show(done, can_go_back=True)

    @Slot(str)
    def _tell(self, back: str) -> None:
        self._show(back, can_go_back=False)

    def _show(self, sentence: str, *, can_go_back: bool) -> None:
        self.setVisible(bool(sentence))
        if not sentence:
            self._away.stop()
            return
        self.show_text(sentence, "info")
        self._back.setVisible(can_go_back)
        self._place()
        self.raise_()
        self._away.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _place(self) -> None:
        self.setMinimumHeight(0)  # what the sentence before asked for
        room = self._pages.width() - 2 * style.px(12)
        width = min(self.sizeHint().width(), room)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry(style.px(12), self._pages.height() - height - style.px(8), width, height)
