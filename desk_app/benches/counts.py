"""``bench counts``: how many keys two sample cases take at the real window, by keyboard alone.

The window runs in a process of its own, with an empty book, a home and a working folder of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from desk_app.domain.applications import Application
    from desk_app.walkthrough.by_keyboard import KeyboardClerk
    from desk_app.walkthrough.case_file import CaseFile
    from desk_app.walkthrough.scene import Showing
    from forms.pack import Pack

GOALS: Final[Mapping[str, int]] = {"new": 38, "child": 56}
"""Most keys each case may take."""
_FILES: Final = {"new": "01-new-certificate", "child": "02-child-with-guardian"}
_TITLES: Final = {"new": "新办和两项补贴", "child": "九岁儿童,监护人代办"}
_SECONDS: Final = 300


def counts() -> Iterator[Figure]:
    """Keys of each case, from the empty step 1 until the next person is called."""
    for name, goal in GOALS.items():
        told = work(name)
        steps = "、".join(f"{step}步{told['keys'][step]}" for step in sorted(told["keys"]))
        apart = f"另有选文件{told['file']}键、答案{told['characters']}字"
        yield Figure(
            f"hands.counts.{name}", told["total"], "键", None, goal, f"{_TITLES[name]}:{steps};{apart}"
        )


def work(name: str, module: str = "desk_app.benches.counts", way: Sequence[str] = ()) -> dict[str, Any]:
    """What a clerk in a window of its own told of a case. CalledProcessError when it could not be done.

    ``module`` is what the process runs, with the case's name, the data folder and ``way`` as arguments.
    """
    from desk_app.benches.start import environment

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        data.mkdir()
        found = {k: v for k, v in environment(str(data)).items() if not k.startswith("XDG_")}
        own = {"HOME": folder, "QT_LOGGING_RULES": "qt.multimedia.*=false"}
        path = os.pathsep.join(map(os.path.abspath, ["", *filter(None, sys.path)]))
        done = subprocess.run(
            [sys.executable, "-m", module, name, str(data), *way], cwd=folder,
            env={**found, **own, "PYTHONPATH": path},
            stdout=subprocess.PIPE, text=True, timeout=_SECONDS, check=True,
        )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


# ---- within the program that is worked --------------------------------------------------------


def run(
    name: str,
    data: Path,
    made_of: "Callable[[Showing, CaseFile], KeyboardClerk] | None" = None,
    *,
    reading: bool = False,
) -> None:
    """Open the window on an empty book, work a case, and print what happened as JSON.

    ``made_of`` makes another clerk than the one of the keyboard; ``reading`` lets pictures be read.
    """
    from desk_app.walkthrough import stage
    from desk_app.walkthrough.by_keyboard import KeyboardClerk

    with stage.opened(data, forms=None, reading=reading) as scene:
        scene.window.resize(1366, 768)
        scene.empty(1)
        clerk = (made_of or KeyboardClerk)(scene, case_of(name, scene.parts.packs.current))
        application = clerk.work()
        scene.settle()
        keys = {step: count for step, count in clerk.keys.items() if step.isdigit()}
        told = {
            "keys": keys, "total": sum(keys.values()), "file": clerk.keys["file"],
            "characters": clerk.characters, "log": clerk.log, "record": record(scene, application),
            **clerk.told(),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False), flush=True)
    os._exit(0)


def case_of(name: str, pack: "Pack") -> "CaseFile":
    """The sample case of this name; the first without the help to find work."""
    import resources
    from desk_app.walkthrough import case_file

    file = case_file.read(resources.path("samples", f"{_FILES[name]}.toml"), pack)
    matters = tuple(m for m in file.matters if m != "employment")
    served = {s.id for s in pack.sections if not s.matters or set(s.matters) & set(matters)}
    answers = {e: v for e, v in file.answers.items() if pack.elements[e].section in served}
    return replace(file, matters=matters, answers=answers)


def record(scene: "Showing", application: "Application") -> dict[str, Any]:
    """What is left of the visit in the book, without numbers and moments that differ from run to run."""
    from desk_app.services.printing import printouts, prints
    from desk_app.services.todos.todos import todos

    parts = scene.parts
    kept = parts.store.applications.one(application.id)
    assert kept is not None
    return {
        "applications": len(parts.store.applications.search()),
        "drafts": sum(bool(d.answers or d.pages) for d in parts.store.drafts.all()),
        "answers": {k: list(v) if isinstance(v, tuple) else v for k, v in sorted(kept.answers.items())},
        "matters": [m.matter for m in kept.matters],
        "pages": [[p.material, p.id] for p in kept.pages],
        "receipts": prints.copies(parts, kept.subject, printouts.RECEIPT),
        "letters": len(parts.store.outbox.letters(kept.subject)),
        "receipt_todos": sum(bool(t.paper) for t in todos(parts).shown),
    }


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]))
