"""What is done to a sheet beside answering it: a photo attached, 失访 noted, the sheet opened again."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from desk_app.domain.events import Who
from desk_app.services.survey import asking as service
from desk_app.services.survey.sheets import SHEET, AskedSheet
from desk_app.ui.acts.dialog import ActDialog, Task

if TYPE_CHECKING:
    from desk_app.ui.survey.dialog import SheetDialog

_Done = Callable[[AskedSheet], None]


def attach_picture(on: "SheetDialog") -> None:
    """Ask for a photo the person agreed to, and attach it."""

    def carry_out(who: Who, told: Mapping[str, Any]) -> AskedSheet:
        page, of, said = (str(told.get(name) or "") for name in ("picture", "picture_of", "picture_said"))
        return service.picture(on.parts, who, on.asking.sheet, page, of, said)

    _open(on, "picture", carry_out, on.asking.told_how)


def lose(on: "SheetDialog", done: _Done) -> None:
    """Ask why the person can not be asked (失访), and note it."""

    def carry_out(who: Who, told: Mapping[str, Any]) -> AskedSheet:
        why, day, said = (str(told.get(name) or "") for name in ("lost_why", "lost_on", "lost_said"))
        return service.lose(on.parts, who, on.asking.sheet, why, said, day)

    _open(on, "lose", carry_out, done, {"lost_on": on.parts.clock.today().isoformat()})


def reopen(on: "SheetDialog", done: _Done) -> None:
    """Ask why a sheet that is complete or given up is opened again, and open it."""

    def carry_out(who: Who, told: Mapping[str, Any]) -> AskedSheet:
        return service.reopen(on.parts, who, on.asking.sheet, str(told.get("reopen_why") or ""))

    _open(on, "reopen", carry_out, done)


def _open(
    on: "SheetDialog",
    code: str,
    carry_out: Callable[[Who, Mapping[str, Any]], AskedSheet],
    done: _Done,
    given: Mapping[str, Any] | None = None,
) -> None:
    record = on.asking.sheet.record
    law, pack = on.parts.law.procedure(record.pack_digest, SHEET), on.parts.law.pack(record.pack_digest)
    act = law.act(code)
    assert act is not None
    about = f"{record.facts.get('name', '')} {on.asking.form.title}"
    ActDialog(on.parts, on.errands, Task(pack, law, act, about, carry_out, given or {}), on, done).open()
