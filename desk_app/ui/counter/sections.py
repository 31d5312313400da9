"""The sections of the form: fields are shown and hidden, but none is built twice."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.services.counter import known
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.columns import Columns
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.layouts import column, laid_out_once, row
from desk_app.ui.kit.rounds import Rounds
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import label
from forms import rules
from forms.schema import Element, Problem, Section

_A_ROUND: Final = 3
"""So many fields are made in one round of the event loop, some 10 ms."""
_AT_ONCE: Final = 8
"""So many fields behind the one the clerk goes to are shown at once: what is seen without scrolling."""


class SectionBlock(QWidget):
    """One section of the form in two columns; wide fields take both."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self.section = section
        self._fields: list[Field] = []
        self.grid = Columns(width=240, most=2)
        head = row()
        head.addWidget(label(section.title, "title", wrap=True))
        self._note = label(section.note, "quiet", wrap=True, name=f"note:{section.id}")
        head.addWidget(self._note, 1)
        head.addStretch()
        whole = column(self, spacing=8)
        whole.addLayout(head)
        whole.addWidget(self.grid)
        self._note.setVisible(bool(section.note))

    @property
    def fields(self) -> Sequence[Field]:
        """The fields in view, in form order."""
        return self._fields

    def show_note(self, note: str) -> None:
        """Show these words beside the title."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def show_fields(self, fields: Sequence[Field]) -> bool:
        """Show exactly these fields; returns whether anything was changed."""
        self._fields = list(fields)
        return self.grid.show_widgets([(f, f.element.wide) for f in fields])


class FormBody(QWidget):
    """All blocks the chosen matters need, each field made once and kept for as long as the case is open.

    The first time the section the clerk goes to is shown at once, of a long one what is seen without
    scrolling. The rest of it, and then the other sections, are made behind it, a few fields in each round of
    the event loop, and shown when all of it is there, and all of them.
    """

    rearranged = Signal()
    """Fields were shown or hidden although no answer changed."""

    def __init__(self, case: Case, behind: Rounds) -> None:
        """``behind`` makes what is not shown at once."""
        super().__init__()
        self._case, self.behind = case, behind
        self._all: dict[str, Field] = {}
        self._left: set[str] = set()
        """Elements whose step was left before their field was made."""
        self._whole = False
        """Whether every section that is needed is in view, so that what comes new is shown at once."""
        self._blocks = {s.id: SectionBlock(s, self) for s in case.pack.sections}
        QApplication.instance().focusChanged.connect(self._went_on)  # type: ignore[union-attr]
        body = self.head = column(self, spacing=24)
        """The column of the blocks; what stands before them scrolls with them."""
        body.setContentsMargins(px(4), px(4), px(12), px(16))
        for block in self._blocks.values():
            block.hide()
            body.addWidget(block)
        body.addStretch()

    # ---- what the form asks -------------------------------------------------------------------

    @property
    def sections(self) -> list[Section]:
        """The sections the case needs, in form order; their fields may not be made yet."""
        return list(self._case.sections) if self._case.draft.chosen else []

    @property
    def elements(self) -> list[Element]:
        """The elements that are asked for now, in form order; their fields may not be made yet."""
        return [e for e in self._case.fields if not self._still_typed(e.repeats)]

    @property
    def told(self) -> list[Problem]:
        """The problems that are shown, or will be as soon as their field is made."""
        return [p for e in self.elements if (p := self._told(e)) is not None]

    def _told(self, element: Element) -> Problem | None:
        field = self._all.get(element.id)
        if field is not None:
            return field.problem if field.told else None
        problem = self._case.trouble(element)
        return problem if problem and (problem.at_once or element.id in self._left) else None

    def _still_typed(self, element: str) -> bool:
        """Whether an answer is still being typed, so that its second entry does not show and go meanwhile."""
        field = self._all.get(element)
        return field is not None and field.typing

    # ---- what is in view ----------------------------------------------------------------------

    @property
    def blocks(self) -> list[SectionBlock]:
        """The blocks in view, in form order."""
        return [b for b in self._blocks.values() if not b.isHidden()]

    @property
    def fields(self) -> list[Field]:
        """The fields in view, in form order."""
        return [f for b in self.blocks for f in b.fields]

    def block(self, section: str) -> SectionBlock:
        """The block of a section, in view or not."""
        return self._blocks[section]

    def bring(self, element: str) -> Field | None:
        """The field of an element, its section made and shown now if it was not; None if it is not asked."""
        section = next((e.section for e in self.elements if e.id == element), "")
        if section and all(f.element.id != element for f in self.fields):
            self._show([section, *(b.section.id for b in self.blocks)])
        return next((f for f in self.fields if f.element.id == element), None)

    def refresh(self, first: str = "") -> None:
        """Show the sections and fields the case needs now; those already shown are left alone.

        The first time the section of ``first``, an element, is shown, without it the first section.
        """
        needed = [s.id for s in self.sections]
        if self._whole:
            self._show(needed)
        elif needed:
            seen = [b.section.id for b in self.blocks if b.section.id in needed]
            seen = seen or [self._first_section(first)]
            self._show(seen, self._in_sight(seen, first))
            self.prepare()
        else:
            self._show(())

    def _first_section(self, first: str) -> str:
        """The section of an element, or the first there is; empty where none is needed."""
        begin = next((e.section for e in self.elements if e.id == first), "")
        return begin or next((s.id for s in self.sections), "")

    def _in_sight(self, sections: Sequence[str], first: str) -> frozenset[str]:
        """The elements of sections up to a few behind ``first``, and those whose fields are made already."""
        asked = [e.id for e in self.elements if e.section in sections]
        until = (asked.index(first) if first in asked else 0) + _AT_ONCE
        return frozenset(each for place, each in enumerate(asked) if place < until or each in self._all)

    def _show(self, sections: Sequence[str], only: frozenset[str] | None = None) -> None:
        """Show these sections with all their fields, or of those ``only`` these, and no others."""
        wanted: dict[str, list[Field]] = {s: [] for s in sections}
        for element in self.elements if sections else ():
            if element.section in wanted and (only is None or element.id in only):
                wanted[element.section].append(self._field(element.id))
        with laid_out_once(self):
            moved = [block.show_fields(wanted.get(s, ())) for s, block in self._blocks.items()]
            for section, block in self._blocks.items():
                if section in wanted:
                    block.show_note(rules.note(block.section, self._case.facts))
                block.setVisible(section in wanted)
        if any(moved):
            in_tab_order(stop for field in self.fields for stop in field.stops())

    @Slot()
    def _show_second(self) -> None:
        """Show the second entry of an answer that is final now, before the keyboard goes on."""
        before = self.fields
        self.refresh()
        if self.fields != before:
            self.rearranged.emit()

    def leave(self) -> None:
        """Let every field show its problem from now on, also when it is empty: the step is left."""
        self._left = {e.id for e in self.elements}
        for element in self._left & self._all.keys():  # those made and not shown yet too
            self._all[element].tell_problems()

    # ---- making -------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the fields that will be needed, a few in each round of the event loop."""
        if not self.behind.under_way:
            self.behind.begin(self._make_missing())

    def _make_missing(self) -> Iterator[None]:
        shown = frozenset(b.section.id for b in self.blocks)
        if any(e.section in shown for e in self._missing()):
            yield from self._make(shown)
            if self.isVisible():
                self.rearranged.emit()
        yield from self._make()
        self._whole = self._whole or bool(self._case.draft.chosen)
        if self._whole and self.isVisible():
            self.rearranged.emit()

    def _make(self, sections: frozenset[str] = frozenset()) -> Iterator[None]:
        """Make what is missing, of these sections or of all, a few fields in each part."""
        while missing := [
            *islice((e for e in self._missing() if not sections or e.section in sections), _A_ROUND)
        ]:
            for element in missing:
                self._field(element.id).ensurePolished()
            yield

    def make_first(self, first: str) -> Iterator[None]:
        """Make what ``refresh`` shows the first time, a field in each part."""
        begin = self._first_section(first)
        for element in self.elements:
            if element.section == begin:
                self._field(element.id).ensurePolished()
                yield

    def _missing(self) -> Iterator[Element]:
        fields = self._case.fields if self._case.draft.chosen else ()
        return (e for e in fields if e.id not in self._all)

    @Slot(QWidget, QWidget)
    def _went_on(self, old: QWidget | None, new: QWidget | None) -> None:
        """The clerk went on from a field to another: what was filled in for them there is confirmed."""
        if old is None or new is None:  # the page or the window is left
            return
        read_off = (t.element for t in self._case.draft.unconfirmed)
        for element in (*self._case.draft.carried, *read_off):
            field = self._all.get(element)
            if field is not None and field.isAncestorOf(old) and not field.isAncestorOf(new):
                self._case.change(lambda d, e=element: known.confirmed(d, e), element)  # type: ignore[misc]

    def _field(self, element: str) -> Field:
        if element not in self._all:
            wanted = self._case.pack.elements[element]
            made = make_field(self._case, wanted, self._blocks[wanted.section].grid)
            made.hide()
            if any(e.repeats == element for e in self._case.pack.elements.values()):
                made.left.connect(self._show_second)
            self._all[element] = made
            if element in self._left:
                made.tell_problems()
        return self._all[element]
