"""The field for a choice from a long table, found by typing its label or code."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from desk_app.domain import spelling
from desk_app.ui.kit.fields.lines import Edit, LineField
from desk_app.ui.kit.roles import combo_box
from desk_app.ui.kit.style import icon_pixmap, px
from forms.schema import UNSURE, Option, Value
from forms.typesetting import typeset

_SEARCHED = Qt.ItemDataRole.UserRole
_LABEL = Qt.ItemDataRole.UserRole + 1


def find(options: Sequence[Option], text: str) -> str | None:
    """The code a text means: label, code, pinyin, initials, or part of the only matching label; else None."""
    for option in options:
        if text in (option.label, option.code):
            return option.code
    hits = [o.code for o in options if text and (text in o.label or o.code.startswith(text))]
    if not hits and (typed := spelling.letters(text)):
        hits = [o.code for o in options if spelling.is_whole(o.label, typed)]
        hits = hits or [o.code for o in options if spelling.begins(o.label, typed)]
    return hits[0] if len(hits) == 1 else None


class _Completer(QCompleter):
    """Matches labels, codes, pinyin and initials, and completes to the label."""

    def __init__(self, model: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._rows, self._spelled = model, False
        self.setCompletionRole(_SEARCHED)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def splitPath(self, path: str) -> list[str]:
        """What is looked for: letters are the beginning of a spelling, all else any part of label or code."""
        typed = spelling.letters(path)
        if typed and not self._spelled:
            self._spelled = True
            self._spell()
        return [f" {typed}" if typed else path]

    def _spell(self) -> None:
        for place in range(self._rows.rowCount()):
            item = self._rows.item(place)
            spellings = " ".join(sorted(spelling.spelled(str(item.data(_LABEL)))))
            item.setData(f"{item.data(_SEARCHED)} {spellings}", _SEARCHED)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The label of a row."""
        return str(index.data(_LABEL) or "")


class SearchEdit(Edit):
    """A line with the options of a long table; a click or Down opens the whole list.

    The list is made when the line is first entered: a form has many such lines, and few are ever opened.
    """

    picked = Signal(str)
    """The label of an option taken from the list."""

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self._options = options
        self.setTextMargins(0, 0, px(20), 0)
        self._arrow = icon_pixmap("chevron", "quiet", 14)

    def completer(self) -> QCompleter:
        """What finds the options; made when it is first asked for."""
        made = super().completer()
        if made is None:
            made = self._make_completer()
            self.setCompleter(made)
        return made

    def _make_completer(self) -> QCompleter:
        model = QStandardItemModel(self)
        for option in self._options:
            item = QStandardItem(typeset(f"{option.label}  {option.code}"))
            item.setData(f"{option.label} {option.code}", _SEARCHED)
            item.setData(option.label, _LABEL)
            model.appendRow(item)
        completer = _Completer(model, self)
        completer.setMaxVisibleItems(9)
        shown = QListView()
        shown.setAccessibleName("选项")
        completer.setPopup(shown)
        completer.activated[QModelIndex].connect(self._pick)  # type: ignore[index]
        return completer

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(str(index.data(_LABEL)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the list before Qt connects it to what is typed, and learn how its labels are spelled."""
        self.completer()
        QThreadPool.globalInstance().start(partial(spelling.learn, [o.label for o in self._options]))
        super().focusInEvent(event)

    def open_list(self) -> None:
        """Open the list with every option."""
        self.completer().setCompletionPrefix("")
        self.completer().complete()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens the list."""
        super().mousePressEvent(event)
        self.open_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The down key opens the list."""
        shown = self.completer().popup()
        if event.key() == Qt.Key.Key_Down and not (shown and shown.isVisible()):
            self.open_list()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line with a chevron at its end."""
        super().paintEvent(event)
        size = self._arrow.deviceIndependentSize().toSize()
        painter = QPainter(self)
        painter.drawPixmap(
            self.width() - size.width() - px(10), (self.height() - size.height()) // 2, self._arrow
        )
        painter.end()


class SearchField(LineField):
    """One of many options: 回, 03 and hui find 回族; a text that matches none stays and is marked wrong."""

    def build_input(self) -> QWidget:
        """The searching line, in what is told to be a combo box."""
        self._options = self.case.pack.options(self.element)
        self.edit = SearchEdit(self._options)
        self.edit.setObjectName(self.element.id)
        self.edit.setAccessibleName(self.element.label)
        self.edit.setPlaceholderText("文字、拼音、首字母或代码")
        self.edit.textEdited.connect(lambda text: self.give(self.typed_value(text)))
        self.edit.left.connect(self._finish)
        self.edit.returnPressed.connect(self._take_first)
        self.edit.picked.connect(self._take)
        self.edit.remember = self.remember
        return combo_box(self.edit, self.element.label)

    def text_of(self, value: Value | None) -> str:
        """The words of the chosen option."""
        if not isinstance(value, str) or value == UNSURE:
            return ""
        return self.case.pack.codes[self.element.codes].label(value)

    def typed_value(self, text: str) -> str:
        """The code as soon as words or code are whole; until then the text as typed."""
        return next((o.code for o in self._options if text in (o.label, o.code)), text)

    def final_value(self, text: str) -> str:
        """The code that the text means, or the text itself."""
        return find(self._options, text.strip()) or text.strip()

    def _take_first(self) -> None:
        text = self.edit.text()
        if self.edit.isModified() and text and find(self._options, text) is None:
            self._take(self.edit.completer().currentCompletion() or text)
        self._finish()
        self.onward(self.edit)

    @Slot(str)
    def _take(self, words: str) -> None:
        self.edit.setModified(False)
        self.value_given.emit(self.final_value(words))
        self.leave()
