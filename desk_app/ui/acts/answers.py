"""What an act is being given: held as it was typed, checked by the rules of its form."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from PySide6.QtCore import QObject, Signal

from desk_app.services.parts import Parts
from forms import asked, numbers
from forms.pack import Pack
from forms.procedures import Act, Procedure
from forms.schema import Element, Kind, Problem, Value

SECOND: Final = "second:person"
"""Stands for the name of the second person; no ask can be called so."""


def second_person() -> Element:
    """The question for the second person of an act that needs one, until people sign in."""
    return Element(SECOND, "第二人姓名", Kind.NAME, "", help="由第二个人来做,写做的人的姓名")


class ActAnswers(QObject):
    """Holds the answers of one act; nothing typed is lost when it is refused."""

    changed = Signal(str)

    def __init__(
        self,
        parts: Parts,
        pack: Pack,
        procedure: Procedure,
        act: Act,
        given: Mapping[str, Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.parts = parts
        self.pack, self.procedure, self.act = pack, procedure, act
        self._values: dict[str, Any] = dict(given)
        self._before = _filled(given)
        self._refused: dict[str, Problem] = {}

    # ---- for the fields -------------------------------------------------------------------

    @property
    def facts(self) -> Mapping[str, Value]:
        """Everything given so far; a list of rows stands among the values as it is."""
        return cast(Mapping[str, Value], self._values)

    def given(self, element: str) -> Value | None:
        """An answer as it was given."""
        return self.facts.get(element)

    def derived(self, _element: str) -> bool:
        """Nothing follows from anything here."""
        return False

    def optional(self, element: Element) -> bool:
        """Whether the act can do without it."""
        return not element.required

    def trouble(self, element: Element) -> Problem | None:
        """What the refusal said of an answer, or else what the form's rules say of it."""
        if element.id in self._refused:
            return self._refused[element.id]
        return next((p for p in self._problems() if p.element == element.id), None)

    def answer(self, element: str, value: Value) -> None:
        """Keep an answer as given."""
        if value != self._values.get(element):
            self._values[element] = value
            self._refused.pop(element, None)
            self.changed.emit(element)

    # ---- for the dialog -------------------------------------------------------------------

    @property
    def told(self) -> dict[str, Any]:
        """What goes to the service: the asks alone, as they were typed."""
        wanted = {ask.id for ask in self.act.asks}
        return {k: v for k, v in self._values.items() if k in wanted}

    @property
    def touched(self) -> bool:
        """Whether anything stands here that did not at first."""
        return _filled(self._values) != self._before

    @property
    def second(self) -> str:
        """The second person's name."""
        return numbers.tidy_name(str(self._values.get(SECOND, "")))

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Remember what was refused until the answer changes."""
        self._refused = {p.element: p for p in problems}
        self.changed.emit("")

    def _problems(self) -> Iterable[Problem]:
        today = self.parts.clock.today()
        lacking = [ask for ask in self.act.asks if ask.id in self.act.evidence and not self.given(ask.id)]
        found = asked.problems(self.pack, self.procedure, self.act, self.told, today)
        yield from (p for p in found if p.element not in {ask.id for ask in lacking})
        for ask in lacking:
            yield Problem(ask.id, f"还没有{ask.label},请从文件选一张,或用摄像头拍")
        if self.act.unlike and not self.second:
            yield Problem(SECOND, "请写上第二个人的姓名")
        elif self.act.unlike and (fault := numbers.name_fault(self.second)):
            yield Problem(SECOND, fault)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that say something."""
    return {k: v for k, v in values.items() if v not in ("", (), [], None)}
