"""Fields that are typed: words, numbers in groups, dates in any usual form."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desk_app.ui.kit.fields import writing
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.fields.past import Past
from desk_app.ui.kit.style import set_property
from forms.schema import UNSURE, Kind, Value

_NUMBERS: Final = frozenset(
    {Kind.ID_NUMBER, Kind.CERTIFICATE, Kind.PHONE, Kind.BANK_CARD, Kind.DATE, Kind.NUMBER}
)
_PLACEHOLDERS: Final = {Kind.DATE: "如 2026-03-05 或 20260305"}
_TYPE_AGAIN: Final = "这一遍要对照卡面或存折再录,不能粘贴;两遍一样才受理"
_MOST: Final = 5000
"""Characters of a line: far more than any answer may have, and few enough for a key to show at once."""
_NO_MORE: Final = f"一行最多{_MOST}个字,超出的没有放进来,请简写"
_NOT_LEFT: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class Edit(QLineEdit):
    """A line edit that emits ``left`` when focus goes to another widget, not to a popup or another window."""

    left = Signal()
    paste_refused = Signal()
    """Somebody tried to paste into a line that is only typed in."""

    only_typed = False
    """Whether a text can only come from the keyboard: neither pasted nor dropped."""
    enter_moves_on = True
    """Enter goes on to the next field and presses no button."""
    remember: Callable[[], Callable[[], None]] | None = None
    """Called before a scanner may type here; what it returns gives the answer of that moment again."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = False
        self._past = Past()
        self.setMaxLength(_MOST)
        self.textChanged.connect(self._changed_unseen)
        self.textEdited.connect(self._note)

    def setText(self, text: str | None) -> None:
        """Show a text that the program knows; nothing is emitted but ``textChanged``."""
        self._past.forget(text or "")
        self._show(text or "")

    def rewrite(self, text: str) -> None:
        """Show the same answer in another writing: what can be taken back stays."""
        self._past.rewrite(text)
        self._show(text)

    def _show(self, text: str) -> None:
        self._shown = True
        super().setText(text)
        self._shown = False

    @Slot(str)
    def _note(self, text: str) -> None:
        if not self._shown:
            self._past.typed(text)

    def _show_again(self, text: str) -> None:
        """A text that was taken back or done again is typed as any other."""
        self._show(text)
        self.setModified(True)
        self._shown = True
        self.textEdited.emit(text)
        self._shown = False

    @Slot(str)
    def _changed_unseen(self, text: str) -> None:
        """A text that came neither from the keyboard nor from the program: a screen reader set it.

        Qt emits no ``textEdited`` for it. Without the keyboard the line is left at once.
        """
        if self._shown or self.isModified() or QApplication.activePopupWidget() is not None:
            return
        self.setModified(True)
        self.textEdited.emit(text)
        if not self.hasFocus():
            self.left.emit()

    def take_only_typing(self) -> None:
        """Refuse from now on what is pasted or dropped; ``paste_refused`` tells of it."""
        self.only_typed = True
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept Enter after handling it, so that no button pressed next gets the same key."""
        if self.only_typed and event.matches(QKeySequence.StandardKey.Paste):
            event.accept()
            self.paste_refused.emit()
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            if self._past.behind:
                self.undo()
            else:
                event.ignore()  # the page may have something to take back
            return
        if event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Refuse what X11 pastes by the middle button."""
        if self.only_typed and event.button() is Qt.MouseButton.MiddleButton:
            event.accept()
            self.paste_refused.emit()
            return
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, without 粘贴 where that is refused, and with the line's own 撤销 and 恢复."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ways = {"edit-undo": (self._past.behind, self.undo), "edit-redo": (self._past.ahead, self.redo)}
        for action in menu.actions():
            if action.objectName() in ways:
                possible, run = ways[action.objectName()]
                action.setEnabled(possible)
                action.triggered.disconnect()
                action.triggered.connect(run)
            elif action.objectName() == "edit-paste" and self.only_typed:
                action.setEnabled(False)
        menu.popup(event.globalPos())

    def undo(self) -> None:
        """Go back to what stood here before the last stretch of typing."""
        self._show_again(self._past.go_back())

    def redo(self) -> None:
        """Type again what was taken back last."""
        self._show_again(self._past.go_forth())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tell that the line was left before the next one is looked for: it may show only now."""
        self.left.emit()
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the line was left; one that is empty is not left by a click elsewhere."""
        super().focusOutEvent(event)
        self._past.pause()
        clicked_away = event.reason() is Qt.FocusReason.MouseFocusReason
        untouched = clicked_away and not self.text() and not self.isModified()
        if event.reason() not in _NOT_LEFT and not untouched:
            self.left.emit()


