"""One item of a sheet: its number, its field, remarks, and last year's answer beside it."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QLineEdit, QWidget

from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Answering, Field
from desk_app.ui.kit.fields.choices import ChoiceField
from desk_app.ui.kit.fields.search import SearchEdit
from desk_app.ui.kit.layouts import TOGETHER, column, row, show_if
from desk_app.ui.kit.style import colour, px
from desk_app.ui.kit.widgets import label
from desk_app.ui.survey.asking import SheetAsking
from desk_app.ui.survey.beside import LastSide
from desk_app.ui.survey.remarks import Remarks
from forms import rules
from forms.conditions import known
from forms.schema import Element, Kind
from forms.surveys.kinds import SurveyItem
from forms.surveys.live import ItemStanding

FEW: Final = 9
"""Up to so many options are buttons: each has a digit of its own."""
_NUMBER: Final = 44
_LAST: Final = 226
_PLAIN: Final = Qt.KeyboardModifier.KeypadModifier
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AskedQuestion(QFrame):
    """A field worked by keys alone: a digit answers and goes on, Enter goes on, ↑ and ⌫ lead back.

    No key that goes on answers anything. A held key does nothing again, but for ↑ and ↓, which only move.
    """

    onward = Signal(str)
    """The clerk is done with this item: id."""
    stepped = Signal(str, int)
    """The clerk wants the item before (-1) or after (1) this one: id and step."""
    last_wanted = Signal(str)
    """The clerk wants last year's answer here: id."""

    def __init__(self, answers: Answering, element: Element) -> None:
        super().__init__()
        self.element = element
        self._now = False
        self.setProperty(TOGETHER, True)
        self.field: Field = make_field(answers, element, few=FEW)
        self.field.emphasise(_several(element))
        self.field.onward = lambda _from: self.onward.emit(element.id)
        for each in self.field.inputs():
            each.installEventFilter(self)
        if isinstance(self.field, ChoiceField):
            self.field.value_given.connect(self._picked)

    @Slot(object)
    def _picked(self, value: object) -> None:
        if value not in ("", None):
            self.onward.emit(self.element.id)

    def layout_alone(self) -> None:
        """Stand with nothing beside the field."""
        whole = column(self, spacing=0)
        whole.setContentsMargins(px(_NUMBER + 24), px(10), px(12), px(10))
        whole.addWidget(self.field)

    def mark(self, *, now: bool) -> None:
        """Mark it as the one that is being asked, or not."""
        if self._now is not now:
            self._now = now
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted ground and a bar at the left of the one that is being asked; a line below each.

        Painted here: a style sheet would style every button within anew at each step.
        """
        painter = QPainter(self)
        if self._now:
            painter.fillRect(self.rect(), colour("tint"))
            painter.fillRect(0, 0, px(4), self.height(), colour("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("row_line"))
        painter.end()
        super().paintEvent(event)

    def take_keyboard(self) -> None:
        """Let the next key be its answer."""
        target = self.field.focus_target()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, QLineEdit):
            target.end(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that lead from item to item before the field does."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, QWidget)
        ):
            plain = not event.modifiers() & ~_PLAIN
            return plain and self._key(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, on: QWidget, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        line = on if isinstance(on, QLineEdit) else None
        empty = line is None or not line.text()
        if key in _STEPS and not (isinstance(line, SearchEdit) and key == Qt.Key.Key_Down):
            self.stepped.emit(self.element.id, _STEPS[key])
        elif key == Qt.Key.Key_Backspace and empty:
            if not event.isAutoRepeat():
                self.stepped.emit(self.element.id, -1)
        elif event.text() == "=" and (line is None or empty or not line.isModified()):
            self.last_wanted.emit(self.element.id)
        elif isinstance(on, QAbstractButton) and (key in _ENTER or self._is_given(key)):
            self.onward.emit(self.element.id)
        else:
            return False
        return True

    def _is_given(self, key: Qt.Key) -> bool:
        """Whether a digit names the answer that is given already: it stays, and the clerk goes on."""
        if not isinstance(self.field, ChoiceField) or not Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            return False
        place = key - Qt.Key.Key_1
        buttons = self.field.row.buttons
        return place < len(buttons) and buttons[place].isChecked()


class ItemRow(AskedQuestion):
    """An item of the questionnaire with number, remarks and last year's answer; not asked, it is one line."""

    def __init__(self, asking: SheetAsking, answers: Answering, item: SurveyItem) -> None:
        super().__init__(answers, item)
        self.setObjectName(f"item:{item.id}")
        self._asking, self.item = asking, item
        self.remarks = Remarks(asking, item.id)
        self.remarks.onward.connect(lambda: self.onward.emit(item.id))
        self.last = LastSide(item.label)
        self.last.taken.connect(lambda: self.last_wanted.emit(item.id))
        self._line = label("", "quiet", wrap=True)
        self._build()

    def _build(self) -> None:
        self._full = QWidget()
        self._number = label(self.item.number, "quiet")
        self._number.setFixedWidth(px(_NUMBER))
        middle = column(spacing=6)
        middle.addWidget(self.field)
        middle.addWidget(self.remarks)
        asked = row(spacing=12)
        asked.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        asked.addLayout(middle, 1)
        self._across: QBoxLayout = row(self._full, spacing=8)
        self._across.addLayout(asked, 1)
        self._across.addWidget(self.last, 0)
        whole = column(self, spacing=0)
        whole.setContentsMargins(px(12), px(10), px(12), px(10))
        whole.addWidget(self._full)
        whole.addWidget(self._line)
        self._line.hide()

    def fold(self, *, narrow: bool) -> None:
        """Stand last year's answer beside the item, or below it where there is little width."""
        self._across.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        self.last.lie_down(narrow=narrow, wide=px(_LAST))

    def refresh(self) -> None:
        """Show how the item stands now."""
        shown = self._asking.shown(self.item.id)
        words = "" if shown else idle_words(self._asking, self.item)
        show_if(self, shown or bool(words))
        show_if(self._full, shown)
        show_if(self._line, bool(words))
        if not shown:
            self._line.setText(words)
            return
        self.remarks.refresh()
        self.last.show_last(
            self._asking.last(self.item.id),
            self._asking.facts.get(self.item.id),
            any_last=bool(self._asking.sheet.last),
            now=self._now,
        )

    def mark(self, *, now: bool) -> None:
        """Mark it as the one that is being asked, and offer last year's answer there alone."""
        super().mark(now=now)
        self.last.offer(now=now)

    def stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [*self.field.stops(), *self.remarks.stops()]

    @property
    def reason_line(self) -> QLineEdit | None:
        """The first line for a reason that is still empty."""
        return self.remarks.empty_line


def _several(element: Element) -> str:
    """How an item with several answers is answered; empty for the others, which go on by themselves."""
    if element.kind is not Kind.CHOICES:
        return ""
    return f"{f'最多选{element.most}项' if element.most else '可选几项'},选好按 Enter"


def idle_words(asking: SheetAsking, item: SurveyItem) -> str:
    """Why an item is not asked, and what becomes of its answer; empty where nothing needs to be said."""
    read = asking.sheet.read
    held = rules.label(asking.form, item, read.idle.get(item.id)) if item.id in read.idle else ""
    kept = f"填过的“{held}”留着,不算数" if held else ""
    name = f"{item.number} {item.label}".strip()
    if read.standing[item.id] is ItemStanding.SKIPPED:
        skip = read.jumps[item.id]
        at = asking.form.elements[skip.at]
        said = rules.label(asking.form, at, read.facts.get(at.id)) if known(read.facts, at.id) else ""
        why = f"{at.number or at.label}选了“{said}”" if said else f"由{at.number or at.label}跳过"
        return f"{name} {'不再需要' if held else '不问'}:{why}" + (f"。{kept}" if kept else "")
    return f"{name} 不再需要:{kept}" if held else ""
