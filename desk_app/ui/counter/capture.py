"""Step 4, 拍照与材料: one card for each material the application needs."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.domain.applications import pages_of
from desk_app.services.counter import materials
from desk_app.services.counter.capture import PHOTO, SIGNED_FORM
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.columns import Columns
from desk_app.ui.counter.empty import nothing_chosen
from desk_app.ui.counter.links import MATERIAL, NEXT_KEY
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.counter.summary import ProblemStrip
from desk_app.ui.counter.undertaking import UndertakingCards
from desk_app.ui.kit.layouts import VerticalScroll, column
from desk_app.ui.kit.shortcuts import on_key
from desk_app.ui.kit.style import px
from forms.schema import Need, Problem


class CapturePage(StepPage):
    """Photo and materials; a sentence on top says what is missing."""

    title = "拍照与材料"

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(case, parent)
        self.setObjectName("capture")
        self._cards: dict[str, MaterialCard] = {}
        self._pages: dict[str, int] = {}
        self._arranged = False
        """Whether all cards were shown once: from then on they follow the case at once."""
        self._summary = ProblemStrip(case.pack)
        self._grid = Columns(width=372, most=3, across=12, top=False)
        self._promises = UndertakingCards(case)
        self._stack = QStackedWidget(self)
        self._build()
        self._summary.element_wanted.connect(self.show_element)
        on_key(self, NEXT_KEY, self._go_on)
        case.changed.connect(self._changed)

    def build_ahead(self) -> Iterator[None]:
        """The cards, one by one."""
        yield from self._make_cards()

    def enter(self) -> None:
        """Show the materials the application needs now; the keyboard goes to the first that is missing.

        The first time the cards are made one by one behind that one, and shown together.
        """
        self._show_needs()
        self._follow_pages()
        if missing := self._missing():
            self.show_element(min(missing, key=lambda p: self._place(p.element)).element)
        elif unsigned := self._promises.problems():
            self.show_element(unsigned[0].element)

    def _show_needs(self) -> None:
        if self._arranged:
            self._refresh()
            return
        self._summarise()
        self.behind.begin(self._make_cards())
        seen = any(not card.isHidden() for card in self._cards.values())
        if self.case.needs and not self._missing() and not seen:  # else the one that is missing is brought
            self._bring(min(self.case.needs, key=_photo_first))

    def _make_cards(self) -> Iterator[None]:
        for need in sorted(self.case.needs, key=_photo_first):
            self._show(need)
            self._card(need.material.id).ensurePolished()
            yield
        self._refresh()
        self._arranged = True
        yield

    def leave(self) -> None:
        """What was removed on this page stays removed."""
        for card in self._cards.values():
            card.forget_removed()

    def done(self) -> bool:
        """Whether no material is missing."""
        return bool(self.case.draft.chosen) and self.open_count() == 0

    def open_count(self) -> int:
        """How many materials are missing."""
        return len(self._missing()) + len(self._promises.problems())

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The key to the next material that is missing, and those that take pictures of one."""
        if self.case.application is not None:
            return ()
        scan = (("F6", "这一样扫描"),) * self.case.parts.scanner.on
        return ((NEXT_KEY, "下一样还缺的材料"), ("F3", "这一样从文件添加"), ("F4", "这一样用摄像头"), *scan)

    @Slot()
    def _go_on(self) -> None:
        """Give the keyboard to the next material that is missing; after the last one the first."""
        order, missing = _in_order(self.case.needs), {p.element for p in self._missing()}
        here = next((m for m in order if self._card(m).isAncestorOf(self.focusWidget() or self)), None)
        after = order.index(here) + 1 if here else 0
        walk = (f"{MATERIAL}{m}" for m in (*order[after:], *order[:after]))
        if element := next((e for e in walk if e in missing), ""):
            self.show_element(element)
        elif unsigned := self._promises.problems():
            self.show_element(unsigned[0].element)

    def add_file(self, material: str, path: Path) -> None:
        """Take a picture file for a material, as from the file dialog; the photo is cropped by itself."""
        self._card(material).add_file(path)

    def add_photo(self, data: bytes) -> None:
        """Take the picture of a photo, as from the camera: its frame is asked for."""
        self._card(PHOTO).add_picture(data, crop=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F3, F4 and F6 work on the first material that is missing while no card has the keyboard."""
        missing = sorted((self._place(p.element), p.element) for p in self._missing())
        if event.key() in (Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F6) and missing:
            self._card(missing[0][1].removeprefix(MATERIAL)).keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def show_element(self, element: str) -> None:
        """Give the keyboard to the card of a missing material."""
        material = element.removeprefix(MATERIAL)
        need = next((n for n in self.case.needs if n.material.id == material), None)
        if need is None:
            self._promises.show_element(element)
            return
        self._bring(need)
        self._card(material).take_focus()

    def _bring(self, need: Need) -> None:
        """Show the card of a material alone while the others are still being made."""
        if not self._arranged:
            # Tab and screen readers go by the order in which cards are made.
            for before in takewhile(lambda n: n is not need, sorted(self.case.needs, key=_photo_first)):
                self._card(before.material.id)
            self._show(need)
            self._grid.show_widgets([(self._card(need.material.id), False)])

    def _follow_pages(self) -> None:
        """After pages came in the keyboard goes on from a card that has all it needs."""
        before, self._pages = (
            self._pages,
            {n.material.id: pages_of(self.case.draft, n.material.id) for n in self.case.needs},
        )
        for need in self.case.needs:
            material = need.material.id
            more = before.get(material, 0) < self._pages[material] >= len(need.material.prints)
            if more and material in self._cards and self._card(material).awaits_more():
                self._go_on()
                return

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        inner = QWidget()
        body = column(inner)
        body.setContentsMargins(0, 0, px(8), 0)
        body.addWidget(self._grid)
        body.addWidget(self._promises)
        body.addStretch()
        materials = QWidget(self._stack)
        whole = column(materials, margins=12, spacing=12)
        whole.addWidget(self._summary)
        whole.addWidget(VerticalScroll(inner), 1)
        self._stack.addWidget(materials)
        self._stack.addWidget(nothing_chosen(self, "要哪些材料,看办哪些事项。", "capture-choose"))
        column(self).addWidget(self._stack)

    def _card(self, material: str) -> MaterialCard:
        if material not in self._cards:
            made = MaterialCard(self.case, material, self._title(material), parent=self._grid)
            made.hide()
            self._cards[material] = made
        return self._cards[material]

    def _title(self, material: str) -> str:
        found = (m.title for m in self.case.pack.materials if m.id == material)
        return "签好字的申请表" if material == SIGNED_FORM else next(found, material)

    # ---- following the case -------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if self.isVisible():
            self._show_needs()
            self._follow_pages()

    def _refresh(self) -> None:
        needs = self.case.needs
        for need in sorted(needs, key=_photo_first):  # before a new card is shown, so that it is styled once
            self._show(need)
        self._arrange(needs)
        self._promises.refresh()
        self._summarise()

    def _summarise(self) -> None:
        needs = self.case.needs
        self._stack.setCurrentIndex(0 if self.case.draft.chosen else 1)
        missing = [*self._missing(), *self._promises.problems()]
        follow = [p for p in self._told() if not p.blocks]
        if missing:
            self._summary.show_problems(f"还缺 {len(missing)} 样:", "caution", missing)
        elif follow:
            self._summary.show_problems(f"除容缺的 {len(follow)} 样都齐了,可以去核对签字:", "info", follow)
        else:
            all_there = "材料齐了" if needs else "这次要办的事项不用交材料"
            self._summary.show_problems(f"{all_there},可以去核对签字", "good")

    def _arrange(self, needs: tuple[Need, ...]) -> None:
        order = _in_order(needs)
        self._grid.show_widgets([(self._card(material), False) for material in order])

    def _show(self, need: Need) -> None:
        note = ";".join(t for t in (materials.wanted(need), need.reason) if t)
        card = self._card(need.material.id)
        card.show_state(*materials.short_state(need, self.case.draft), note)
        card.show_papers(need)

    def _place(self, element: str) -> int:
        """The place of a material's card, from 0."""
        return _in_order(self.case.needs).index(element.removeprefix(MATERIAL))

    def _missing(self) -> list[Problem]:
        return [p for p in self._told() if p.blocks]

    def _told(self) -> list[Problem]:
        return [p for p in self.case.problems if p.element.startswith(MATERIAL)]


def _in_order(needs: tuple[Need, ...]) -> list[str]:
    """The materials as their cards stand."""
    return [n.material.id for n in sorted(needs, key=_photo_first)]


def _photo_first(need: Need) -> bool:
    """Sorts the photo before all others: it is taken while the person sits there."""
    return need.material.id != PHOTO