class LineField(Field):
    """A typed answer; numbers are shown in groups of digits and kept without the spaces."""

    def build_input(self) -> QWidget:
        """One line, named like its element."""
        self.edit = self.make_edit()
        self.edit.setObjectName(self.element.id)
        self.edit.setAccessibleName(self.element.label)
        self.edit.setPlaceholderText(self.placeholder())
        if self.element.kind in _NUMBERS:
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.edit.textEdited.connect(self._edited)
        self.edit.left.connect(self._finish)
        self.edit.returnPressed.connect(self.go_on)
        self.edit.remember = self.remember
        if self.element.repeats:
            self.edit.take_only_typing()
            self.edit.paste_refused.connect(lambda: self.refuse(_TYPE_AGAIN))
        return self.edit

    def remember(self) -> Callable[[], None]:
        """Note the answer as given now; what is returned gives it again."""
        before = self.case.given(self.element.id)
        return lambda: self.value_given.emit("" if before is None else before)

    def placeholder(self) -> str:
        """The words of an empty line."""
        return _PLACEHOLDERS.get(self.element.kind, "")

    def make_edit(self) -> Edit:
        """Make the line; other fields make a line of their own."""
        return Edit()

    def go_on(self) -> None:
        """Focus the next field, links passed over: Enter was pressed."""
        self._finish()
        self.onward(self.edit)

    @property
    def typing(self) -> bool:
        """Whether the line has the keyboard and was typed in."""
        return self.edit.hasFocus() and self.edit.isModified()

    def focus_target(self) -> QWidget:
        """The line."""
        return self.edit

    def mark(self, state: str) -> None:
        """Mark the line by its border."""
        set_property(self.edit, "state", state)

    def show_value(self, value: Value | None) -> None:
        """Show an answer, unless the clerk is typing it."""
        if self.edit.hasFocus() and self.edit.isModified():
            return
        text = self.text_of(value)
        if self.edit.text() == text:
            return
        if self.edit.text() and self.final_value(self.edit.text()) == value:
            self.edit.rewrite(text)
        else:
            self.edit.setText(text)

    def tell_problems(self) -> None:
        """Take the typed text as final, since the step is left, and show its problem."""
        self._finish()

    def text_of(self, value: Value | None) -> str:
        """An answer as text in the line."""
        if not isinstance(value, str) or value == UNSURE:
            return ""
        return writing.spaced(self.element.kind, value)

    def typed_value(self, text: str) -> str:
        """The answer while the line is being typed in."""
        return writing.value_while_typing(self.element, text)

    def final_value(self, text: str) -> str:
        """The answer once the line is left."""
        return writing.value_of(self.element, text)

    def _edited(self, text: str) -> None:
        grouped = writing.spaced(self.element.kind, text)
        if grouped != text:
            cursor = writing.moved_cursor(text, self.edit.cursorPosition(), grouped)
            self.edit.rewrite(grouped)
            self.edit.setCursorPosition(cursor)
            self.edit.setModified(True)
        self.give(self.typed_value(text))
        if len(text) == self.edit.maxLength():  # what Qt cut off a paste, nobody else says
            self.refuse(_NO_MORE)

    def _finish(self) -> None:
        if self.edit.isModified():  # a value that was only derived must not become a given one
            self.edit.setModified(False)
            self.value_given.emit(self.final_value(self.edit.text()))
        self.leave()
