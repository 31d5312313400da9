"""How a text field stood before a scanner typed into it, and how it gets that back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid


@runtime_checkable
class MovesOn(Protocol):
    """A text field whose Enter only goes on to the next one."""

    enter_moves_on: bool


@runtime_checkable
class Remembers(Protocol):
    """A text field whose holder can give it back an answer it held before."""

    remember: Callable[[], Callable[[], None]] | None
    """Called before a burst; what it returns puts the answer of that moment back."""


@dataclass(frozen=True, slots=True)
class FieldSpot:
    """A text field with its text, cursor and selection at one moment."""

    field: QLineEdit | QPlainTextEdit
    text: str
    anchor: int
    cursor: int
    modified: bool
    put_back_answer: Callable[[], None] | None = None

    @staticmethod
    def of(field: QWidget | None) -> "FieldSpot | None":
        """The spot of a field now; None for what is no text field."""
        if isinstance(field, QPlainTextEdit):
            marked = field.textCursor()
            return FieldSpot(field, field.toPlainText(), marked.anchor(), marked.position(), modified=True)
        if not isinstance(field, QLineEdit):
            return None
        cursor, start = field.cursorPosition(), field.selectionStart()
        anchor = cursor if start < 0 else field.selectionEnd() if start == cursor else start
        remember = field.remember if isinstance(field, Remembers) else None
        return FieldSpot(
            field, field.text(), anchor, cursor, field.isModified(), remember() if remember else None
        )

    def put_back(self) -> None:
        """Give the field back its text, cursor and selection; whoever follows its typing is told."""
        field = self.field
        if not isValid(field):
            return
        if isinstance(field, QPlainTextEdit):
            field.setPlainText(self.text)
            cursor = field.textCursor()
            cursor.setPosition(self.anchor)
            cursor.setPosition(self.cursor, QTextCursor.MoveMode.KeepAnchor)
            field.setTextCursor(cursor)
            return
        if self.put_back_answer:
            self.put_back_answer()
        field.setText(self.text)
        if not self.put_back_answer:
            field.textEdited.emit(self.text)
        field.setModified(self.modified)
        field.setCursorPosition(self.anchor)
        field.cursorForward(True, self.cursor - self.anchor)

    def move_on(self) -> bool:
        """Go on to the next field after an Enter; False when the field's own Enter does no more than that."""
        if isinstance(self.field, MovesOn) and self.field.enter_moves_on:
            return False
        self.field.focusNextPrevChild(True)
        return True
