"""How a sheet is asked: the answers of that act while they are typed, kept as soon as they are whole."""

from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.survey import asking as service
from desk_app.services.survey.sheets import SHEET, AskedSheet, HowAsked
from desk_app.ui.acts.answers import ActAnswers
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.survey.asking import SheetAsking
from forms import asked

_TELL: Final = "tell_how"
_TYPED_MS: Final = 700
_OF_A_PAPER: Final = ("from_paper", "asked_on", "collector")
"""What the next paper form of a pile has too."""


class HowKeeper(QObject):
    """Holds what is told of the asking, and gives it to the data lane once nothing of it is lacking."""

    changed = Signal()
    """It was kept, or could not be."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        asking: SheetAsking,
        parent: QObject,
        carried: HowAsked | None = None,
    ) -> None:
        """``carried`` is how the sheet before was asked, of one pile of paper forms."""
        super().__init__(parent)
        self._parts, self._errands, self._asking = parts, errands, asking
        self.reason = ""
        """Why it could not be kept; empty when it was."""
        record = asking.sheet.record
        law, pack = parts.law.procedure(record.pack_digest, SHEET), parts.law.pack(record.pack_digest)
        act = law.act(_TELL)
        assert act is not None
        self._kept = self._given(carried)
        self.answers = ActAnswers(parts, pack, law, act, self._kept, self)
        self._paper = bool(self._kept.get("from_paper"))
        self.answers.changed.connect(self._changed)
        self._soon = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._soon.timeout.connect(self.finish)
        if not asking.sheet.how.way:
            self._kept = {}

    def _given(self, carried: HowAsked | None) -> dict[str, Any]:
        """What was told last; of a new sheet what goes without saying: today, and by whoever sits here."""
        how = self._asking.sheet.how
        if how.way:
            return {"from_paper": False, **how.given}
        if carried is not None and carried.from_paper:
            return {name: getattr(carried, name) for name in _OF_A_PAPER}
        today = self._parts.clock.today().isoformat()
        return {"from_paper": False, "asked_on": today, "collector": self._parts.window.clerk}

    @property
    def told(self) -> HowAsked:
        """What is told now, whole or not."""
        return HowAsked(
            **{name: value for name, value in self.answers.told.items() if value not in ("", None)}
        )

    @property
    def whole(self) -> bool:
        """Whether nothing is lacking or wrong."""
        found = (self.answers.trouble(asked.element(ask)) for ask in self.answers.act.asks)
        return not any(problem is not None and problem.blocks for problem in found)

    @property
    def unsaved(self) -> bool:
        """Whether something of it is told and not on the disk."""
        return not self._asking.sheet.shut and bool(self.told.way) and self.told.given != self._kept_given

    @property
    def _kept_given(self) -> dict[str, Any]:
        return {name: value for name, value in self._kept.items() if value}

    @Slot(str)
    def _changed(self, what: str) -> None:
        if what == "from_paper" and self._paper is not bool(self.answers.facts.get(what)):
            self._paper = not self._paper
            self._ask_of_the_paper()
        self._soon.start()

    def _ask_of_the_paper(self) -> None:
        """Day and collector are those of the paper: asked; or of now: filled in."""
        now = {"asked_on": self._parts.clock.today().isoformat(), "collector": self._parts.window.clerk}
        for name, value in now.items():
            self.answers.answer(name, "" if self._paper else value)

    @Slot()
    def finish(self) -> None:
        """Keep what is told, if it is whole and new."""
        self._soon.stop()
        if not (self.unsaved and self.whole):
            return
        how, sheet, parts = self.told, self._asking.sheet, self._parts
        self._errands.run(
            lambda: service.tell_how(parts, parts.window.who, sheet, how),
            while_alive(self, lambda kept: self._done(how, kept)),
            while_alive(self, self._refused),
            topic=f"how-{sheet.record.id}",
        )

    def _done(self, how: HowAsked, sheet: AskedSheet) -> None:
        self._kept, self.reason = how.given, ""
        self._asking.told_how(sheet)
        self.changed.emit()

    def _refused(self, error: DeskError) -> None:
        self.reason = str(error)
        self.changed.emit()
