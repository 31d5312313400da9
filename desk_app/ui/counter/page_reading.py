"""Reads the pictures of a case behind the clerk's back, straightens them, and fills what nobody answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Lane
from forms.particulars import ID_NUMBER, NAME

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

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._case = case
        self._seen = {p.id for p in case.draft.pages}
        self._found: dict[str, ReadPage] = {}
        self._under_way: set[str] = set()
        self._before: dict[str, Page] = {}
        """Id of a straightened page → the page as it was handed in."""
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
        """Why nothing was taken from a page of a material (it is of another person), or what to do better."""
        draft = self._case.draft
        own = [p for p in draft.pages if p.material == material and p.id in self._found]
        read = [self._found[p.id] for p in own]
        said = (t for r in read if (t := filling.somebody_else(draft, material, r)))
        advice = dict.fromkeys(told for r in read for told in r.advice)
        return next(said, "") or ";".join(advice)

    def original(self, page_id: str) -> Page | None:
        """The page as it was handed in, where it was straightened since."""
        return self._before.get(page_id)

    # ---- what can be done -----------------------------------------------------------------------------

    def move(self, pages: dict[Page, str]) -> None:
        """Put pages to the materials they belong to, and take from them what they answer there."""
        for page, material in pages.items():
            there = replace(page, material=material)
            self._came[page.id] = page.material
            self._case.change(lambda d, p=page, t=there: _moved(d, p, t))  # type: ignore[misc]
            if read := self._found.get(page.id):
                self._fill(there, read)
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

    def as_handed_in(self, page_id: str) -> None:
        """Put the page that was handed in where its straightened one stands."""
        old = self._before.pop(page_id, None)
        page = next((p for p in self._case.draft.pages if p.id == page_id), None)
        if old is not None and page is not None:
            self._case.change(lambda d: capture.put_in_place(d, page, replace(old, material=page.material)))

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

        def work() -> TakenPicture:
            data = get()
            read = self._recogniser().read(data)
            known = {m.id for m in case.pack.materials}
            material = next((m for m in read.materials if m in known), "")
            if filling.somebody_else(case.draft, material, read):  # a second card: the guardian's
                material = next((m for m in read.materials[1:] if m in known), "")
            if not material:
                return TakenPicture(read, "", None)
            straight = case.parts.page_reader.straight(data, read.turn) or data
            return TakenPicture(read, material, capture.new_page(case.parts, material, straight, name))

        def taken(found: TakenPicture) -> None:
            if page := found.page:
                self._know(page, found.read)
                case.change(lambda d: capture.without_kept(replace(d, pages=(*d.pages, page))))
            self._fill(found.page, found.read)
            self.changed.emit()
            done(found)

        def unusable(error: DeskError) -> None:
            case.failed.emit(error)
            refused()

        case.errands.run(work, while_alive(self, taken), while_alive(self, unusable), lane=Lane.READING)

    # ---- reading --------------------------------------------------------------------------------------

    @Slot(str)
    def _look(self, _what: str) -> None:
        for page in self._new():
            self._seen.add(page.id)
            self._begin(page)
        self.changed.emit()

    def _new(self) -> Sequence[Page]:
        pages = self._case.draft.pages if self._case.application is None else ()
        return [p for p in pages if p.id not in self._seen and p.material not in _NOT_READ]

    def _begin(self, page: Page) -> None:
        parts = self._case.parts
        self._under_way.add(page.id)

        def work() -> tuple[ReadPage, Page]:
            data = parts.store.pages.read(page.id)
            read = self._recogniser().read(data)
            straight = parts.page_reader.straight(data, read.turn) if read.kind or read.written else None
            return read, page if straight is None else capture.straightened(parts, page, straight)

        self._case.errands.run(
            work,
            while_alive(self, lambda found: self._done(page, *found)),
            while_alive(self, lambda _error: self._over(page)),  # then everything is typed, as ever
            lane=Lane.READING,
        )

    def _done(self, page: Page, read: ReadPage, straight: Page) -> None:
        self._know(straight, read)
        case = self._case
        here = next((p for p in case.draft.pages if p.id == page.id), None)
        if here is not None and case.application is None and (read.kind or straight.id != page.id):
            now = replace(straight, material=here.material)
            if now.id != here.id:
                self._before[now.id] = here
                case.change(lambda d: capture.put_in_place(d, here, now))
            if read.kind:
                self._fill(now, read)
        self._over(page)

    def _over(self, page: Page) -> None:
        self._under_way.discard(page.id)
        self.changed.emit()

    def _know(self, page: Page, read: ReadPage) -> None:
        self._seen.add(page.id)
        self._found[page.id] = read

    def _fill(self, page: Page | None, read: ReadPage) -> None:
        """Take what a page answers; a picture that belongs to a material but was not kept gives nothing."""
        if page is None and read.materials:
            return
        case, who = self._case, self._who()
        page_id, material = (page.id, page.material) if page else ("", "")
        case.change(lambda d: filling.filled(case.pack, d, page_id, material, read), "")
        if self._who() != who:
            case.look_up()

    def _who(self) -> tuple[object, ...]:
        return tuple(self._case.draft.answers.get(e) for e in (NAME, ID_NUMBER))

    def _recogniser(self) -> Recogniser:
        parts = self._case.parts
        return Recogniser.of(parts.page_reader, self._case.pack.codes, parts.clock.today())


def _moved(draft: Draft, page: Page, there: Page) -> Draft:
    others = capture.remove_page(draft, page)
    return capture.without_kept(replace(others, pages=(*others.pages, there)))
