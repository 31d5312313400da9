"""Above the form that begins a record: what is open for the same person, and whether they are still here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desk_app.services.lists import still_open
from desk_app.services.parts import Parts
from desk_app.ui.acts.head import Head
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip
from forms import listing
from forms.procedures import Procedure

if TYPE_CHECKING:
    from desk_app.ui.acts.dialog import ActDialog


class StillOpen(Head):
    """Tells it while the person is written down; it forbids nothing."""

    def __init__(self, parts: Parts, errands: Errands, law: Procedure, dialog: "ActDialog") -> None:
        super().__init__(dialog)
        self._parts, self._errands, self._law, self._answers = parts, errands, law, dialog.answers
        asks = (listing.person_ask(law), listing.label_ask(law))
        self._person, self._name = (ask.id if ask else "" for ask in asks)
        self._strip = Strip("", "caution", self)
        self._strip.setObjectName("still-open")
        self._strip.hide()
        column(self).addWidget(self._strip)
        dialog.answers.changed.connect(self._look)
        self._look("")

    @Slot(str)
    def _look(self, changed: str) -> None:
        if changed not in ("", self._person, self._name):
            return
        person, name = (str(self._answers.given(ask) or "") for ask in (self._person, self._name))
        parts, law = self._parts, self._law
        self._errands.run(
            lambda: still_open.before(parts, law, person, name),
            while_alive(self, self._tell),
            topic="still-open",
        )

    def _tell(self, sentence: str) -> None:
        if sentence:
            self._strip.show_text(sentence, "caution")
        self._strip.setVisible(bool(sentence))
