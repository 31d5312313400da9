"""The answers typed into an act's form: kept as typed, checked by the rules of the act's questions."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from PySide6.QtCore import QObject, Signal

from desk_app.domain import acting
from desk_app.services import printable
from desk_app.services.parts import Parts
from forms import asked, numbers
from forms.pack import Pack
from forms.procedures import Act, Procedure
from forms.schema import Element, Kind, Problem, Value

SECOND: Final = "second:person"
"""Id of the question for the second person's name; no question of a procedure can have it."""


def second_person() -> Element:
    """The name question of an act that needs a second person; who sits here is offered, if it can be they."""
    told = "由第二个人来做,写做的人的姓名;不是现在登录的人时,还要输入自己的密码"
    return Element(SECOND, "第二人姓名", Kind.NAME, "", help=told)


class ActAnswers(QObject):
    """Holds the answers of one act for its fields; a refused act keeps everything typed.

    ``changed`` emits the id of the answer that changed, or an empty text for any.
    """

    changed = Signal(str)

    def __init__(
        self,
        parts: Parts,
        pack: Pack,
        procedure: Procedure,
        act: Act,
        given: Mapping[str, Any],
        parent: QObject | None = None,
        first: str = "",
    ) -> None:
        """``first`` is who did the act that this one's second person must not have done; empty for nobody."""
        super().__init__(parent)
        self._first = first
        self.parts = parts
        self.pack, self.procedure, self.act = pack, procedure, act
        self._values: dict[str, Any] = dict(given)
        self._before = _filled(given)
        self._refused: dict[str, Problem] = {}

    # ---- for the fields -------------------------------------------------------------------

    @property
    def facts(self) -> Mapping[str, Value]:
        """All answers by the id of their question; the rows of a table are a list."""
        return cast(Mapping[str, Value], self._values)

    def given(self, element: str) -> Value | None:
        """The answer to a question as it was typed; None when there is none."""
        return self.facts.get(element)

    def derived(self, _element: str) -> bool:
        """Always False: no answer of an act follows from another."""
        return False

    def vouched(self, _element: str) -> str:
        """Always empty: an act is typed."""
        return ""

    def optional(self, element: Element) -> bool:
        """Whether the answer may be left empty."""
        return not element.required

    def trouble(self, element: Element) -> Problem | None:
        """The fault of an answer: why the service refused it, else what the act's rules find; or None."""
        if element.id in self._refused:
            return self._refused[element.id]
        return next((p for p in self._problems() if p.element == element.id), None)

    def answer(self, element: str, value: Value) -> None:
        """Keep an answer as typed and emit ``changed``; an earlier refusal of it is dropped."""
        if value != self._values.get(element):
            self._values[element] = value
            self._refused.pop(element, None)
            self.changed.emit(element)

    # ---- for the dialog -------------------------------------------------------------------

    @property
    def told(self) -> dict[str, Any]:
        """The answers to hand to the service: those to the act's own questions, as typed."""
        wanted = {ask.id for ask in self.act.asks}
        return {k: v for k, v in self._values.items() if k in wanted}

    @property
    def touched(self) -> bool:
        """Whether an answer differs from those the form opened with; empty ones do not count."""
        return _filled(self._values) != self._before

    @property
    def second(self) -> str:
        """The second person's name, tidied; empty when there is none."""
        return numbers.tidy_name(str(self._values.get(SECOND, "")))

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Show these faults of a refused act beside their fields, each until its answer changes."""
        self._refused = {p.element: p for p in problems}
        self.changed.emit("")

    def _problems(self) -> Iterable[Problem]:
        today = self.parts.clock.today()
        lacking = self.act.lacks(self.facts)
        found = asked.problems(self.pack, self.procedure, self.act, self.told, today)
        yield from printable.of_act(self.act, self.told)
        yield from (p for p in found if p.element not in {ask.id for ask in lacking})
        for ask in lacking:
            yield Problem(ask.id, f"还没有{ask.label},请从文件选一张,或用摄像头拍")
        if self.act.unlike and not self.second:
            yield Problem(SECOND, "请写上第二个人的姓名")
        elif self.act.unlike and (fault := numbers.name_fault(self.second) or self._same_person()):
            yield Problem(SECOND, fault)

    def _same_person(self) -> str:
        """A sentence when the second person is the first one; empty when they are two."""
        return acting.same_person(self.procedure, self.act, self._first, self.second)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are not empty."""
    return {k: v for k, v in values.items() if v not in ("", (), [], None)}
