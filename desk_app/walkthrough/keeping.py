"""Whether what the window took is on the disk: answers of drafts, noted as they are and compared later."""

from collections.abc import Mapping

from desk_app.ui.counter.case import Case
from desk_app.walkthrough.scene import Showing
from forms.schema import Value


class Keeping:
    """Notes the answers of the open case at every change; ``lost`` tells which are not kept."""

    def __init__(self, scene: Showing) -> None:
        self._scene = scene
        self._case: Case | None = None
        self._held: dict[str, Mapping[str, Value]] = {}
        self._changed: set[str] = set()
        self.lost: list[str] = []
        self.compared = 0
        """How many answers were found on the disk as they were given."""

    def note(self) -> None:
        """Note the answers of the open case. What changed untold, or came back another one, is lost."""
        case = self._scene.window.case
        if case is not self._case:
            self._note_last_words()
            self.look()
            self._case = case
            if case is not None:
                case.changed.connect(self._note_change)
                self._compare(case.draft.id, case.draft.answers, "接着办时")
        if case is None or case.application is not None:
            return
        if not self._changed:
            self._compare(case.draft.id, case.draft.answers, "没有人改过,")
        self._held[case.draft.id] = dict(case.draft.answers)
        self._changed.clear()

    def _note_last_words(self) -> None:
        """The case that was open changed once more while it was closed: a half-typed answer was finished."""
        case = self._case
        if self._changed and case is not None and case.application is None:
            self._held[case.draft.id] = dict(case.draft.answers)
            self._changed.clear()

    def _note_change(self, what: str) -> None:
        self._changed.add(what)

    def forget(self, draft: str) -> None:
        """A draft was accepted: it is no draft any more."""
        self._held.pop(draft, None)

    def look(self) -> None:
        """Compare what is noted with the disk, once nothing is being written."""
        if self._scene.window.errands.busy:
            return
        if self._scene.window.case is not None and self._changed:
            return
        for draft in self._scene.parts.store.drafts.all():
            self._compare(draft.id, draft.answers, "磁盘上")

    def _compare(self, draft: str, answers: Mapping[str, Value], where: str) -> None:
        for element, value in self._held.get(draft, {}).items():
            if value in ("", ()) or value is None:
                continue
            if answers.get(element) != value:
                self.lost.append(
                    f"{draft} {element}:{where}是{_short(answers.get(element))},应为{_short(value)}"
                )
            else:
                self.compared += 1


def _short(value: Value | None) -> str:
    return repr(value)[:40]
