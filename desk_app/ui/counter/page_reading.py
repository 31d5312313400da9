"""Reads the pictures of a case behind the clerk's back, straightens them, and fills what nobody answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desk_app.domain.applications import Draft, Page
from desk_app.domain.recognised import ReadPage
from desk_app.errors import DeskError
from desk_app.services.counter import capture
from desk_app.services.counter.capture import PHOTO, SIGNED_FORM
from desk_app.services.recognition import filling
from desk_app.services.recognition.recognise import Recogniser
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.alive import is_gone, while_alive
from desk_app.ui.kit.errands import Lane
from forms.particulars import ID_NUMBER, NAME

MOST_READ: Final = 12
"""Pages of a material that are read: no card or book has more that matter, and each takes two seconds."""
_NOT_READ: Final = (PHOTO, SIGNED_FORM)


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """A picture that was read before it was known where it belongs: its page, if it is to be kept."""

    read: ReadPage
    material: str
    page: Page | None


class PageReading(QObject):
    """One for each case, made when it is first asked for. Nothing is read where the part is missing."""

    changed = Signal()
    """What is known of the pages changed, or what waits for a look."""

    def __init__(self, case: Case, *, fills: bool = True) -> None:
        """Without ``fills`` pages are straightened and known, and answer nothing."""
        super().__init__(case)
        self._case, self._fills = case, fills
        self._seen = {p.id for p in case.draft.pages}
        self._there = self._places()
        """Pages that stood in the draft when it was last looked at, with their materials."""
        self._found: dict[str, ReadPage] = {}
        self._filled: set[tuple[str, str]] = set()
        """Pages whose answers were taken, each at the material where it stands."""
        self._under_way: set[str] = set()
        self._unread: set[str] = set()
        self._before: dict[str, Page] = {}
        """Id of a straightened page → the page as it was handed in."""
        self._flat: dict[str, Page] = {}
        """Id of a page as it was handed in → the straightened one."""
        self._came: dict[str, str] = {}
        """Id of a page that was moved to its material → the material it was put to."""
        self.possible: Final = not case.parts.page_reader.missing()
        if self.possible:
            case.changed.connect(self._look)

    @staticmethod
    def of(case: Case) -> "PageReading":
        """The one of a case."""
        found = case.findChild(PageReading)
        return found if isinstance(found, PageReading) else PageReading(case)

    # ---- what is known --------------------------------------------------------------------------------

    def reads(self, material: str) -> bool:
        """Whether a page of a material is being read."""
        return any(p.material == material and p.id in self._under_way for p in self._case.draft.pages)

    def misplaced(self, material: str) -> dict[Page, str]:
        """Pages of a material that are something else, with the material they belong to."""
        draft, pack = self._case.draft, self._case.pack
        found: dict[Page, str] = {}
        for page in draft.pages:
            read = self._found.get(page.id) if page.material == material else None
            if read and (other := filling.belongs_to(pack, draft, material, read)):
                found[page] = other
        return found

    def remark(self, material: str) -> str:
        """What is wrong with the pages of a material: of another person, unknown, or what could be better."""
        draft = self._case.draft
        own = [p for p in draft.pages if p.material == material and p.id in self._found]
        read = [self._found[p.id] for p in own]
        title = next((m.title for m in self._case.pack.materials if m.id == material), "")
        told = (
            filling.somebody_else(draft, material, r) or filling.unknown(material, title, r) for r in read
        )
        advice = dict.fromkeys(told for r in read if r.kind or r.written for told in r.advice)
        return next(filter(None, told), "") or ";".join(advice)

    def unread(self, material: str) -> int:
        """How many pages of a material are not read, because there are so many of it."""
        return sum(p.material == material and p.id in self._unread for p in self._case.draft.pages)

    def original(self, page_id: str) -> Page | None:
        """The page as it was handed in, where it was straightened since."""
        return self._before.get(page_id)

    def straightened(self, page_id: str) -> Page | None:
        """The straightened page, where a page stands again as it was handed in."""
        return self._flat.get(page_id)

    # ---- what can be done -----------------------------------------------------------------------------

    def move(self, pages: dict[Page, str]) -> None:
        """Put pages to the materials they belong to, and take from them what they answer there."""
        for page, material in pages.items():
            there = replace(page, material=material)
            self._came[page.id] = page.material
            self._case.change(lambda d, p=page, t=there: _moved(d, p, t))  # type: ignore[misc]
        self.changed.emit()

    def came(self, material: str) -> dict[Page, str]:
        """Pages that were moved to a material here, with the material they were put to."""
        own = (p for p in self._case.draft.pages if p.material == material)
        return {p: self._came[p.id] for p in own if p.id in self._came}

    def move_back(self, pages: dict[Page, str]) -> None:
        """Put moved pages where they were; what was read off them and not confirmed goes with them."""
        for page, material in pages.items():
            del self._came[page.id]
            there = replace(page, material=material)
            self._case.change(
                lambda d, p=page, t=there: _moved(filling.without(d, p.id), p, t),  # type: ignore[misc]
                "",
            )
        self.changed.emit()

    def exchange(self, page_id: str) -> Page | None:
        """Put the page as it was handed in where its straightened one stands, or the other way round.

        Returns the page that stands there now; None where there is no other.
        """
        other = self._before.get(page_id) or self._flat.get(page_id)
        page = next((p for p in self._case.draft.pages if p.id == page_id), None)
        if other is None or page is None:
            return None
        now = replace(other, material=page.material)
        self._filled.add((now.id, now.material))  # its answers were taken from the other one
        self._case.change(lambda d: capture.put_in_place(d, page, now))
        self.changed.emit()
        return now

    def told(self, found: TakenPicture) -> str:
        """Why nothing was taken from a picture: it is of another person; empty where that is not so."""
        return filling.somebody_else(self._case.draft, found.material, found.read)

    def take(
        self,
        get: Callable[[], bytes],
        name: str,
        done: Callable[[TakenPicture], None],
        refused: Callable[[], None],
    ) -> None:
        """Read a picture of whatever, keep it where it belongs, and fill what it answers; then ``done``.

        Where it can not be used the case tells why, and ``refused`` is called.
        """
        case = self._case

        def taken(found: TakenPicture) -> None:
            self._put(found)
            self._follow()
            self.changed.emit()
            done(found)

        def unusable(error: DeskError) -> None:
            case.failed.emit(error)
            refused()

        work = partial(self._taken, get, name)
        case.errands.run(work, while_alive(self, taken), while_alive(self, unusable), lane=Lane.READING)

    def _taken(self, get: Callable[[], bytes], name: str) -> TakenPicture:
        """What a picture shows, and its page; none of a picture that is nobody's here."""
        case, data = self._case, get()
        read = self._recogniser().read(data)
        known = {m.id for m in case.pack.materials}
        material = next((m for m in read.materials if m in known), "")
        if filling.somebody_else(case.draft, material, read):  # a second card: the guardian's
            material = next((m for m in read.materials[1:] if m in known), "")
        if not material:
            return TakenPicture(read, "", None)
        straight = case.parts.page_reader.straight(data, read.turn) or data
        return TakenPicture(read, material, capture.new_page(case.parts, material, straight, name))

    def _put(self, found: TakenPicture) -> None:
        """Put the page of a picture where it belongs, unless it is there already; what has none fills."""
        case, page = self._case, found.page
        if page is None:
            if not found.read.materials:  # one that belongs to a material but is not kept gives nothing
                self._fill("", "", found.read)
        elif all(p.id != page.id for p in case.draft.pages):
            there = replace(page, material=self._beside_front(found.read) or page.material)
            self._know(there, found.read)
            case.change(lambda d: capture.with_page(d, there))

    def _beside_front(self, read: ReadPage) -> str:
        """The material of the card that a back belongs to; empty for anything else."""
        known = [(p.material, self._found[p.id].kind) for p in self._case.draft.pages if p.id in self._found]
        return filling.beside_front(known, read)

    # ---- reading --------------------------------------------------------------------------------------

    @Slot(str)
    def _look(self, _what: str) -> None:
        for page in self._new():
            self._seen.add(page.id)
            if self._asked(page.material) < MOST_READ:
                self._begin(page)
            else:
                self._unread.add(page.id)
        self._follow()
        self.changed.emit()

    def _new(self) -> Sequence[Page]:
        pages = self._case.draft.pages if self._case.application is None else ()
        return [p for p in pages if p.id not in self._seen and p.material not in _NOT_READ]

    def _asked(self, material: str) -> int:
        known = self._found.keys() | self._under_way
        return sum(p.material == material and p.id in known for p in self._case.draft.pages)

    def _begin(self, page: Page) -> None:
        parts = self._case.parts
        self._under_way.add(page.id)

        def work() -> tuple[ReadPage, Page] | None:
            if is_gone(self._look) or not self._is_wanted(page):  # nobody waits for it any more
                return None
            data = parts.store.pages.read(page.id)
            read = self._recogniser().read(data)
            straight = parts.page_reader.straight(data, read.turn) if read.kind or read.written else None
            return read, page if straight is None else capture.straightened(parts, page, straight)

        self._case.errands.run(
            work,
            while_alive(self, lambda found: self._done(page, *found) if found else self._over(page)),
            while_alive(self, lambda _error: self._over(page)),  # then everything is typed, as ever
            lane=Lane.READING,
        )

    def _is_wanted(self, page: Page) -> bool:
        case = self._case
        return case.application is None and any(p.id == page.id for p in case.draft.pages)

    def _done(self, page: Page, read: ReadPage, straight: Page) -> None:
        self._know(straight, read)
        case = self._case
        here = next((p for p in case.draft.pages if p.id == page.id), None)
        if here is not None and case.application is None and straight.id != page.id:
            now = replace(straight, material=here.material)
            self._before[now.id], self._flat[here.id] = here, now
            self._found[here.id] = read
            case.change(lambda d: capture.put_in_place(d, here, now))
        self._follow()
        self._over(page)

    def _over(self, page: Page) -> None:
        self._under_way.discard(page.id)
        self.changed.emit()

    def _know(self, page: Page, read: ReadPage) -> None:
        self._seen.add(page.id)
        self._found[page.id] = read

    # ---- what the pages answer ------------------------------------------------------------------------

    def _places(self) -> set[tuple[str, str]]:
        return {(p.id, p.material) for p in self._case.draft.pages}

    def _follow(self) -> None:
        """Take what the pages that are there now answer, and let go of what those answered that are gone."""
        before, self._there = self._there, self._places()
        if self._case.application is not None or not self._fills:
            return
        self._filled &= self._there
        here = {page for page, _ in self._there}
        for page, _ in before - self._there:
            other = self._before.get(page) or self._flat.get(page)
            same = {page} | ({other.id} if other else set())
            if not same & here:
                self._let_go(same)
        for place in self._there - self._filled:
            if (read := self._found.get(place[0])) and read.kind:
                self._filled.add(place)
                self._fill(*place, read)

    def _let_go(self, pages: set[str]) -> None:
        for page in pages & {t.page for t in self._case.draft.unconfirmed}:
            self._case.change(lambda d, p=page: filling.without(d, p), "")  # type: ignore[misc]

    def _fill(self, page: str, material: str, read: ReadPage) -> None:
        case, who = self._case, self._who()
        case.change(lambda d: filling.filled(case.pack, d, page, material, read), "")
        if self._who() != who:
            case.look_up()

    def _who(self) -> tuple[object, ...]:
        return tuple(self._case.draft.answers.get(e) for e in (NAME, ID_NUMBER))

    def _recogniser(self) -> Recogniser:
        parts = self._case.parts
        return Recogniser.of(parts.page_reader, self._case.pack.codes, parts.clock.today())


def _moved(draft: Draft, page: Page, there: Page) -> Draft:
    return capture.with_page(capture.remove_page(draft, page), there)
