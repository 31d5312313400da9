"""Whether what the window took is on the disk: answers of drafts, noted as they are and compared later."""

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from weakref import ref

from desk_app.ui.counter.case import Case
from desk_app.walkthrough.scene import Showing
from forms.schema import Value

_TOLD: Final = 400
"""So many changes are remembered, to tell how an answer was lost."""


class Keeping:
    """Notes the answers of a case the moment they change; ``lost`` tells which are not kept, each once."""

    def __init__(self, scene: Showing, doing: Callable[[], str] = lambda: "") -> None:
        """``doing`` names what the hands do now; it stands beside a change when one is lost."""
        self._scene, self._doing = scene, doing
        self._case: Case | None = None
        self._held: dict[str, dict[str, Value]] = {}
        self._changes: deque[tuple[str, str, str]] = deque(maxlen=_TOLD)
        """Draft, element, and by what it became what."""
        self.lost: list[str] = []
        self.compared = 0
        """How many answers were found on the disk as they were given."""

    def note(self) -> None:
        """Compare the open case with what was noted: an answer that changed untold, or came back changed, is
        lost.
        """
        case = self._scene.window.case
        if case is not self._case:
            self.look()
            self._case = case
            if case is not None:
                # A case that is closed may still change, once: a half-typed answer is finished by the close.
                case.changed.connect(partial(self._note_change, ref(case)))
                self._compare(case.draft.id, case.draft.answers, "接着办时")
                self._hold(case)
        elif case is not None and case.application is None:
            self._compare(case.draft.id, case.draft.answers, "没有人改过,")

    def _note_change(self, of: "ref[Case]", what: str) -> None:
        case = of()
        if case is None or case.application is not None:
            return
        shown = self._scene.window.case
        if shown is not None and shown is not case and shown.draft.id == case.draft.id:
            self.lost.append(f"{case.draft.id} {what}:这件已经另开了,旧的还在改({self._doing()})")
        draft, value = case.draft.id, _short(case.draft.answers.get(what))
        self._changes.append((draft, what, f"{self._doing()}改成{value}"))
        self._hold(case)

    def _hold(self, case: Case) -> None:
        if case.application is None:
            self._held[case.draft.id] = dict(case.draft.answers)

    def forget(self, draft: str) -> None:
        """A draft was accepted: it is no draft any more."""
        self._held.pop(draft, None)

    def look(self) -> None:
        """Compare what is noted with the disk, once nothing is being written."""
        if self._scene.window.errands.busy:
            return
        for draft in self._scene.parts.store.drafts.all():
            self._compare(draft.id, draft.answers, "磁盘上")

    def _compare(self, draft: str, answers: Mapping[str, Value], where: str) -> None:
        held = self._held.get(draft, {})
        for element, value in list(held.items()):
            if value in ("", ()) or value is None:
                continue
            if answers.get(element) == value:
                self.compared += 1
                continue
            del held[element]
            story = ";".join(s for d, e, s in self._changes if (d, e) == (draft, element))
            self.lost.append(
                f"{draft} {element}:{where}是{_short(answers.get(element))},应为{_short(value)}({story})"
            )


def _short(value: Value | None) -> str:
    return repr(value)[:40]
