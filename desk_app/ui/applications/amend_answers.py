"""The amendments being entered: new values and reasons, checked as they are typed, nothing written yet."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.domain.applications import Application
from desk_app.errors import DeskError
from desk_app.services import law
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change, Foreseen
from desk_app.services.parts import Parts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from forms import check, rules
from forms.pack import Pack
from forms.schema import Element, Kind, Problem, Value

PAGE = "amend-page"
"""Id of the question for the picture of the signed sheet; no answer of a form can have it."""
_PAUSE_MS = 250
"""Pause in the typing after which what would follow is looked up."""


def signed_sheet() -> Element:
    """The question for the picture of the signed sheet."""
    return Element(PAGE, "签好的更正确认单", Kind.TEXT, "")


class AmendAnswers(QObject):
    """Holds the amendments for their fields, and what they would lead to.

    ``changed`` emits the id of the answer that changed, or an empty text for any.
    """

    changed = Signal(str)
    foreseen_changed = Signal()
    """What would follow was looked up anew."""
    failed = Signal(object)
    """A DeskError: what would follow could not be looked up."""

    def __init__(
        self, parts: Parts, errands: Errands, application: Application, now: Foreseen, parent: QObject
    ) -> None:
        """``now`` is what no amendment at all leads to."""
        super().__init__(parent)
        self.parts = parts
        self._errands, self._application = errands, application
        self._pack = law.of(parts, application.pack_digest)
        self._values: dict[str, Value] = {}
        self._whys: dict[str, str] = {}
        self.page = ""
        self.start, self.foreseen = now, now
        self._looked: tuple[Change, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._look)

    # ---- for the fields -------------------------------------------------------------------

    @property
    def pack(self) -> Pack:
        """The pack the application began with."""
        return self._pack

    @property
    def facts(self) -> Mapping[str, Value]:
        """The answers with the amendments as typed."""
        return {**self.foreseen.after, **self._values, PAGE: self.page}

    def given(self, element: str) -> Value | None:
        """The new value as typed; None when the answer is not among the amendments."""
        return self.page if element == PAGE else self._values.get(element)

    def derived(self, _element: str) -> bool:
        """Always False: an amendment is typed."""
        return False

    def vouched(self, _element: str) -> str:
        """Always empty: an amendment is typed."""
        return ""

    def optional(self, element: Element) -> bool:
        """Whether the answer may be left empty."""
        chosen = self._application.chosen
        return element.id != PAGE and not rules.needed(element, self.foreseen.after, chosen)

    def trouble(self, element: Element) -> Problem | None:
        """The fault of a new value: its own at once, others as soon as they are looked up."""
        if element.id not in self._values:
            return None
        day = self._application.accepted_at.date()
        value = self._values[element.id]
        own = check.value_problems(self._pack, element, self.facts, day) if value not in ("", ()) else []
        looked = any((c.element, c.now) == (element.id, value) for c in self._looked)
        # What was found of another value is no fault of this one.
        foreseen = (p for p in self.foreseen.problems if looked and p.element == element.id)
        told = "为什么更正", "更正原因"
        found = (*own, *(p for p in foreseen if not any(t in p.message for t in told)))
        return next((p for p in found if p.blocks), next(iter(found), None))

    def answer(self, element: str, value: Value) -> None:
        """Keep a value as typed and emit ``changed``."""
        if element == PAGE:
            self.page = str(value)
        elif self._values.get(element) == value:
            return
        else:
            self._values[element] = value
        self.changed.emit(element)
        self._timer.start()

    # ---- for the dialog -------------------------------------------------------------------

    @property
    def elements(self) -> tuple[str, ...]:
        """The answers to be corrected, in the order they were picked."""
        return tuple(self._values)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The amendments as they stand."""
        return tuple(Change(e, v, self._whys.get(e, "")) for e, v in self._values.items())

    @property
    def settled(self) -> bool:
        """Whether what would follow is known of the amendments as they stand."""
        return self._looked == self.changes

    def pick(self, element: str) -> None:
        """Add an answer to be corrected, beginning with its present value."""
        if element not in self._values:
            self._values[element] = self.start.before.get(element, "")
            self.changed.emit("")
            self.look()

    def drop(self, element: str) -> None:
        """Take an answer out of the amendments again."""
        self._values.pop(element, None)
        self._whys.pop(element, None)
        self.changed.emit("")
        self.look()

    def explain(self, element: str, why: str) -> None:
        """Keep why an answer is corrected."""
        self._whys[element] = why
        self._timer.start()

    def why(self, element: str) -> str:
        """Why an answer is corrected, as typed."""
        return self._whys.get(element, "")

    @Slot()
    def look(self) -> None:
        """Look up now what would follow."""
        self._timer.stop()
        self._look()

    @Slot()
    def _look(self) -> None:
        parts, application, changes = self.parts, self._application, self.changes
        self._errands.run(
            lambda: amending.foresee(parts, application, changes),
            while_alive(self, lambda found: self._show(changes, found)),
            while_alive(self, self._fail),
            topic="amend-foreseen",
        )

    def _show(self, changes: tuple[Change, ...], found: Foreseen) -> None:
        self._looked, self.foreseen = changes, found
        self.foreseen_changed.emit()
        self.changed.emit("")

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)
