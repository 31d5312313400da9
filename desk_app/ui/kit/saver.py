"""Writes drafts to the disk, and holds what could not be written until it is."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.domain.applications import Draft
from desk_app.errors import BugError, DeskError
from desk_app.services.parts import Parts
from desk_app.ui.kit.errands import Errands

AGAIN_MS: Final = 3000
"""Pause before a draft that could not be written is tried again: soon after the clerk made room."""


class DraftSaver(QObject):
    """Writes every draft at once; one that the disk refused stays here, and is tried again until it is in.

    It outlives the cases: what a clerk set aside or left with 下一位 is written as soon as there is room.
    """

    saved = Signal(object)
    """The Draft that is on disk now."""
    changed = Signal()
    """Other drafts than before are not on disk, or for another reason."""
    failed = Signal(object)
    """A mistake of our own (BugError) that kept a draft from the disk; told once a draft."""

    def __init__(self, parts: Parts, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = parts, errands
        self._under_way: dict[str, Draft] = {}
        self._unsaved: dict[str, Draft] = {}
        self._gone: set[str] = set()
        self.reason = ""
        """Why the last draft was not written, as one sentence; empty when all are."""
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.try_again)

    @property
    def unsaved(self) -> tuple[Draft, ...]:
        """Drafts whose newest state is on no disk."""
        return tuple(self._unsaved.values())

    def newest(self, draft_id: str) -> Draft | None:
        """A draft that is not on disk as it stands; None when the disk has its newest state."""
        return self._under_way.get(draft_id) or self._unsaved.get(draft_id)

    def keep(self, draft: Draft) -> None:
        """Write a draft; of several waiting states of one draft only the newest is written."""
        self._gone.discard(draft.id)
        self._under_way[draft.id] = draft
        if draft.id in self._unsaved:
            self._unsaved[draft.id] = draft
        self._errands.run(
            lambda: self._parts.store.drafts.keep(draft),
            lambda _: self._written(draft),
            lambda error: self._refused(draft, error),
            topic=f"draft-{draft.id}",
        )

    def forget(self, draft_id: str) -> None:
        """Hold a draft no longer: it was accepted or given up."""
        self._gone.add(draft_id)
        self._under_way.pop(draft_id, None)
        self._take_out(draft_id)

    @Slot()
    def try_again(self) -> None:
        """Write now what could not be written before."""
        for draft in self.unsaved:
            self.keep(draft)

    def _written(self, draft: Draft) -> None:
        if self._under_way.get(draft.id, draft) is draft:
            self._under_way.pop(draft.id, None)
            self._take_out(draft.id)
        self.saved.emit(draft)

    def _refused(self, draft: Draft, error: DeskError) -> None:
        if draft.id in self._gone:
            return
        first = draft.id not in self._unsaved
        newest = self._under_way.get(draft.id, draft)
        if newest is draft:
            self._under_way.pop(draft.id, None)
        self._unsaved[draft.id] = newest
        if first and isinstance(error, BugError):
            self.failed.emit(error)
        if first or str(error) != self.reason:
            self.reason = str(error)
            self.changed.emit()
        self._again.start()

    def _take_out(self, draft_id: str) -> None:
        if self._unsaved.pop(draft_id, None) is None:
            return
        if not self._unsaved:
            self._again.stop()
            self.reason = ""
        self.changed.emit()
